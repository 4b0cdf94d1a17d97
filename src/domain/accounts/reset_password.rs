//! Sets a new password by a mailed link.

use super::{
    Email, LinkToken, Password, mailing, session,
    store::{links, users},
    throttle::SIGN_IN,
};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        notices::{Notice, send::Recipient},
        scope::{Scope, Visitor},
    },
};

/// The link and the new password.
#[derive(Debug)]
pub struct ResetPassword {
    pub token: LinkToken,
    pub password: Password,
    pub origin: Origin,
}

/// Why the password is still the old one.
#[derive(Debug, thiserror::Error)]
pub enum ResetPasswordError {
    /// Used, too old, or no link of this shop: ask for another.
    #[error("the link does not work any more")]
    LinkInvalid,
    /// The password is the address. The link still works.
    #[error("the password is the address")]
    PasswordIsEmail,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ResetPasswordError);

/// Sets the password, ends every session and every other reset link, and tells the owner. Who reads the mailbox
/// owns the address, so it is verified too.
pub async fn reset_password(
    backend: &Backend,
    visitor: &Visitor,
    reset: ResetPassword,
) -> Result<(), ResetPasswordError> {
    let (reseller, now) = (visitor.reseller(), backend.now());
    // Looked at before hashing: made-up links must not cost us a hash each.
    let mut tx = backend.begin(visitor).await?;
    let address = links::address_of_reset(&mut tx, reseller, &reset.token, now).await?;
    tx.commit().await?;
    let address = address.ok_or(ResetPasswordError::LinkInvalid)?;
    let email = Email::parse(&address).map_err(|_| Internal::broken("a stored address is none"))?;
    if reset.password.is_address(&email) {
        return Err(ResetPasswordError::PasswordIsEmail);
    }
    let hash = reset.password.hash(backend).await?;

    let mut tx = backend.begin(visitor).await?;
    let user = links::use_reset(&mut tx, reseller, &reset.token, now).await?;
    let user = user.ok_or(ResetPasswordError::LinkInvalid)?;
    let user = users::lock(&mut tx, reseller, user)
        .await?
        .ok_or(ResetPasswordError::LinkInvalid)?;
    users::set_password(&mut tx, reseller, user.id, &hash).await?;
    users::mark_verified(&mut tx, reseller, user.id, now).await?;
    links::end_resets(&mut tx, reseller, user.id, now).await?;
    session::end_others(&mut tx, visitor, user.id, None, &reset.origin, now).await?;
    SIGN_IN.forgive(&mut tx, reseller, &user.email).await?;
    audit::record(
        &mut tx,
        visitor,
        now,
        Audit::of("password.reset", user.id, &reset.origin),
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
