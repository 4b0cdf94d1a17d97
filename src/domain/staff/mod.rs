//! Who runs a reseller's shop: its members of staff and what each is there.
//!
//! Owns `staff_members`, `staff_invitations`. Keeps true: what a member may do is the table in `shared::permissions`
//! and nothing else; nobody changes their own role; a shop never loses its last owner; an invitation is accepted once,
//! by the owner of the invited address, and ends with its inviter's right to invite.

mod accept;
mod add;
mod change_role;
mod invite;
mod join;
mod leave;
mod link;
mod list;
mod remove;
mod resend_invitation;
mod revoke_invitation;
mod roster;
mod show_invitation;
mod store;
mod sweep;

pub use accept::{AcceptError, accept};
pub use add::add;
pub use change_role::{ChangeRole, ChangeRoleError, change_role};
pub use invite::{INVITATION_DAYS, Invite, InviteError, invite};
pub use join::{Join, JoinError, join};
pub use leave::{LeaveError, leave};
pub use list::list;
pub use remove::{RemoveError, remove};
pub use resend_invitation::{ResendInvitationError, resend_invitation};
pub use revoke_invitation::{RevokeInvitationError, revoke_invitation};
pub use show_invitation::show_invitation;
pub use sweep::sweep;

/// Members a shop has at most.
const MEMBERS_MAX: usize = 100;
/// Invitations that are open at the same time.
const OPEN_MAX: i64 = 50;
