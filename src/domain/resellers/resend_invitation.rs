//! An operator mails the owner of a new shop once more.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        accounts::{InviteOwnerAgainError, invite_owner_again},
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        notices::send::Recipient,
        scope::{Admin, Operator},
    },
    shared::ids::ResellerId,
};

/// Why no mail was sent.
#[derive(Debug, thiserror::Error)]
pub enum ResendInvitationError {
    /// No such reseller.
    #[error("no such reseller")]
    NotFound,
    /// Every owner chose a password already.
    #[error("nobody waits for the mail")]
    NobodyWaits,
    /// Several went out within the hour.
    #[error("throttled for {retry_after_seconds} s")]
    Throttled { retry_after_seconds: u32 },
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ResendInvitationError);

/// Mails each owner who has no password yet a fresh link; the links before keep working until they end.
pub async fn resend_invitation(
    backend: &Backend,
    admin: &Admin,
    reseller: ResellerId,
    origin: &Origin,
) -> Result<(), ResendInvitationError> {
    let mut tx = backend.begin_system().await?;
    if store::is_platform(&mut tx, reseller).await?.is_none() {
        return Err(ResendInvitationError::NotFound);
    }
    let waiting = store::owners_without_password(&mut tx, reseller).await?;
    if waiting.is_empty() {
        return Err(ResendInvitationError::NobodyWaits);
    }
    for owner in &waiting {
        let to = Recipient {
            reseller,
            user: Some(owner.id),
            email: &owner.email,
            first_name: &owner.first_name,
        };
        invite_owner_again(&mut tx, backend, &to, origin)
            .await
            .map_err(|error| match error {
                InviteOwnerAgainError::Throttled { retry_after_seconds } => {
                    ResendInvitationError::Throttled { retry_after_seconds }
                }
                InviteOwnerAgainError::Internal(error) => ResendInvitationError::Internal(error),
            })?;
        let mut audit = Audit::of("owner.invited_again", owner.id, origin);
        audit.after = Some(serde_json::json!({ "email": owner.email }));
        let scope = Operator::console(admin).at(reseller);
        audit::record(&mut tx, &scope, backend.now(), audit).await?;
    }
    tx.commit().await?;
    Ok(())
}
