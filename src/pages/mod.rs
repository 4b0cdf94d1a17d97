//! The pages, one folder per surface, one file per address. Drawn on the server only; complete without scripts.

pub mod account;
mod address_book;
pub mod admin;
mod answer;
pub mod business;
mod company_documents;
pub mod entered;
mod figures;
mod list_address;
pub mod pickup;
mod price_parts;
mod promo_parts;
mod rate_deck;
pub mod reseller;
mod simulator_form;
pub mod storefront;
mod telephone;
mod time_zones;
mod use_report;
pub mod words;
