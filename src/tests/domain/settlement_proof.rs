//! Verify catches each corruption of the settlement tables.

use clouddail::domain::{
    operations::verify,
    settlement::{approve_payout::approve_payout, check_float::check_floats, issue_invoices::issue_invoices},
};
use sqlx::{AssertSqlSafe, Connection, Executor};

use crate::support::{
    World,
    settlement::{PLAIN, system},
};

/// A statement that breaks a promise, and the promise.
const CORRUPTIONS: [(&str, &str); 12] = [
    (
        "update earnings set amount_micros = amount_micros + 1 where payout_id is null",
        "every reseller's unpaid earnings equal the ledger",
    ),
    (
        "delete from earnings where payout_id is null",
        "every reseller's unpaid earnings equal the ledger",
    ),
    (
        "update earnings set amount_micros = amount_micros + 1 where payout_id is not null",
        "every earnings row is what its transfer booked",
    ),
    (
        "update payouts set amount_micros = amount_micros + 1",
        "every payout is the sum of its earnings",
    ),
    (
        "update earnings set payout_id = null",
        "every payout is the sum of its earnings",
    ),
    (
        "update payouts set state = 'paid'",
        "approved payouts equal the ledger",
    ),
    (
        "update payouts set state = 'requested'",
        "approved payouts equal the ledger",
    ),
    (
        "update reseller_invoices set total_micros = total_micros + 1",
        "every invoice to a reseller equals its lines and the ledger",
    ),
    (
        "update reseller_invoices set lines = '[]'",
        "every invoice to a reseller equals its lines and the ledger",
    ),
    (
        "update reseller_invoices set number = 2",
        "invoices of a reseller are numbered without gaps",
    ),
    (
        "update float_stages set stage = 'paused'",
        "every float's stage follows from its figures",
    ),
    (
        "update float_stages set since = as_of + interval '1 hour'",
        "every float's stage follows from its figures",
    ),
];

#[tokio::test]
async fn every_corruption_is_found() {
    let world = World::new().await;
    let (shop, customer) = (world.aurora.clone(), world.aurora_customer().await);
    world.no_payout_minimum().await;
    world.sell(&shop, &customer, PLAIN).await;
    world.backend.clock.advance(chrono::TimeDelta::days(31));
    let payout = world.request(&shop, "one").await.unwrap();
    approve_payout(&world.backend, &system(&shop), payout)
        .await
        .unwrap();
    world.sell(&shop, &customer, PLAIN).await;
    issue_invoices(&world.backend).await.unwrap();
    check_floats(&world.backend).await.unwrap();
    assert_eq!(verify::books(&world.backend).await.unwrap(), []);

    let mut owner = world.owner().await;
    // As nobody can do it: without triggers and foreign keys.
    owner
        .execute("set session_replication_role = replica")
        .await
        .unwrap();
    let tables = ["earnings", "payouts", "reseller_invoices", "float_stages"];
    for table in tables {
        let copy = format!("create table sound_{table} as table {table}");
        owner.execute(AssertSqlSafe(copy)).await.unwrap();
    }
    for (corruption, check) in CORRUPTIONS {
        let done = owner.execute(corruption).await.unwrap();
        assert!(done.rows_affected() > 0, "{corruption}");
        let found = verify::books(&world.backend).await.unwrap();
        assert!(
            found.iter().any(|finding| finding.check == check),
            "{corruption}: {found:#?}"
        );
        let mut tx = owner.begin().await.unwrap();
        for table in tables {
            let restore = format!("delete from {table}; insert into {table} select * from sound_{table}");
            tx.execute(AssertSqlSafe(restore)).await.unwrap();
        }
        tx.commit().await.unwrap();
    }
    world.prove().await;
}
