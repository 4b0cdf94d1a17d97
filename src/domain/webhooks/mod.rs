//! What happened in a shop, told to the reseller's own systems as Standard Webhooks (standardwebhooks.com).
//!
//! Owns `webhook_endpoints`, `webhook_deliveries`, `webhook_tries`. Keeps true: an event is written in the transaction of
//! the fact, and not at all when that does not commit; it has the same id at every try, so that a receiver who keeps ids
//! takes it once; secrets are sealed, and shown once; an endpoint that takes nothing for five days is turned off.

mod add;
mod change;
mod deliver;
mod delivery;
mod emit;
mod endpoint;
mod event;
mod list;
mod remove;
mod replay;
mod rotate;
mod secret;
mod send_test;
mod show_secret;
mod store;
mod sweep;

pub use add::{AddEndpointError, NewEndpoint, add};
pub use change::{ChangeEndpointError, change};
pub use deliver::deliver;
pub use delivery::delivery;
pub use emit::emit;
pub use endpoint::endpoint;
pub use event::Event;
pub use list::list;
pub use remove::remove;
pub use replay::{ReplayError, replay};
pub use rotate::rotate;
pub use send_test::{SendTestError, send_test};
pub use show_secret::show_secret;
pub use sweep::sweep;

pub use crate::providers::webhooks::UrlError;
