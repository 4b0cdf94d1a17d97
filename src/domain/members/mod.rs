//! Who belongs to a company and what each is there.
//!
//! Owns `organization_members`, `organization_invitations`. Keeps true: what a member may do is the table in
//! `shared::permissions` and nothing else; nobody changes their own role, nor reaches somebody above themselves; a
//! company never loses its last active owner; an invitation is accepted once, by the owner of the invited address, and
//! ends with its inviter's right to invite; what a leaver led goes to somebody who is named.

mod accept;
mod add;
mod admit;
mod assign;
mod change_role;
mod count_owned;
mod deactivate;
mod forget;
mod hand_over;
mod invite;
mod invite_owner;
mod join;
mod leave;
mod link;
mod list;
mod reactivate;
mod remove;
mod resend;
mod revoke;
mod roster;
mod show_invitation;
mod store;
mod sweep;
mod switch;

pub use accept::{AcceptError, accept};
pub use add::add;
pub use admit::{AdmitError, Standing, admit, standing};
pub use assign::{Assign, assign};
pub use change_role::{ChangeRole, ChangeRoleError, change_role};
pub use count_owned::count_owned;
pub use deactivate::{DeactivateError, deactivate};
pub use forget::{ForgetError, forget};
pub use hand_over::{HandOverError, hand_over};
pub use invite::{INVITATION_DAYS, Invite, InviteError, invite};
pub use invite_owner::invite_owner;
pub use join::{Join, JoinError, join};
pub use leave::{LeaveError, leave};
pub use list::list;
pub use reactivate::{ReactivateError, reactivate};
pub use remove::{Remove, RemoveError, remove};
pub use resend::{ResendError, resend};
pub use revoke::{RevokeError, revoke};
pub use show_invitation::show_invitation;
pub use sweep::sweep;
pub use switch::{SwitchError, switch};

/// Members a company has at most.
const MEMBERS_MAX: usize = 500;
/// Invitations that are open at the same time.
const OPEN_MAX: i64 = 100;
