//! The door: what a page or an island may ask the server for. One file per room; each function is guard, one verb,
//! answer. Addresses are `/do/{room}/{verb}` and never change with the source.

#[cfg(feature = "ssr")]
mod account_form;
pub mod accounts;
pub mod addresses;
pub mod alerts;
pub mod announcements;
pub mod api_keys;
pub mod assortment;
pub mod brand;
pub mod budgets;
pub mod business;
pub mod calls;
pub mod cases;
pub mod clients;
pub mod company_addresses;
pub mod company_calls;
pub mod company_contacts;
pub mod company_invoices;
pub mod company_messages;
pub mod company_numbers;
pub mod company_wallet;
pub mod contacts;
#[cfg(feature = "ssr")]
pub mod cookie;
pub mod customers;
pub mod domains;
pub mod employees;
pub mod entries;
pub mod esims;
#[cfg(feature = "ssr")]
pub mod guard;
#[cfg(feature = "ssr")]
mod invoice_form;
pub mod joining;
pub mod ledger;
#[cfg(feature = "ssr")]
mod line_errors;
pub mod lines;
#[cfg(feature = "ssr")]
pub mod log_filter;
pub mod logs;
pub mod members;
pub mod message_settings;
pub mod messages;
pub mod metering;
pub mod money;
pub mod numbers;
#[cfg(feature = "ssr")]
mod offer_form;
pub mod operations;
pub mod operator;
pub mod orders;
pub mod payouts;
pub mod people;
pub mod pickup;
pub mod platform_prices;
pub mod platform_promotions;
pub mod policies;
#[cfg(feature = "ssr")]
mod price_form;
pub mod price_sheets;
pub mod prices;
pub mod promotions;
pub mod quotas;
pub mod rates;
pub mod requests;
pub mod reseller;
pub mod reseller_status;
pub mod reseller_terms;
pub mod resellers;
pub mod sales;
pub mod shop;
pub mod shop_settings;
#[cfg(feature = "ssr")]
mod shown_once;
pub mod sign_in;
pub mod spend;
pub mod staff;
pub mod start;
pub mod supply;
pub mod teams;
pub mod usage;
pub mod wallet;
pub mod webhooks;
