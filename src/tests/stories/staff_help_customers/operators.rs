//! Operators find people of every shop.

use super::{escaped, page, text_of};
use crate::support::World;

#[tokio::test]
async fn operators_find_people_anywhere_and_it_is_written_down() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let order = world.buy_plan(&customer, "114701").await;
    let kites = world.kite_customer().await;
    let payment = world
        .topped_up(&world.aurora, &customer, "20", "form-key-1")
        .await;
    let iccid = text_of(
        &world,
        "select iccid from esim_activations where order_id = $1",
        order.uuid(),
    )
    .await;
    let mut admin = world.browser("localhost", "admin@clouddail.test").await;
    let link = format!("/admin/people/{}", customer.user());
    let other = format!("/admin/people/{}", kites.user());
    let searches = [
        "customer@".to_owned(),
        iccid,
        order.to_string(),
        payment.to_string(),
        customer.user().to_string(),
    ];
    for search in &searches {
        let text = page(&mut admin, &format!("/admin/people?q={}", escaped(search))).await;
        assert!(text.contains(&link), "{search} finds nobody");
        assert_eq!(text.contains(&other), search == "customer@", "{search}");
        assert!(text.contains("written to the audit log"));
        let asked: String = sqlx::query_scalar(
            "select after ->> 'asked' from audit_logs where action = 'people.searched' and after -> 'found' ? $1
             order by id desc limit 1",
        )
        .bind(customer.user().to_string())
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
        assert_eq!(&asked, search);
    }
    for odd in ["cu", "%", "_%'", &"x".repeat(10_240)] {
        let text = page(&mut admin, &format!("/admin/people?q={}", escaped(odd))).await;
        assert!(text.contains("Nobody found"), "{odd:.20}");
    }
    let text = page(&mut admin, &link).await;
    assert!(
        text.contains("customer@aurora.test") && text.contains("Aurora Mobile") && text.contains("Ordered")
    );
    assert!(!text.contains("Change credit") && !text.contains("LPA:"));
    let looked = "select count(*) from audit_logs a join users u on u.id = a.actor_id
                  where a.action = 'person.opened' and u.email = 'admin@clouddail.test'";
    assert_eq!(world.count(looked).await, 1);
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let text = page(&mut owner, &format!("/reseller/customers/{}", customer.user())).await;
    assert!(
        text.contains("Looked at") && text.contains("an operator"),
        "the shop does not see the look"
    );
    assert_eq!(owner.get("/admin/people?q=customer").await.status, 404);
    assert_eq!(owner.get(&link).await.status, 404);
    world.prove().await;
}
