//! What a company is told when it nears a limit: by mail, and on a page of its own.
//!
//! Owns `alerts`, `alerts_seen`, `alert_rules`. Keeps true: a threshold is told once for each thing and period, however
//! often it is passed (the database refuses a second time); a manager hears of the own teams alone.

mod list;
mod of_lines;
mod raise;
mod rules;
mod save_rule;
mod see;
mod store;
mod unread;

pub use list::{PAGE_ROWS, list};
pub use of_lines::of_lines;
pub use raise::{Alert, raise};
pub use rules::{all_rules, rule};
pub use save_rule::{SaveRule, SaveRuleError, save_rule};
pub use see::see;
pub use unread::unread;
