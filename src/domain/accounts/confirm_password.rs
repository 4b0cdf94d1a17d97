//! Asks somebody signed in for their password again, before something that cannot be undone.

use secrecy::SecretString;

use super::{
    Email, password,
    store::users,
    throttle::{Admission, SIGN_IN},
};
use crate::{
    backend::Backend,
    domain::{
        audit::Origin,
        error::{Internal, with_internal},
        scope::{Customer, Scope},
    },
};

/// Why it is not taken for theirs.
#[derive(Debug, thiserror::Error)]
pub enum ConfirmPasswordError {
    #[error("wrong password")]
    Wrong,
    /// Too many failures; they count with those of signing in.
    #[error("throttled for {retry_after_seconds} s")]
    Throttled { retry_after_seconds: u32 },
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ConfirmPasswordError);

/// `Ok` when it is the password of the customer's account.
pub async fn confirm_password(
    backend: &Backend,
    customer: &Customer,
    current: &SecretString,
    origin: &Origin,
) -> Result<(), ConfirmPasswordError> {
    let (reseller, now) = (customer.reseller(), backend.now());
    let mut tx = backend.begin(customer).await?;
    let user = users::by_id(&mut tx, reseller, customer.user())
        .await?
        .ok_or_else(|| Internal::broken("a session without an active user"))?;
    let email = Email::parse(&user.email).map_err(|_| Internal::broken("a stored address is none"))?;
    let attempt = match SIGN_IN
        .admit(&mut tx, reseller, &email, origin.address, now)
        .await?
    {
        Admission::Admitted(attempt) => attempt,
        Admission::Throttled { retry_after_seconds } => {
            return Err(ConfirmPasswordError::Throttled { retry_after_seconds });
        }
    };
    // The attempt must stand before the password is looked at, whatever becomes of this request.
    tx.commit().await?;
    if !password::verify(backend, current, Some(&user.password_hash)).await? {
        return Err(ConfirmPasswordError::Wrong);
    }
    let mut tx = backend.begin(customer).await?;
    SIGN_IN.succeeded(&mut tx, reseller, attempt).await?;
    tx.commit().await?;
    Ok(())
}
