//! The link is opened on the shop's host: half an hour begins.

use chrono::TimeDelta;

use super::{ask::LINK_LIVES, store};
use crate::{
    backend::Backend,
    domain::{
        accounts::{Device, EntrySession, LinkToken, NewSession, SessionToken, begin_entry},
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Scope, Staff, Visitor},
    },
    shared::permissions::StaffRole,
};

/// How long an operator stays inside at most.
const LASTS: TimeDelta = TimeDelta::minutes(30);

/// The link and the browser it is opened in.
#[derive(Debug)]
pub struct OpenEntry {
    pub token: LinkToken,
    pub origin: Origin,
    pub device: Device,
    /// The session the browser has at this shop; it ends.
    pub replaces: Option<SessionToken>,
}

/// Why nobody entered.
#[derive(Debug, thiserror::Error)]
pub enum OpenEntryError {
    /// Used, older than a minute, or another shop's: ask again in the console.
    #[error("the link does not work any more")]
    LinkInvalid,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(OpenEntryError);

/// Takes the link, once, and begins the session.
pub async fn open(
    backend: &Backend,
    visitor: &Visitor,
    open: &OpenEntry,
) -> Result<NewSession, OpenEntryError> {
    let (reseller, now) = (visitor.reseller(), backend.now());
    let expires_at = now + LASTS;
    let mut tx = backend.begin(visitor).await?;
    let taken = store::take(&mut tx, reseller, &open.token, now, now - LINK_LIVES, expires_at)
        .await?
        .ok_or(OpenEntryError::LinkInvalid)?;
    let session = EntrySession {
        reseller,
        staff: taken.staff,
        entry: taken.id,
        expires_at,
        device: &open.device,
        origin: &open.origin,
        replaces: open.replaces.as_ref(),
    };
    let session = begin_entry(&mut tx, now, &session).await?;
    let inside = Staff::of(reseller, taken.staff, StaffRole::Owner, Some(taken.operator));
    audit::record(
        &mut tx,
        &inside,
        now,
        Audit::of("entry.opened", taken.id, &open.origin),
    )
    .await?;
    tx.commit().await?;
    Ok(session)
}
