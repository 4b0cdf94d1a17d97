//! An operator asks to enter a shop, and says why.

use chrono::TimeDelta;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        accounts::LinkToken,
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Admin, Operator},
    },
    shared::ids::{EntryId, ResellerId},
};

/// How long the link waits to be opened.
pub(super) const LINK_LIVES: TimeDelta = TimeDelta::seconds(60);

/// Which shop, and why.
#[derive(Debug)]
pub struct AskEntry {
    pub reseller: ResellerId,
    /// 5 to 500 characters; the shop's owners read it.
    pub reason: String,
    /// The name the shop's owners see.
    pub operator_name: String,
    pub origin: Origin,
}

/// Why there is no link.
#[derive(Debug, thiserror::Error)]
pub enum AskEntryError {
    /// No such reseller.
    #[error("no such reseller")]
    NotFound,
    /// The platform's own shop is run from the platform's own accounts.
    #[error("the platform's own shop")]
    Platform,
    /// There is nobody whose place could be taken.
    #[error("the shop has no owner")]
    NoOwner,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(AskEntryError);

/// What opens the shop, once and within a minute; `link` says where.
pub async fn ask(backend: &Backend, admin: &Admin, asked: &AskEntry) -> Result<LinkToken, AskEntryError> {
    let now = backend.now();
    let mut tx = backend.begin_system().await?;
    let place = store::place_to_take(&mut tx, asked.reseller)
        .await?
        .ok_or(AskEntryError::NotFound)?;
    if place.is_platform {
        return Err(AskEntryError::Platform);
    }
    let (staff, _) = place.owner.zip(place.host).ok_or(AskEntryError::NoOwner)?;
    let (id, token) = (EntryId::new(), LinkToken::new());
    let new = store::NewEntry {
        id,
        operator: admin.user(),
        operator_name: &asked.operator_name,
        staff,
        reason: &asked.reason,
        token: &token,
        now,
        expires_at: now + LINK_LIVES,
    };
    store::insert(&mut tx, asked.reseller, &new).await?;
    let mut audit = Audit::of("entry.asked", id, &asked.origin);
    audit.after = Some(serde_json::json!({ "reason": asked.reason, "in_place_of": staff }));
    audit::record(&mut tx, &Operator::console(admin).at(asked.reseller), now, audit).await?;
    tx.commit().await?;
    Ok(token)
}

/// Where the token is opened: on the shop's primary host. `None` when there is no such shop.
pub async fn link(
    backend: &Backend,
    _admin: &Admin,
    reseller: ResellerId,
    token: &LinkToken,
) -> Result<Option<String>, Internal> {
    let mut tx = backend.begin_system().await?;
    let place = store::place_to_take(&mut tx, reseller).await?;
    tx.commit().await?;
    let host = place.and_then(|place| place.host);
    Ok(host.map(|host| backend.address.url(&host, &format!("/enter/{}", token.reveal()))))
}
