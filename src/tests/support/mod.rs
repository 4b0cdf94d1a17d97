//! What every test begins with.

pub mod api;
pub mod client;
pub mod database;
pub mod dns;
pub mod entry;
pub mod invoices;
pub mod money_back;
pub mod process;
pub mod sandbox;
pub mod settlement;
pub mod world;

pub use api::Api;
pub use client::{Answer, Client};
pub use dns::DnsServer;
pub use world::World;
