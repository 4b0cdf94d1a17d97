//! What is on offer, customers, wallets, numbers, eSIMs and companies, as a reseller's system sees them.

use serde_json::json;

use crate::support::World;

#[tokio::test]
async fn numbers_and_plans_are_listed_at_the_shops_own_prices() {
    let world = World::new().await;
    let (aurora, kite) = (world.aurora_api(), world.kite_api());
    let path = "/api/v1/numbers/available?country=US&type=local&sms=true&voice=true";
    let (numbers, euros) = (aurora.get(path).await, kite.get(path).await);
    assert_eq!(numbers.status, 200, "{numbers:?}");
    let first = &numbers.json["data"][0];
    assert_eq!(first["price"]["currency"], "USD");
    assert_eq!(euros.json["data"][0]["price"]["currency"], "EUR");
    assert_eq!(first["capabilities"]["sms"], true);
    assert_eq!(first["requirements"]["address"], false);
    assert_eq!(first["provider"], "twilio");

    let mut seen = vec![];
    let mut cursor = String::new();
    loop {
        let page = aurora
            .get(&format!("/api/v1/esim/plans?country=FR&limit=3{cursor}"))
            .await;
        assert_eq!(page.status, 200, "{page:?}");
        let plans = page.json["data"].as_array().unwrap();
        assert!(plans.len() <= 3);
        for plan in plans {
            assert!(plan["countries"].as_array().unwrap().contains(&json!("FR")));
            seen.push(plan["id"].as_str().unwrap().to_owned());
        }
        match page.json["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    let whole = aurora.get("/api/v1/esim/plans?country=FR&limit=100").await;
    let all: Vec<_> = whole.json["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|plan| plan["id"].as_str().unwrap().to_owned())
        .collect();
    assert!(all.len() > 6);
    assert_eq!(seen, all);
    world.prove().await;
}

#[tokio::test]
async fn a_customer_is_made_once_and_needs_no_mail() {
    let world = World::new().await;
    let api = world.aurora_api();
    let body = json!({ "email": "Ann@Example.test", "first_name": "Ann", "external_id": "4711" });
    let made = api.post("/api/v1/customers", body.clone()).await;
    assert_eq!(made.status, 201, "{made:?}");
    assert_eq!(made.text("/email"), "ann@example.test");
    assert_eq!(made.text("/billing"), "float");
    let found = api.get(&format!("/api/v1/customers/{}", made.text("/id"))).await;
    assert_eq!(found.json, made.json);
    assert_eq!(
        api.post("/api/v1/customers", body).await.refusal(),
        (409, "email_taken")
    );
    let other = json!({ "email": "bob@example.test", "external_id": "4711" });
    assert_eq!(
        api.post("/api/v1/customers", other.clone()).await.refusal(),
        (409, "external_id_taken")
    );
    // The same address and id at another shop are other people.
    let elsewhere = json!({ "email": "ann@example.test", "external_id": "4711" });
    assert_eq!(
        world.kite_api().post("/api/v1/customers", elsewhere).await.status,
        201
    );

    // With a key, the same request gives the same customer.
    let request = || {
        let body = json!({ "email": "carl@example.test" });
        api.request(reqwest::Method::POST, "/api/v1/customers")
            .header("idempotency-key", "carl")
            .json(&body)
    };
    let (first, second) = (api.send(request()).await, api.send(request()).await);
    assert_eq!((first.status.as_u16(), second.status.as_u16()), (201, 201));
    assert_eq!(first.bytes, second.bytes);
    assert_eq!(second.headers["idempotent-replayed"], "true");

    // Nobody can sign in to it without a reset, and the reset works.
    let mut browser = world.stranger("aurora.localhost");
    let form = [("email", "ann@example.test"), ("password", "demo-pass-1234")];
    browser.post("/sign-in", "/do/accounts/sign_in", &form).await;
    assert!(browser.session.is_none());
    assert_eq!(world.count("select count(*) from mails").await, 0);
    let form = [("email", "ann@example.test")];
    browser
        .post("/forgot-password", "/do/accounts/request_password_reset", &form)
        .await;
    assert_eq!(world.count("select count(*) from password_resets").await, 1);
    world.run_jobs().await;
    world.prove().await;
}

#[tokio::test]
async fn wallets_show_what_is_there_and_every_movement() {
    let world = World::new().await;
    let api = world.aurora_api();
    let customer = world.aurora_customer().await.user();
    let wallet = api.get(&format!("/api/v1/customers/{customer}/wallet")).await;
    assert_eq!(wallet.status, 200, "{wallet:?}");
    assert_eq!(
        wallet.json["available"],
        json!({ "amount": "50.00", "currency": "USD" })
    );
    let path = format!("/api/v1/wallets/{}/entries", wallet.text("/id"));
    let entries = api.get(&path).await;
    assert_eq!(entries.json["data"][0]["balance_after"]["amount"], "50.00");
    assert_eq!(entries.json["next_cursor"], json!(null));

    let plan = world.plan("114701").await;
    let body = json!({ "customer_id": customer.to_string(), "item": { "kind": "esim", "plan_id": plan.to_string() } });
    let order = api.place("w1", &body).await;
    assert_eq!(order.status, 201, "{order:?}");
    let first = api.get(&format!("{path}?limit=1")).await;
    assert_eq!(first.json["data"][0]["order_id"], order.json["id"]);
    let cursor = first.text("/next_cursor");
    let second = api.get(&format!("{path}?limit=1&cursor={cursor}")).await;
    assert_eq!(second.json["data"], entries.json["data"]);
    // A cursor of another list is none of this one.
    let strange = api.get(&format!("/api/v1/orders?cursor={cursor}")).await;
    assert_eq!(strange.refusal(), (400, "invalid_cursor"));

    let nobody = api.customer("new@example.test", "float").await;
    let empty = api.get(&format!("/api/v1/customers/{nobody}/wallet")).await;
    assert_eq!(empty.json["id"], json!(null));
    assert_eq!(empty.json["available"]["amount"], "0.00");
    world.run_jobs().await;
    world.prove().await;
}

#[tokio::test]
async fn an_esim_shows_its_code_its_pictures_and_its_usage() {
    let world = World::new().await;
    let api = world.aurora_api();
    let customer = api.customer("ann@example.test", "float").await;
    let plan = world.plan("114701").await.to_string();
    let body = json!({ "customer_id": customer, "item": { "kind": "esim", "plan_id": plan } });
    let order = api.place("e1", &body).await;
    assert_eq!(order.status, 201, "{order:?}");
    let path = format!("/api/v1/esims/{}", order.text("/esim_id"));
    let esim = api.get(&path).await;
    assert!(esim.text("/activation_code").starts_with("LPA:1$"), "{esim:?}");
    assert_eq!(esim.headers["cache-control"], "private, no-store");
    let svg = api.get(&format!("{path}/qr.svg")).await;
    assert_eq!(svg.headers["content-type"], "image/svg+xml");
    let png = api.get(&format!("{path}/qr.png")).await;
    assert_eq!(png.headers["content-type"], "image/png");
    assert_eq!(png.headers["cache-control"], "private, no-store");
    assert_eq!(&png.bytes[..4], b"\x89PNG");
    let usage = api.get(&format!("{path}/usage")).await;
    assert_eq!(usage.status, 200);
    assert_eq!(usage.json["used_mb"], 0);
    assert!(usage.json["as_of"].is_string(), "{usage:?}");
    world.run_jobs().await;
    world.prove().await;
}

#[tokio::test]
async fn a_number_is_given_back_once() {
    let world = World::new().await;
    let api = world.aurora_api();
    let customer = api.customer("ann@example.test", "float").await;
    let offer = api.get("/api/v1/numbers/available?country=US").await.json["data"][1].clone();
    let item =
        json!({ "kind": "number", "phone_number": offer["phone_number"], "offer_id": offer["offer_id"] });
    let order = api
        .place("n1", &json!({ "customer_id": customer, "item": item }))
        .await;
    assert_eq!(order.status, 201, "{order:?}");
    let listed = api.get(&format!("/api/v1/numbers?customer_id={customer}")).await;
    assert_eq!(listed.json["data"][0]["id"], order.json["number_id"]);
    assert_eq!(listed.json["data"][0]["state"], "active");
    let path = format!("/api/v1/numbers/{}", order.text("/number_id"));

    // The vendor does not answer at first: the number is still held, and the job gives it back.
    world.sandbox.fail("twilio.release", "500_before", 9).await;
    assert_eq!(api.delete(&path).await.refusal(), (503, "supplier_unavailable"));
    assert_eq!(
        world
            .count("select count(*) from virtual_numbers where state = 'active'")
            .await,
        1
    );
    world.sandbox.heal().await;
    world.pass(60).await;
    assert_eq!(
        world
            .count("select count(*) from virtual_numbers where state = 'released'")
            .await,
        1
    );
    let calls = world.sandbox.calls("twilio.release").await;
    assert_eq!(api.delete(&path).await.status, 204);
    assert_eq!(world.sandbox.calls("twilio.release").await, calls);
    let listed = api.get("/api/v1/numbers").await;
    assert_eq!(listed.json["data"][0]["state"], "released");
    world.prove().await;
}

#[tokio::test]
async fn companies_are_listed() {
    let world = World::new().await;
    let listed = world.aurora_api().get("/api/v1/organizations").await;
    assert_eq!(listed.json["data"][0]["name"], "Northwind");
    assert_eq!(listed.json["data"].as_array().unwrap().len(), 1);
    let elsewhere = world.kite_api().get("/api/v1/organizations").await;
    assert_eq!(elsewhere.json, json!({ "data": [], "next_cursor": null }));
    world.prove().await;
}
