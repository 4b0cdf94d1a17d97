//! Staff mail a customer another link to verify the address.

use super::{
    Email, ResendVerificationError, mailing,
    store::users,
    throttle::{Admission, VERIFY},
};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::Internal,
        notices::send::Recipient,
        scope::Manages,
    },
    shared::ids::UserId,
};

/// Mails a fresh link and counts it like one the customer asked for; false when there is no such customer who may sign
/// in.
pub async fn resend_verification_for(
    backend: &Backend,
    scope: &impl Manages,
    id: UserId,
    host: &str,
    origin: &Origin,
) -> Result<bool, ResendVerificationError> {
    let (reseller, now) = (scope.reseller(), backend.now());
    let mut tx = backend.begin(scope).await?;
    let Some(user) = users::lock_customer(&mut tx, reseller, id).await? else {
        return Ok(false);
    };
    if user.is_verified {
        return Err(ResendVerificationError::AlreadyVerified);
    }
    let email = Email::parse(&user.email).map_err(|_| Internal::broken("a stored address is none"))?;
    if let Admission::Throttled { retry_after_seconds } = VERIFY
        .admit(&mut tx, reseller, &email, origin.address, now)
        .await?
    {
        return Err(ResendVerificationError::Throttled { retry_after_seconds });
    }
    let recipient = Recipient {
        reseller,
        user: Some(user.id),
        email: &user.email,
        first_name: &user.first_name,
    };
    mailing::send_verification(&mut tx, backend, &recipient, host, None).await?;
    audit::record(&mut tx, scope, now, Audit::of("verification.resent", id, origin)).await?;
    tx.commit().await?;
    Ok(true)
}
