//! Rules and rates of a new installation and of a demo shop. Runs with the migrations' role.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::{
    level::Level,
    rule::{Markup, Rule, StoredRule},
    set_rate::SetRate,
    store,
};
use crate::{
    domain::error::Internal,
    shared::{
        currency::Currency,
        ids::{ResellerId, RuleId},
        money::Money,
        price::Service,
    },
};

/// The platform's own markups and the demo's exchange rates.
pub async fn platform(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<(), Internal> {
    let mut us_numbers = rule("US numbers", Some(Service::NumberPurchase), percent(25));
    us_numbers.country = Some("US".parse()?);
    let rules = [
        rule("numbers", None, percent(20)),
        rule("data plans", Some(Service::DataPlan), percent(15)),
        us_numbers,
    ];
    for rule in rules {
        insert(conn, Level::Platform, rule, now).await?;
    }
    for (base, quote, rate) in [
        (Currency::USD, Currency::EUR, Decimal::new(92, 2)),
        (Currency::EUR, Currency::USD, Decimal::new(1087, 3)),
    ] {
        let rate = SetRate {
            base,
            quote,
            rate,
            as_of: now,
            source: "demo seed".into(),
        };
        store::rates::insert(conn, &rate).await?;
    }
    Ok(())
}

/// On top of what a message or a minute costs, in percent: a fixed amount as for numbers would be many times its cost.
const TRAFFIC_PERCENT: u32 = 50;

/// Markups of a new shop: `numbers` is added to each number as a fixed amount, `data_percent` to each plan.
pub async fn reseller(
    conn: &mut PgConnection,
    reseller: ResellerId,
    numbers: Money,
    data_percent: u32,
    now: DateTime<Utc>,
) -> Result<(), Internal> {
    let rules = [
        rule("everything", None, Markup::Fixed(numbers)),
        rule("data plans", Some(Service::DataPlan), percent(data_percent)),
        rule("messages", Some(Service::Sms), percent(TRAFFIC_PERCENT)),
        rule("calls", Some(Service::VoiceMinute), percent(TRAFFIC_PERCENT)),
    ];
    for rule in rules {
        insert(conn, Level::Shop(reseller), rule, now).await?;
    }
    Ok(())
}

async fn insert(
    conn: &mut PgConnection,
    level: Level,
    rule: Rule,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let stored = StoredRule {
        id: RuleId::new(),
        rule,
        valid_from: now,
        valid_until: None,
    };
    store::rules::put(conn, level, &stored).await
}

fn rule(name: &str, service: Option<Service>, markup: Markup) -> Rule {
    Rule {
        name: name.into(),
        service,
        country: None,
        provider: None,
        plan: None,
        markup,
    }
}

fn percent(percent: u32) -> Markup {
    Markup::Percent(Decimal::from(percent))
}
