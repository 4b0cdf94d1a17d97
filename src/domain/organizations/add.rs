//! Enters a company.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store;
use crate::{
    domain::{accounts::Email, error::Internal, scope::Manages},
    shared::ids::OrganizationId,
};

/// What a company begins with.
#[derive(Debug)]
pub struct NewOrganization<'a> {
    /// 1–120 characters.
    pub name: &'a str,
    pub billing_email: &'a Email,
}

/// Enters the company in the caller's transaction.
pub async fn add(
    conn: &mut PgConnection,
    scope: &impl Manages,
    now: DateTime<Utc>,
    new: &NewOrganization<'_>,
) -> Result<OrganizationId, Internal> {
    let id = OrganizationId::new();
    store::insert(conn, scope.reseller(), id, new, now).await?;
    Ok(id)
}
