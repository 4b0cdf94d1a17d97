//! Sets a new password for somebody who knows the old one.

use secrecy::SecretString;

use super::{
    Email, Password, mailing, password, session,
    store::{links, users},
    throttle::{Admission, SIGN_IN},
};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        notices::{Notice, send::Recipient},
        scope::{Customer, Scope},
    },
};

/// The old password and the new one.
#[derive(Debug)]
pub struct ChangePassword {
    pub current: SecretString,
    pub new: Password,
    pub origin: Origin,
}

/// Why the password is still the old one.
#[derive(Debug, thiserror::Error)]
pub enum ChangePasswordError {
    /// The current password is another.
    #[error("wrong password")]
    Wrong,
    /// The new password is the address.
    #[error("the password is the address")]
    PasswordIsEmail,
    /// Too many failures; they count with those of signing in.
    #[error("throttled for {retry_after_seconds} s")]
    Throttled { retry_after_seconds: u32 },
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ChangePasswordError);

/// Sets the password, ends every other session and every reset link, and tells the owner by mail.
pub async fn change_password(
    backend: &Backend,
    customer: &Customer,
    change: ChangePassword,
) -> Result<(), ChangePasswordError> {
    let (reseller, now) = (customer.reseller(), backend.now());
    let gone = || Internal::broken("a session without an active user");
    let mut tx = backend.begin(customer).await?;
    let before = users::by_id(&mut tx, reseller, customer.user())
        .await?
        .ok_or_else(gone)?;
    let email = Email::parse(&before.email).map_err(|_| Internal::broken("a stored address is none"))?;
    if change.new.is_address(&email) {
        return Err(ChangePasswordError::PasswordIsEmail);
    }
    let attempt = match SIGN_IN
        .admit(&mut tx, reseller, &email, change.origin.address, now)
        .await?
    {
        Admission::Admitted(attempt) => attempt,
        Admission::Throttled { retry_after_seconds } => {
            return Err(ChangePasswordError::Throttled { retry_after_seconds });
        }
    };
    tx.commit().await?;
    if !password::verify(backend, &change.current, Some(&before.password_hash)).await? {
        return Err(ChangePasswordError::Wrong);
    }
    let hash = change.new.hash(backend).await?;

    let mut tx = backend.begin(customer).await?;
    let user = users::lock(&mut tx, reseller, customer.user())
        .await?
        .ok_or_else(gone)?;
    // Changed or reset in another window meanwhile: what was typed is not the current password any more.
    if user.password_hash != before.password_hash {
        return Err(ChangePasswordError::Wrong);
    }
    SIGN_IN.succeeded(&mut tx, reseller, attempt).await?;
    users::set_password(&mut tx, reseller, user.id, &hash).await?;
    links::end_resets(&mut tx, reseller, user.id, now).await?;
    session::end_others(
        &mut tx,
        customer,
        user.id,
        Some(customer.session()),
        &change.origin,
        now,
    )
    .await?;
    audit::record(
        &mut tx,
        customer,
        now,
        Audit::of("password.changed", user.id, &change.origin),
    )
    .await?;
    let recipient = Recipient {
        reseller,
        user: Some(user.id),
        email: &user.email,
        first_name: &user.first_name,
    };
    mailing::send(&mut tx, backend, &recipient, &Notice::PasswordChanged).await?;
    tx.commit().await?;
    Ok(())
}
