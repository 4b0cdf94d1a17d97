//! The edges over real HTTP.

mod api_catalogue;
mod api_description;
mod api_keys;
mod api_lines;
mod api_messages;
mod api_once;
mod api_orders;
mod api_problems;
mod console;
mod entries;
mod invoice_pdf;
mod scim;
