//! Providers' bills against what we booked: each line finds its order, or says why it does not.
//!
//! A file is CSV in UTF-8 with the header `reference,description,amount,currency` and, if wanted, `quantity`.
//! `reference` is anything that names the thing: our order's reference, an E.164 number, an ICCID, or the provider's own
//! id. `amount` is the line's total, a plain decimal. A file is taken as a whole or not at all; the same file again is
//! the same bill.

mod import;
mod matching;
mod parse;
mod show;

use super::store::Owed;
pub use import::{Import, ImportError, import};
pub(in crate::domain::operations) use matching::Judged;
pub use parse::{BillLine, LineError, ParseError};
pub use show::{Bill, BillRow, Summary, bills, show, view};
