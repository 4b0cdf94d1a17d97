//! The company whose own sign-in began a session.

use sqlx::PgConnection;

use super::store::sessions;
use crate::{
    domain::{
        error::Internal,
        scope::{Customer, Scope},
    },
    shared::ids::OrganizationId,
};

/// `None` for a session begun with a password, which works in every company of the person. In the caller's transaction.
pub async fn company_of_session(
    conn: &mut PgConnection,
    customer: &Customer,
) -> Result<Option<OrganizationId>, Internal> {
    Ok(sessions::signed_in_by(conn, customer.reseller(), customer.session()).await?)
}
