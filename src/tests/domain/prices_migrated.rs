//! Orders of before migration 9 read like those of today.

use std::{fs, path::PathBuf};

use clouddail::shared::price::{PriceStack, Stage};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use super::prices::money;
use crate::support::database;

/// As issue 1 kept them: a dollar shop, and a euro shop with an exchange rate. Foreign keys are off, since only the
/// stacks matter here.
const BEFORE: &str = r#"
set session_replication_role = replica;
insert into fx_rates (base, quote, rate, as_of, source) values
    ('USD', 'EUR', 0.92, '2026-01-01T10:00:00Z', 'older source'),
    ('USD', 'EUR', 0.92, '2026-01-02T10:00:00Z', 'demo seed'),
    ('USD', 'EUR', 0.92, '2026-03-01T10:00:00Z', 'of later'),
    ('USD', 'EUR', 0.95, '2026-02-01T09:00:00Z', 'another');
insert into quotes (id, reseller_id, user_id, subject, item, stack, charged_micros, currency, created_at, expires_at)
values ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000001',
    '00000000-0000-0000-0000-000000000002', 'x', '{}', $${"provider_cost":{"amount":"2.00","currency":"USD"},
    "fx_rate":"1","cost":{"amount":"2.00","currency":"USD"},"platform_price":{"amount":"2.50","currency":"USD"},
    "charged":{"amount":"3.00","currency":"USD"},"commission_percent":"10","trace":[
    {"what":"cost","result":{"amount":"2.00","currency":"USD"}},
    {"what":"platform rule 'US numbers' +25 %","result":{"amount":"2.50","currency":"USD"}},
    {"what":"reseller rule 'everything' +0.50 USD","result":{"amount":"3.00","currency":"USD"}}]}$$,
    3000000, 'USD', '2026-02-01T10:00:00Z', '2026-02-01T10:15:00Z');
insert into orders (id, reseller_id, user_id, wallet_id, quote_id, kind, state, settlement_mode, charged_micros,
    currency, provider, reference, created_at, updated_at)
values ('00000000-0000-0000-0000-00000000000c', '00000000-0000-0000-0000-000000000001',
    '00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000003',
    '00000000-0000-0000-0000-00000000000b', 'number', 'fulfilled', 'reseller_collects', 3160000, 'EUR', 'twilio', 'ord_c',
    '2026-02-01T10:00:00Z', '2026-02-01T10:00:00Z');
insert into order_lines (reseller_id, order_id, position, item, price_stack)
values ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-00000000000c', 1, '{}',
    $${"provider_cost":{"amount":"2.00","currency":"USD"},"fx_rate":"0.9200000000",
    "cost":{"amount":"1.84","currency":"EUR"},"platform_price":{"amount":"2.30","currency":"EUR"},
    "charged":{"amount":"3.16","currency":"EUR"},"commission_percent":"0","trace":[
    {"what":"cost","result":{"amount":"2.00","currency":"USD"}},
    {"what":"at 0.92 EUR per USD","result":{"amount":"1.84","currency":"EUR"}},
    {"what":"platform rule 'US numbers' +25 %","result":{"amount":"2.30","currency":"EUR"}},
    {"what":"reseller rule 'everything' +0.855 EUR","result":{"amount":"3.155","currency":"EUR"}},
    {"what":"rounded up to the smallest coin","result":{"amount":"3.16","currency":"EUR"}}]}$$);
set session_replication_role = default;
"#;

fn migrations() -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir("migrations")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

async fn stack(db: &mut PgConnection, sql: &'static str) -> PriceStack {
    let stack: serde_json::Value = sqlx::query_scalar(sql).fetch_one(db).await.unwrap();
    serde_json::from_value(stack).unwrap()
}

#[tokio::test]
async fn stacks_of_an_older_database_are_readable() {
    let name = format!("migrated_{}", std::process::id());
    let mut admin = PgConnection::connect(&database::url("postgres")).await.unwrap();
    let create = AssertSqlSafe(format!("create database {name}"));
    admin.execute(create).await.unwrap();
    let mut db = PgConnection::connect(&database::url(&name)).await.unwrap();
    for file in migrations() {
        if file.ends_with("0009_prices.sql") {
            db.execute(BEFORE).await.unwrap();
        }
        let sql = fs::read_to_string(&file).unwrap();
        let mut tx = db.begin().await.unwrap();
        tx.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await.unwrap();
        tx.commit().await.unwrap();
        if file.ends_with("0009_prices.sql") {
            break;
        }
    }

    let dollars = stack(&mut db, "select stack from quotes").await;
    assert_eq!(dollars.fx, None);
    assert_eq!(dollars.retail, dollars.charged);
    assert!(dollars.discount.is_zero());
    assert_eq!(
        dollars.wholesale().charged,
        money("2.50", dollars.charged.currency())
    );
    assert_eq!(dollars.wholesale().trace.len(), 2);

    let euros = stack(&mut db, "select price_stack from order_lines").await;
    let fx = euros.fx.clone().unwrap();
    assert_eq!(
        (fx.rate.normalize().to_string(), fx.source),
        ("0.92".into(), "demo seed".into())
    );
    assert_eq!(fx.as_of.to_rfc3339(), "2026-01-02T10:00:00+00:00");
    assert_eq!(euros.retail, money("3.16", euros.cost.currency()));
    let stages: Vec<_> = euros.trace.iter().map(|step| step.stage).collect();
    assert_eq!(
        stages,
        [
            Stage::Cost,
            Stage::Cost,
            Stage::Platform,
            Stage::Shop,
            Stage::Shop
        ]
    );
    assert_eq!(
        euros.explain(),
        "cost 2.00 USD → at 0.92 EUR per USD → 1.84 EUR → platform rule 'US numbers' +25 % → 2.30 → reseller rule \
         'everything' +0.855 EUR → 3.155 → rounded up to the smallest coin → 3.16"
    );
    let frozen = db.execute("update order_lines set position = 2").await;
    assert!(frozen.is_err(), "order lines can be changed after the migration");
    db.close().await.unwrap();
    database::drop(&name).await;
}
