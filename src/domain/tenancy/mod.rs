//! Which shop a host belongs to, and what that shop is.
//!
//! Owns `resellers`, `reseller_domains`, `legal_pages`. Keeps true: a host that is not a verified domain of a
//! reseller is nobody's, and pages learn nothing more about it.

mod change_currency;
mod facts;
pub mod find;
mod go_live;
pub mod host;
pub mod legal;
pub mod resolve;
mod save_settings;
pub mod seed;
mod settings;
pub mod settlement_mode;
pub mod shop;
mod store;

pub use change_currency::{ChangeCurrencyError, change_currency};
pub use facts::facts;
pub use find::find;
pub use go_live::{GoLiveError, go_live};
pub use host::HostName;
pub use resolve::resolve;
pub use save_settings::{LOCALES, SaveSettings, SaveSettingsError, save_settings};
pub use settings::{ShopSettings, settings};
pub use shop::Shop;
