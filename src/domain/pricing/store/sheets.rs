//! Uploaded files of prices, and the shop's rules as files need them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::rules::RuleRow;
use crate::{
    domain::{
        error::Internal,
        pricing::{price::Basis, rule::StoredRule, sheet::ExamplePlan},
    },
    shared::{
        ids::{PlanId, PriceSheetId, ResellerId, RuleId, UserId},
        money::Money,
    },
};

/// A file.
pub(in crate::domain::pricing) struct Sheet {
    pub id: PriceSheetId,
    pub name: String,
    pub body: String,
    pub expires_at: DateTime<Utc>,
}

/// Keeps the file in place of its owner's earlier one.
pub(in crate::domain::pricing) async fn keep(
    conn: &mut PgConnection,
    reseller: ResellerId,
    owner: UserId,
    sheet: &Sheet,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into price_sheets (reseller_id, id, owner_id, name, body, at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict on constraint one_sheet_per_person do update set
             id = excluded.id, name = excluded.name, body = excluded.body, at = excluded.at,
             expires_at = excluded.expires_at",
        reseller.uuid(),
        sheet.id.uuid(),
        owner.uuid(),
        sheet.name,
        sheet.body,
        now,
        sheet.expires_at,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::pricing) async fn find(
    conn: &mut PgConnection,
    reseller: ResellerId,
    owner: UserId,
    id: PriceSheetId,
    now: DateTime<Utc>,
) -> Result<Option<Sheet>, sqlx::Error> {
    sqlx::query_as!(
        Sheet,
        r#"select id as "id: PriceSheetId", name, body, expires_at from price_sheets
           where reseller_id = $1 and id = $2 and owner_id = $3 and expires_at > $4"#,
        reseller.uuid(),
        id.uuid(),
        owner.uuid(),
        now,
    )
    .fetch_optional(conn)
    .await
}

pub(in crate::domain::pricing) async fn forget(
    conn: &mut PgConnection,
    reseller: ResellerId,
    owner: UserId,
    id: PriceSheetId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from price_sheets where reseller_id = $1 and id = $2 and owner_id = $3",
        reseller.uuid(),
        id.uuid(),
        owner.uuid(),
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Forgets every shop's files that expired. Returns how many.
pub(in crate::domain::pricing) async fn forget_expired(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
) -> Result<u64, sqlx::Error> {
    sqlx::query!("delete from price_sheets where expires_at <= $1", now)
        .execute(conn)
        .await
        .map(|done| done.rows_affected())
}

/// The shop's rules that are valid or will be, by id; those after `after`.
pub(in crate::domain::pricing) async fn rules_after(
    conn: &mut PgConnection,
    reseller: ResellerId,
    after: Option<RuleId>,
    limit: i64,
    now: DateTime<Utc>,
) -> Result<Vec<StoredRule>, Internal> {
    let rows = sqlx::query_as!(
        RuleRow,
        r#"select reseller_id as "reseller: ResellerId", id as "id: RuleId", name, service, country, provider,
                  plan_id as "plan_id: PlanId", markup_kind, markup_value, markup_currency, valid_from, valid_until
           from pricing_rules
           where reseller_id = $1 and is_active and (valid_until is null or valid_until > $2) and id > $3
           order by id limit $4"#,
        reseller.uuid(),
        now,
        after.map_or(Uuid::nil(), RuleId::uuid),
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(RuleRow::stored).collect()
}

/// All of the shop's rules that are valid or will be; as many as make its prices.
pub(in crate::domain::pricing) async fn rules(
    conn: &mut PgConnection,
    reseller: ResellerId,
    now: DateTime<Utc>,
) -> Result<Vec<StoredRule>, Internal> {
    rules_after(conn, reseller, None, 20_000, now).await
}

/// The shop's rules of these ids whatever became of them, each with whether it was withdrawn.
pub(in crate::domain::pricing) async fn rules_by_id(
    conn: &mut PgConnection,
    reseller: ResellerId,
    ids: &[RuleId],
) -> Result<HashMap<RuleId, (StoredRule, bool)>, Internal> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let rows = sqlx::query!(
        r#"select id as "id: RuleId", name, service, country, provider, plan_id as "plan_id: PlanId", markup_kind,
                  markup_value, markup_currency, valid_from, valid_until, is_active
           from pricing_rules where reseller_id = $1 and id = any($2)"#,
        reseller.uuid(),
        &ids,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let is_withdrawn = !row.is_active;
            let stored = RuleRow {
                reseller: Some(reseller),
                id: row.id,
                name: row.name,
                service: row.service,
                country: row.country,
                provider: row.provider,
                plan_id: row.plan_id,
                markup_kind: row.markup_kind,
                markup_value: row.markup_value,
                markup_currency: row.markup_currency,
                valid_from: row.valid_from,
                valid_until: row.valid_until,
            }
            .stored()?;
            Ok((stored.id, (stored, is_withdrawn)))
        })
        .collect()
}

/// The plans of these ids, and the cheapest local one of each country, which is at least one of each place.
pub(in crate::domain::pricing) async fn example_plans(
    conn: &mut PgConnection,
    named: &[PlanId],
) -> Result<Vec<ExamplePlan>, Internal> {
    let named: Vec<Uuid> = named.iter().map(|id| id.uuid()).collect();
    let rows = sqlx::query!(
        r#"select id as "id!: PlanId", name as "name!", provider as "provider!", country, cost_micros as "cost!",
                  cost_currency as "currency!", minimum_price_micros, minimum_price_currency
           from (select id, name, provider, case when coverage = 'local' then countries[1]::text end as country,
                        cost_micros, cost_currency, minimum_price_micros, minimum_price_currency
                 from esim_data_plans where id = any($1)
                 union
                 (select distinct on (place_slug) id, name, provider,
                         case when coverage = 'local' then countries[1]::text end, cost_micros, cost_currency,
                         minimum_price_micros, minimum_price_currency
                  from esim_data_plans where is_active
                  order by place_slug, cost_micros, id limit 500)) as plans
           order by country nulls last, cost_micros, id"#,
        &named,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let minimum_price = match (row.minimum_price_micros, row.minimum_price_currency) {
                (Some(micros), Some(currency)) => Some(Money::from_micros(micros, currency.parse()?)),
                _ => None,
            };
            Ok(ExamplePlan {
                id: row.id,
                name: row.name,
                provider: row.provider,
                country: row.country.as_deref().map(str::parse).transpose()?,
                basis: Basis {
                    cost: Money::from_micros(row.cost, row.currency.parse()?),
                    minimum_price,
                },
            })
        })
        .collect()
}
