//! Customers and their orders as staff of the shop see them, and people as operators find them.
//!
//! Owns `customer_notes`; everything else here is read from the rooms it belongs to, and changed by their verbs. Keeps
//! true: lists cost the same however many rows there are; an activation code and the provider's cost are never shown;
//! an operator's look at a person is written down before it is answered.

mod cursor;
mod period;
mod search;
mod store;

mod add_note;
mod adjust_credit;
mod customer;
mod find_people;
mod list_customers;
mod list_orders;
mod open_person;
mod resend_order_mail;
mod sold_order;
mod timeline;

pub use add_note::{AddNoteError, add_note};
pub use adjust_credit::{AdjustCredit, AdjustCreditError, Direction, adjust_credit};
pub use customer::customer;
pub use find_people::find_people;
pub use list_customers::{CustomerFilter, CustomerSort, list_customers};
pub use list_orders::{OrderFilter, list_orders};
pub use open_person::open_person;
pub use period::Days;
pub use resend_order_mail::{ResendOrderMailError, resend_order_mail};
pub use sold_order::sold_order;

/// Rows of a page.
pub const PAGE_ROWS: i64 = 50;
