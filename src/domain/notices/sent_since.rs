//! How often somebody was written to, so that nobody is flooded in the shop's name.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store;
use crate::{
    domain::error::Internal,
    shared::ids::{ResellerId, UserId},
};

/// Mails of this template to the person since then, sent or on their way.
pub async fn sent_since(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
    template: &str,
    since: DateTime<Utc>,
) -> Result<i64, Internal> {
    Ok(store::count_since(conn, reseller, user, template, since).await?)
}
