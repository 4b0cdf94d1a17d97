//! What leaves the shop as a file.

use clouddail::{
    domain::scope::Scope,
    shared::{ids::OrderId, permissions::StaffRole},
};

use super::page;
use crate::support::World;

#[tokio::test]
async fn files_hold_what_is_shown_and_no_formula() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let order: OrderId = world.buy_plan(&customer, "114701").await;
    sqlx::query(
        "update users set first_name = '=HYPERLINK(\"http://x\")' where email = 'customer@aurora.test'",
    )
    .execute(&mut world.owner().await)
    .await
    .unwrap();
    sqlx::query(
        "insert into users (id, reseller_id, email, password_hash, created_at)
         select gen_random_uuid(), $1, 'many' || n || '@aurora.test', '', now() from generate_series(1, 1200) n",
    )
    .bind(customer.reseller().uuid())
    .execute(&mut world.owner().await)
    .await
    .unwrap();
    let mut finance = world.staff_browser(StaffRole::Finance).await;
    let all = finance.get("/reseller/customers.csv").await;
    assert_eq!(all.status, 200);
    assert!(
        all.headers["content-disposition"]
            .to_str()
            .unwrap()
            .contains("customers.csv")
    );
    let text = all.text();
    assert!(
        text.contains("\"'=HYPERLINK(\"\"http://x\"\")"),
        "a formula is left alive"
    );
    assert_eq!(text.lines().filter(|line| line.contains(",many")).count(), 1200);
    assert!(!text.contains("kite.test"));
    let some = finance
        .get("/reseller/customers.csv?q=many12&sort=seen")
        .await
        .text();
    assert_eq!(
        some.lines().count(),
        1 + 12,
        "many12, many120 to many129 and many1200, as the list"
    );
    let orders = finance.get("/reseller/orders.csv?country=FR").await.text();
    assert!(orders.contains(&order.to_string()) && orders.contains("fulfilled"));
    assert_eq!(
        finance
            .get("/reseller/orders.csv?country=DE")
            .await
            .text()
            .lines()
            .count(),
        1
    );
    let mut kite = world.browser("kite.localhost", "owner@kite.test").await;
    assert!(
        !kite
            .get("/reseller/orders.csv")
            .await
            .text()
            .contains(&order.to_string())
    );
    for role in [StaffRole::Support, StaffRole::ReadOnly] {
        let mut staff = world.staff_browser(role).await;
        assert_eq!(staff.get("/reseller/customers.csv").await.status, 403, "{role:?}");
        assert!(
            !page(&mut staff, "/reseller/customers")
                .await
                .contains("customers.csv"),
            "{role:?} is offered the file"
        );
    }
    let mut himself = world.browser("aurora.localhost", "customer@aurora.test").await;
    assert_eq!(himself.get("/reseller/orders.csv").await.status, 404);
    assert_eq!(
        world
            .stranger("aurora.localhost")
            .get("/reseller/orders.csv")
            .await
            .status,
        401
    );
    world.prove().await;
}
