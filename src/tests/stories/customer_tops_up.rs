use clouddail::{
    domain::payments::{
        self,
        top_up::{Started, TopUp, top_up},
    },
    shared::{ids::PaymentId, wallet::PaymentStatus},
};

use crate::support::World;

fn form(amount: &str, key: &str) -> TopUp {
    TopUp {
        amount: amount.into(),
        key: key.into(),
        return_to: Some("/checkout/plan/pln_1".into()),
    }
}

async fn start(
    world: &World,
    customer: &clouddail::domain::scope::Customer,
    form: &TopUp,
) -> (String, PaymentId) {
    let Started::Pay { url } = top_up(&world.backend, &world.aurora, customer, form)
        .await
        .unwrap()
    else {
        panic!("a new payment is paid at the gateway");
    };
    let payments = payments::view::recent(
        &world.backend,
        customer,
        clouddail::shared::currency::Currency::USD,
    )
    .await
    .unwrap();
    (url, payments[0].id)
}

#[tokio::test]
async fn twenty_paid_at_the_gateway_are_twenty_in_the_wallet() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (url, id) = start(&world, &customer, &form("20", "form-key-1")).await;
    let back = world.sandbox.choose(&url, "pay").await;
    assert!(
        back.contains(&format!("/account/payments/{id}")),
        "the payer comes back to {back}"
    );
    let view = payments::view::view(&world.backend, &customer, id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(view.row.status, PaymentStatus::Paid);
    assert_eq!(view.available.amount(), "70.00");
    assert_eq!(view.return_to.as_deref(), Some("/checkout/plan/pln_1"));
    // The page again, the job again, the form again: still twenty.
    payments::view::view(&world.backend, &customer, id).await.unwrap();
    world.pass(300).await;
    let again = top_up(
        &world.backend,
        &world.aurora,
        &customer,
        &form("20", "form-key-1"),
    )
    .await
    .unwrap();
    assert_eq!(again, Started::Over(id));
    assert_eq!(world.available(&world.aurora, &customer).await.amount(), "70.00");
    world.prove().await;
}

#[tokio::test]
async fn a_declined_card_credits_nothing_and_may_be_tried_again() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (url, id) = start(&world, &customer, &form("20", "form-key-1")).await;
    world.sandbox.choose(&url, "decline").await;
    let view = payments::view::view(&world.backend, &customer, id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (view.row.status, view.available.amount().as_str()),
        (PaymentStatus::Failed, "50.00")
    );
    world.sandbox.choose(&url, "pay").await;
    let view = payments::view::view(&world.backend, &customer, id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (view.row.status, view.available.amount().as_str()),
        (PaymentStatus::Paid, "70.00")
    );
    world.prove().await;
}

#[tokio::test]
async fn who_walks_away_is_abandoned_after_a_day_and_credited_if_they_pay_after_all() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (url, id) = start(&world, &customer, &form("20", "form-key-1")).await;
    world.sandbox.choose(&url, "walk_away").await;
    for _ in 0..30 {
        world.pass(3_600).await;
    }
    let view = payments::view::recent(
        &world.backend,
        &customer,
        clouddail::shared::currency::Currency::USD,
    )
    .await
    .unwrap();
    assert_eq!(view[0].status, PaymentStatus::Abandoned);
    world.sandbox.choose(&url, "pay").await;
    let view = payments::view::view(&world.backend, &customer, id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (view.row.status, view.available.amount().as_str()),
        (PaymentStatus::Paid, "70.00")
    );
    world.prove().await;
}

#[tokio::test]
async fn amounts_that_are_none_are_refused_in_words() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    for amount in [
        "",
        "abc",
        "-20",
        "0",
        "4.99",
        "1000.01",
        "20.001",
        "1e3",
        "NaN",
        "99999999999999999999",
    ] {
        let refused = top_up(
            &world.backend,
            &world.aurora,
            &customer,
            &form(amount, "form-key-1"),
        )
        .await
        .unwrap_err();
        assert_eq!(
            refused.to_string(),
            "not an amount between $5.00 and $1000.00",
            "{amount}"
        );
    }
    assert_eq!(world.count("select count(*) from payments").await, 0);
    world.prove().await;
}
