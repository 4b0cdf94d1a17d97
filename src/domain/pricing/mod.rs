//! From what a provider asks to what a customer pays, and how that came about.
//!
//! `provider cost → exchange rate → platform rule → reseller rule → retail`. Owns `platform_pricing_rules`,
//! `pricing_rules`, `fx_rates`. Keeps true: one way to a price for the shop, the order and the simulator; the most
//! specific rule wins; a price never falls below the provider's cost; every step is in the trace.

pub mod price;
pub mod rule;
pub mod rulebook;
pub mod seed;
mod store;

pub use price::{Subject, price};
pub use rulebook::{Rulebook, rulebook};
