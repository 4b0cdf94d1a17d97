//! What the platform decides about a reseller.

use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::{
    domain::{
        error::Internal,
        tenancy::terms::{Limits, Terms},
    },
    shared::{
        currency::Currency,
        features::Features,
        ids::ResellerId,
        money::{Money, PositiveMoney},
    },
};

pub(in crate::domain::tenancy) async fn lock_status(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select status from resellers where id = $1 for no key update",
        reseller.uuid(),
    )
    .fetch_optional(conn)
    .await
}

pub(in crate::domain::tenancy) async fn set_status(
    conn: &mut PgConnection,
    reseller: ResellerId,
    status: &str,
    reason: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update resellers set status = $2, suspended_reason = $3 where id = $1",
        reseller.uuid(),
        status,
        reason,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::tenancy) async fn lock_terms(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<Option<Terms>, Internal> {
    let row = sqlx::query!(
        "select commission_percent, earnings_hold_days, payout_minimum_micros, currency from resellers
         where id = $1 for no key update",
        reseller.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        let currency: Currency = row.currency.parse()?;
        Ok(Terms {
            commission_percent: row.commission_percent,
            earnings_hold_days: row.earnings_hold_days,
            payout_minimum: Money::from_micros(row.payout_minimum_micros, currency),
        })
    })
    .transpose()
}

pub(in crate::domain::tenancy) async fn set_terms(
    conn: &mut PgConnection,
    reseller: ResellerId,
    terms: &Terms,
) -> Result<(), sqlx::Error> {
    let commission: Decimal = terms.commission_percent;
    sqlx::query!(
        "update resellers set commission_percent = $2, earnings_hold_days = $3, payout_minimum_micros = $4
         where id = $1",
        reseller.uuid(),
        commission,
        terms.earnings_hold_days,
        terms.payout_minimum.micros(),
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::tenancy) async fn set_limits(
    conn: &mut PgConnection,
    reseller: ResellerId,
    limits: Limits,
) -> Result<(), sqlx::Error> {
    let micros = |limit: Option<PositiveMoney>| limit.map(|limit| limit.get().micros());
    sqlx::query!(
        "insert into reseller_limits (reseller_id, order_max_micros, day_max_micros) values ($1, $2, $3)
         on conflict (reseller_id) do update
             set order_max_micros = excluded.order_max_micros, day_max_micros = excluded.day_max_micros",
        reseller.uuid(),
        micros(limits.order_max),
        micros(limits.day_max),
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::tenancy) async fn set_features(
    conn: &mut PgConnection,
    reseller: ResellerId,
    features: Features,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into reseller_features (reseller_id, numbers, esims, api) values ($1, $2, $3, $4)
         on conflict (reseller_id) do update
             set numbers = excluded.numbers, esims = excluded.esims, api = excluded.api",
        reseller.uuid(),
        features.numbers,
        features.esims,
        features.api,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::tenancy) async fn is_host_taken(
    conn: &mut PgConnection,
    host: &str,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from reseller_domains where host = $1) as "is_taken!""#,
        host,
    )
    .fetch_one(conn)
    .await
}

pub(in crate::domain::tenancy) async fn lock_slug(
    conn: &mut PgConnection,
    slug: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        r#"select pg_advisory_xact_lock(hashtextextended('reseller:' || $1, 0)) as "locked: ()""#,
        slug,
    )
    .fetch_one(conn)
    .await
    .map(drop)
}

pub(in crate::domain::tenancy) async fn features(
    conn: &mut PgConnection,
    id: ResellerId,
) -> Result<Features, sqlx::Error> {
    let row = sqlx::query_as!(
        Features,
        "select numbers, esims, api from reseller_features where reseller_id = $1",
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.unwrap_or(Features::ALL))
}
