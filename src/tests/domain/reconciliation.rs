//! Provider, ledger and inventory side by side: every kind of finding, and every decision with its refusals.

mod adopted;
mod payments;
mod unknown;

use clouddail::{
    domain::{
        operations::{
            adopt::{Adopt, adopt},
            case::{self, Case},
            compare::compare,
            credit::credit,
            decision::DecideError,
            dismiss::dismiss,
            release::release,
        },
        orders,
        scope::{Customer, Operator},
    },
    shared::{ids::OrderId, order::OrderStatus},
};
use sqlx::Executor;

use crate::support::World;

const BY: Operator = Operator::command_line();

async fn findings(world: &World) -> Vec<(String, String)> {
    let found = compare(&world.backend).await.unwrap().found;
    found
        .into_iter()
        .map(|found| (found.kind, found.summary))
        .collect()
}

async fn only_case(world: &World, kind: &str) -> Case {
    let cases = case::open_ones(&world.backend).await.unwrap();
    let mut of_kind = cases.iter().filter(|case| case.kind == kind);
    let case = of_kind
        .next()
        .unwrap_or_else(|| panic!("no {kind} among {cases:#?}"));
    assert!(of_kind.next().is_none(), "{cases:#?}");
    case.clone()
}

async fn resolution(world: &World, case: &Case) -> Option<String> {
    case::find(&world.backend, case.id)
        .await
        .unwrap()
        .unwrap()
        .resolution
}

async fn sql(world: &World, statement: &'static str) {
    let mut owner = world.owner().await;
    owner
        .execute("set session_replication_role = replica")
        .await
        .unwrap();
    owner.execute(statement).await.unwrap();
}

async fn status(world: &World, customer: &Customer, order: OrderId) -> OrderStatus {
    let view = orders::view::view(&world.backend, customer, order).await.unwrap();
    view.unwrap().row.status
}

async fn give_back_all(world: &World) {
    for number in world.vendor("twilio").inventory().await.unwrap() {
        world.vendor("twilio").release(&number.provider_id).await.unwrap();
    }
}

#[tokio::test]
async fn all_that_agrees_is_no_finding_and_neither_is_an_order_in_flight() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let quoted = world.quote_number(&customer, "1").await;
    world.place(&customer, &quoted).await.unwrap();
    let quoted = world.quote_plan(&customer, "114701").await;
    world.place(&customer, &quoted).await.unwrap();
    // Sold there, unknown here.
    let e164 = world.number("2").await;
    let quoted = world.quote_number(&customer, "2").await;
    world.sandbox.fail("twilio.buy", "drop_before", 1).await;
    let number = world.place(&customer, &quoted).await.unwrap();
    let at_twilio = world.vendor("twilio");
    at_twilio.buy(&e164, &number.to_string()).await.unwrap();
    assert_eq!(status(&world, &customer, number).await, OrderStatus::Unknown);
    world.sandbox.fail("telna.order", "drop_after", 1).await;
    world.sandbox.fail("telna.find_orders", "500_before", 1000).await;
    let plan = world.quote_plan(&customer, "114702").await;
    let order = world.place(&customer, &plan).await.unwrap();
    world.sandbox.heal().await;
    assert_eq!(status(&world, &customer, order).await, OrderStatus::Unknown);
    let comparison = compare(&world.backend).await.unwrap();
    assert!(
        comparison.found.is_empty() && comparison.skipped.is_empty(),
        "{comparison:#?}"
    );
    world.pass(600).await;
    world.prove().await;
}

#[tokio::test]
async fn a_number_nobody_ordered_is_found_once_and_given_back() {
    let world = World::new().await;
    let e164 = world.number("1").await;
    world.vendor("twilio").buy(&e164, "by hand").await.unwrap();
    // Two comparisons at once, and another night: one case.
    let (first, second) = tokio::join!(compare(&world.backend), compare(&world.backend));
    assert_eq!(first.unwrap().opened + second.unwrap().opened, 1);
    world.pass(86_400).await;
    assert_eq!(compare(&world.backend).await.unwrap().opened, 0);
    let case = only_case(&world, "bought_unassigned").await;
    assert!(case.last_seen_at.unwrap() > case.opened_at);
    assert!(
        case.summary
            .contains("Nobody here ordered it under its reference `by hand`"),
        "{}",
        case.summary
    );
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
    assert!(matches!(refused, Err(DecideError::Impossible(_))), "{refused:?}");
    let refused = credit(&world.backend, &BY, case.id).await;
    assert!(
        matches!(refused, Err(DecideError::WrongKind { .. })),
        "{refused:?}"
    );

    release(&world.backend, &BY, case.id).await.unwrap();
    release(&world.backend, &BY, case.id).await.unwrap();
    assert_eq!(world.sandbox.calls("twilio.release").await, 1);
    assert_eq!(resolution(&world, &case).await.as_deref(), Some("released"));
    assert_eq!(
        world
            .count("select count(*) from audit_logs where action = 'case.released'")
            .await,
        1
    );
    assert_eq!(findings(&world).await, []);
    world.prove().await;
}

