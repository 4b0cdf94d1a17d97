//! What lines use: the vendors' counters, read every hour or told by them, and what they come to by day.
//!
//! Owns `usage_events` (a partition for each month), `usage_counters`, `usage_days`, `usage_groups`. Keeps true: the same
//! reading twice counts once; in whatever order readings come, each day has what was used between its readings; days
//! and groups are the sums of the readings, which `verify` proves. A reading counts for the day, team and cost centre
//! that were the company's and the employee's when it was told.

mod caps;
mod deltas;
mod keep_months;
mod pull;
mod report;
mod roaming;
mod settle_caps;
mod store;
mod take;
mod unusual;

pub use caps::caps;
pub use deltas::{Deltas, Fresh, Known, deltas};
pub use keep_months::keep_months;
pub use pull::{Pulled, enter, pull, tell};
pub use report::{PAGE_ROWS, ReportError, UsageReport, Wanted, report, since};
pub use settle_caps::settle_caps;
pub use take::{Reading, Taken, take};
