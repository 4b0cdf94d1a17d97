//! What the platform tells resellers in their dashboards.
//!
//! Owns `announcements`, `announcement_readers`, `announcement_dismissals`. Keeps true: a message is shown from its
//! beginning to its end unless withdrawn, to the staff of the shops it is for, and to nobody who dismissed it; customers
//! never see one.

mod announce;
mod current;
mod dismiss;
mod list;
mod store;
mod withdraw;

pub use announce::{Announce, AnnounceError, announce};
pub use current::current;
pub use dismiss::dismiss;
pub use list::list;
pub use withdraw::{WithdrawError, withdraw};
