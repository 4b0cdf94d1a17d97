//! Sign-ins under way.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, types::ipnet::IpNet};

use crate::shared::ids::{OrganizationId, ResellerId, UserId};

/// A sign-in under way.
pub(in crate::domain::sign_in) struct Attempt {
    pub organization: OrganizationId,
    /// The owner who tries the settings out.
    pub tested_by: Option<UserId>,
    pub browser_hash: Vec<u8>,
    pub nonce: String,
    pub verifier: String,
    pub host: String,
    pub next: Option<String>,
    pub expires_at: DateTime<Utc>,
}

/// How many an address has begun since.
pub(in crate::domain::sign_in) async fn count(
    conn: &mut PgConnection,
    reseller: ResellerId,
    address: IpAddr,
    since: DateTime<Utc>,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from sign_in_attempts
           where reseller_id = $1 and address = $2 and created_at > $3"#,
        reseller.uuid(),
        IpNet::from(address),
        since,
    )
    .fetch_one(conn)
    .await
}

/// Writes it down, and forgets those that are over.
pub(in crate::domain::sign_in) async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    state_hash: &[u8],
    attempt: &Attempt,
    address: IpAddr,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from sign_in_attempts where reseller_id = $1 and expires_at <= $2",
        reseller.uuid(),
        now,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into sign_in_attempts
             (reseller_id, state_hash, organization_id, tested_by, browser_hash, nonce, verifier, host, next, address,
              created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        reseller.uuid(),
        state_hash,
        attempt.organization.uuid(),
        attempt.tested_by.map(UserId::uuid),
        attempt.browser_hash,
        attempt.nonce,
        attempt.verifier,
        attempt.host,
        attempt.next,
        IpNet::from(address),
        now,
        attempt.expires_at,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Takes it, so that nobody takes it again.
pub(in crate::domain::sign_in) async fn take(
    conn: &mut PgConnection,
    reseller: ResellerId,
    state_hash: &[u8],
) -> Result<Option<Attempt>, sqlx::Error> {
    sqlx::query_as!(
        Attempt,
        r#"delete from sign_in_attempts where reseller_id = $1 and state_hash = $2
           returning organization_id as "organization: OrganizationId", tested_by as "tested_by: UserId", browser_hash,
                     nonce, verifier, host, next, expires_at"#,
        reseller.uuid(),
        state_hash,
    )
    .fetch_optional(conn)
    .await
}
