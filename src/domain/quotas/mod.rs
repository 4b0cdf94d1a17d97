//! How many messages a company sends in a month: a pool, and limits of its teams and members.
//!
//! Owns `sms_pools`, `sms_team_limits`, `sms_member_limits`, `sms_takes`, `sms_used`. Keeps true: a
//! message takes once, whoever asks how often; what is used is the sum of what was taken and not given back, also of
//! members and teams that are gone; where overage is not allowed no limit is outrun, however many send at the same time;
//! a warning is given once a month for each limit and percentage.

mod give_back;
mod set_member;
mod set_pool;
mod set_team;
mod show;
mod store;
mod take;
mod warn;

pub use give_back::give_back;
pub use set_member::{SetMemberError, set_member};
pub use set_pool::{SetPool, SetPoolError, set_pool};
pub use set_team::{SetTeamError, set_team};
pub use show::show;
pub use take::{Full, Take, TakeError, take};

use crate::shared::quota::LIMIT_MAX;

/// Whether it can be a limit of a month.
fn is_limit(limit: Option<i64>) -> bool {
    limit.is_none_or(|limit| (0..=LIMIT_MAX).contains(&limit))
}
