//! Companies under a reseller.
//!
//! Owns `organizations`. Who belongs to them is the members room's, their teams and employees have rooms of their own,
//! and their money is in the wallet room. Keeps true: a person makes companies only with a verified address; a
//! deactivated company is looked at and not changed.

mod act_for;
mod add;
mod choose;
mod client;
mod create;
mod find;
mod grant_credit;
mod home;
mod list;
mod list_clients;
mod local_times;
mod name;
mod open_for;
mod overview;
mod save_settings;
mod set_state;
mod settings;
mod store;

pub use act_for::act_for;
pub use add::{NewOrganization, add};
pub use choose::{ChooseError, choose};
pub use client::client;
pub use create::{Create, CreateError, create};
pub use find::find;
pub use grant_credit::{GrantCredit, GrantCreditError, grant_credit};
pub use home::home;
pub use list::list;
pub use list_clients::{PAGE_ROWS, list_clients};
pub use local_times::local_times;
pub use name::CompanyName;
pub use open_for::{OpenFor, open_for};
pub use overview::overview;
pub use save_settings::{SaveSettings, SaveSettingsError, save_settings};
pub use set_state::{SetState, SetStateError, set_state};
pub use settings::settings;

use chrono::{DateTime, Utc};

use crate::shared::ids::OrganizationId;

/// A company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    pub id: OrganizationId,
    pub name: String,
    pub billing_email: String,
    pub created_at: DateTime<Utc>,
}
