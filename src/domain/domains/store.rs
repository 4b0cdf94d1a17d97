//! The SQL of the domains room.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::judge::Trouble;
use crate::{
    domain::error::Internal,
    shared::{
        ids::{DomainId, ResellerId},
        shop_domain::{DomainCause, DomainRow, DomainState},
    },
};

/// A domain as stored.
pub(super) struct Domain {
    pub id: DomainId,
    pub host: String,
    pub is_primary: bool,
    pub state: DomainState,
    pub cause: Option<DomainCause>,
    pub found: String,
    pub token: String,
    pub checks: i32,
    pub checked_at: Option<DateTime<Utc>>,
    pub next_check_at: Option<DateTime<Utc>>,
    pub failing_since: Option<DateTime<Utc>>,
}

impl Domain {
    pub fn row(&self, given: &str) -> DomainRow {
        DomainRow {
            id: self.id,
            host: self.host.clone(),
            state: self.state,
            is_primary: self.is_primary,
            is_given: self.host == given,
            failing_since: self.failing_since,
            checked_at: self.checked_at,
        }
    }
}

/// What a look makes of a domain.
pub(super) struct Outcome {
    pub state: DomainState,
    pub trouble: Option<Trouble>,
    pub checks: i32,
    pub failing_since: Option<DateTime<Utc>>,
    pub next_check_at: Option<DateTime<Utc>>,
}

struct Stored {
    id: DomainId,
    host: String,
    is_primary: bool,
    state: String,
    reason: String,
    found: String,
    token: String,
    checks: i32,
    checked_at: Option<DateTime<Utc>>,
    next_check_at: Option<DateTime<Utc>>,
    failing_since: Option<DateTime<Utc>>,
}

impl TryFrom<Stored> for Domain {
    type Error = Internal;

    fn try_from(row: Stored) -> Result<Self, Internal> {
        Ok(Self {
            id: row.id,
            host: row.host,
            is_primary: row.is_primary,
            state: DomainState::parse(&row.state)
                .ok_or_else(|| Internal::broken("a domain in an unknown state"))?,
            cause: DomainCause::parse(&row.reason),
            found: row.found,
            token: row.token,
            checks: row.checks,
            checked_at: row.checked_at,
            next_check_at: row.next_check_at,
            failing_since: row.failing_since,
        })
    }
}

/// Makes whoever changes the same shop's domains wait for this transaction.
pub(super) async fn lock(conn: &mut PgConnection, reseller: ResellerId) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"select pg_advisory_xact_lock(hashtextextended('domains:' || $1, 0)) as "locked: ()""#,
        reseller.to_string(),
    )
    .fetch_one(conn)
    .await
    .map(drop)
}

pub(super) async fn slug(conn: &mut PgConnection, reseller: ResellerId) -> Result<String, sqlx::Error> {
    sqlx::query_scalar!("select slug from resellers where id = $1", reseller.uuid())
        .fetch_one(conn)
        .await
}

pub(super) async fn by_host(
    conn: &mut PgConnection,
    reseller: ResellerId,
    host: &str,
) -> Result<Option<DomainId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: DomainId" from reseller_domains where reseller_id = $1 and host = $2"#,
        reseller.uuid(),
        host,
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn count(conn: &mut PgConnection, reseller: ResellerId) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from reseller_domains where reseller_id = $1"#,
        reseller.uuid(),
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: DomainId,
    host: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into reseller_domains (id, reseller_id, host, created_at) values ($1, $2, $3, $4)",
        id.uuid(),
        reseller.uuid(),
        host,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn find(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: DomainId,
) -> Result<Option<Domain>, Internal> {
    let row = sqlx::query_as!(
        Stored,
        r#"select id as "id: DomainId", host, is_primary, state, reason, found, token, checks, checked_at,
                  next_check_at, failing_since
           from reseller_domains where reseller_id = $1 and id = $2"#,
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(Domain::try_from).transpose()
}

pub(super) async fn list(
    conn: &mut PgConnection,
    reseller: ResellerId,
    limit: i64,
) -> Result<Vec<Domain>, Internal> {
    let rows = sqlx::query_as!(
        Stored,
        r#"select id as "id: DomainId", host, is_primary, state, reason, found, token, checks, checked_at,
                  next_check_at, failing_since
           from reseller_domains where reseller_id = $1 order by is_primary desc, created_at, host limit $2"#,
        reseller.uuid(),
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(Domain::try_from).collect()
}

/// True for the one who may look: nobody looked since `before`.
pub(super) async fn claim_check(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: DomainId,
    now: DateTime<Utc>,
    before: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update reseller_domains set checked_at = $3
         where reseller_id = $1 and id = $2 and (checked_at is null or checked_at <= $4)",
        reseller.uuid(),
        id.uuid(),
        now,
        before,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn book(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: DomainId,
    outcome: &Outcome,
) -> Result<(), sqlx::Error> {
    let trouble = outcome.trouble.as_ref();
    sqlx::query!(
        "update reseller_domains
         set state = $3, reason = $4, found = $5, checks = $6, failing_since = $7, next_check_at = $8
         where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
        outcome.state.as_str(),
        trouble.map_or("", |trouble| trouble.cause.as_str()),
        trouble.map_or("", |trouble| trouble.found.as_str()),
        outcome.checks,
        outcome.failing_since,
        outcome.next_check_at,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn clear_primary(conn: &mut PgConnection, reseller: ResellerId) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update reseller_domains set is_primary = false where reseller_id = $1 and is_primary",
        reseller.uuid(),
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn set_primary(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: DomainId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update reseller_domains set is_primary = true where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn put_given(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: DomainId,
    host: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into reseller_domains (id, reseller_id, host, is_primary, state, created_at)
         values ($1, $2, $3, true, 'verified', $4)
         on conflict (reseller_id, host) do update set is_primary = true, state = 'verified', failing_since = null",
        id.uuid(),
        reseller.uuid(),
        host,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn delete(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: DomainId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from reseller_domains where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
    )
    .execute(conn)
    .await
    .map(drop)
}
