//! What a company paid less what came back: to the cent what its wallet paid, and where the month is heading.

use chrono::TimeDelta;
use clouddail::{domain::orders::refund::Destination, shared::ids::OrderId};
use uuid::Uuid;

use crate::support::World;

/// What Northwind's wallet paid for orders, in micro-units, by the ledger.
async fn paid(world: &World) -> i64 {
    world
        .count(
            "select (-sum(e.amount_micros))::bigint from ledger_entries e
             join ledger_transfers t on t.reseller_id = e.reseller_id and t.id = e.transfer_id
             join wallets w on w.reseller_id = e.reseller_id and w.id = e.wallet_id
             where w.owner_kind = 'organization' and t.kind in ('sale', 'refund')",
        )
        .await
}

#[tokio::test]
async fn spend_is_what_the_wallet_paid_less_what_came_back() {
    let world = World::new().await;
    let mut owner = world.browser("aurora.localhost", "owner@northwind.test").await;
    let empty = owner.get("/business/spend").await.text();
    assert!(empty.contains("Nothing was spent"), "{empty}");
    world.line("bruno").await;
    world.line("greta").await;
    let price = paid(&world).await / 2;
    let order: Uuid = sqlx::query_scalar(
        "select o.id from orders o join employees e on e.id = o.employee_id where e.email = 'greta@northwind.test'",
    )
    .fetch_one(&mut world.owner().await)
    .await
    .unwrap();
    let customer = world.aurora_customer().await;
    let back = price / 2;
    world
        .give_back(
            &customer,
            OrderId::from(order),
            Some(back),
            Destination::Wallet,
            "half",
        )
        .await
        .unwrap();
    let left = paid(&world).await;
    assert_eq!(left, price * 2 - back);

    let company = world.northwind_id().await;
    let api = world.aurora_api();
    for by in ["team", "cost_centre", "employee", "plan", "country", "day"] {
        let spend = api
            .get(&format!("/api/v1/organizations/{company}/spend?group_by={by}"))
            .await;
        let micros = |amount: &serde_json::Value| {
            let amount: rust_decimal::Decimal = amount["amount"].as_str().unwrap().parse().unwrap();
            i64::try_from(amount * rust_decimal::Decimal::from(1_000_000)).unwrap()
        };
        let rows = spend.json["data"].as_array().unwrap();
        let sum: i64 = rows.iter().map(|row| micros(&row["spent"])).sum();
        assert_eq!(
            (sum, micros(&spend.json["total"])),
            (left, left),
            "{by}: {spend:?}"
        );
        assert!(
            owner.get(&format!("/business/spend?by={by}")).await.status == 200,
            "{by}"
        );
    }
    let page = owner.get("/business/spend?by=employee").await.text();
    assert!(
        page.contains("Bruno Silva") && page.contains("Greta Lindqvist"),
        "{page}"
    );
    assert!(page.contains("cannot be said yet"), "no forecast from a day");
    let file = owner.get("/business/spend.csv?by=employee").await.text();
    assert_eq!(file.lines().count(), 3, "{file}");
    assert!(file.starts_with("Employee,Detail,Orders,Charged,Refunded,Spent,Currency,Unusual,Id"));

    let mut manager = world.browser("aurora.localhost", "manager@northwind.test").await;
    for path in [
        "/business/spend?by=employee",
        "/business/spend?by=team",
        "/business/spend.csv?by=employee",
    ] {
        let text = manager.get(path).await.text();
        assert!(
            !text.contains("Greta") && !text.contains("Engineering"),
            "{path}: {text}"
        );
    }
    assert!(manager.get("/business").await.text().contains("This month"));
    world.prove().await;
}

#[tokio::test]
async fn four_weeks_later_the_month_is_foretold_and_three_times_the_usual_stands_out() {
    let world = World::new().await;
    world.line("bruno").await;
    world.line("greta").await;
    world.backend.clock.advance(TimeDelta::days(45));
    for _ in 0..2 {
        world.line("bruno").await;
    }
    let mut owner = world.browser("aurora.localhost", "owner@northwind.test").await;
    let page = owner.get("/business/spend?by=employee").await.text();
    assert!(
        page.contains("At the pace of the last 28 days") || page.contains("which ends today"),
        "{page}"
    );
    assert!(
        page.contains("Unusual: ") && page.contains("at least 3 times the usual"),
        "{page}"
    );
    assert_eq!(page.matches("Unusual: ").count(), 1, "Greta's is not");
    world.prove().await;
}
