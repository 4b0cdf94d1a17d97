//! Codes.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    domain::{
        error::Internal,
        pricing::promote::Off,
        promotions::{
            code::Code,
            save::{NewPromo, On},
        },
    },
    shared::{
        currency::Currency,
        ids::{PlanId, PromoId, ResellerId},
        money::Money,
        place::CountryCode,
        price::Service,
        promotion::FundedBy,
    },
};

/// A code as it is kept.
pub(in crate::domain::promotions) struct Promo {
    pub id: PromoId,
    pub code: String,
    pub name: String,
    pub off: Off,
    pub minimum: Money,
    pub maximum: Option<Money>,
    pub on: On,
    /// What the plan is called that it is for.
    pub plan_name: Option<String>,
    pub valid_from: DateTime<Utc>,
    pub valid_until: Option<DateTime<Utc>>,
    pub limit_total: Option<i32>,
    pub limit_per_customer: Option<i32>,
    pub funded_by: FundedBy,
    pub is_paused: bool,
    pub uses: i32,
}

struct PromoRecord {
    id: PromoId,
    code: String,
    name: String,
    percent: Option<Decimal>,
    amount_micros: Option<i64>,
    currency: String,
    minimum_micros: i64,
    maximum_discount_micros: Option<i64>,
    service: Option<String>,
    country: Option<String>,
    plan_id: Option<PlanId>,
    plan_name: Option<String>,
    valid_from: DateTime<Utc>,
    valid_until: Option<DateTime<Utc>>,
    limit_total: Option<i32>,
    limit_per_customer: Option<i32>,
    funded_by: String,
    is_paused: bool,
    uses: i32,
}

impl PromoRecord {
    fn promo(self) -> Result<Promo, Internal> {
        let currency: Currency = self.currency.parse()?;
        let money = |micros| Money::from_micros(micros, currency);
        let off = match (self.percent, self.amount_micros) {
            (Some(percent), _) => Off::Percent(percent),
            (None, Some(micros)) => Off::Fixed(money(micros)),
            (None, None) => return Err(Internal::broken("a promotion that takes nothing off")),
        };
        Ok(Promo {
            id: self.id,
            code: self.code,
            name: self.name,
            off,
            minimum: money(self.minimum_micros),
            maximum: self.maximum_discount_micros.map(money),
            on: On {
                service: self.service.as_deref().and_then(Service::parse),
                country: self.country.as_deref().map(str::parse).transpose()?,
                plan: self.plan_id,
            },
            plan_name: self.plan_name,
            valid_from: self.valid_from,
            valid_until: self.valid_until,
            limit_total: self.limit_total,
            limit_per_customer: self.limit_per_customer,
            funded_by: FundedBy::parse(&self.funded_by)
                .ok_or_else(|| Internal::broken("a promotion that nobody funds"))?,
            is_paused: self.is_paused,
            uses: self.uses,
        })
    }
}

pub(in crate::domain::promotions) async fn by_code(
    conn: &mut PgConnection,
    reseller: ResellerId,
    code: &str,
) -> Result<Option<Promo>, Internal> {
    let row = sqlx::query_as!(
        PromoRecord,
        r#"select id as "id: PromoId", code, name, percent, amount_micros, currency, minimum_micros,
                  maximum_discount_micros, service, country, plan_id as "plan_id: PlanId",
                  (select d.name from esim_data_plans d where d.id = plan_id) as plan_name, valid_from, valid_until,
                  limit_total, limit_per_customer, funded_by, is_paused, uses
           from promo_codes where reseller_id = $1 and code = $2"#,
        reseller.uuid(),
        code,
    )
    .fetch_optional(conn)
    .await?;
    row.map(PromoRecord::promo).transpose()
}

