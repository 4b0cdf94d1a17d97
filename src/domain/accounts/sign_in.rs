//! Signs a person in by address and password.

use secrecy::SecretString;

use super::{
    Device, Email, NewSession, SessionToken, password, session,
    store::users,
    throttle::{Admission, SIGN_IN},
};
use crate::{
    backend::Backend,
    domain::{
        audit::Origin,
        error::{Internal, with_internal},
        scope::{Scope, Visitor},
    },
};

/// What the form and the browser say.
#[derive(Debug)]
pub struct SignIn {
    pub email: Email,
    pub password: SecretString,
    pub origin: Origin,
    pub device: Device,
    /// The session the browser had; it ends.
    pub replaces: Option<SessionToken>,
}

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// No such account, suspended, or another password: not told apart.
    #[error("wrong address or password")]
    Wrong,
    /// The password is right, but the person's company lets its people in by its own sign-in alone. `short_name` is
    /// the company's.
    #[error("the company has its own sign-in")]
    CompanySignIn { short_name: String },
    /// Too many failures of this account or from this address.
    #[error("throttled for {retry_after_seconds} s")]
    Throttled { retry_after_seconds: u32 },
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SignInError);

/// Begins a session. Takes as long for an unknown address as for a wrong password.
pub async fn sign_in(
    backend: &Backend,
    visitor: &Visitor,
    sign_in: SignIn,
) -> Result<NewSession, SignInError> {
    let (reseller, now) = (visitor.reseller(), backend.now());
    let mut tx = backend.begin(visitor).await?;
    let attempt = match SIGN_IN
        .admit(&mut tx, reseller, &sign_in.email, sign_in.origin.address, now)
        .await?
    {
        Admission::Admitted(attempt) => attempt,
        Admission::Throttled { retry_after_seconds } => {
            return Err(SignInError::Throttled { retry_after_seconds });
        }
    };
    let user = users::by_email(&mut tx, reseller, sign_in.email.as_str()).await?;
    // The attempt must stand before the password is looked at, whatever becomes of this request.
    tx.commit().await?;

    let hash = user.as_ref().map(|user| user.password_hash.as_str());
    let fits = password::verify(backend, &sign_in.password, hash).await?;
    let user = user.filter(|_| fits).ok_or(SignInError::Wrong)?;

    let mut tx = backend.begin(visitor).await?;
    // Hashing took a while: a password changed or an account suspended meanwhile must not leave a session behind.
    let is_still_so = users::lock(&mut tx, reseller, user.id)
        .await?
        .is_some_and(|now| now.password_hash == user.password_hash);
    if !is_still_so {
        return Err(SignInError::Wrong);
    }
    SIGN_IN.succeeded(&mut tx, reseller, attempt).await?;
    if let Some(short_name) = users::kept_from_password(&mut tx, reseller, user.id).await? {
        tx.commit().await?;
        return Err(SignInError::CompanySignIn { short_name });
    }
    let (device, origin, replaces) = (&sign_in.device, &sign_in.origin, sign_in.replaces.as_ref());
    let session = session::begin(&mut tx, reseller, user.id, device, origin, replaces, now).await?;
    tx.commit().await?;
    Ok(session)
}
