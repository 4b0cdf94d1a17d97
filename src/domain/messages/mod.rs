//! Text messages from and to customers' numbers.
//!
//! Owns `messages`, `message_events`, `message_opt_outs`, `message_quiet_hours`, `message_countries`, `message_guards`,
//! `message_alarms`. Keeps true: money is held before the vendor is asked, captured when the vendor took the message and
//! free again after a definite no; a message is sent once, and one whose answer was lost is looked for and never sent
//! again; its state never goes back, in whatever order reports come; what a preview says is what is charged; who answered
//! STOP is written to no more, and who asks for HELP is told once a day whom to ask; a number's messages stay with whoever held it.
//!
//! ```text
//! queued ─▶ sending ─▶ accepted ─▶ sent ─▶ delivered | undelivered | failed
//!    ▲         ├─▶ refused (a definite no)
//!    └─ busy ──┤
//!              └─▶ unknown ─▶ accepted (found, or reported) | refused (nothing there)
//! ```

mod advance;
mod alarm;
mod compose;
mod conversation;
pub(in crate::domain) mod countries;
mod decide;
pub(in crate::domain) mod destination;
mod draft;
mod export;
mod forget;
mod help;
mod inbox;
mod open_inbox;
pub mod price;
mod quiet;
mod receive;
mod records;
mod send;
mod settings;
mod settle;
mod store;
mod sweep;
mod take_event;
mod view;

pub use advance::advance;
pub use compose::compose;
pub use conversation::{conversation, look_in};
pub use decide::{DecideMessageError, decide};
pub use draft::{Draft, DraftError};
pub use export::export;
pub use forget::forget;
pub use help::{HelpError, answer_help};
pub use inbox::inbox;
pub use open_inbox::open_inbox;
pub use quiet::{QuietError, set_quiet_hours};
pub use records::{MessageRecord, find_number, record, records};
pub use send::{Dispatch, SendError, send};
pub use settings::{SettingsError, save_countries, save_guard, settings};
pub use sweep::sweep;
pub use take_event::take_event;
pub use view::view;
