//! The edges of the server that are not pages: the router, the REST interface, what happens to every request, webhooks, stylesheets,
//! pictures, QR codes, health.

mod agents;
pub mod api;
mod audit_file;
mod bill_upload;
mod brand_files;
mod brand_studio;
mod call_files;
mod company_files;
mod company_sign_in;
mod contact_files;
mod employee_files;
mod esim_qr;
mod events;
pub mod export;
mod health;
mod invoice_files;
pub mod invoice_pdf;
mod lists;
mod message_files;
mod metering_files;
pub mod middleware;
mod money_files;
mod pages;
mod pickup_qr;
mod price_sheets;
mod rate_files;
pub mod router;
mod scim;
mod search_engines;
pub mod tls;
mod usage_files;
mod voice;
mod webhooks;

pub use router::router;
