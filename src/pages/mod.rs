//! The pages, one folder per surface, one file per address. Drawn on the server only; complete without scripts.

pub mod account;
pub mod admin;
mod answer;
mod price_parts;
mod figures;
pub mod entered;
mod list_address;
pub mod reseller;
pub mod storefront;
mod words;
