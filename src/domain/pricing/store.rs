//! The SQL of the pricing room.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::rule::{Markup, Rule};
use crate::{
    domain::error::Internal,
    shared::{
        currency::Currency,
        ids::{PlanId, ResellerId},
        money::Money,
        price::Service,
    },
};

pub(super) struct Terms {
    pub currency: Currency,
    pub commission_percent: Decimal,
}

pub(super) async fn terms(conn: &mut PgConnection, reseller: ResellerId) -> Result<Terms, Internal> {
    let row = sqlx::query!(
        "select currency, commission_percent from resellers where id = $1",
        reseller.uuid()
    )
    .fetch_one(conn)
    .await?;
    Ok(Terms {
        currency: row.currency.parse()?,
        commission_percent: row.commission_percent,
    })
}

struct RuleRow {
    name: String,
    service: Option<String>,
    country: Option<String>,
    provider: Option<String>,
    plan_id: Option<PlanId>,
    markup_kind: String,
    markup_value: Decimal,
    markup_currency: Option<String>,
}

impl RuleRow {
    fn rule(self) -> Result<Rule, Internal> {
        let service = match self.service.as_deref() {
            None => None,
            Some("number_purchase") => Some(Service::NumberPurchase),
            Some("number_month") => Some(Service::NumberMonth),
            Some("data_plan") => Some(Service::DataPlan),
            Some(other) => {
                return Err(Internal::broken(format!(
                    "pricing rule for unknown service {other}"
                )));
            }
        };
        let markup = match (self.markup_kind.as_str(), self.markup_currency) {
            ("fixed", Some(currency)) => {
                Markup::Fixed(Money::from_decimal(self.markup_value, currency.parse()?)?)
            }
            _ => Markup::Percent(self.markup_value),
        };
        let country = self.country.as_deref().map(str::parse).transpose()?;
        Ok(Rule {
            name: self.name,
            service,
            country,
            provider: self.provider,
            plan: self.plan_id,
            markup,
        })
    }
}

pub(super) async fn platform_rules(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
) -> Result<Vec<Rule>, Internal> {
    let rows = sqlx::query_as!(
        RuleRow,
        r#"select name, service, country, provider, plan_id as "plan_id: PlanId", markup_kind, markup_value,
                  markup_currency
           from platform_pricing_rules
           where is_active and valid_from <= $1 and (valid_until is null or valid_until > $1)
           order by valid_from desc, id limit 10000"#,
        now,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(RuleRow::rule).collect()
}

pub(super) async fn reseller_rules(
    conn: &mut PgConnection,
    reseller: ResellerId,
    now: DateTime<Utc>,
) -> Result<Vec<Rule>, Internal> {
    let rows = sqlx::query_as!(
        RuleRow,
        r#"select name, service, country, provider, plan_id as "plan_id: PlanId", markup_kind, markup_value,
                  markup_currency
           from pricing_rules
           where reseller_id = $1 and is_active and valid_from <= $2 and (valid_until is null or valid_until > $2)
           order by valid_from desc, id limit 10000"#,
        reseller.uuid(),
        now,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter().map(RuleRow::rule).collect()
}

/// The newest rate of each currency into `quote`.
pub(super) async fn rates_into(
    conn: &mut PgConnection,
    quote: Currency,
    now: DateTime<Utc>,
) -> Result<Vec<(Currency, Decimal)>, Internal> {
    let rows = sqlx::query!(
        "select distinct on (base) base, rate from fx_rates where quote = $1 and as_of <= $2 order by base, as_of desc",
        quote.code(),
        now,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| Ok((row.base.parse()?, row.rate)))
        .collect()
}

pub(super) struct SeedRule<'a> {
    pub name: &'a str,
    pub service: Option<Service>,
    pub country: Option<&'a str>,
    pub markup: Markup,
}

pub(super) async fn insert_platform_rule(
    conn: &mut PgConnection,
    rule: &SeedRule<'_>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let (kind, value, currency) = columns(rule.markup);
    sqlx::query!(
        "insert into platform_pricing_rules
             (id, name, service, country, markup_kind, markup_value, markup_currency, valid_from)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        crate::shared::ids::RuleId::new().uuid(),
        rule.name,
        rule.service.map(Service::as_str),
        rule.country,
        kind,
        value,
        currency,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn insert_reseller_rule(
    conn: &mut PgConnection,
    reseller: ResellerId,
    rule: &SeedRule<'_>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let (kind, value, currency) = columns(rule.markup);
    sqlx::query!(
        "insert into pricing_rules
             (id, reseller_id, name, service, country, markup_kind, markup_value, markup_currency, valid_from)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        crate::shared::ids::RuleId::new().uuid(),
        reseller.uuid(),
        rule.name,
        rule.service.map(Service::as_str),
        rule.country,
        kind,
        value,
        currency,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

fn columns(markup: Markup) -> (&'static str, Decimal, Option<&'static str>) {
    match markup {
        Markup::Percent(percent) => ("percent", percent, None),
        Markup::Fixed(amount) => ("fixed", amount.decimal(), Some(amount.currency().code())),
    }
}

pub(super) async fn insert_rate(
    conn: &mut PgConnection,
    base: Currency,
    quote: Currency,
    rate: Decimal,
    now: DateTime<Utc>,
    source: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into fx_rates (base, quote, rate, as_of, source) values ($1, $2, $3, $4, $5)",
        base.code(),
        quote.code(),
        rate,
        now,
        source,
    )
    .execute(conn)
    .await
    .map(drop)
}
