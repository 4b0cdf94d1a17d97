//! Reading the log.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{PgConnection, types::ipnet::IpNet};
use uuid::Uuid;

use crate::{
    domain::{audit::Filter, time_cursor::TimeCursor},
    shared::ids::{AuditId, ResellerId, UserId},
};

/// An act as stored, with the addresses of its people.
pub(in crate::domain::audit) struct Found {
    pub id: AuditId,
    pub at: DateTime<Utc>,
    pub reseller: ResellerId,
    pub shop: String,
    pub actor: Option<String>,
    pub on_behalf_of: Option<String>,
    pub action: String,
    pub entity: String,
    pub before: Option<Value>,
    pub after: Option<Value>,
    pub request_id: Option<String>,
    pub address: Option<IpNet>,
}

/// The accounts with this address, wherever they are.
pub(in crate::domain::audit) async fn users_by_email(
    conn: &mut PgConnection,
    email: &str,
) -> Result<Vec<UserId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: UserId" from users where email collate "C" = $1 limit 100"#,
        email,
    )
    .fetch_all(conn)
    .await
}

/// The acts that fit, newest first. Who acted is an account of the shop or, for an operator, of the platform's own.
pub(in crate::domain::audit) async fn acts(
    conn: &mut PgConnection,
    filter: &Filter,
    actors: Option<&[UserId]>,
    after: Option<TimeCursor>,
    limit: usize,
) -> Result<Vec<Found>, sqlx::Error> {
    let actors: Option<Vec<Uuid>> = actors.map(|ids| ids.iter().map(|id| id.uuid()).collect());
    sqlx::query_as!(
        Found,
        r#"with page as (
               select a.* from audit_logs a
               where ($1::uuid is null or a.reseller_id = $1)
                 and ($2::uuid[] is null or a.actor_id = any($2))
                 and ($3 = '' or a.action = $3)
                 and ($4 = '' or a.entity = $4)
                 and ($5::timestamptz is null or a.at >= $5)
                 and ($6::timestamptz is null or a.at < $6)
                 and ($7::timestamptz is null or (a.at, a.id) < ($7, $8::uuid))
               order by a.at desc, a.id desc limit $9)
           select p.id as "id!: AuditId", p.at as "at!", p.reseller_id as "reseller!: ResellerId", r.name as shop,
                  coalesce(own.email, operator.email) as "actor?", behalf.email as "on_behalf_of?",
                  p.action as "action!", p.entity as "entity!", p.before, p.after, p.request_id, p.address
           from page p
           join resellers r on r.id = p.reseller_id
           left join users own on own.reseller_id = p.reseller_id and own.id = p.actor_id
           left join users operator on operator.reseller_id = (select id from resellers where is_platform)
                                       and operator.id = p.actor_id
           left join users behalf on behalf.reseller_id = p.reseller_id and behalf.id = p.on_behalf_of
           order by p.at desc, p.id desc"#,
        filter.reseller.map(ResellerId::uuid),
        actors.as_deref(),
        filter.action,
        filter.entity,
        filter.from,
        filter.until,
        after.map(|cursor| cursor.at),
        after.map(|cursor| cursor.id),
        i64::try_from(limit).unwrap_or(i64::MAX),
    )
    .fetch_all(conn)
    .await
}
