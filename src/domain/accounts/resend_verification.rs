//! Mails another link to verify the address.

use super::{
    Email, mailing,
    store::users,
    throttle::{Admission, VERIFY},
};
use crate::{
    backend::Backend,
    domain::{
        audit::Origin,
        error::{Internal, with_internal},
        notices::send::Recipient,
        scope::{Customer, Scope},
    },
};

/// Why no mail goes out.
#[derive(Debug, thiserror::Error)]
pub enum ResendVerificationError {
    /// Nothing to do.
    #[error("already verified")]
    AlreadyVerified,
    /// Asked too often.
    #[error("throttled for {retry_after_seconds} s")]
    Throttled { retry_after_seconds: u32 },
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ResendVerificationError);

/// Mails a fresh link; earlier ones keep working until one is used.
pub async fn resend_verification(
    backend: &Backend,
    customer: &Customer,
    host: &str,
    origin: &Origin,
) -> Result<(), ResendVerificationError> {
    let (reseller, now) = (customer.reseller(), backend.now());
    let mut tx = backend.begin(customer).await?;
    let user = users::lock(&mut tx, reseller, customer.user()).await?;
    let user = user.ok_or_else(|| Internal::broken("a session without an active user"))?;
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
    tx.commit().await?;
    Ok(())
}
