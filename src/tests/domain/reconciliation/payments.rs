//! What was paid and not credited, and the other way round.

use clouddail::domain::{
    operations::{credit::credit, decision::DecideError, dismiss::dismiss},
    payments::top_up::{Started, TopUp, top_up},
    scope::Customer,
};

use super::{BY, findings, only_case, resolution, sql};
use crate::support::World;

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
