//! The database's own catalogue proves the locks.

use sqlx::{Connection, Executor, PgConnection};

use crate::support::World;

/// Tables of the platform: they belong to no reseller.
const PLATFORM: &[&str] = &[
    "resellers",
    "platform_pricing_rules",
    "platform_price_settings",
    "fx_rates",
    "esim_data_plans",
    "webhook_events",
    "operator_cases",
    "webhook_rejections",
    "announcements",
    "provider_bills",
    "provider_bill_lines",
    "verify_runs",
    "providers",
    "provider_credentials",
    "provider_health",
    "provider_priorities",
    "catalogue_syncs",
    "catalogue_changes",
    "comparison_runs",
    "_sqlx_migrations",
];

#[tokio::test]
async fn every_tenant_table_is_closed_three_times() {
    let world = World::new().await;
    let mut owner = world.owner().await;
    let tables: Vec<(String, bool, bool)> = sqlx::query_as(
        "select relname::text, relrowsecurity, relforcerowsecurity from pg_class
         where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')",
    )
    .fetch_all(&mut owner)
    .await
    .unwrap();
    assert!(tables.len() > 20);
    for (table, is_closed, is_forced) in tables {
        if PLATFORM.contains(&table.as_str()) {
            continue;
        }
        assert!(is_closed && is_forced, "{table} lacks forced row-level security");
        let not_null: Option<bool> = sqlx::query_scalar(
            "select attnotnull from pg_attribute where attrelid = $1::regclass and attname = 'reseller_id'",
        )
        .bind(&table)
        .fetch_optional(&mut owner)
        .await
        .unwrap();
        assert_eq!(not_null, Some(true), "{table} lacks reseller_id not null");
        let key: Vec<String> = sqlx::query_scalar(
            "select attname::text from pg_constraint c
             join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
             where c.conrelid = $1::regclass and c.contype = 'p'",
        )
        .bind(&table)
        .fetch_all(&mut owner)
        .await
        .unwrap();
        assert!(
            key.contains(&"reseller_id".to_owned()),
            "the key of {table} lacks reseller_id"
        );
        let loose: Vec<String> = sqlx::query_scalar(
            "select c.conname::text from pg_constraint c
             where c.conrelid = $1::regclass and c.contype = 'f'
               and exists (select from pg_attribute where attrelid = c.confrelid and attname = 'reseller_id')
               and not exists (select from pg_attribute where attrelid = c.conrelid and attnum = any(c.conkey)
                                                          and attname = 'reseller_id')",
        )
        .bind(&table)
        .fetch_all(&mut owner)
        .await
        .unwrap();
        assert!(
            loose.is_empty(),
            "foreign keys of {table} without reseller_id: {loose:?}"
        );
    }
    world.prove().await;
}

/// As the app's role in psql without a reseller set, every tenant table is empty, and the role cannot get around it.
/// An index costs every write of its table.
#[tokio::test]
async fn no_index_is_the_beginning_of_another() {
    let world = World::new().await;
    let mut owner = world.owner().await;
    let covered: Vec<String> = sqlx::query_scalar(
        "with found as (
             select indexrelid::regclass::text as name, indrelid, indisunique, indkey::text as columns,
                    indcollation::text as collations, coalesce(pg_get_expr(indpred, indrelid), '') as rows
             from pg_index join pg_class on pg_class.oid = indrelid
             where relnamespace = 'public'::regnamespace and indexprs is null)
         select a.name || ' by ' || b.name
         from found a join found b on b.indrelid = a.indrelid and b.name <> a.name and b.rows = a.rows
              and b.columns || ' ' like a.columns || ' %' and b.collations || ' ' like a.collations || ' %'
         where not a.indisunique order by 1",
    )
    .fetch_all(&mut owner)
    .await
    .unwrap();
    assert!(covered.is_empty(), "covered by another: {covered:#?}");
    world.prove().await;
}

#[tokio::test]
async fn the_app_role_sees_nothing_without_a_reseller() {
    let world = World::new().await;
    let mut owner = world.owner().await;
    let tables: Vec<String> = sqlx::query_scalar(
        "select relname::text from pg_class
         where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relrowsecurity",
    )
    .fetch_all(&mut owner)
    .await
    .unwrap();
    let privileges: (bool, bool) =
        sqlx::query_as("select rolsuper, rolbypassrls from pg_roles where rolname = 'clouddail_app'")
            .fetch_one(&mut owner)
            .await
            .unwrap();
    assert_eq!(privileges, (false, false));
    let mut app = PgConnection::connect(&crate::support::database::url(&world.database))
        .await
        .unwrap();
    app.execute("set role clouddail_app").await.unwrap();
    // Pretending to be a worker's transaction does not help the app's role.
    app.execute("select set_config('app.system', 'on', false)")
        .await
        .unwrap();
    for table in &tables {
        let rows: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("select count(*) from {table}")))
            .fetch_one(&mut app)
            .await
            .unwrap();
        assert_eq!(rows, 0, "{table} shows rows to nobody in particular");
    }
    for table in ["webhook_events", "operator_cases"] {
        let refused = app
            .execute(sqlx::AssertSqlSafe(format!("select * from {table}")))
            .await;
        assert!(refused.is_err(), "the app's role reads {table}");
    }
    world.prove().await;
}

/// The ledger refuses a change whoever asks, its owner included.
#[tokio::test]
async fn the_ledger_is_append_only_and_balanced_by_the_database() {
    let world = World::new().await;
    let mut owner = world.owner().await;
    for statement in [
        "update ledger_entries set amount_micros = amount_micros + 1",
        "delete from ledger_entries",
        "truncate ledger_entries cascade",
        "update ledger_transfers set description = 'x'",
        "delete from order_events; delete from ledger_transfers",
        "update wallets set balance_micros = balance_micros + 1",
        "update wallets set held_micros = balance_micros + 1",
        "insert into ledger_entries (reseller_id, transfer_id, account, currency, amount_micros)
         select reseller_id, id, 'adjustments', currency, 5 from ledger_transfers limit 1",
    ] {
        assert!(
            owner.execute(statement).await.is_err(),
            "the database allows: {statement}"
        );
    }
    world.prove().await;
}
