//! Signs a person in whom another room has just known by a mailed link.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{Device, NewSession, SessionToken, session};
use crate::{
    domain::{audit::Origin, error::Internal},
    shared::ids::{ResellerId, UserId},
};

/// The browser that gets the session.
#[derive(Debug)]
pub struct Browser {
    pub device: Device,
    pub origin: Origin,
    /// The session the browser had; it ends.
    pub replaces: Option<SessionToken>,
}

/// Begins the session in the caller's transaction.
pub async fn begin_session(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
    browser: &Browser,
    now: DateTime<Utc>,
) -> Result<NewSession, Internal> {
    let (device, origin, replaces) = (&browser.device, &browser.origin, browser.replaces.as_ref());
    Ok(session::begin(conn, reseller, user, device, origin, replaces, now).await?)
}
