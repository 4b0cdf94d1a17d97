//! An operator's look into a shop, in the place of one of its owners.
//!
//! Owns `operator_entries`. Keeps true: there is a reason; the link is opened once, within a minute, on that shop's host;
//! the session lasts half an hour and ends with the entry; the owners see every look; every row written inside names
//! both. What may be done inside is `StaffMay::is_open_to_operators`, asked by `Staff::may`.

mod ask;
mod leave;
mod list;
mod open;
mod store;

pub use ask::{AskEntry, AskEntryError, ask, link};
pub use leave::{LeaveError, leave};
pub use list::{list, of_shop};
pub use open::{OpenEntry, OpenEntryError, open};
