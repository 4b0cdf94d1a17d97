//! Codes of a promotion, made and used.

use super::*;

#[tokio::test]
async fn a_code_is_made_used_at_checkout_and_seen_by_its_shop_only() {
    let world = World::new().await;
    let plan = world.plan("114701").await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let mut customer = world.browser("aurora.localhost", "customer@aurora.test").await;
    let form = [
        ("promo", "welcome-4"),
        ("promo_name", "First order"),
        ("off_kind", "percent"),
        ("off_value", "4"),
        ("minimum", ""),
        ("maximum", ""),
        ("promo_service", "data_plan"),
        ("promo_country", ""),
        ("promo_plan", ""),
        ("promo_from", ""),
        ("promo_until", ""),
        ("limit_total", "5"),
        ("limit_per_customer", "1"),
    ];
    let made = send(&mut owner, "/reseller/promotions", "promotions/save", &form).await;
    assert!(
        made.contains("WELCOME-4") && made.contains("4 % off") && made.contains("the shop"),
        "{made}"
    );
    let id = field(&made, "id");

    let checkout = format!("/checkout/plan/{plan}?promo=Welcome-4");
    let shown = page(&mut customer, &checkout).await;
    assert!(shown.contains("WELCOME-4"), "{shown}");
    let (quote, price) = (field(&shown, "quote"), field(&shown, "max_price"));
    let plain = page(&mut customer, &format!("/checkout/plan/{plan}")).await;
    assert_ne!(price, field(&plain, "max_price"));
    let order = send(
        &mut customer,
        &checkout,
        "orders/place_order",
        &[("quote", &quote), ("max_price", &price)],
    )
    .await;
    assert!(order.contains(&price), "{order}");
    world.run_jobs().await;
    let again = page(&mut customer, &checkout).await;
    assert!(again.contains("You have used this code already."), "{again}");
    let unknown = page(&mut customer, &format!("/checkout/plan/{plan}?promo=NOPE")).await;
    assert!(unknown.contains("We do not know this code."), "{unknown}");

    let path = format!("/reseller/promotions/{id}");
    let used = page(&mut owner, &path).await;
    assert!(
        used.contains("customer@aurora.test") && used.contains("Used"),
        "{used}"
    );
    let paused = send(
        &mut owner,
        &path,
        "promotions/pause",
        &[("id", &id), ("pause", "yes")],
    )
    .await;
    assert!(paused.contains("Let it go on"), "{paused}");
    let mut elsewhere = world.browser("kite.localhost", "owner@kite.test").await;
    assert_eq!(elsewhere.get(&path).await.status, 404);
    let refused = elsewhere
        .post_json("/do/promotions/pause", &[("id", &id), ("pause", "no")])
        .await;
    assert!(refused.text().contains("NotFound"), "{}", refused.text());

    let api = world.aurora_api();
    let who = api.customer("ann@example.test", "wallet").await;
    let order = |code: &str, pay_with: &str| {
        serde_json::json!({
            "customer_id": who, "item": { "kind": "esim", "plan_id": plan.to_string() },
            "dry_run": true, "promo_code": code, "pay_with": pay_with,
        })
    };
    let refused = api.post("/api/v1/orders", order("WELCOME-4", "customer")).await;
    assert_eq!(refused.refusal(), (422, "invalid_field"), "{refused:?}");
    send(
        &mut owner,
        &path,
        "promotions/pause",
        &[("id", &id), ("pause", "no")],
    )
    .await;
    let priced = api.post("/api/v1/orders", order("welcome-4", "customer")).await;
    assert_eq!(priced.status, 200, "{priced:?}");
    assert_eq!(priced.text("/price/promo_code"), "WELCOME-4");
    assert_eq!(priced.text("/price/charged/amount"), price);
    let refused = api.post("/api/v1/orders", order("WELCOME-4", "float")).await;
    assert_eq!(refused.refusal(), (422, "invalid_field"), "{refused:?}");
    world.prove().await;
}

#[tokio::test]
async fn a_code_for_one_plan_names_it() {
    let world = World::new().await;
    let plan: String =
        sqlx::query_scalar("select name from esim_data_plans where provider_product_id = '114701'")
            .fetch_one(&mut world.owner().await)
            .await
            .unwrap();
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let form = [
        ("promo", "ONE-PLAN"),
        ("promo_name", "One plan"),
        ("off_kind", "percent"),
        ("off_value", "4"),
        ("minimum", ""),
        ("maximum", ""),
        ("promo_service", ""),
        ("promo_country", ""),
        ("promo_plan", &plan),
        ("promo_from", ""),
        ("promo_until", ""),
        ("limit_total", ""),
        ("limit_per_customer", "1"),
    ];
    let listed = send(&mut owner, "/reseller/promotions", "promotions/save", &form).await;
    let words = format!("the plan {plan}");
    assert!(listed.contains(&words), "{listed}");
    let id = field(&listed, "id");
    let shown = page(&mut owner, &format!("/reseller/promotions/{id}")).await;
    assert!(shown.contains(&words), "{shown}");
    world.prove().await;
}
