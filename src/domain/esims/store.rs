//! The SQL of the eSIM room.

pub(super) mod offer;
pub(super) mod switches;
mod syncs;

pub(super) use syncs::*;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{add::NewEsim, catalogue::Plan};
use crate::{
    domain::{error::Internal, place, scope::Buys},
    providers::esims::{EsimStatus, Product},
    shared::{
        esim::{Coverage, EsimRow, EsimState},
        ids::{EsimId, OrderId, PlanId, ResellerId, UserId},
        money::Money,
    },
};

pub(super) async fn upsert_products(
    conn: &mut PgConnection,
    provider: &str,
    products: &[Product],
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    for product in products {
        let countries: Vec<String> = product.countries.iter().map(ToString::to_string).collect();
        sqlx::query!(
            "insert into esim_data_plans
                 (id, provider, provider_product_id, name, coverage, place, place_slug, countries, data_mb, fair_use,
                  speed, validity_days, can_top_up, cost_micros, cost_currency, is_active, synced_at,
                  minimum_price_micros, minimum_price_currency)
             values ($1, $2, $3, $4, $5, $6, $7, $8::text[]::char(2)[], $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
                     $19)
             on conflict (provider, provider_product_id) do update set
                 name = excluded.name, coverage = excluded.coverage, place = excluded.place,
                 place_slug = excluded.place_slug, countries = excluded.countries, data_mb = excluded.data_mb,
                 fair_use = excluded.fair_use, speed = excluded.speed, validity_days = excluded.validity_days,
                 can_top_up = excluded.can_top_up, cost_micros = excluded.cost_micros,
                 cost_currency = excluded.cost_currency, is_active = excluded.is_active,
                 synced_at = excluded.synced_at, minimum_price_micros = excluded.minimum_price_micros,
                 minimum_price_currency = excluded.minimum_price_currency",
            PlanId::new().uuid(),
            provider,
            product.provider_id,
            product.name,
            product.coverage.as_str(),
            place_name(product),
            place_slug(product),
            &countries,
            product.data_mb,
            product.fair_use,
            product.speed,
            product.validity_days,
            product.can_top_up,
            product.cost.micros(),
            product.cost.currency().code(),
            product.is_active,
            now,
            product.minimum_price.map(Money::micros),
            product.minimum_price.map(|price| price.currency().code()),
        )
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}

/// Countries by the name people use, whatever the provider calls them; regions as the provider does.
fn place_name(product: &Product) -> String {
    match (product.coverage, product.countries.first()) {
        (Coverage::Local, Some(country)) => place::country(*country).name,
        _ => product.place.clone(),
    }
}

/// Countries by their code, regions by their name.
fn place_slug(product: &Product) -> String {
    match (product.coverage, product.countries.first()) {
        (Coverage::Local, Some(country)) => country.to_lower(),
        _ => {
            let letters = product.place.to_lowercase();
            letters
                .split(|c: char| !c.is_ascii_alphanumeric())
                .filter(|word| !word.is_empty())
                .collect::<Vec<_>>()
                .join("-")
        }
    }
}

pub(super) async fn withdraw_unseen(
    conn: &mut PgConnection,
    provider: &str,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update esim_data_plans set is_active = false where provider = $1 and synced_at < $2",
        provider,
        now
    )
    .execute(conn)
    .await
    .map(drop)
}

struct PlanRecord {
    id: PlanId,
    provider: String,
    provider_product_id: String,
    name: String,
    coverage: String,
    place: String,
    place_slug: String,
    countries: Vec<String>,
    data_mb: Option<i64>,
    fair_use: String,
    speed: String,
    validity_days: i32,
    can_top_up: bool,
    cost_micros: i64,
    cost_currency: String,
    minimum_price_micros: Option<i64>,
    minimum_price_currency: Option<String>,
}

impl PlanRecord {
    fn plan(self) -> Result<Plan, Internal> {
        let coverage = match self.coverage.as_str() {
            "local" => Coverage::Local,
            "regional" => Coverage::Regional,
            _ => Coverage::Global,
        };
        let countries = self
            .countries
            .iter()
            .map(|code| code.parse())
            .collect::<Result<_, _>>()?;
        let minimum_price = match (self.minimum_price_micros, self.minimum_price_currency) {
            (Some(micros), Some(currency)) => Some(Money::from_micros(micros, currency.parse()?)),
            _ => None,
        };
        Ok(Plan {
            id: self.id,
            provider: self.provider,
            provider_product_id: self.provider_product_id,
            name: self.name,
            coverage,
            place: self.place,
            place_slug: self.place_slug,
            countries,
            data_mb: self.data_mb,
            fair_use: self.fair_use,
            speed: self.speed,
            validity_days: self.validity_days,
            can_top_up: self.can_top_up,
            cost: Money::from_micros(self.cost_micros, self.cost_currency.parse()?),
            minimum_price,
        })
    }
}

