//! Telephone calls from and to customers' numbers.
//!
//! Owns `call_detail_records`, `call_events`, `number_settings`, `voicemails`. Keeps true: nobody is rung before a slice of
//! time is paid for; a slice is lengthened while money lasts, and the vendor ends a call no later than the money that was
//! there when it began; each leg is rated by its own time as the vendor states it, once, whatever was reported and however
//! often; what is not used is free again; an AI agent talks no longer than there was money when it was asked; a call whose
//! answer was lost is looked for and never rung twice.
//!
//! ```text
//! queued ─▶ ringing ─▶ in_progress ─▶ completed | cut_off
//!    │         └────────────┴──────▶ busy | no_answer | failed | canceled
//!    └─▶ unknown ─▶ (found, or reported) | failed (nothing there)
//! ```

mod act;
mod advance;
mod agent;
mod agent_end;
mod agent_settings;
mod agent_webhook;
mod answer;
mod conclude;
mod cut;
mod decide;
mod draft;
mod export;
mod incoming;
mod list;
mod open;
mod preview;
pub mod price;
pub mod rate;
mod records;
mod settings;
mod settle;
mod start;
mod store;
mod sweep;
mod take_event;
mod view;
mod voicemail;
mod watch;

pub use act::{ActError, act};
pub use advance::advance;
pub use agent_end::take_agent_event;
pub use agent_settings::{SaveAgent, SaveAgentError, agent, save_agent};
pub use agent_webhook::receive_agent;
pub use answer::{AnswerError, answer};
pub use conclude::conclude;
pub use decide::{DecideCallError, decide};
pub use draft::{Draft, DraftError};
pub use export::export;
pub use list::list;
pub use preview::preview;
pub use records::{CallRecord, records};
pub use settings::{SaveSettings, SettingsError, save_settings, settings};
pub use start::{Start, StartError, start};
pub use sweep::sweep;
pub use take_event::take_event;
pub use view::view;
pub use voicemail::voicemail;
pub use watch::watch;

use crate::{
    domain::scope::{Scope, System},
    shared::ids::{CallId, ResellerId},
};

/// What the vendor's questions and reports carry: the call, and whose it is.
fn reference(scope: &impl Scope, id: CallId) -> String {
    format!("{id}.{}", scope.reseller())
}

fn read_reference(reference: &str) -> Option<(CallId, System)> {
    let (call, reseller) = reference.split_once('.')?;
    let reseller: ResellerId = reseller.parse().ok()?;
    Some((call.parse().ok()?, System::of(reseller, "webhook")))
}
