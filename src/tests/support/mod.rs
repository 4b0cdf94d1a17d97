//! What every test begins with.

pub mod api;
pub mod client;
pub mod database;
pub mod dns;
pub mod entry;
pub mod identity_provider;
pub mod invoices;
pub mod lines;
pub mod money_back;
pub mod process;
pub mod receiver;
pub mod sandbox;
pub mod settlement;
pub mod spending;
pub mod telephone;
pub mod world;

pub use api::{Api, Reply};
pub use client::{Answer, Client};
pub use dns::DnsServer;
pub use identity_provider::IdentityProvider;
pub use world::{ASSISTANT, CALLER, PHONE, World};
