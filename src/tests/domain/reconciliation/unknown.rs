//! Orders of which nobody knows how they ended.

use clouddail::{
    domain::{
        operations::{
            adopt::{Adopt, adopt},
            case::Case,
            compare::compare,
            decision::DecideError,
            settle::{Verdict, settle},
        },
        scope::Customer,
    },
    shared::{ids::OrderId, order::OrderStatus},
};

use super::{BY, findings, only_case, resolution, status};
use crate::support::World;

/// An order the provider sold and cannot say so for forty minutes.
async fn unknown_esim(world: &World, customer: &Customer) -> (OrderId, Case) {
    world.sandbox.fail("telna.order", "drop_after", 1).await;
    world.sandbox.fail("telna.find_orders", "500_before", 1000).await;
    let quoted = world.quote_plan(customer, "114701").await;
    let order = world.place(customer, &quoted).await.unwrap();
    for _ in 0..8 {
        world.pass(300).await;
    }
    (order, only_case(world, "order_unknown").await)
}

#[tokio::test]
async fn an_unknown_order_says_everything_needed_to_decide() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (order, case) = unknown_esim(&world, &customer).await;
    for needed in [
        "Telna",
        "telna",
        &order.to_string(),
        "Work orders",
        "nothing was charged",
        "looks since",
    ] {
        assert!(case.summary.contains(needed), "{needed}: {}", case.summary);
    }
    assert_eq!(case.detail("customer"), Some(&*customer.user().to_string()));
    assert!(case.details["tries"].as_array().unwrap().len() >= 3);
    assert_eq!(case.details["held"]["currency"], "USD");
    world.sandbox.heal().await;
    // The provider has it: the operator cannot say otherwise, and not under another id.
    let refused = settle(&world.backend, &BY, case.id, &Verdict::NotDelivered, "I think so").await;
    assert!(
        matches!(&refused, Err(DecideError::Changed(why)) if why.contains("settle it as delivered")),
        "{refused:?}"
    );
    let wrong = Verdict::Delivered {
        provider_id: "7".into(),
    };
    let refused = settle(&world.backend, &BY, case.id, &wrong, "The portal says so").await;
    assert!(matches!(refused, Err(DecideError::Changed(_))), "{refused:?}");
    let id = world.sandbox.inventory().await["work_orders"][0]["id"].to_string();
    let right = Verdict::Delivered { provider_id: id };
    settle(&world.backend, &BY, case.id, &right, "The portal says so")
        .await
        .unwrap();
    settle(&world.backend, &BY, case.id, &right, "The portal says so")
        .await
        .unwrap();
    assert_eq!(status(&world, &customer, order).await, OrderStatus::Fulfilled);
    assert_eq!(resolution(&world, &case).await.as_deref(), Some("settled"));
    assert_eq!(
        world
            .count("select count(*) from audit_logs where action = 'case.settled'")
            .await,
        1
    );
    world.pass(600).await;
    world.prove().await;
}

/// Given back on an operator's word while the provider was silent; the next comparison finds the truth, and the
/// customer gets it after all.
#[tokio::test]
async fn a_wrong_word_of_an_operator_is_found_by_the_next_comparison() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (order, case) = unknown_esim(&world, &customer).await;
    let told = Verdict::Delivered {
        provider_id: "7".into(),
    };
    let refused = settle(&world.backend, &BY, case.id, &told, "Seen").await;
    assert!(
        matches!(refused, Err(DecideError::Unavailable(_))),
        "only Telna knows the code: {refused:?}"
    );
    settle(
        &world.backend,
        &BY,
        case.id,
        &Verdict::NotDelivered,
        "Not in the portal",
    )
    .await
    .unwrap();
    assert_eq!(status(&world, &customer, order).await, OrderStatus::Released);
    assert_eq!(world.available(&world.aurora, &customer).await.amount(), "50.00");
    world.sandbox.heal().await;
    assert_eq!(findings(&world).await.len(), 1);
    let found = only_case(&world, "bought_unassigned").await;
    adopt(
        &world.backend,
        &BY,
        found.id,
        Adopt {
            customer: None,
            is_charged: true,
        },
    )
    .await
    .unwrap();
    assert_eq!(world.count("select count(*) from esim_activations").await, 1);
    world.pass(600).await;
    world.prove().await;
}

#[tokio::test]
async fn a_number_is_settled_on_an_operators_word_while_nobody_can_look() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let e164 = world.number("1").await;
    let quoted = world.quote_number(&customer, "1").await;
    world.sandbox.fail("twilio.buy", "drop_before", 1).await;
    let order = world.place(&customer, &quoted).await.unwrap();
    // The lost request arrives after all, and then nobody can look.
    let bought = world
        .vendor("twilio")
        .buy(&e164, &order.to_string())
        .await
        .unwrap();
    world.sandbox.fail("twilio.list", "500_before", 1000).await;
    for _ in 0..8 {
        world.pass(300).await;
    }
    let case = only_case(&world, "order_unknown").await;
    let verdict = Verdict::Delivered {
        provider_id: bought.provider_id,
    };
    settle(&world.backend, &BY, case.id, &verdict, "Seen in the console")
        .await
        .unwrap();
    assert_eq!(status(&world, &customer, order).await, OrderStatus::Fulfilled);
    world.sandbox.heal().await;
    world.pass(600).await;
    world.prove().await;
}

#[tokio::test]
async fn an_order_that_ended_by_itself_is_not_settled_and_its_case_closes() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (order, case) = unknown_esim(&world, &customer).await;
    world.sandbox.heal().await;
    world.pass(600).await;
    assert_eq!(status(&world, &customer, order).await, OrderStatus::Fulfilled);
    let refused = settle(&world.backend, &BY, case.id, &Verdict::NotDelivered, "Not there").await;
    assert!(matches!(refused, Err(DecideError::Changed(_))), "{refused:?}");
    compare(&world.backend).await.unwrap();
    assert_eq!(resolution(&world, &case).await.as_deref(), Some("gone"));
    world.prove().await;
}
