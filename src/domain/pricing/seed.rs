//! Rules and rates of a new installation and of a demo shop. Runs with the migrations' role.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::{
    rule::Markup,
    store::{self, SeedRule},
};
use crate::{
    domain::error::Internal,
    shared::{currency::Currency, ids::ResellerId, money::Money, price::Service},
};

/// The platform's own markups and the demo's exchange rates.
pub async fn platform(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<(), Internal> {
    let rules = [
        SeedRule {
            name: "numbers",
            service: None,
            country: None,
            markup: percent(20),
        },
        SeedRule {
            name: "data plans",
            service: Some(Service::DataPlan),
            country: None,
            markup: percent(15),
        },
        SeedRule {
            name: "US numbers",
            service: Some(Service::NumberPurchase),
            country: Some("US"),
            markup: percent(25),
        },
    ];
    for rule in &rules {
        store::insert_platform_rule(conn, rule, now).await?;
    }
    let source = "demo seed";
    store::insert_rate(
        conn,
        Currency::USD,
        Currency::EUR,
        Decimal::new(92, 2),
        now,
        source,
    )
    .await?;
    store::insert_rate(
        conn,
        Currency::EUR,
        Currency::USD,
        Decimal::new(1087, 3),
        now,
        source,
    )
    .await?;
    Ok(())
}

/// Markups of a demo shop: `numbers` is added to each number as a fixed amount, `data_percent` to each plan.
pub async fn reseller(
    conn: &mut PgConnection,
    reseller: ResellerId,
    numbers: Money,
    data_percent: u32,
    now: DateTime<Utc>,
) -> Result<(), Internal> {
    let rules = [
        SeedRule {
            name: "everything",
            service: None,
            country: None,
            markup: Markup::Fixed(numbers),
        },
        SeedRule {
            name: "data plans",
            service: Some(Service::DataPlan),
            country: None,
            markup: percent(data_percent),
        },
    ];
    for rule in &rules {
        store::insert_reseller_rule(conn, reseller, rule, now).await?;
    }
    Ok(())
}

fn percent(percent: u32) -> Markup {
    Markup::Percent(Decimal::from(percent))
}
