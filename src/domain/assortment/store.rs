//! The SQL of the assortment room.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::shared::ids::{PlanId, ResellerId};

pub(super) async fn is_plan(conn: &mut PgConnection, plan: PlanId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from esim_data_plans where id = $1) as "is!""#,
        plan.uuid(),
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn is_place(conn: &mut PgConnection, slug: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from esim_data_plans where place_slug = $1 and is_active) as "is!""#,
        slug,
    )
    .fetch_one(conn)
    .await
}

/// True when it was off.
pub(super) async fn switch_on(
    conn: &mut PgConnection,
    reseller: ResellerId,
    kind: &str,
    key: &str,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "delete from switched_off where reseller_id = $1 and kind = $2 and key = $3",
        reseller.uuid(),
        kind,
        key,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// True when it was on.
pub(super) async fn switch_off(
    conn: &mut PgConnection,
    reseller: ResellerId,
    kind: &str,
    key: &str,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "insert into switched_off (reseller_id, kind, key, at) values ($1, $2, $3, $4) on conflict do nothing",
        reseller.uuid(),
        kind,
        key,
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn numbers_off(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select key from switched_off where reseller_id = $1 and kind in ('number_country', 'number') limit 2000",
        reseller.uuid(),
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn is_plan_sold(
    conn: &mut PgConnection,
    reseller: ResellerId,
    plan: PlanId,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (
               select from esim_data_plans p
               where p.id = $2 and not exists (
                   select from switched_off s
                   where s.reseller_id = $1 and (s.kind = 'plan' and s.key = $3
                                                 or s.kind = 'place' and s.key = p.place_slug))) as "is!""#,
        reseller.uuid(),
        plan.uuid(),
        plan.to_string(),
    )
    .fetch_one(conn)
    .await
}
