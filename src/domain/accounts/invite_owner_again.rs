//! Mails the owner of a new shop another link to choose a first password.

use sqlx::PgConnection;

use super::{
    Email, mailing,
    throttle::{Admission, RESET},
};
use crate::{
    backend::Backend,
    domain::{
        audit::Origin,
        error::{Internal, with_internal},
        notices::send::Recipient,
    },
};

/// Why no mail was sent.
#[derive(Debug, thiserror::Error)]
pub enum InviteOwnerAgainError {
    /// Several links went to this address within the hour.
    #[error("throttled for {retry_after_seconds} s")]
    Throttled { retry_after_seconds: u32 },
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(InviteOwnerAgainError);

/// Queues the mail in the caller's transaction, and counts it like a link the owner asked for.
pub async fn invite_owner_again(
    conn: &mut PgConnection,
    backend: &Backend,
    to: &Recipient<'_>,
    origin: &Origin,
) -> Result<(), InviteOwnerAgainError> {
    let email = Email::parse(to.email).map_err(|_| Internal::broken("a stored address is none"))?;
    if let Admission::Throttled { retry_after_seconds } = RESET
        .admit(conn, to.reseller, &email, origin.address, backend.now())
        .await?
    {
        return Err(InviteOwnerAgainError::Throttled { retry_after_seconds });
    }
    mailing::send_owner_invitation(conn, backend, to, "").await?;
    Ok(())
}