#[tokio::test]
async fn a_number_given_back_meanwhile_is_not_released_and_its_case_closes() {
    let world = World::new().await;
    let e164 = world.number("1").await;
    world.vendor("twilio").buy(&e164, "by hand").await.unwrap();
    compare(&world.backend).await.unwrap();
    let case = only_case(&world, "bought_unassigned").await;
    give_back_all(&world).await;
    let refused = release(&world.backend, &BY, case.id).await;
    assert!(matches!(refused, Err(DecideError::Changed(_))), "{refused:?}");
    world.pass(86_400).await;
    assert_eq!(findings(&world).await, []);
    assert_eq!(resolution(&world, &case).await.as_deref(), Some("gone"));
    let refused = release(&world.backend, &BY, case.id).await;
    assert!(matches!(refused, Err(DecideError::Closed(_))), "{refused:?}");
    world.prove().await;
}

#[tokio::test]
async fn a_number_that_is_gone_at_the_provider_is_marked_as_released() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let quoted = world.quote_number(&customer, "1").await;
    let order = world.place(&customer, &quoted).await.unwrap();
    give_back_all(&world).await;
    let found = findings(&world).await;
    assert_eq!((found.len(), found[0].0.as_str()), (1, "assigned_gone"));
    assert!(
        found[0]
            .1
            .contains(&format!("decide about a refund of order {order}")),
        "{found:?}"
    );
    let case = only_case(&world, "assigned_gone").await;
    let before = world.available(&world.aurora, &customer).await;
    release(&world.backend, &BY, case.id).await.unwrap();
    assert_eq!(
        world
            .count(
                "select count(*) from virtual_numbers where state = 'released' and released_at is not null"
            )
            .await,
        1
    );
    assert_eq!(
        world.available(&world.aurora, &customer).await,
        before,
        "no money was moved"
    );
    assert_eq!(findings(&world).await, []);
    world.prove().await;
}

#[tokio::test]
async fn esims_on_one_side_only_are_found_and_cannot_be_given_back() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let quoted = world.quote_plan(&customer, "114701").await;
    world.place(&customer, &quoted).await.unwrap();
    sql(&world, "create table kept as table esim_activations; update esim_activations set iccid = '8944000000000000001'").await;
    let mut kinds: Vec<_> = findings(&world).await.into_iter().map(|(kind, _)| kind).collect();
    kinds.sort();
    assert_eq!(kinds, ["assigned_gone", "bought_unassigned"]);
    let theirs = only_case(&world, "bought_unassigned").await;
    assert!(
        !theirs.summary.contains("LPA") && !theirs.details.to_string().contains("LPA"),
        "a secret"
    );
    let refused = release(&world.backend, &BY, theirs.id).await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "Telna takes no eSIM back: nothing was done. Adopt it, or dismiss the case"
    );
    let ours = only_case(&world, "assigned_gone").await;
    release(&world.backend, &BY, ours.id).await.unwrap();
    assert_eq!(
        world
            .count("select count(*) from esim_activations where state = 'terminated'")
            .await,
        1
    );
    adopt(
        &world.backend,
        &BY,
        theirs.id,
        Adopt {
            customer: None,
            is_charged: false,
        },
    )
    .await
    .unwrap();
    assert_eq!(findings(&world).await, []);
    sql(&world, "drop table kept").await;
    world.prove().await;
}

#[tokio::test]
async fn other_prices_are_found_and_stay_dismissed_until_they_change_again() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let quoted = world.quote_number(&customer, "1").await;
    world.place(&customer, &quoted).await.unwrap();
    let quoted = world.quote_plan(&customer, "114701").await;
    world.place(&customer, &quoted).await.unwrap();
    sql(
        &world,
        "update virtual_numbers set cost_micros = cost_micros + 1;
         update esim_data_plans set cost_micros = cost_micros + 1 where provider_product_id = '114701'",
    )
    .await;
    let found = findings(&world).await;
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found.iter().all(|(kind, _)| kind == "price_differs"));
    for case in case::open_ones(&world.backend).await.unwrap() {
        let refused = dismiss(&world.backend, &BY, case.id, "  ").await;
        assert!(matches!(refused, Err(DecideError::NoReason)));
        dismiss(&world.backend, &BY, case.id, "Known: a new price list.")
            .await
            .unwrap();
    }
    world.pass(86_400).await;
    assert_eq!(compare(&world.backend).await.unwrap().opened, 0, "known");
    sql(
        &world,
        "update esim_data_plans set cost_micros = cost_micros + 1 where provider_product_id = '114701'",
    )
    .await;
    assert_eq!(
        compare(&world.backend).await.unwrap().opened,
        1,
        "another price again"
    );
    world.prove().await;
}

/// Silence is not an empty inventory.
#[tokio::test]
async fn a_provider_that_does_not_answer_is_left_out_and_said_so() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let quoted = world.quote_number(&customer, "1").await;
    world.place(&customer, &quoted).await.unwrap();
    let e164 = world.number("3").await;
    world.vendor("twilio").buy(&e164, "by hand").await.unwrap();
    assert_eq!(findings(&world).await.len(), 1);
    world.pass(3_600).await;
    for operation in ["twilio.list", "telna.find_orders", "flutterwave.list"] {
        world.sandbox.fail(operation, "500_before", 1000).await;
    }
    let comparison = compare(&world.backend).await.unwrap();
    assert!(comparison.found.is_empty(), "{comparison:#?}");
    // Numbers, eSIMs, and payments at the platform's account and at Kite's own.
    assert_eq!(comparison.skipped.len(), 4);
    assert!(comparison.skipped[0].starts_with("numbers at the provider twilio: not compared, since"));
    only_case(&world, "bought_unassigned").await;
    world.sandbox.heal().await;
    let case = only_case(&world, "bought_unassigned").await;
    release(&world.backend, &BY, case.id).await.unwrap();
    world.prove().await;
}
