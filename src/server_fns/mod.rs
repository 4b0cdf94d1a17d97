//! The door: what a page or an island may ask the server for. One file per room; each function is guard, one verb,
//! answer. Addresses are `/do/{room}/{verb}` and never change with the source.

#[cfg(feature = "ssr")]
mod account_form;
pub mod accounts;
pub mod announcements;
#[cfg(feature = "ssr")]
pub mod cookie;
pub mod entries;
pub mod esims;
#[cfg(feature = "ssr")]
pub mod guard;
#[cfg(feature = "ssr")]
pub mod log_filter;
pub mod logs;
pub mod numbers;
pub mod operator;
pub mod orders;
pub mod reseller;
pub mod resellers;
pub mod shop;
pub mod wallet;
