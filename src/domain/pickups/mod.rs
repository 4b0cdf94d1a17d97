//! The page that puts a line onto an employee's phone.
//!
//! Owns `line_pickups`. Keeps true: a line has one link that works at most; a link is found by a hash and shown only to
//! those who manage the line; the page shows an activation code only while the line waits to be installed, and after
//! five wrong PINs or codes not at all; unknown, expired and revoked links answer alike.

mod link;
mod mail_code;
mod panel;
mod picture;
mod proof;
mod renew;
mod resend;
mod revoke;
mod save_settings;
mod settings;
mod sheets;
mod show;
mod start;
mod store;
mod unlock;
mod url;

pub use mail_code::{MailCodeError, mail_code};
pub use panel::panel;
pub use picture::picture;
pub use renew::{Renew, RenewError, renew};
pub use resend::{ResendError, resend};
pub use revoke::{RevokeError, revoke};
pub use save_settings::{SaveSettings, SaveSettingsError, save_settings};
pub use settings::settings;
pub use sheets::{SHEETS_MAX, sheets};
pub use show::show;
pub use start::start;
pub use unlock::{UnlockError, unlock};
pub use url::url;

/// Wrong PINs or codes in a row that close the page.
const ATTEMPTS_MAX: i32 = 5;
/// Codes mailed for one link.
const CODES_MAX: i32 = 10;
