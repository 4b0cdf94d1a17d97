//! Signs a person in whom their company's own provider has just named.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{Browser, NewSession, session, store::sessions};
use crate::{
    domain::error::Internal,
    shared::ids::{OrganizationId, ResellerId, UserId},
};

/// Begins the session in the caller's transaction. It works in this company alone: never as staff of the shop, nor in
/// another company.
pub async fn begin_company_session(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
    organization: OrganizationId,
    browser: &Browser,
    now: DateTime<Utc>,
) -> Result<NewSession, Internal> {
    let (device, origin, replaces) = (&browser.device, &browser.origin, browser.replaces.as_ref());
    let session = session::begin(conn, reseller, user, device, origin, replaces, now).await?;
    sessions::set_signed_in_by(conn, reseller, session.customer.session(), organization).await?;
    Ok(session)
}
