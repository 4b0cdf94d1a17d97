//! Provider, ledger and inventory side by side: every kind of finding, and every decision with its refusals.

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
            settle::{Verdict, settle},
        },
        orders,
        payments::top_up::{Started, TopUp, top_up},
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
    for number in world.backend.providers.numbers.inventory().await.unwrap() {
        world
            .backend
            .providers
            .numbers
            .release(&number.provider_id)
            .await
            .unwrap();
    }
}

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
        .backend
        .providers
        .numbers
        .buy(&e164, &order.to_string())
        .await
        .unwrap();
    (order, e164)
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
    let at_twilio = &world.backend.providers.numbers;
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
    world
        .backend
        .providers
        .numbers
        .buy(&e164, "by hand")
        .await
        .unwrap();
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
    world
        .backend
        .providers
        .numbers
        .buy(&e164, "by hand")
        .await
        .unwrap();
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

async fn paid_without_a_word(world: &World, customer: &Customer) {
    let form = TopUp {
        amount: "20".into(),
        key: "form-key-1".into(),
        return_to: None,
    };
    let started = top_up(&world.backend, &world.aurora, customer, &form)
        .await
        .unwrap();
    let Started::Pay { url } = started else {
        panic!("a new payment")
    };
    world.sandbox.choose(&url, "pay").await;
    assert_eq!(findings(world).await, [], "a minute ago is underway");
    // The webhook's job never runs.
    world.backend.clock.advance(chrono::TimeDelta::hours(3));
}

#[tokio::test]
async fn what_was_paid_and_not_credited_is_credited_once() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    paid_without_a_word(&world, &customer).await;
    let found = findings(&world).await;
    assert_eq!(
        (found.len(), found[0].0.as_str()),
        (1, "paid_not_credited"),
        "{found:?}"
    );
    let case = only_case(&world, "paid_not_credited").await;
    world
        .sandbox
        .fail("flutterwave.verify_by_reference", "500_before", 1000)
        .await;
    let refused = credit(&world.backend, &BY, case.id).await;
    assert!(matches!(refused, Err(DecideError::Unavailable(_))), "{refused:?}");
    world.sandbox.heal().await;
    credit(&world.backend, &BY, case.id).await.unwrap();
    credit(&world.backend, &BY, case.id).await.unwrap();
    assert_eq!(world.available(&world.aurora, &customer).await.amount(), "70.00");
    assert_eq!(findings(&world).await, []);
    world.prove().await;
}

#[tokio::test]
async fn a_payment_credited_by_its_own_job_closes_its_case() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    paid_without_a_word(&world, &customer).await;
    assert_eq!(findings(&world).await.len(), 1);
    let case = only_case(&world, "paid_not_credited").await;
    world.run_jobs().await;
    // Long out of the window that the gateway is asked about.
    world.backend.clock.advance(chrono::TimeDelta::days(20));
    assert_eq!(findings(&world).await, []);
    assert_eq!(resolution(&world, &case).await.as_deref(), Some("gone"));
    world.prove().await;
}

#[tokio::test]
async fn what_was_credited_and_not_paid_is_found_and_so_is_a_strangers_payment() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    paid_without_a_word(&world, &customer).await;
    world.run_jobs().await;
    world.backend.clock.advance(chrono::TimeDelta::hours(2));
    assert_eq!(findings(&world).await, []);
    sql(&world, "update payments set reference = 'pay_of_nobody'").await;
    let mut found = findings(&world).await;
    found.sort();
    assert_eq!(
        found.iter().map(|(kind, _)| kind.as_str()).collect::<Vec<_>>(),
        ["credited_not_paid", "paid_not_credited"]
    );
    let strangers = only_case(&world, "paid_not_credited").await;
    assert!(
        strangers.summary.contains("Nobody here asked for it"),
        "{}",
        strangers.summary
    );
    let refused = credit(&world.backend, &BY, strangers.id).await;
    assert!(matches!(refused, Err(DecideError::Impossible(_))), "{refused:?}");
    let ours = only_case(&world, "credited_not_paid").await;
    dismiss(&world.backend, &BY, ours.id, "Paid with the old keys.")
        .await
        .unwrap();
    sql(
        &world,
        "update payments set reference = 'pay_' || replace(id::text, '-', '')",
    )
    .await;
    assert_eq!(findings(&world).await, []);
    assert_eq!(resolution(&world, &strangers).await.as_deref(), Some("gone"));
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
    world
        .backend
        .providers
        .numbers
        .buy(&e164, "by hand")
        .await
        .unwrap();
    assert_eq!(findings(&world).await.len(), 1);
    world.pass(3_600).await;
    for operation in ["twilio.list", "telna.find_orders", "flutterwave.list"] {
        world.sandbox.fail(operation, "500_before", 1000).await;
    }
    let comparison = compare(&world.backend).await.unwrap();
    assert!(comparison.found.is_empty(), "{comparison:#?}");
    // Numbers, eSIMs, and payments at the platform's account and at Kite's own.
    assert_eq!(comparison.skipped.len(), 4);
    assert!(comparison.skipped[0].starts_with("numbers at the provider: not compared, since"));
    only_case(&world, "bought_unassigned").await;
    world.sandbox.heal().await;
    let case = only_case(&world, "bought_unassigned").await;
    release(&world.backend, &BY, case.id).await.unwrap();
    world.prove().await;
}

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
        .backend
        .providers
        .numbers
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
