//! What becomes of a number month by month.
//!
//! Owns no table: it moves `virtual_numbers` by the verbs of `numbers` and pays by `orders::renew`. Keeps true: the owner
//! hears of a renewal 7 days and 1 day before; a month that cannot be paid is tried again until it is; a number that is
//! not paid works through the shop's days of grace, is then suspended for 14 days, and only then given back; each of these is
//! told at once and once; after a cancel nothing is charged.
//!
//! ```text
//! active ─▶ grace (1 to 14 days, works) ─▶ suspended (14 days, kept) ─▶ released ─▶ kept from others for 30 days
//!    ▲         └──── paid ────┘                  │
//!    └───────────────── paid ───────────────────┘
//! ```

mod advance;
mod by_owner;
mod step;
mod sweep;
mod tell;

pub use advance::advance;
pub use by_owner::{OwnerError, pay, reactivate, set_auto_renew, set_mails, suspend};
pub use sweep::sweep;
