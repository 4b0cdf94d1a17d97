//! Which shop a host belongs to, and what that shop is.
//!
//! Owns `resellers`, `reseller_domains` (changed by `domains`), `legal_pages`, `reseller_limits`, `reseller_features`. Keeps
//! true: a host that is not a verified domain of a reseller is nobody's, and pages learn nothing more about it. The host
//! every shop is given with its short name is such a row too.

mod change_currency;
pub mod choices;
mod facts;
pub mod find;
pub mod free_host;
mod go_live;
pub mod host;
pub mod legal;
pub mod resolve;
mod save_grace;
mod save_settings;
pub mod seed;
pub mod set_words;
mod settings;
pub mod settlement_mode;
pub mod shop;
pub mod shop_status;
pub mod slug;
mod store;
pub mod terms;

pub use change_currency::{ChangeCurrencyError, change_currency};
pub use facts::facts;
pub use find::find;
pub use go_live::{GoLiveError, Opener, go_live};
pub use host::HostName;
pub use resolve::resolve;
pub use save_grace::{SaveGraceError, save_grace};
pub use save_settings::{LOCALES, SaveSettings, SaveSettingsError, save_settings};
pub use settings::{ShopSettings, settings};
pub use shop::Shop;
pub use slug::Slug;
