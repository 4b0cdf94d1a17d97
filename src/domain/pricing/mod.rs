//! From what a provider asks to what a customer pays, and how that came about.
//!
//! ```text
//! provider cost ─(exchange rate)─▶ cost ─(platform rule, margin)─▶ platform price
//!     ─(reseller rule, margin, supplier's minimum, rounding)─▶ retail ─(discount)─▶ charged
//! ```
//!
//! Owns `platform_pricing_rules`, `pricing_rules`, `platform_price_settings`, `price_settings`, `fx_rates`,
//! `price_sheets`. Keeps true:
//! one pure function makes every price, for the shop, the order and the simulator; the most specific rule wins, and
//! two rules never match equally well at the same time; no price falls below a floor; every step is in the trace.

pub mod end_platform_rule;
pub mod end_rule;
pub mod history;
mod level;
pub mod list_platform_rules;
pub mod list_rules;
pub mod old_rates;
pub mod price;
pub mod promote;
pub mod rates;
pub mod rounding;
pub mod rule;
pub mod rule_rows;
pub mod rulebook;
pub mod save_platform_rule;
pub mod save_platform_settings;
pub mod save_rule;
pub mod save_settings;
pub mod seed;
pub mod set_rate;
pub mod settings;
pub mod sheet;
pub mod simulate;
pub mod simulation_view;
mod steps;
mod store;

pub use end_platform_rule::end_platform_rule;
pub use end_rule::end_rule;
pub use list_platform_rules::list_platform_rules;
pub use list_rules::list_rules;
pub use old_rates::{old_rates, watch_rates};
pub use price::{Basis, Subject, price};
pub use promote::promote;
pub use rulebook::{Rulebook, rulebook};
pub use save_platform_rule::save_platform_rule;
pub use save_platform_settings::save_platform_settings;
pub use save_rule::save_rule;
pub use save_settings::save_settings;
pub use set_rate::set_rate;
pub use simulate::simulate;
