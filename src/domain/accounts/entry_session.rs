//! The session of an operator who entered a shop. `entries` decides when there is one.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{Device, NewSession, SessionToken, store::sessions};
use crate::{
    domain::{audit::Origin, scope::Customer},
    shared::ids::{EntryId, ResellerId, SessionId, UserId},
};

/// Whose place is taken, by which entry, and until when.
#[derive(Debug)]
pub struct EntrySession<'a> {
    pub reseller: ResellerId,
    /// The member of staff whose place is taken.
    pub staff: UserId,
    pub entry: EntryId,
    pub expires_at: DateTime<Utc>,
    pub device: &'a Device,
    pub origin: &'a Origin,
    /// The session the browser has at this shop; it ends.
    pub replaces: Option<&'a SessionToken>,
}

/// Begins the session in the caller's transaction. It ends with the entry, whatever it is used for.
pub async fn begin_entry(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    new: &EntrySession<'_>,
) -> Result<NewSession, sqlx::Error> {
    if let Some(old) = new.replaces {
        sessions::end_by_token(conn, new.reseller, old).await?;
    }
    let (id, token) = (SessionId::new(), SessionToken::new());
    let row = sessions::NewRow {
        id,
        user: new.staff,
        token: &token,
        device: new.device,
        address: new.origin.address,
        now,
        expires_at: new.expires_at,
        entry: Some(new.entry),
    };
    sessions::insert(conn, new.reseller, &row).await?;
    Ok(NewSession {
        token,
        customer: Customer::of(new.reseller, new.staff, id),
        expires_at: new.expires_at,
    })
}

/// The entry a session belongs to; `None` for a session of the shop's own people.
pub async fn entry_of(
    conn: &mut PgConnection,
    reseller: ResellerId,
    session: SessionId,
) -> Result<Option<EntryId>, sqlx::Error> {
    sessions::entry_of(conn, reseller, session).await
}

/// Ends the session of an entry, in the caller's transaction.
pub async fn end_entry(
    conn: &mut PgConnection,
    reseller: ResellerId,
    entry: EntryId,
) -> Result<(), sqlx::Error> {
    sessions::end_of_entry(conn, reseller, entry).await
}
