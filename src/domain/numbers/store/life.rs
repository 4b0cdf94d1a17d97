//! The months of numbers: paid, due, over.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{pause, state};
use crate::{
    domain::{
        error::Internal,
        numbers::life::{Life, PaidMonth, Stands},
    },
    shared::{
        ids::{NumberId, OrderId, ResellerId, TeamId, UserId},
        money::Money,
        number::Pause,
    },
};

pub(in crate::domain::numbers) async fn lock(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: NumberId,
) -> Result<Option<Life>, Internal> {
    let row = sqlx::query!(
        r#"select user_id as "owner: UserId", order_id as "order: OrderId", e164, country, kind, provider,
                  team_id as "team: TeamId", cost_centre, cost_micros, cost_currency, monthly_micros, currency, state, auto_renew, expires_at, next_at, told, grace_until,
                  suspended_for, release_at
           from virtual_numbers
           where reseller_id = $1 and id = $2 and state in ('active', 'suspended', 'grace') for no key update"#,
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Life {
            id,
            owner: row.owner,
            order: row.order,
            e164: row.e164,
            country: row.country.parse()?,
            kind: row.kind.parse()?,
            provider: row.provider,
            team: row.team,
            cost_centre: row.cost_centre,
            cost: Money::from_micros(row.cost_micros, row.cost_currency.parse()?),
            monthly: Money::from_micros(row.monthly_micros, row.currency.parse()?),
            expires_at: row.expires_at,
            auto_renew: row.auto_renew,
            next_at: row.next_at,
            stands: Stands {
                state: state(&row.state)?,
                suspended_for: row.suspended_for.as_deref().map(pause).transpose()?,
                grace_until: row.grace_until,
                release_at: row.release_at,
                told: row.told,
            },
        })
    })
    .transpose()
}

pub(in crate::domain::numbers) async fn put(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: NumberId,
    stands: &Stands,
    next_at: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update virtual_numbers
         set state = $3, suspended_for = $4, grace_until = $5, release_at = $6, told = $7, next_at = $8
         where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
        stands.state.as_str(),
        stands.suspended_for.map(Pause::as_str),
        stands.grace_until,
        stands.release_at,
        stands.told,
        next_at,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::numbers) async fn insert_month(
    conn: &mut PgConnection,
    reseller: ResellerId,
    month: &PaidMonth,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into number_months (reseller_id, order_id, number_id, from_at, until_at) values ($1, $2, $3, $4, $5)",
        reseller.uuid(),
        month.order.uuid(),
        month.number.uuid(),
        month.from,
        month.until,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::numbers) async fn set_paid(
    conn: &mut PgConnection,
    reseller: ResellerId,
    month: &PaidMonth,
    next_at: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update virtual_numbers
         set state = case when suspended_for = 'owner' then 'suspended' else 'active' end,
             suspended_for = case when suspended_for = 'owner' then 'owner' end,
             grace_until = null, release_at = null, told = 0, expires_at = $3, next_at = $4
         where reseller_id = $1 and id = $2 and state in ('active', 'suspended', 'grace')",
        reseller.uuid(),
        month.number.uuid(),
        month.until,
        next_at,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(in crate::domain::numbers) async fn set_auto_renew(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: NumberId,
    is_on: bool,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update virtual_numbers set auto_renew = $3 where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
        is_on,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::numbers) async fn stop_renewing(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update virtual_numbers set auto_renew = false, mails_messages = false
         where reseller_id = $1 and user_id = $2 and state in ('active', 'suspended', 'grace')",
        reseller.uuid(),
        user.uuid(),
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::numbers) async fn set_mails(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: NumberId,
    is_on: bool,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update virtual_numbers set mails_messages = $3 where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
        is_on,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::numbers) async fn due(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    most: i64,
) -> Result<Vec<(ResellerId, NumberId)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select reseller_id as "reseller: ResellerId", id as "id: NumberId" from virtual_numbers
           where next_at <= $1 and state in ('active', 'suspended', 'grace') order by next_at limit $2"#,
        now,
        most,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.reseller, row.id)).collect())
}

pub(in crate::domain::numbers) async fn grace_days(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<i16, sqlx::Error> {
    sqlx::query_scalar!("select grace_days from resellers where id = $1", reseller.uuid())
        .fetch_one(conn)
        .await
}

pub(in crate::domain::numbers) async fn in_quarantine(
    conn: &mut PgConnection,
    numbers: &[String],
    now: DateTime<Utc>,
) -> Result<Vec<(String, ResellerId, UserId)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select e164, reseller_id as "reseller: ResellerId", user_id as "user: UserId" from virtual_numbers
           where e164 = any($1) and quarantined_until > $2"#,
        numbers,
        now,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.e164, row.reseller, row.user))
        .collect())
}
