//! A company's own sign-in: its OpenID Connect provider says who its people are.
//!
//! Owns `organization_sign_ins`, `organization_sign_in_groups`, `organization_identities`,
//! `sign_in_attempts`. Keeps true: a sign-in works once, within 10 minutes, in the browser and the shop that began it; a
//! provider's word opens an account only that belongs to the company, by an accepted invitation or because its address is
//! in a domain that the DNS proves to be the company's; it never makes an owner, and never reaches the shop's staff or
//! another company; nobody is kept from their password before somebody came through, and owners never are.

mod change_settings;
mod connection;
mod decide;
mod enforce;
mod enter;
mod finish;
mod groups;
mod refusal;
mod settings;
mod start;
mod store;

pub use change_settings::{ChangeSettings, ChangeSettingsError, change_settings};
pub use enforce::{EnforceError, enforce};
pub use finish::{Brought, FinishError, Finished, finish};
pub use groups::{SetGroup, SetGroupError, remove_group, set_group};
pub use settings::settings;
pub use start::{Start, StartError, Started, StartedBy, start, start_test};

/// Where a provider sends people back to, on the shop's own host.
pub const CALLBACK: &str = "/auth/company/callback";
/// Groups a company lists.
const GROUPS_MAX: i64 = 100;
/// How long a sign-in may take, in minutes.
const ATTEMPT_MINUTES: i64 = 10;
/// Sign-ins one address begins within that time: an office shares one.
const ATTEMPTS_PER_ADDRESS: i64 = 300;
