//! The magic endings of the sandbox and its faults: each order ends fulfilled and captured, or released, and the
//! buyer is told.

use clouddail::{
    domain::{orders, scope::Customer},
    shared::{
        ids::OrderId,
        order::{OrderStatus, OrderView},
    },
};

use crate::support::World;

async fn view(world: &World, customer: &Customer, order: OrderId) -> OrderView {
    orders::view::view(&world.backend, customer, order)
        .await
        .unwrap()
        .unwrap()
}

async fn buy_number(ending: &str) -> (World, Customer, OrderId) {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let quoted = world.quote_number(&customer, ending).await;
    let order = world.place(&customer, &quoted).await.unwrap();
    (world, customer, order)
}

#[tokio::test]
async fn out_of_stock_is_released_in_the_same_click() {
    let (world, customer, order) = buy_number("0666").await;
    let view = view(&world, &customer, order).await;
    assert_eq!(view.row.status, OrderStatus::Released);
    assert_eq!(
        view.refusal.as_deref(),
        Some("Somebody else was faster: it is no longer available.")
    );
    assert_eq!(world.available(&world.aurora, &customer).await.amount(), "50.00");
    world.prove().await;
}

#[tokio::test]
async fn a_five_hundred_after_selling_is_looked_up_and_fulfilled() {
    let (world, customer, order) = buy_number("0500").await;
    let view = view(&world, &customer, order).await;
    assert_eq!(view.row.status, OrderStatus::Fulfilled);
    assert_eq!(world.sandbox.calls("twilio.buy").await, 1, "never bought twice");
    assert!(view.timeline.iter().any(|row| row.title == "No clear answer yet"));
    world.prove().await;
}

#[tokio::test]
async fn an_answer_that_never_comes_is_looked_up_and_fulfilled() {
    let (world, customer, order) = buy_number("0408").await;
    assert_eq!(
        view(&world, &customer, order).await.row.status,
        OrderStatus::Fulfilled
    );
    assert_eq!(world.sandbox.calls("twilio.buy").await, 1, "never bought twice");
    world.prove().await;
}

#[tokio::test]
async fn a_busy_provider_is_asked_again() {
    let (world, customer, order) = buy_number("0429").await;
    assert_eq!(
        view(&world, &customer, order).await.row.status,
        OrderStatus::Fulfilled
    );
    world.prove().await;
}

#[tokio::test]
async fn a_number_that_needs_an_address_is_refused_before_payment() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let quoted = world.quote_number(&customer, "0777").await;
    let refused = world.place(&customer, &quoted).await.unwrap_err();
    assert_eq!(refused.to_string(), "an address is required");
    assert_eq!(world.sandbox.calls("twilio.buy").await, 0);
    world.prove().await;
}

#[tokio::test]
async fn plans_have_the_same_magic_endings() {
    for (product, expected) in [
        ("11470666", OrderStatus::Released),
        ("11470500", OrderStatus::Fulfilled),
        ("11470408", OrderStatus::Fulfilled),
        ("11470429", OrderStatus::Fulfilled),
        ("11470777", OrderStatus::Released),
    ] {
        let world = World::new().await;
        let customer = world.aurora_customer().await;
        let quoted = world.quote_plan(&customer, product).await;
        let order = world.place(&customer, &quoted).await.unwrap();
        assert_eq!(
            view(&world, &customer, order).await.row.status,
            expected,
            "{product}"
        );
        world.prove().await;
    }
}

/// The request never arrived: believed only after it must have, and then the money is free again.
#[tokio::test]
async fn a_lost_request_is_released_once_it_cannot_arrive_any_more() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let quoted = world.quote_number(&customer, "5").await;
    world.sandbox.fail("twilio.buy", "drop_before", 1).await;
    let order = world.place(&customer, &quoted).await.unwrap();
    assert_eq!(
        view(&world, &customer, order).await.row.status,
        OrderStatus::Unknown
    );
    world.pass(20).await;
    assert_eq!(
        view(&world, &customer, order).await.row.status,
        OrderStatus::Unknown,
        "too early to tell"
    );
    for _ in 0..6 {
        world.pass(60).await;
    }
    let view = view(&world, &customer, order).await;
    assert_eq!(view.row.status, OrderStatus::Released);
    assert_eq!(world.sandbox.calls("twilio.buy").await, 1, "never bought again");
    assert_eq!(world.available(&world.aurora, &customer).await.amount(), "50.00");
    world.prove().await;
}

/// The provider cannot say for an hour: an operator's case, the money held, and the end as soon as it can.
#[tokio::test]
async fn a_provider_that_cannot_say_opens_a_case_and_settles_later() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let quoted = world.quote_plan(&customer, "114701").await;
    world.sandbox.fail("telna.order", "drop_after", 1).await;
    world.sandbox.fail("telna.find_orders", "500_before", 1000).await;
    let order = world.place(&customer, &quoted).await.unwrap();
    for _ in 0..12 {
        world.pass(300).await;
    }
    assert_eq!(
        view(&world, &customer, order).await.row.status,
        OrderStatus::Unknown
    );
    assert_eq!(
        world
            .count("select count(*) from operator_cases where kind = 'order_unknown'")
            .await,
        1
    );
    world.sandbox.heal().await;
    world.pass(600).await;
    assert_eq!(
        view(&world, &customer, order).await.row.status,
        OrderStatus::Fulfilled
    );
    assert_eq!(world.sandbox.calls("telna.order").await, 1, "never bought twice");
    world.prove().await;
}

/// A provider that cannot even take the order has certainly not sold: the order waits, then the money is free again.
#[tokio::test]
async fn a_provider_that_stays_away_releases_the_money_after_ten_minutes() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let quoted = world.quote_number(&customer, "6").await;
    world.sandbox.fail("twilio.list", "500_before", 1000).await;
    let order = world.place(&customer, &quoted).await.unwrap();
    assert_eq!(view(&world, &customer, order).await.row.status, OrderStatus::Held);
    world.pass(300).await;
    assert_eq!(view(&world, &customer, order).await.row.status, OrderStatus::Held);
    world.pass(301).await;
    assert_eq!(
        view(&world, &customer, order).await.row.status,
        OrderStatus::Released
    );
    assert_eq!(world.available(&world.aurora, &customer).await.amount(), "50.00");
    world.sandbox.heal().await;
    world.prove().await;
}
