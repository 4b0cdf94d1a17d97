//! The door: what a page or an island may ask the server for. One file per room; each function is guard, one verb,
//! answer. Addresses are `/do/{room}/{verb}` and never change with the source.

#[cfg(feature = "ssr")]
mod account_form;
pub mod accounts;
pub mod assortment;
pub mod cases;
pub mod announcements;
pub mod brand;
#[cfg(feature = "ssr")]
pub mod cookie;
pub mod entries;
pub mod domains;
pub mod customers;
pub mod esims;
#[cfg(feature = "ssr")]
pub mod guard;
pub mod ledger;
pub mod money;
#[cfg(feature = "ssr")]
pub mod log_filter;
pub mod logs;
pub mod numbers;
pub mod operations;
pub mod operator;
pub mod orders;
pub mod platform_prices;
#[cfg(feature = "ssr")]
mod price_form;
pub mod prices;
pub mod promotions;
pub mod payouts;
pub mod reseller;
pub mod resellers;
pub mod people;
pub mod reseller;
pub mod sales;
pub mod shop;
pub mod supply;
pub mod wallet;
pub mod webhooks;
