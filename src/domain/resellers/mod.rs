//! The platform's decisions about its resellers: a shop made, suspended, let sell again; its terms, limits and features.
//! `tenancy::go_live` ends a trial.
//!
//! Owns no table: what it decides is kept by `tenancy`, `accounts` and `settlement`. Keeps true: every decision is an
//! operator's and stands in the audit log with who, why, before and after; a suspended shop's customers lose nothing.

mod create;
mod list;
mod resend_invitation;
mod set_features;
mod set_limits;
mod set_mode;
mod set_status;
mod set_terms;
mod store;
mod view;

pub use create::{CreateReseller, CreateResellerError, create};
pub use list::list;
pub use resend_invitation::{ResendInvitationError, resend_invitation};
pub use set_features::set_features;
pub use set_limits::set_limits;
pub use set_mode::{SetModeError, set_mode};
pub use set_status::{SetStatusError, reactivate, suspend};
pub use set_terms::{NotFoundError, set_terms};
pub use view::view;
