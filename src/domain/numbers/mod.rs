//! Phone numbers: what is on offer and what customers and companies hold.
//!
//! Owns `virtual_numbers`. Keeps true: a number has one holder at a time in the whole installation, and is free
//! again once released; a company's number is used by those it was given to, and what its use costs is the company's.

pub mod add;
mod company;
mod company_release;
mod company_use;
pub mod cost;
pub mod countries;
mod desk;
pub mod format;
mod free_of_member;
pub mod list;
pub mod mark_gone;
pub mod market;
pub mod records;
pub mod release;
pub mod rename;
pub mod search;
mod share;
pub mod simulate;
mod store;
pub mod switches;

pub use company::{company_number, company_numbers, may_have, of_order};
pub use company_release::{CompanyReleaseError, company_release};
pub use company_use::{CompanyUse, company_use};
pub use desk::desk;
pub use free_of_member::free_of_member;
pub use mark_gone::mark_gone;
pub use share::{Share, ShareError, share};
