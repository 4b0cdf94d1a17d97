//! Rules of both levels. Reads go through the view of all rules, which shows a shop its own and the platform's.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    domain::{
        error::Internal,
        pricing::{
            level::Level,
            rule::{Markup, Rule, StoredRule},
        },
    },
    shared::{
        ids::{PlanId, ResellerId, RuleId},
        money::Money,
        place::CountryCode,
        price::Service,
    },
};

pub(super) struct RuleRow {
    pub reseller: Option<ResellerId>,
    pub id: RuleId,
    pub name: String,
    pub service: Option<String>,
    pub country: Option<String>,
    pub provider: Option<String>,
    pub plan_id: Option<PlanId>,
    pub markup_kind: String,
    pub markup_value: Decimal,
    pub markup_currency: Option<String>,
    pub valid_from: DateTime<Utc>,
    pub valid_until: Option<DateTime<Utc>>,
}

impl RuleRow {
    pub(super) fn stored(self) -> Result<StoredRule, Internal> {
        let service = self
            .service
            .map(|word| {
                Service::parse(&word)
                    .ok_or_else(|| Internal::broken(format!("pricing rule for unknown service {word}")))
            })
            .transpose()?;
        let markup = match (self.markup_kind.as_str(), self.markup_currency) {
            ("fixed", Some(currency)) => {
                Markup::Fixed(Money::from_decimal(self.markup_value, currency.parse()?)?)
            }
            _ => Markup::Percent(self.markup_value),
        };
        Ok(StoredRule {
            id: self.id,
            rule: Rule {
                name: self.name,
                service,
                country: self.country.as_deref().map(str::parse).transpose()?,
                provider: self.provider,
                plan: self.plan_id,
                markup,
            },
            valid_from: self.valid_from,
            valid_until: self.valid_until,
        })
    }
}

fn stored(rows: Vec<RuleRow>) -> Result<Vec<StoredRule>, Internal> {
    rows.into_iter().map(RuleRow::stored).collect()
}

/// Rules valid at `now`: the platform's, and the shop's.
pub(in crate::domain::pricing) async fn valid(
    conn: &mut PgConnection,
    reseller: ResellerId,
    now: DateTime<Utc>,
) -> Result<(Vec<Rule>, Vec<Rule>), Internal> {
    let rows = sqlx::query_as!(
        RuleRow,
        r#"select reseller_id as "reseller: ResellerId", id as "id!: RuleId", name as "name!", service, country,
                  provider, plan_id as "plan_id: PlanId", markup_kind as "markup_kind!",
                  markup_value as "markup_value!", markup_currency, valid_from as "valid_from!", valid_until
           from every_pricing_rule
           where (reseller_id is null or reseller_id = $1) and is_active
             and valid_from <= $2 and (valid_until is null or valid_until > $2)
           limit 20000"#,
        reseller.uuid(),
        now,
    )
    .fetch_all(conn)
    .await?;
    let (mut platform, mut shop) = (vec![], vec![]);
    for row in rows {
        let rules = if row.reseller.is_none() {
            &mut platform
        } else {
            &mut shop
        };
        rules.push(row.stored()?.rule);
    }
    Ok((platform, shop))
}

pub(in crate::domain::pricing) async fn list(
    conn: &mut PgConnection,
    level: Level,
    now: DateTime<Utc>,
) -> Result<Vec<StoredRule>, Internal> {
    let rows = sqlx::query_as!(
        RuleRow,
        r#"select reseller_id as "reseller: ResellerId", id as "id!: RuleId", name as "name!", service, country,
                  provider, plan_id as "plan_id: PlanId", markup_kind as "markup_kind!",
                  markup_value as "markup_value!", markup_currency, valid_from as "valid_from!", valid_until
           from every_pricing_rule
           where reseller_id is not distinct from $1 and is_active and (valid_until is null or valid_until > $2)
           order by valid_from desc, id limit 1000"#,
        level.reseller().map(ResellerId::uuid),
        now,
    )
    .fetch_all(conn)
    .await?;
    stored(rows)
}