pub(super) async fn active_plans(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<Vec<Plan>, Internal> {
    let rows = sqlx::query_as!(
        PlanRecord,
        r#"select id as "id: PlanId", provider, provider_product_id, name, coverage, place, place_slug,
                  countries::text[] as "countries!", data_mb, fair_use, speed, validity_days, can_top_up, cost_micros,
                  cost_currency, minimum_price_micros, minimum_price_currency
           from esim_data_plans p
           where is_active
             and provider not in (select v.name from providers v where v.paused_at is not null or v.kind = 'lines')
             and not exists (select from switched_off s
                             where s.reseller_id = $1 and s.kind = 'place' and s.key = p.place_slug)
             and id not in (select substr(s.key, 5)::uuid from switched_off s
                            where s.reseller_id = $1 and s.kind = 'plan')
           order by id limit 20000"#,
        reseller.uuid(),
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(PlanRecord::plan).collect()
}

pub(super) async fn active_plan(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: PlanId,
    for_lines: bool,
) -> Result<Option<Plan>, Internal> {
    let row = sqlx::query_as!(
        PlanRecord,
        r#"select id as "id: PlanId", provider, provider_product_id, name, coverage, place, place_slug,
                  countries::text[] as "countries!", data_mb, fair_use, speed, validity_days, can_top_up, cost_micros,
                  cost_currency, minimum_price_micros, minimum_price_currency
           from esim_data_plans p
           where is_active and id = $1
             and ($4 or provider not in (select v.name from providers v where v.kind = 'lines'))
             and not exists (select from switched_off s
                             where s.reseller_id = $2 and (s.kind = 'place' and s.key = p.place_slug
                                                           or s.kind = 'plan' and s.key = $3))"#,
        id.uuid(),
        reseller.uuid(),
        id.to_string(),
        for_lines,
    )
    .fetch_optional(conn)
    .await?;
    row.map(PlanRecord::plan).transpose()
}

/// Places where these vendors have plans on sale, by name.
pub(super) async fn line_places(
    conn: &mut PgConnection,
    reseller: ResellerId,
    vendors: &[String],
) -> Result<Vec<(String, String)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select p.place_slug, min(p.place) as "place!" from esim_data_plans p
           where p.is_active and p.provider = any($2)
             and p.provider not in (select v.name from providers v where v.paused_at is not null)
             and not exists (select from switched_off s
                             where s.reseller_id = $1 and s.kind = 'place' and s.key = p.place_slug)
           group by p.place_slug order by 2 limit 500"#,
        reseller.uuid(),
        vendors,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.place_slug, row.place)).collect())
}

