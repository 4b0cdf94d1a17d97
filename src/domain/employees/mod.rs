//! The people a company buys for: personnel records without a login.
//!
//! Owns `employees`, `employee_imports`. Keeps true: an address is one employee of a company; a manager reaches the own
//! teams' people alone; somebody who left stays in the records with an end date.

mod add;
mod allocation;
mod change;
mod details;
mod filter;
mod find;
mod form;
mod import;
mod leaving;
mod list;
mod off_board;
mod off_board_now;
mod seed;
mod store;

pub use add::{Add, AddError, add};
pub use allocation::{Allocation, allocation};
pub use change::{ChangeError, change};
pub use details::Written;
pub use filter::EmployeeFilter;
pub use find::find;
pub use form::form;
pub use import::{
    apply::{ApplyError, apply},
    file::FileError,
    keep::{KeepError, keep},
    preview::preview,
    sweep::sweep,
};
pub use leaving::leaving;
pub use list::{PAGE_ROWS, list};
pub use off_board::{OffBoardError, off_board};
pub use off_board_now::off_board_now;
pub use seed::{Seeded, seed};

/// Employees a company has at most, those who left included.
const EMPLOYEES_MAX: i64 = 20_000;
