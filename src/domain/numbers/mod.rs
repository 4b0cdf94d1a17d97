//! Phone numbers: what is on offer and what customers and companies hold.
//!
//! Owns `virtual_numbers`, `number_months`. Keeps true: a number has one holder at a time in the whole installation; once
//! released it is kept from others for a while and then free again; a month is paid once. What becomes of a number that is
//! not paid is `renewals`' to decide. A company's number is used by those it was given to, and what its use costs is the
//! company's.

pub mod add;
mod company;
mod company_release;
mod company_use;
pub mod cost;
pub mod countries;
mod desk;
pub mod format;
mod free_of_member;
pub mod life;
pub mod list;
pub mod mark_gone;
pub mod market;
pub mod records;
pub mod regulations;
pub mod release;
pub mod rename;
pub mod search;
mod share;
pub mod simulate;
pub mod stop_renewing;
mod store;
pub mod switches;

pub use company::{company_number, company_numbers, may_have, of_order};
pub use company_release::{CompanyReleaseError, company_release};
pub use company_use::{CompanyUse, company_use};
pub use desk::desk;
pub use free_of_member::free_of_member;
pub use mark_gone::mark_gone;
pub use share::{Share, ShareError, share};
