//! Replayed, reordered, forged, late, lying or for nobody: credited once or never.

use clouddail::domain::payments::top_up::{Started, TopUp, top_up};
use serde_json::json;

use crate::support::World;

async fn paid(world: &World) -> (clouddail::domain::scope::Customer, String) {
    let customer = world.aurora_customer().await;
    let form = TopUp {
        amount: "20".into(),
        key: "form-key-1".into(),
        return_to: None,
    };
    let Started::Pay { url } = top_up(&world.backend, &world.aurora, &customer, &form)
        .await
        .unwrap()
    else {
        panic!("a new payment is paid at the gateway");
    };
    world.sandbox.choose(&url, "pay").await;
    let reference: String = sqlx::query_scalar("select reference from payments")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    (customer, reference)
}

async fn balance(world: &World, customer: &clouddail::domain::scope::Customer) -> String {
    world.available(&world.aurora, customer).await.amount()
}

#[tokio::test]
async fn repeated_and_reordered_events_credit_once() {
    let world = World::new().await;
    let (customer, reference) = paid(&world).await;
    world
        .sandbox
        .webhook(json!({ "tx_ref": reference, "repeat": 5, "reverse": true }))
        .await;
    world.run_jobs().await;
    assert_eq!(balance(&world, &customer).await, "70.00");
    world
        .sandbox
        .webhook(json!({ "tx_ref": reference, "repeat": 3 }))
        .await;
    world.run_jobs().await;
    assert_eq!(balance(&world, &customer).await, "70.00");
    world.prove().await;
}

#[tokio::test]
async fn a_forged_event_is_refused_and_stores_nothing() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let form = TopUp {
        amount: "20".into(),
        key: "form-key-1".into(),
        return_to: None,
    };
    top_up(&world.backend, &world.aurora, &customer, &form)
        .await
        .unwrap();
    let reference: String = sqlx::query_scalar("select reference from payments")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    let body = json!({ "event": "charge.completed", "data": { "id": 1, "tx_ref": reference, "status": "successful",
        "amount": 20, "currency": "USD" } });
    for header in ["", "wrong-hash"] {
        let answer = reqwest::Client::new()
            .post(format!("http://{}/webhooks/flutterwave", world.address))
            .header("verif-hash", header)
            .json(&body)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 401);
    }
    world.run_jobs().await;
    assert_eq!(balance(&world, &customer).await, "50.00");
    assert_eq!(world.count("select count(*) from webhook_events").await, 0);
    world.prove().await;
}

/// Even with the right secret, an event is only a reason to ask: the gateway says it is unpaid.
#[tokio::test]
async fn an_event_that_lies_credits_nothing() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let form = TopUp {
        amount: "20".into(),
        key: "form-key-1".into(),
        return_to: None,
    };
    top_up(&world.backend, &world.aurora, &customer, &form)
        .await
        .unwrap();
    let reference: String = sqlx::query_scalar("select reference from payments")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    send(
        &world,
        json!({ "id": 77, "tx_ref": reference, "status": "successful", "amount": 20, "currency": "USD" }),
    )
    .await;
    world.run_jobs().await;
    assert_eq!(balance(&world, &customer).await, "50.00");
    world.prove().await;
}

#[tokio::test]
async fn an_event_for_a_payment_nobody_knows_is_an_operators_case() {
    let world = World::new().await;
    send(
        &world,
        json!({ "id": 78, "tx_ref": "pay_unknown", "status": "successful", "amount": 9, "currency": "USD" }),
    )
    .await;
    world.run_jobs().await;
    assert_eq!(
        world
            .count("select count(*) from operator_cases where kind = 'payment_unknown'")
            .await,
        1
    );
    assert_eq!(
        world
            .count("select count(*) from webhook_events where outcome = 'unknown'")
            .await,
        1
    );
    world.prove().await;
}

async fn send(world: &World, data: serde_json::Value) {
    let answer = reqwest::Client::new()
        .post(format!("http://{}/webhooks/flutterwave", world.address))
        .header(
            "verif-hash",
            clouddail::boot::config::sandbox_keys::FLUTTERWAVE_WEBHOOK_HASH,
        )
        .json(&json!({ "event": "charge.completed", "data": data }))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
}
