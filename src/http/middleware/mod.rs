//! What happens to every request, one file each.

pub mod compress;
pub mod form_memory;
pub mod panic;
pub mod reader;
pub mod request_log;
pub mod security_headers;
pub mod shop;
