//! An operator writes a message.

use chrono::{DateTime, Utc};

use super::store;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::Admin,
    },
    shared::ids::AnnouncementId,
};

/// A message, for whom and until when.
#[derive(Debug)]
pub struct Announce {
    /// 1 to 120 characters.
    pub title: String,
    /// 1 to 2,000 characters, plain text.
    pub body: String,
    /// Short names of the shops; empty for all.
    pub shops: Vec<String>,
    pub from: DateTime<Utc>,
    pub until: DateTime<Utc>,
    pub origin: Origin,
}

/// Why nothing was announced.
#[derive(Debug, thiserror::Error)]
pub enum AnnounceError {
    /// It would end before it begins, or has ended.
    #[error("it would never be shown")]
    NeverShown,
    /// No shop has this short name.
    #[error("there is no shop {0}")]
    NoSuchShop(String),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(AnnounceError);

/// Writes the message; it shows up by itself when its time comes.
pub async fn announce(
    backend: &Backend,
    admin: &Admin,
    new: &Announce,
) -> Result<AnnouncementId, AnnounceError> {
    let now = backend.now();
    if new.until <= new.from || new.until <= now {
        return Err(AnnounceError::NeverShown);
    }
    let mut tx = backend.begin_system().await?;
    let known = store::shops(&mut tx, &new.shops).await?;
    if let Some(unknown) = new
        .shops
        .iter()
        .find(|slug| !known.iter().any(|(_, name)| name == *slug))
    {
        return Err(AnnounceError::NoSuchShop(unknown.clone()));
    }
    let id = AnnouncementId::new();
    store::insert(&mut tx, id, new, admin.user(), now).await?;
    let readers: Vec<_> = known.into_iter().map(|(reseller, _)| reseller).collect();
    store::insert_readers(&mut tx, id, &readers).await?;
    let mut audit = Audit::of("announcement.written", id, &new.origin);
    audit.after = Some(serde_json::json!({
        "title": new.title, "shops": new.shops, "from": new.from, "until": new.until,
    }));
    audit::record_platform(&mut tx, admin, now, audit).await?;
    tx.commit().await?;
    Ok(id)
}
