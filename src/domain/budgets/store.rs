//! The SQL of the budgets room.

mod rows;
mod standing;

pub(super) use rows::{
    NewBudget, Target, count_live, employee_of, end, insert, insert_alerts, is_team, lock, lock_concerned,
    raise, update,
};
pub(super) use standing::{Standing, live, standing};
