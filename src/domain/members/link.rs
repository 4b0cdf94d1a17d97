//! What a mailed invitation is good for now.

use chrono::{DateTime, Utc};

use super::store::invitations::Found;
use crate::shared::staff::LinkState;

/// The invitation, when it can be accepted; otherwise why not.
pub(super) fn usable(found: Option<Found>, now: DateTime<Utc>) -> Result<Found, LinkState> {
    match found {
        None => Err(LinkState::Unknown),
        Some(found) if found.is_accepted => Err(LinkState::Used),
        Some(found) if found.is_revoked => Err(LinkState::Revoked),
        Some(found) if found.expires_at <= now => Err(LinkState::Expired),
        Some(found) => Ok(found),
    }
}
