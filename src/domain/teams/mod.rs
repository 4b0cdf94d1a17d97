//! The teams of a company and who leads them.
//!
//! Owns `teams`, `team_managers`. Keeps true: only active managers lead a team; a team that has employees or is offered
//! to somebody stays.

mod choices;
mod list;
mod make;
mod of_member;
mod remove;
mod rename;
mod seed;
mod set_manager;
mod store;
mod within_reach;

pub use choices::{choices, to_choose};
pub use list::list;
pub use make::{MakeError, make};
pub use of_member::{hand_on, lead, lead_no_more, led_by};
pub use remove::{RemoveError, remove};
pub use rename::{RenameError, rename};
pub use seed::seed;
pub use set_manager::{SetManager, SetManagerError, set_manager};
pub use within_reach::within_reach;

/// Teams a company has at most.
const TEAMS_MAX: i64 = 200;
/// Characters of the longest name.
const NAME_MAX: usize = 80;

/// The name as it is kept; `None` when it is empty or too long.
fn name(text: &str) -> Option<String> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = (1..=NAME_MAX).contains(&name.chars().count()) && !name.contains(char::is_control);
    fits.then_some(name)
}
