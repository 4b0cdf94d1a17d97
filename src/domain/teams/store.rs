//! The SQL of the teams room.

mod leaders;
mod rows;

pub(super) use leaders::{lead, lead_like, lead_no_more, lead_nothing, leaders, led_by, managers};
pub(super) use rows::{choices, count, delete, hold_company, insert, is_in_use, list, lock, rename};