/// A place's plans of these vendors.
pub(super) async fn line_plans(
    conn: &mut PgConnection,
    reseller: ResellerId,
    place: &str,
    vendors: &[String],
) -> Result<Vec<Plan>, Internal> {
    let rows = sqlx::query_as!(
        PlanRecord,
        r#"select id as "id: PlanId", provider, provider_product_id, name, coverage, place, place_slug,
                  countries::text[] as "countries!", data_mb, fair_use, speed, validity_days, can_top_up, cost_micros,
                  cost_currency, minimum_price_micros, minimum_price_currency
           from esim_data_plans p
           where is_active and place_slug = $2 and provider = any($3)
             and provider not in (select v.name from providers v where v.paused_at is not null)
             and not exists (select from switched_off s
                             where s.reseller_id = $1 and s.kind = 'place' and s.key = p.place_slug)
             and id not in (select substr(s.key, 5)::uuid from switched_off s
                            where s.reseller_id = $1 and s.kind = 'plan')
           order by id limit 200"#,
        reseller.uuid(),
        place,
        vendors,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(PlanRecord::plan).collect()
}

/// Vendors whose lines can be suspended, changed and ended.
pub(super) async fn steered_vendors(conn: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!("select name from providers where kind = 'lines'")
        .fetch_all(conn)
        .await
}

/// A plan of the catalogue, whatever a shop switched off.
pub(super) async fn plan(conn: &mut PgConnection, id: PlanId) -> Result<Option<Plan>, Internal> {
    let row = sqlx::query_as!(
        PlanRecord,
        r#"select id as "id: PlanId", provider, provider_product_id, name, coverage, place, place_slug,
                  countries::text[] as "countries!", data_mb, fair_use, speed, validity_days, can_top_up, cost_micros,
                  cost_currency, minimum_price_micros, minimum_price_currency
           from esim_data_plans where is_active and id = $1"#,
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(PlanRecord::plan).transpose()
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: EsimId,
    new: &NewEsim,
    sealed: &[u8],
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into esim_activations
             (id, reseller_id, user_id, order_id, plan_id, provider, provider_order_id, iccid, activation_code_sealed,
              state, purchased_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        id.uuid(),
        reseller.uuid(),
        new.owner.uuid(),
        new.order.uuid(),
        new.plan.uuid(),
        new.provider,
        new.issued.provider_order_id,
        new.issued.iccid,
        sealed,
        new.issued.state.as_str(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) struct StoredEsim {
    pub row: EsimRow,
    pub order_id: OrderId,
    pub iccid: String,
    pub sealed_code: Vec<u8>,
    pub validity_days: i32,
    pub as_of: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
}

pub(super) async fn esims(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    only: Option<EsimId>,
    limit: i64,
) -> Result<Vec<StoredEsim>, Internal> {
    let rows = sqlx::query!(
        r#"select e.id as "id: EsimId", e.order_id as "order_id: OrderId", e.iccid, e.activation_code_sealed, e.state,
                  e.used_mb, e.as_of, e.purchased_at, e.expires_at, p.name, p.place, p.coverage, p.data_mb,
                  p.validity_days, (p.countries::text[])[1] as "country!"
           from esim_activations e join esim_data_plans p on p.id = e.plan_id
           where e.reseller_id = $1 and e.user_id = $2 and ($3::uuid is null or e.id = $3)
           order by e.purchased_at desc, e.id limit $4"#,
        buyer.reseller().uuid(),
        buyer.user().uuid(),
        only.map(EsimId::uuid),
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let country = if row.coverage == "local" {
                Some(place::country(row.country.parse()?))
            } else {
                None
            };
            Ok(StoredEsim {
                row: EsimRow {
                    id: row.id,
                    plan_name: row.name,
                    place: row.place,
                    country,
                    state: state(&row.state)?,
                    data_mb: row.data_mb,
                    used_mb: row.used_mb,
                    purchased_at: row.purchased_at,
                },
                order_id: row.order_id,
                iccid: row.iccid,
                sealed_code: row.activation_code_sealed,
                validity_days: row.validity_days,
                as_of: row.as_of,
                expires_at: row.expires_at,
            })
        })
        .collect()
}

/// Writes down what the provider said and returns the state before.
pub(super) async fn set_status(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: EsimId,
    status: &EsimStatus,
    now: DateTime<Utc>,
) -> Result<Option<EsimState>, Internal> {
    // A late answer never takes back usage or an activation date an earlier one told.
    let before = sqlx::query_scalar!(
        "with before as (select state from esim_activations
                         where reseller_id = $1 and id = $2 for no key update)
         update esim_activations e set state = $3, used_mb = greatest(e.used_mb, coalesce($4, e.used_mb)),
             activated_at = coalesce(e.activated_at, $5), expires_at = coalesce($6, e.expires_at), as_of = $7
         from before where e.reseller_id = $1 and e.id = $2 returning before.state",
        reseller.uuid(),
        id.uuid(),
        status.state.as_str(),
        status.used_mb,
        status.activated_at,
        status.expires_at,
        now,
    )
    .fetch_optional(conn)
    .await?;
    before.map(|word| state(&word)).transpose()
}

fn state(text: &str) -> Result<EsimState, Internal> {
    EsimState::parse(text).ok_or_else(|| Internal::broken(format!("eSIM in unknown state {text}")))
}

pub(super) async fn mark_gone(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: EsimId,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update esim_activations set state = 'terminated', as_of = $3
         where reseller_id = $1 and id = $2 and state not in ('terminated', 'recycled')",
        reseller.uuid(),
        id.uuid(),
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn holder(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: EsimId,
) -> Result<Option<UserId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select user_id as "user: UserId" from esim_activations where reseller_id = $1 and id = $2"#,
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await
}
