//! Lines: eSIMs of a company's employees.
//!
//! Owns `lines`, `line_plans`. Keeps true: a line and every plan on it were bought by an order the company paid; a
//! line's activation code is sealed; a manager reaches the own teams' lines alone; a line belongs to the employee it
//! was issued for, for good.

mod add;
mod code;
mod issue;
mod look;
mod put_plan;
mod store;

pub use add::{Bought, add};
pub use code::code;
pub use issue::{Issue, IssueError, issue};
pub use look::{LookError, look};
pub use put_plan::put_plan;