/// `None` when it is not the level's, or withdrawn.
pub(in crate::domain::pricing) async fn find(
    conn: &mut PgConnection,
    level: Level,
    id: RuleId,
) -> Result<Option<StoredRule>, Internal> {
    let row = sqlx::query_as!(
        RuleRow,
        r#"select reseller_id as "reseller: ResellerId", id as "id!: RuleId", name as "name!", service, country,
                  provider, plan_id as "plan_id: PlanId", markup_kind as "markup_kind!",
                  markup_value as "markup_value!", markup_currency, valid_from as "valid_from!", valid_until
           from every_pricing_rule
           where reseller_id is not distinct from $1 and id = $2 and is_active"#,
        level.reseller().map(ResellerId::uuid),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(RuleRow::stored).transpose()
}

/// Other rules that match the same things at some moment of `rule`'s window, the earliest first.
pub(in crate::domain::pricing) async fn ties(
    conn: &mut PgConnection,
    level: Level,
    rule: &StoredRule,
) -> Result<Vec<StoredRule>, Internal> {
    let StoredRule {
        rule: matched,
        valid_from,
        valid_until,
        id,
    } = rule;
    let rows = sqlx::query_as!(
        RuleRow,
        r#"select reseller_id as "reseller: ResellerId", id as "id!: RuleId", name as "name!", service, country,
                  provider, plan_id as "plan_id: PlanId", markup_kind as "markup_kind!",
                  markup_value as "markup_value!", markup_currency, valid_from as "valid_from!", valid_until
           from every_pricing_rule
           where reseller_id is not distinct from $1 and is_active and id <> $2
             and service is not distinct from $3 and country is not distinct from $4
             and provider is not distinct from $5 and plan_id is not distinct from $6
             and tstzrange(valid_from, valid_until) && tstzrange($7, $8)
           order by valid_from limit 1000"#,
        level.reseller().map(ResellerId::uuid),
        id.uuid(),
        matched.service.map(Service::as_str),
        matched.country.as_ref().map(CountryCode::as_str),
        matched.provider,
        matched.plan.map(PlanId::uuid),
        valid_from,
        *valid_until,
    )
    .fetch_all(conn)
    .await?;
    stored(rows)
}

/// Whoever saves rules of the level waits here for the one before.
pub(in crate::domain::pricing) async fn lock(
    conn: &mut PgConnection,
    level: Level,
) -> Result<(), sqlx::Error> {
    let whose = level.reseller().map(|reseller| reseller.to_string());
    sqlx::query!(
        r#"select pg_advisory_xact_lock(hashtextextended($1, 0)) as "lock: ()""#,
        format!("price rules:{}", whose.unwrap_or_default()),
    )
    .fetch_one(conn)
    .await
    .map(drop)
}

fn columns(markup: Markup) -> (&'static str, Decimal, Option<&'static str>) {
    match markup {
        Markup::Percent(percent) => ("percent", percent, None),
        Markup::Fixed(amount) => ("fixed", amount.decimal(), Some(amount.currency().code())),
    }
}

/// Makes the rule, or changes the one with its id.
pub(in crate::domain::pricing) async fn put(
    conn: &mut PgConnection,
    level: Level,
    stored: &StoredRule,
) -> Result<(), sqlx::Error> {
    let rule = &stored.rule;
    let (kind, value, currency) = columns(rule.markup);
    match level {
        Level::Platform => {
            sqlx::query!(
                "insert into platform_pricing_rules
                     (id, name, service, country, provider, plan_id, markup_kind, markup_value, markup_currency,
                      valid_from, valid_until)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                 on conflict (id) do update set
                     name = excluded.name, service = excluded.service, country = excluded.country,
                     provider = excluded.provider, plan_id = excluded.plan_id, markup_kind = excluded.markup_kind,
                     markup_value = excluded.markup_value, markup_currency = excluded.markup_currency,
                     valid_from = excluded.valid_from, valid_until = excluded.valid_until",
                stored.id.uuid(),
                rule.name,
                rule.service.map(Service::as_str),
                rule.country.as_ref().map(CountryCode::as_str),
                rule.provider,
                rule.plan.map(PlanId::uuid),
                kind,
                value,
                currency,
                stored.valid_from,
                stored.valid_until,
            )
            .execute(conn)
            .await
        }
        Level::Shop(reseller) => {
            sqlx::query!(
                "insert into pricing_rules
                     (id, reseller_id, name, service, country, provider, plan_id, markup_kind, markup_value,
                      markup_currency, valid_from, valid_until)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                 on conflict (reseller_id, id) do update set
                     name = excluded.name, service = excluded.service, country = excluded.country,
                     provider = excluded.provider, plan_id = excluded.plan_id, markup_kind = excluded.markup_kind,
                     markup_value = excluded.markup_value, markup_currency = excluded.markup_currency,
                     valid_from = excluded.valid_from, valid_until = excluded.valid_until",
                stored.id.uuid(),
                reseller.uuid(),
                rule.name,
                rule.service.map(Service::as_str),
                rule.country.as_ref().map(CountryCode::as_str),
                rule.provider,
                rule.plan.map(PlanId::uuid),
                kind,
                value,
                currency,
                stored.valid_from,
                stored.valid_until,
            )
            .execute(conn)
            .await
        }
    }
    .map(drop)
}

pub(in crate::domain::pricing) async fn end(
    conn: &mut PgConnection,
    level: Level,
    id: RuleId,
    at: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    match level {
        Level::Platform => {
            sqlx::query!(
                "update platform_pricing_rules set valid_until = $2 where id = $1",
                id.uuid(),
                at
            )
            .execute(conn)
            .await
        }
        Level::Shop(reseller) => {
            sqlx::query!(
                "update pricing_rules set valid_until = $3 where reseller_id = $1 and id = $2",
                reseller.uuid(),
                id.uuid(),
                at,
            )
            .execute(conn)
            .await
        }
    }
    .map(drop)
}

pub(in crate::domain::pricing) async fn withdraw(
    conn: &mut PgConnection,
    level: Level,
    id: RuleId,
) -> Result<(), sqlx::Error> {
    match level {
        Level::Platform => {
            sqlx::query!(
                "update platform_pricing_rules set is_active = false where id = $1",
                id.uuid()
            )
            .execute(conn)
            .await
        }
        Level::Shop(reseller) => {
            sqlx::query!(
                "update pricing_rules set is_active = false where reseller_id = $1 and id = $2",
                reseller.uuid(),
                id.uuid(),
            )
            .execute(conn)
            .await
        }
    }
    .map(drop)
}

/// What plans that rules name are called.
pub(in crate::domain::pricing) async fn plan_names(
    conn: &mut PgConnection,
    plans: &[PlanId],
) -> Result<HashMap<PlanId, String>, sqlx::Error> {
    let ids: Vec<Uuid> = plans.iter().map(|plan| plan.uuid()).collect();
    let rows = sqlx::query!(
        r#"select id as "id: PlanId", name from esim_data_plans where id = any($1)"#,
        &ids,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}
