//! Follows a mailed link that proves an address is its owner's, and signs the owner in.

use super::{
    Device, LinkToken, NewSession, SessionToken, session,
    store::{links, users},
};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Scope, Visitor},
    },
};

/// The link, and the browser that followed it.
#[derive(Debug)]
pub struct VerifyEmail {
    pub token: LinkToken,
    pub origin: Origin,
    pub device: Device,
    /// The session the browser had; it ends.
    pub replaces: Option<SessionToken>,
}

/// Why the link did nothing.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The address is verified; the way in is to sign in.
    #[error("already verified")]
    AlreadyVerified,
    /// Too old, or no link of this shop: ask for another.
    #[error("the link does not work any more")]
    LinkInvalid,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(VerifyError);

/// Marks the address verified and begins a session, once per link and only for an address not verified before: an
/// old mail is no key. Let a button call it, not the page itself: mail scanners open links.
pub async fn verify_email(
    backend: &Backend,
    visitor: &Visitor,
    verify: VerifyEmail,
) -> Result<NewSession, VerifyError> {
    let (reseller, now) = (visitor.reseller(), backend.now());
    let mut tx = backend.begin(visitor).await?;
    let Some(user) = links::use_verification(&mut tx, reseller, &verify.token, now).await? else {
        let is_verified = links::is_verified_by(&mut tx, reseller, &verify.token).await?;
        return Err(if is_verified == Some(true) {
            VerifyError::AlreadyVerified
        } else {
            VerifyError::LinkInvalid
        });
    };
    let owner = users::lock(&mut tx, reseller, user)
        .await?
        .ok_or(VerifyError::LinkInvalid)?;
    if owner.is_verified {
        return Err(VerifyError::AlreadyVerified);
    }
    users::mark_verified(&mut tx, reseller, user, now).await?;
    let (device, origin, replaces) = (&verify.device, &verify.origin, verify.replaces.as_ref());
    let session = session::begin(&mut tx, reseller, user, device, origin, replaces, now).await?;
    audit::record(
        &mut tx,
        &session.customer,
        now,
        Audit::of("email.verified", user, origin),
    )
    .await?;
    tx.commit().await?;
    Ok(session)
}
