//! What a shop bills its companies: an invoice a month, and credit notes.
//!
//! Owns `organization_invoices`, `organization_invoice_lines`, `invoice_settings`, `invoice_sequences`, `invoice_logos`,
//! `invoice_reminders`, `organization_billing`. Keeps true: every sale to a company's wallet and every refund into it is on one document and
//! no other, so the documents of a closed month equal the ledger; numbers have no gaps; what is issued never changes,
//! and is taken back by a credit note alone.
//!
//! ```text
//! month ends ─▶ draft ─(two days, or staff)─▶ number, mail ─┬─▶ paid (the wallet covered it)
//!                                                           └─▶ sent ─▶ paid | failed (not covered in time) ─▶ paid
//! ```

pub mod bill_companies;
mod billing;
mod credit;
mod details;
mod document;
mod draft;
mod issue;
mod issue_now;
mod list;
mod remind;
mod save_billing;
mod save_settings;
pub mod seed;
mod send;
mod send_again;
mod settings;
mod settle;
mod so_far;
mod store;
mod tax;

pub use billing::billing;
pub use credit::{Credit, CreditError, credit};
pub use details::{Reader, details};
pub use document::{Document, document, lines};
pub use issue_now::{IssueNowError, issue_now};
pub use list::list;
pub use save_billing::{SaveBilling, save_billing};
pub use save_settings::{Prefix, SaveSettings, save_settings};
pub use send_again::{SendAgainError, send_again};
pub use settings::settings;
pub use so_far::{SO_FAR_FILE_ROWS, SO_FAR_ROWS, so_far};
