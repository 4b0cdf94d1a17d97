//! What a shop's visitors read, as a published brand says it.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store;
use crate::{domain::scope::Manages, shared::brand::BrandWords};

/// Makes these the shop's words, in the transaction that publishes them. Legal pages that are not among them end.
pub async fn set_words(
    conn: &mut PgConnection,
    scope: &impl Manages,
    words: &BrandWords,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    store::set_words(conn, scope.reseller(), words, now).await
}
