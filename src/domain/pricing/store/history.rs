//! What the audit log knows of prices.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;

use crate::{
    domain::pricing::history::Place,
    shared::ids::{AuditId, ResellerId},
};

pub(in crate::domain::pricing) struct Change {
    pub id: AuditId,
    pub at: DateTime<Utc>,
    pub who: String,
    pub action: String,
    pub before: Option<Value>,
    pub after: Option<Value>,
}

/// Changes of a shop, or of the platform.
pub(in crate::domain::pricing) async fn changes(
    conn: &mut PgConnection,
    reseller: Option<ResellerId>,
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<Change>, sqlx::Error> {
    sqlx::query_as!(
        Change,
        r#"select a.id as "id: AuditId", a.at,
                  coalesce((select u.email from users u where u.id = a.actor_id limit 1), '')
                  || coalesce((select ' for ' || u.email from users u
                               where u.reseller_id = a.reseller_id and u.id = a.on_behalf_of), '') as "who!",
                  a.action, a.before, a.after
           from audit_logs a
           where a.reseller_id = coalesce($1, (select id from resellers where is_platform))
             and a.action in ('price_rule.saved', 'price_rule.ended', 'price_settings.saved', 'fx_rate.set',
                              'price_sheet.applied')
             and ($2::timestamptz is null or (a.at, a.id) < ($2, $3::uuid))
           order by a.at desc, a.id desc limit $4"#,
        reseller.map(ResellerId::uuid),
        after.map(|place| place.at),
        after.map(|place| place.id.uuid()),
        limit,
    )
    .fetch_all(conn)
    .await
}
