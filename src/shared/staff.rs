//! Who runs a shop, as its staff see it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    ids::{InvitationId, UserId},
    permissions::StaffRole,
};

/// The list of staff with the invitations that are out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StaffView {
    pub members: Vec<MemberRow>,
    pub invitations: Vec<InvitationRow>,
    /// Whether the reader may invite, change and remove.
    pub may_manage: bool,
    /// The reader's own row is a member's, not an operator's look into the shop.
    pub may_leave: bool,
}

/// A member of staff.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MemberRow {
    pub id: UserId,
    /// First and last name; may be empty.
    pub name: String,
    pub email: String,
    pub role: StaffRole,
    pub since: DateTime<Utc>,
    /// Last request of any of the member's own sessions.
    pub last_seen_at: Option<DateTime<Utc>>,
    pub is_you: bool,
}

/// An invitation that was neither accepted nor revoked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InvitationRow {
    pub id: InvitationId,
    pub email: String,
    pub role: StaffRole,
    /// Address of whoever invited.
    pub invited_by: String,
    pub mailed_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub is_expired: bool,
}

/// What a mailed link is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkState {
    /// Can be accepted. `has_account`: by the account with the invited address, otherwise by a new one.
    Open {
        has_account: bool,
    },
    Used,
    Expired,
    Revoked,
    /// Never made here.
    Unknown,
}

impl LinkState {
    /// What the holder of an invitation to a company can do, in words.
    pub const fn of_company_in_words(self) -> &'static str {
        match self {
            Self::Used => {
                "This invitation was accepted already. If it was you, sign in; your company is in the menu."
            }
            other => other.in_words(),
        }
    }

    /// What its holder can do, in words.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Open { .. } => "This invitation can be accepted.",
            Self::Used => {
                "This invitation was accepted already. If it was you, sign in; your place is in the dashboard."
            }
            Self::Expired => "This invitation has expired. Ask whoever invited you to mail it again.",
            Self::Revoked => "This invitation was taken back. Ask whoever invited you if that is a mistake.",
            Self::Unknown => {
                "This link is not an invitation to this shop, or a newer mail replaced it. Copy the whole link out of \
                 the newest mail."
            }
        }
    }
}

/// An invitation as whoever holds its link sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JoinView {
    pub state: LinkState,
    /// The invited address; empty for a link that is not open.
    pub email: String,
    /// The role offered; `None` for a link that is not open.
    pub role: Option<StaffRole>,
    /// Address of whoever is signed in in this browser.
    pub signed_in_as: Option<String>,
}
