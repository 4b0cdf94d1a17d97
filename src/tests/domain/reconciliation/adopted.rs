//! Numbers sold after all, and what becomes of them.

use clouddail::{
    domain::{
        operations::{
            adopt::{Adopt, adopt},
            compare::compare,
            decision::DecideError,
        },
        scope::Customer,
    },
    shared::{ids::OrderId, order::OrderStatus},
};

use super::{BY, findings, give_back_all, only_case, resolution, status};
use crate::support::World;

/// An order given back because its request was lost, whose number the provider sold after all.
async fn sold_after_all(world: &World, customer: &Customer) -> (OrderId, String) {
    let e164 = world.number("1").await;
    let quoted = world.quote_number(customer, "1").await;
    world.sandbox.fail("twilio.buy", "drop_before", 1).await;
    let order = world.place(customer, &quoted).await.unwrap();
    for _ in 0..8 {
        world.pass(60).await;
    }
    assert_eq!(status(world, customer, order).await, OrderStatus::Released);
    world
        .vendor("twilio")
        .buy(&e164, &order.to_string())
        .await
        .unwrap();
    (order, e164)
}

#[tokio::test]
async fn a_number_sold_after_all_goes_to_its_customer_at_the_platforms_expense() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (order, e164) = sold_after_all(&world, &customer).await;
    let found = findings(&world).await;
    assert_eq!(found.len(), 1);
    assert!(
        found[0]
            .1
            .contains(&format!("Order {order} of Aurora Mobile was given back on")),
        "{found:?}"
    );
    let case = only_case(&world, "bought_unassigned").await;
    let traveller = world.kite_customer().await;
    let refused = adopt(
        &world.backend,
        &BY,
        case.id,
        Adopt {
            customer: Some(traveller.user()),
            is_charged: false,
        },
    )
    .await;
    assert!(
        matches!(refused, Err(DecideError::NoCustomer)),
        "another shop's: {refused:?}"
    );

    adopt(
        &world.backend,
        &BY,
        case.id,
        Adopt {
            customer: None,
            is_charged: false,
        },
    )
    .await
    .unwrap();
    adopt(
        &world.backend,
        &BY,
        case.id,
        Adopt {
            customer: None,
            is_charged: false,
        },
    )
    .await
    .unwrap();
    let held = clouddail::domain::numbers::list::list(&world.backend, &customer)
        .await
        .unwrap();
    assert_eq!(held.len(), 1);
    assert_eq!(held[0].e164, e164);
    assert_eq!(world.available(&world.aurora, &customer).await.amount(), "50.00");
    assert_eq!(
        world
            .count(
                "select sum(amount_micros)::bigint from ledger_entries where account in ('promotion_expense', 'wallet')
                 and transfer_id in (select id from ledger_transfers where kind in ('grant', 'sale'))"
            )
            .await,
        -world.count("select charged_micros from orders where state = 'fulfilled'").await,
        "the platform bears the price"
    );
    assert_eq!(findings(&world).await, []);
    world.prove().await;
}

#[tokio::test]
async fn a_number_sold_after_all_may_go_to_another_customer_who_pays() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    sold_after_all(&world, &customer).await;
    compare(&world.backend).await.unwrap();
    let case = only_case(&world, "bought_unassigned").await;
    let nora = world.customer(&world.aurora, "owner@northwind.test").await;
    let wish = Adopt {
        customer: Some(nora.user()),
        is_charged: true,
    };
    let refused = adopt(&world.backend, &BY, case.id, wish).await;
    assert!(
        matches!(refused, Err(DecideError::Insufficient { .. })),
        "an empty wallet: {refused:?}"
    );
    assert_eq!(world.count("select count(*) from virtual_numbers").await, 0);

    let wish = Adopt {
        customer: None,
        is_charged: true,
    };
    adopt(&world.backend, &BY, case.id, wish).await.unwrap();
    let charged = world
        .count("select charged_micros from orders where state = 'fulfilled'")
        .await;
    let left = world.available(&world.aurora, &customer).await.micros();
    assert_eq!(left, 50_000_000 - charged);
    assert_eq!(resolution(&world, &case).await.as_deref(), Some("adopted"));
    world.prove().await;
}

#[tokio::test]
async fn a_thing_that_went_away_is_not_adopted() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    sold_after_all(&world, &customer).await;
    compare(&world.backend).await.unwrap();
    let case = only_case(&world, "bought_unassigned").await;
    world.sandbox.fail("twilio.list", "500_before", 1000).await;
    let refused = adopt(
        &world.backend,
        &BY,
        case.id,
        Adopt {
            customer: None,
            is_charged: false,
        },
    )
    .await;
    assert!(matches!(refused, Err(DecideError::Unavailable(_))), "{refused:?}");
    world.sandbox.heal().await;
    give_back_all(&world).await;
    let refused = adopt(
        &world.backend,
        &BY,
        case.id,
        Adopt {
            customer: None,
            is_charged: false,
        },
    )
    .await;
    assert!(matches!(refused, Err(DecideError::Changed(_))), "{refused:?}");
    assert_eq!(world.available(&world.aurora, &customer).await.amount(), "50.00");
    world.prove().await;
}
