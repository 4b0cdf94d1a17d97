//! Which company a signed-in person works in.

use sqlx::PgConnection;

use super::store::sessions;
use crate::{
    domain::{
        error::Internal,
        scope::{Customer, Scope},
    },
    shared::ids::OrganizationId,
};

/// Kept in the session, in the caller's transaction. The caller knows that the customer belongs to the company.
pub async fn choose_company(
    conn: &mut PgConnection,
    customer: &Customer,
    organization: OrganizationId,
) -> Result<(), Internal> {
    sessions::choose_company(conn, customer.reseller(), customer.session(), organization).await?;
    Ok(())
}
