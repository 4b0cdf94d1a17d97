//! Attempts counted by the throttle.

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, types::ipnet::IpNet};

use crate::shared::ids::ResellerId;

/// Makes attempts on one account, and those from one address, wait for each other until the transaction ends.
/// Accounts are always locked before addresses, so two attempts cannot wait for one another.
pub async fn lock(
    conn: &mut PgConnection,
    reseller: ResellerId,
    subject: &str,
    account: &str,
    address: IpNet,
) -> Result<(), sqlx::Error> {
    for (class, name) in [(1, account.to_owned()), (2, address.to_string())] {
        let key = format!("{reseller}/{subject}/{name}");
        sqlx::query!(
            r#"select pg_advisory_xact_lock($1, hashtext($2)) as "locked: ()""#,
            class,
            key
        )
        .fetch_one(&mut *conn)
        .await?;
    }
    Ok(())
}

/// How many attempts did not succeed since a time, and when the last one was.
pub struct Failures {
    pub count: i64,
    pub last: Option<DateTime<Utc>>,
}

pub async fn of_account(
    conn: &mut PgConnection,
    reseller: ResellerId,
    subject: &str,
    account: &str,
    since: DateTime<Utc>,
) -> Result<Failures, sqlx::Error> {
    sqlx::query_as!(
        Failures,
        r#"select count(*) as "count!", max(at) as last from throttled_attempts
           where reseller_id = $1 and subject = $2 and account = $3 and at > $4 and not succeeded"#,
        reseller.uuid(),
        subject,
        account,
        since,
    )
    .fetch_one(conn)
    .await
}

pub async fn of_address(
    conn: &mut PgConnection,
    reseller: ResellerId,
    subject: &str,
    address: IpNet,
    since: DateTime<Utc>,
) -> Result<Failures, sqlx::Error> {
    sqlx::query_as!(
        Failures,
        r#"select count(*) as "count!", max(at) as last from throttled_attempts
           where reseller_id = $1 and subject = $2 and address = $3 and at > $4 and not succeeded"#,
        reseller.uuid(),
        subject,
        address,
        since,
    )
    .fetch_one(conn)
    .await
}

pub async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    subject: &str,
    account: &str,
    address: IpNet,
    now: DateTime<Utc>,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        "insert into throttled_attempts (reseller_id, subject, account, address, succeeded, at)
         values ($1, $2, $3, $4, false, $5) returning id",
        reseller.uuid(),
        subject,
        account,
        address,
        now,
    )
    .fetch_one(conn)
    .await
}

/// The app role may not update attempts, so one that succeeded is taken out of the count.
pub async fn delete(conn: &mut PgConnection, reseller: ResellerId, id: i64) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from throttled_attempts where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id
    )
    .execute(conn)
    .await
    .map(drop)
}

pub async fn delete_of_account(
    conn: &mut PgConnection,
    reseller: ResellerId,
    subject: &str,
    account: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from throttled_attempts where reseller_id = $1 and subject = $2 and account = $3",
        reseller.uuid(),
        subject,
        account,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Those of all shops from before this. Returns how many.
pub async fn delete_before(conn: &mut PgConnection, before: DateTime<Utc>) -> Result<u64, sqlx::Error> {
    sqlx::query!("delete from throttled_attempts where at < $1", before)
        .execute(conn)
        .await
        .map(|done| done.rows_affected())
}
