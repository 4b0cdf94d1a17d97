//! The edges of the server that are not pages: the router, the REST interface, what happens to every request, webhooks, stylesheets,
//! pictures, QR codes, health.

pub mod api;
mod brand_files;
mod brand_studio;
mod esim_qr;
pub mod export;
mod health;
pub mod middleware;
mod pages;
pub mod router;
mod search_engines;
mod webhooks;

pub use router::router;
