//! A request with an idempotency key happens once, whatever happens in between.

use chrono::TimeDelta;
use clouddail::domain::api::sweep;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::support::{World, api::AURORA_KEY, process::Server};

async fn esim_order(world: &World) -> Value {
    let customer = world.aurora_api().customer("ann@example.test", "float").await;
    let plan = world.plan("114701").await.to_string();
    json!({ "customer_id": customer, "item": { "kind": "esim", "plan_id": plan } })
}

async fn number_order(world: &World) -> Value {
    let api = world.aurora_api();
    let customer = api.customer("ann@example.test", "float").await;
    let offer = api.get("/api/v1/numbers/available?country=US").await.json["data"][1].clone();
    let item =
        json!({ "kind": "number", "phone_number": offer["phone_number"], "offer_id": offer["offer_id"] });
    json!({ "customer_id": customer, "item": item })
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_at_once_are_one_order() {
    let world = World::new().await;
    let (api, body) = (world.aurora_api(), esim_order(&world).await);
    let mut requests = JoinSet::new();
    for _ in 0..50 {
        let (api, body) = (api.clone(), body.clone());
        requests.spawn(async move { api.place("the-same", &body).await });
    }
    let (mut first, mut replayed) = (vec![], 0);
    while let Some(reply) = requests.join_next().await {
        let reply = reply.unwrap();
        match reply.status.as_u16() {
            201 if reply.headers.contains_key("idempotent-replayed") => replayed += 1,
            201 => first.push(reply.bytes),
            _ => {
                assert_eq!(reply.refusal(), (409, "request_in_progress"));
                assert!(reply.headers.contains_key("retry-after"));
            }
        }
    }
    assert_eq!(first.len(), 1, "{replayed} replays");
    let again = api.place("the-same", &body).await;
    assert_eq!(again.headers["idempotent-replayed"], "true");
    assert_eq!((again.status.as_u16(), &again.bytes), (201, &first[0]));
    assert_eq!(world.count("select count(*) from orders").await, 1);
    assert_eq!(
        world
            .count("select count(*) from ledger_transfers where kind = 'sale'")
            .await,
        1
    );
    world.run_jobs().await;
    world.prove().await;
}

#[tokio::test]
async fn another_body_under_the_same_key_is_refused() {
    let world = World::new().await;
    let (api, body) = (world.aurora_api(), esim_order(&world).await);
    assert_eq!(api.place("k", &body).await.status, 201);
    let mut other = body.clone();
    other["max_price"] = json!({ "amount": "99.00", "currency": "USD" });
    assert_eq!(
        api.place("k", &other).await.refusal(),
        (409, "idempotency_key_reused")
    );
    // The same key of another reseller is another key.
    let customer = world.kite_api().customer("ann@example.test", "float").await;
    let mut elsewhere = body.clone();
    elsewhere["customer_id"] = json!(customer);
    assert_eq!(world.kite_api().place("k", &elsewhere).await.status, 201);
    for key in ["", "two words", &"x".repeat(201)] {
        assert_eq!(
            api.place(key, &body).await.refusal(),
            (400, "invalid_idempotency_key")
        );
    }
    assert_eq!(
        api.post("/api/v1/orders", body).await.refusal(),
        (400, "idempotency_key_required")
    );
    world.run_jobs().await;
    world.prove().await;
}

#[tokio::test]
async fn a_refusal_before_the_order_is_forgotten_and_one_after_it_is_kept() {
    let world = World::new().await;
    let (api, mut body) = (world.aurora_api(), esim_order(&world).await);
    body["max_price"] = json!({ "amount": "0.01", "currency": "USD" });
    let refused = api.place("k", &body).await;
    assert_eq!(refused.refusal(), (409, "price_moved"));
    assert_eq!(refused.json["now"]["currency"], "USD");
    assert_eq!(world.count("select count(*) from idempotency_keys").await, 0);
    assert_eq!(world.count("select count(*) from quotes").await, 0);
    body["max_price"] = json!({ "amount": "99.00", "currency": "USD" });
    assert_eq!(api.place("k", &body).await.status, 201);

    // The supplier says no: the order exists, so the answer stands.
    let number = world.number("0666").await;
    let found = api
        .get("/api/v1/numbers/available?country=US&contains=0666")
        .await;
    let offers = found.json["data"].as_array().unwrap();
    let offer = offers
        .iter()
        .find(|offer| offer["phone_number"] == number.as_str())
        .unwrap();
    let item = json!({ "kind": "number", "phone_number": number, "offer_id": offer["offer_id"] });
    let body = json!({ "customer_id": body["customer_id"], "item": item });
    let (first, second) = (
        api.place("sold-out", &body).await,
        api.place("sold-out", &body).await,
    );
    assert_eq!(first.refusal(), (409, "supplier_refused"));
    assert_eq!(first.bytes, second.bytes);
    assert_eq!(second.headers["idempotent-replayed"], "true");
    let order = api
        .get(&format!("/api/v1/orders/{}", first.text("/order_id")))
        .await;
    assert_eq!(order.text("/state"), "released");
    world.run_jobs().await;
    world.prove().await;
}

/// A real server process dies between the purchase and its answer; the retry gets the first order.
async fn killed(place: &'static str, body: impl AsyncFn(&World) -> Value) {
    let world = World::new().await;
    let body = body(&world).await;
    let server = Server::start(&world).await;
    let api = server.api("aurora.localhost", AURORA_KEY);
    let pause = world.pause_at(Some(place)).await;
    let request = api.order("k", &body);
    let asked = tokio::spawn(async move { api.try_send(request).await });
    pause.reached(&world).await;
    server.kill().await;
    pause.lift().await;
    assert!(asked.await.unwrap().is_none());

    let api = world.aurora_api();
    assert_eq!(
        api.place("k", &body).await.refusal(),
        (409, "request_in_progress")
    );
    world.backend.clock.advance(TimeDelta::seconds(120));
    let retried = api.place("k", &body).await;
    assert!(matches!(retried.status.as_u16(), 201 | 202), "{retried:?}");
    assert!(!retried.headers.contains_key("idempotent-replayed"));
    let id: uuid::Uuid = sqlx::query_scalar("select id from orders")
        .fetch_one(&mut world.owner().await)
        .await
        .expect("one order");
    let id = clouddail::shared::ids::OrderId::from(id).to_string();
    assert_eq!(retried.text("/id"), id);
    assert_eq!(api.place("k", &body).await.bytes, retried.bytes);
    for _ in 0..4 {
        world.pass(120).await;
    }
    let order = api.get(&format!("/api/v1/orders/{id}")).await;
    assert_eq!(order.text("/state"), "fulfilled");
    assert_eq!(world.count("select count(*) from orders").await, 1);
    assert_eq!(
        world
            .count("select count(*) from ledger_transfers where kind = 'sale'")
            .await,
        1
    );
    world.prove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_between_the_purchase_and_its_answer() {
    killed(
        "update:idempotency_keys where (new.status is not null)",
        esim_order,
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_between_the_purchase_of_a_number_and_its_answer() {
    killed(
        "update:idempotency_keys where (new.status is not null)",
        number_order,
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_between_the_hold_and_the_provider() {
    killed("order_events where (new.kind = 'submitted')", esim_order).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_before_the_hold_commits() {
    killed("order_events where (new.kind = 'held')", number_order).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_before_the_delivery_commits() {
    killed("esim_activations where (true)", esim_order).await;
}

#[tokio::test]
async fn answers_are_kept_for_a_day_and_the_order_for_ever() {
    let world = World::new().await;
    let (api, body) = (world.aurora_api(), esim_order(&world).await);
    let first = api.place("k", &body).await;
    world.pass(23 * 3_600).await;
    assert_eq!(sweep::sweep(&world.backend).await.unwrap(), 0);
    world.pass(2 * 3_600).await;
    assert_eq!(sweep::sweep(&world.backend).await.unwrap(), 1);
    // Long after, the same request under the same key still buys nothing new.
    let late = api.place("k", &body).await;
    assert_eq!(late.text("/id"), first.text("/id"));
    assert_eq!(world.count("select count(*) from orders").await, 1);
    world.prove().await;
}
