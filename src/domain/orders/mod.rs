//! The one way anything is bought: hold, buy, capture or release.
//!
//! Owns `quotes`, `orders`, `order_lines`, `order_events`, `refunds`. Keeps true: money is held before a provider is asked and
//! captured only when the provider has delivered; no provider is called inside a transaction; an unknown outcome is
//! asked about by our reference and never bought again; a process killed anywhere leaves an order that the next one
//! finishes, because each step is enqueued in the transaction before it; a refund reverses each party's share of what
//! was captured and never more.
//!
//! ```text
//! quote ─▶ held ─▶ submitted ─▶ fulfilled ─▶ refunded (in part or whole)
//!            ▲         ├─▶ released (the provider said no)
//!            └ busy ───┤
//!                      └─▶ unknown ─▶ fulfilled | released, once the provider tells; an operator case if it never does
//! ```

pub mod adopt;
pub mod advance;
pub mod buy;
pub mod choose_address;
mod company;
pub mod decide;
mod elsewhere;
mod hurry;
pub mod item;
mod key_cap;
mod limits;
pub mod list;
pub mod losing;
pub mod overview;
pub mod place;
pub mod preview;
pub mod quote;
pub mod records;
pub mod refund;
pub mod refund_split;
pub mod renew;
mod reversal;
pub(in crate::domain) mod sale;
mod settle;
pub mod state;
mod store;
pub mod sweep;
mod unknown_order;
pub mod view;

pub use hurry::hurry;
pub use key_cap::key_cap;
pub use settle::Delivery;