pub(in crate::domain::promotions) async fn by_id(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: PromoId,
) -> Result<Option<Promo>, Internal> {
    let row = sqlx::query_as!(
        PromoRecord,
        r#"select id as "id: PromoId", code, name, percent, amount_micros, currency, minimum_micros,
                  maximum_discount_micros, service, country, plan_id as "plan_id: PlanId",
                  (select d.name from esim_data_plans d where d.id = plan_id) as plan_name, valid_from, valid_until,
                  limit_total, limit_per_customer, funded_by, is_paused, uses
           from promo_codes where reseller_id = $1 and id = $2"#,
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(PromoRecord::promo).transpose()
}

pub(in crate::domain::promotions) async fn list(
    conn: &mut PgConnection,
    reseller: ResellerId,
    before: Option<PromoId>,
    limit: i64,
) -> Result<Vec<Promo>, Internal> {
    let rows = sqlx::query_as!(
        PromoRecord,
        r#"select id as "id: PromoId", code, name, percent, amount_micros, currency, minimum_micros,
                  maximum_discount_micros, service, country, plan_id as "plan_id: PlanId",
                  (select d.name from esim_data_plans d where d.id = plan_id) as plan_name, valid_from, valid_until,
                  limit_total, limit_per_customer, funded_by, is_paused, uses
           from promo_codes where reseller_id = $1 and id < $2 order by id desc limit $3"#,
        reseller.uuid(),
        before.map_or(Uuid::max(), PromoId::uuid),
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(PromoRecord::promo).collect()
}

/// False when the shop has the code already.
pub(in crate::domain::promotions) async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: PromoId,
    code: &Code,
    new: &NewPromo,
    funded_by: FundedBy,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let (percent, amount) = match new.off {
        Off::Percent(percent) => (Some(percent), None),
        Off::Fixed(amount) => (None, Some(amount.micros())),
    };
    let done = sqlx::query!(
        "insert into promo_codes (id, reseller_id, code, name, percent, amount_micros, currency, minimum_micros,
                                  maximum_discount_micros, service, country, plan_id, valid_from, valid_until,
                                  limit_total, limit_per_customer, funded_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
         on conflict on constraint promo_code_once do nothing",
        id.uuid(),
        reseller.uuid(),
        code.as_str(),
        new.name.trim(),
        percent,
        amount,
        new.minimum.currency().code(),
        new.minimum.micros(),
        new.maximum.map(Money::micros),
        new.on.service.map(Service::as_str),
        new.on.country.as_ref().map(CountryCode::as_str),
        new.on.plan.map(PlanId::uuid),
        new.valid_from,
        new.valid_until,
        new.limit_total,
        new.limit_per_customer,
        funded_by.as_str(),
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// False when it is not the shop's.
pub(in crate::domain::promotions) async fn set_paused(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: PromoId,
    is_paused: bool,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update promo_codes set is_paused = $3 where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
        is_paused,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A code the platform bears, with its shop.
pub(in crate::domain::promotions) struct Borne {
    pub shop: String,
    pub promo: Promo,
    /// What counted uses took off.
    pub given: Money,
}

/// The codes of every shop that the platform bears, the newest first.
pub(in crate::domain::promotions) async fn platform_funded(
    conn: &mut PgConnection,
    before: Option<PromoId>,
    limit: i64,
) -> Result<Vec<Borne>, Internal> {
    let rows = sqlx::query!(
        r#"select r.name as shop, p.id as "id: PromoId", p.code, p.name, p.percent, p.amount_micros, p.currency,
                  p.minimum_micros, p.maximum_discount_micros, p.service, p.country, p.plan_id as "plan_id: PlanId",
                  (select d.name from esim_data_plans d where d.id = p.plan_id) as plan_name, p.valid_from,
                  p.valid_until, p.limit_total, p.limit_per_customer, p.funded_by, p.is_paused, p.uses,
                  (select coalesce(sum(u.discount_micros), 0)::bigint from promo_uses u
                   where u.reseller_id = p.reseller_id and u.promo_id = p.id and u.state = 'counted') as "given!"
           from promo_codes p join resellers r on r.id = p.reseller_id
           where p.funded_by = 'platform' and p.id < $1 order by p.id desc limit $2"#,
        before.map_or(Uuid::max(), PromoId::uuid),
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let promo = PromoRecord {
                id: row.id,
                code: row.code,
                name: row.name,
                percent: row.percent,
                amount_micros: row.amount_micros,
                currency: row.currency,
                minimum_micros: row.minimum_micros,
                maximum_discount_micros: row.maximum_discount_micros,
                service: row.service,
                country: row.country,
                plan_id: row.plan_id,
                plan_name: row.plan_name,
                valid_from: row.valid_from,
                valid_until: row.valid_until,
                limit_total: row.limit_total,
                limit_per_customer: row.limit_per_customer,
                funded_by: row.funded_by,
                is_paused: row.is_paused,
                uses: row.uses,
            }
            .promo()?;
            Ok(Borne {
                shop: row.shop,
                given: Money::from_micros(row.given, promo.minimum.currency()),
                promo,
            })
        })
        .collect()
}

/// The shop of a code the platform bears, and its name.
pub(in crate::domain::promotions) async fn shop_of_platform_funded(
    conn: &mut PgConnection,
    id: PromoId,
) -> Result<Option<(ResellerId, String)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select r.id as "id: ResellerId", r.name from promo_codes p join resellers r on r.id = p.reseller_id
           where p.funded_by = 'platform' and p.id = $1"#,
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.id, row.name)))
}
