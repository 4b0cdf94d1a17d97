//! Mailed links: one to verify an address, one to reset a password. Each works once.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    domain::accounts::token::LinkToken,
    shared::ids::{ResellerId, UserId},
};

pub async fn insert_verification(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
    token: &LinkToken,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into email_verifications (id, reseller_id, user_id, token_hash, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6)",
        Uuid::now_v7(),
        reseller.uuid(),
        user.uuid(),
        token.hash(),
        now,
        expires_at,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Takes the link, once: of two at the same time the second waits and finds it used.
pub async fn use_verification(
    conn: &mut PgConnection,
    reseller: ResellerId,
    token: &LinkToken,
    now: DateTime<Utc>,
) -> Result<Option<UserId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"update email_verifications set used_at = $3
           where reseller_id = $1 and token_hash = $2 and used_at is null and expires_at > $3
           returning user_id as "user: UserId""#,
        reseller.uuid(),
        token.hash(),
        now,
    )
    .fetch_optional(conn)
    .await
}

/// Whether the owner of the link, used or not, is verified; `None` when there is no such link.
pub async fn is_verified_by(
    conn: &mut PgConnection,
    reseller: ResellerId,
    token: &LinkToken,
) -> Result<Option<bool>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select u.email_verified_at is not null as "verified!" from email_verifications v
           join users u on u.reseller_id = v.reseller_id and u.id = v.user_id
           where v.reseller_id = $1 and v.token_hash = $2 and u.status = 'active'"#,
        reseller.uuid(),
        token.hash(),
    )
    .fetch_optional(conn)
    .await
}

pub async fn insert_reset(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
    token: &LinkToken,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into password_resets (id, reseller_id, user_id, token_hash, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6)",
        Uuid::now_v7(),
        reseller.uuid(),
        user.uuid(),
        token.hash(),
        now,
        expires_at,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Whose address a reset link that still works is for.
pub async fn address_of_reset(
    conn: &mut PgConnection,
    reseller: ResellerId,
    token: &LinkToken,
    now: DateTime<Utc>,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select u.email from password_resets p
         join users u on u.reseller_id = p.reseller_id and u.id = p.user_id
         where p.reseller_id = $1 and p.token_hash = $2 and p.used_at is null and p.expires_at > $3
           and u.status = 'active'",
        reseller.uuid(),
        token.hash(),
        now,
    )
    .fetch_optional(conn)
    .await
}

/// Takes the link, once, like `use_verification`.
pub async fn use_reset(
    conn: &mut PgConnection,
    reseller: ResellerId,
    token: &LinkToken,
    now: DateTime<Utc>,
) -> Result<Option<UserId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"update password_resets set used_at = $3
           where reseller_id = $1 and token_hash = $2 and used_at is null and expires_at > $3
           returning user_id as "user: UserId""#,
        reseller.uuid(),
        token.hash(),
        now,
    )
    .fetch_optional(conn)
    .await
}

/// Ends every reset link still out: the password they were asked for is gone.
pub async fn end_resets(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update password_resets set used_at = $3 where reseller_id = $1 and user_id = $2 and used_at is null",
        reseller.uuid(),
        user.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Links of all shops that were used or ran out before this.
pub async fn delete_before(conn: &mut PgConnection, before: DateTime<Utc>) -> Result<u64, sqlx::Error> {
    let verifications = sqlx::query!(
        "delete from email_verifications where used_at < $1 or expires_at < $1",
        before
    )
    .execute(&mut *conn)
    .await?;
    let resets = sqlx::query!(
        "delete from password_resets where used_at < $1 or expires_at < $1",
        before
    )
    .execute(conn)
    .await?;
    Ok(verifications.rows_affected() + resets.rows_affected())
}
