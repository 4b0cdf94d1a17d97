//! Who did what, for whoever has to explain it later.
//!
//! Owns `audit_logs`. Keeps true: a row commits with the act it describes, and is never changed (the database
//! refuses). No row holds a password, a token or a code.

pub mod list;
pub mod of_company;
pub mod record;
pub mod record_platform;
mod store;

pub use list::{Filter, list};
pub use of_company::of_company;
pub use record::{Audit, Origin, record};
pub use record_platform::record_platform;
