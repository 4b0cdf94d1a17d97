//! The pages, one folder per surface, one file per address. Drawn on the server only; complete without scripts.

pub mod account;
pub mod admin;
pub mod storefront;
