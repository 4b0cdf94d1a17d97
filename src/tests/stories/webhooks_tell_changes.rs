//! What changes without anybody's click is heard by the reseller's own system too: an eSIM on its phone, a float that
//! runs low.

use clouddail::{
    domain::{orders, settlement::check_float::float},
    shared::money::Money,
};
use serde_json::{Value, json};

use crate::support::{
    World,
    receiver::{Receiver, add, verifies},
    settlement::system,
};

fn last(receiver: &Receiver) -> Value {
    serde_json::from_slice(&receiver.received().last().expect("something was heard").1).unwrap()
}

#[tokio::test]
async fn an_esim_that_changes_is_heard_once_and_by_its_shop_alone() {
    let world = World::new().await;
    let (aurora, kite) = (Receiver::start().await, Receiver::start().await);
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let (_, secret) = add(&mut owner, &aurora.url, "esim.state_changed").await;
    let mut elsewhere = world.browser("kite.localhost", "owner@kite.test").await;
    add(&mut elsewhere, &kite.url, "esim.state_changed").await;

    let customer = world.aurora_customer().await;
    let quoted = world.quote_plan(&customer, "114701").await;
    let order = world.place(&customer, &quoted).await.unwrap();
    let bought = orders::view::view(&world.backend, &customer, order)
        .await
        .unwrap()
        .unwrap();
    let esim = bought.esim_id.unwrap().to_string();
    let iccid: String = sqlx::query_scalar("select iccid from esim_activations")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    let mut phone = world.browser("aurora.localhost", "customer@aurora.test").await;
    let page = format!("/account/esims/{esim}");
    // The provider is asked once in half a minute.
    let mut look = async || {
        world.pass(31).await;
        phone
            .post(&page, "/do/esims/refresh_esim", &[("id", &esim)])
            .await;
        world.run_jobs().await;
    };
    look().await;
    assert_eq!(aurora.count(), 0, "nothing changed yet");

    let changes = [
        ("INSTALLED", "ready", "downloaded"),
        ("ENABLED", "downloaded", "active"),
    ];
    for (heard, (state, before, after)) in (1..).zip(changes) {
        world
            .sandbox
            .post(&format!("/_sandbox/esims/{iccid}"), json!({ "state": state }))
            .await;
        look().await;
        look().await;
        assert_eq!(aurora.count(), heard, "{state} is told once");
        let event = last(&aurora);
        assert_eq!(event["type"], "esim.state_changed");
        assert_eq!(
            event["data"],
            json!({ "esim_id": esim, "before": before, "state": after })
        );
    }
    assert!(aurora.received().iter().all(|event| verifies(&secret, event)));
    assert_eq!(kite.count(), 0);
    world.prove().await;
}

#[tokio::test]
async fn a_float_that_runs_low_is_heard_at_every_stage_once() {
    let world = World::new().await;
    let (kite, aurora) = (Receiver::start().await, Receiver::start().await);
    let mut owner = world.browser("kite.localhost", "owner@kite.test").await;
    let (_, secret) = add(&mut owner, &kite.url, "float.low").await;
    let mut elsewhere = world.browser("aurora.localhost", "owner@aurora.test").await;
    add(&mut elsewhere, &aurora.url, "float.low").await;

    let customer = world.kite_customer().await;
    let number = world.quote_number(&customer, "1").await;
    world.place(&customer, &number).await.unwrap();
    // The hourly look, as the worker takes it.
    let look = async || {
        world.schedule("check_floats", json!({})).await;
        world.run_jobs().await;
    };
    look().await;
    assert_eq!(kite.count(), 0, "it lasts long");

    let daily = float(&world.backend, &system(&world.kite))
        .await
        .unwrap()
        .unwrap()
        .daily_spend;
    let stages = [("low", 10), ("critical", 2), ("paused", 0)];
    for (heard, (stage, days)) in (1..).zip(stages) {
        let left = Money::from_micros(daily.micros() * days, daily.currency());
        world.float_down_to(&world.kite, left).await;
        look().await;
        look().await;
        assert_eq!(kite.count(), heard, "{stage} is told once");
        let event = last(&kite);
        assert_eq!(event["type"], "float.low");
        assert_eq!(
            event["data"],
            json!({
                "stage": stage,
                "available": { "amount": left.amount(), "currency": "EUR" },
                "days_left": days,
            })
        );
    }
    assert!(kite.received().iter().all(|event| verifies(&secret, event)));
    assert_eq!(aurora.count(), 0);
    world.prove().await;
}

#[tokio::test]
async fn a_number_that_is_not_paid_is_heard_at_both_steps() {
    let world = World::new().await;
    let (aurora, kite) = (Receiver::start().await, Receiver::start().await);
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    add(&mut owner, &aurora.url, "number.grace").await;
    add(&mut owner, &aurora.url, "number.suspended").await;
    let mut elsewhere = world.browser("kite.localhost", "owner@kite.test").await;
    add(&mut elsewhere, &kite.url, "number.suspended").await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    // Its owner pauses it and goes on with it.
    let mut phone = world.browser("aurora.localhost", "customer@aurora.test").await;
    let (page, id) = (format!("/account/numbers/{number}"), number.to_string());
    phone
        .post(&page, "/do/numbers/suspend_number", &[("id", &id)])
        .await;
    world.run_jobs().await;
    assert_eq!(aurora.count(), 1);
    assert_eq!(
        last(&aurora)["data"],
        json!({ "number_id": id, "state": "suspended", "reason": "owner", "until": null })
    );
    phone
        .post(&page, "/do/numbers/reactivate_number", &[("id", &id)])
        .await;

    world.spend_down_to(&customer, 0).await;
    for (heard, (days, kind, state)) in (2..).zip([
        (32, "number.grace", "grace"),
        (8, "number.suspended", "suspended"),
    ]) {
        world.pass(days * 86_400).await;
        // A day after the other: each look takes one step.
        for _ in 0..3 {
            world.schedule("sweep_numbers", json!({})).await;
            world.run_jobs().await;
        }
        assert_eq!(aurora.count(), heard, "{kind} once");
        let event = last(&aurora);
        assert_eq!(event["type"], kind);
        assert_eq!(event["data"]["number_id"], id);
        assert_eq!(event["data"]["state"], state);
        assert!(event["data"]["until"].is_string(), "{event}");
    }
    assert_eq!(kite.count(), 0);
    world.prove().await;
}
