//! Mails a link to choose a new password, if the address has an account, and does not tell whether it has.

use std::time::Duration;

use super::{
    Email, mailing,
    store::users,
    throttle::{Admission, RESET},
};
use crate::{
    backend::Backend,
    domain::{
        audit::Origin,
        error::{Internal, with_internal},
        notices::send::Recipient,
        scope::{Scope, Visitor},
    },
};

/// What the form says.
#[derive(Debug)]
pub struct RequestPasswordReset {
    pub email: Email,
    pub origin: Origin,
    /// Host the visitor is on.
    pub host: String,
}

/// Why nothing was done. Says nothing about accounts.
#[derive(Debug, thiserror::Error)]
pub enum RequestPasswordResetError {
    /// Asked too often for this address or from this place.
    #[error("throttled for {retry_after_seconds} s")]
    Throttled { retry_after_seconds: u32 },
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(RequestPasswordResetError);

/// Writing a mail takes some milliseconds; an answer before this time would tell that none was written.
const ANSWER_AFTER: Duration = Duration::from_millis(150);

/// Queues the mail. The same answer at the same time for every address.
pub async fn request_password_reset(
    backend: &Backend,
    visitor: &Visitor,
    request: RequestPasswordReset,
) -> Result<(), RequestPasswordResetError> {
    let answer_at = tokio::time::Instant::now() + ANSWER_AFTER;
    let done = queue_mail(backend, visitor, &request).await;
    tokio::time::sleep_until(answer_at).await;
    done
}

async fn queue_mail(
    backend: &Backend,
    visitor: &Visitor,
    request: &RequestPasswordReset,
) -> Result<(), RequestPasswordResetError> {
    let (reseller, now) = (visitor.reseller(), backend.now());
    let mut tx = backend.begin(visitor).await?;
    if let Admission::Throttled { retry_after_seconds } = RESET
        .admit(&mut tx, reseller, &request.email, request.origin.address, now)
        .await?
    {
        return Err(RequestPasswordResetError::Throttled { retry_after_seconds });
    }
    if let Some(user) = users::by_email(&mut tx, reseller, request.email.as_str()).await? {
        let recipient = Recipient {
            reseller,
            user: Some(user.id),
            email: &user.email,
            first_name: &user.first_name,
        };
        mailing::send_reset(&mut tx, backend, &recipient, &request.host).await?;
    }
    tx.commit().await?;
    Ok(())
}
