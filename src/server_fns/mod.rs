//! The door: what a page or an island may ask the server for. One file per room; each function is guard, one verb,
//! answer. Addresses are `/do/{room}/{verb}` and never change with the source.

#[cfg(feature = "ssr")]
mod account_form;
pub mod accounts;
pub mod api_keys;
#[cfg(feature = "ssr")]
pub mod cookie;
pub mod esims;
#[cfg(feature = "ssr")]
pub mod guard;
pub mod numbers;
pub mod operator;
pub mod orders;
pub mod reseller;
pub mod shop;
pub mod shop_settings;
#[cfg(feature = "ssr")]
mod shown_once;
pub mod staff;
pub mod start;
pub mod wallet;
