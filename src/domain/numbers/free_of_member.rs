//! Somebody leaves the company: the numbers given to them are free again.

use sqlx::PgConnection;

use super::{format::display, store::company};
use crate::{
    domain::error::Internal,
    shared::ids::{OrganizationId, ResellerId, UserId},
};

/// In the caller's transaction; which they were. Numbers, messages and contacts stay the company's.
pub async fn free_of_member(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    member: UserId,
) -> Result<Vec<String>, Internal> {
    let freed = company::free_of_member(conn, reseller, organization, member).await?;
    Ok(freed.iter().map(|e164| display(e164)).collect())
}
