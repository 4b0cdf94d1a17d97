//! The description says what the interface does, and another reseller's things are nowhere.

use std::process::Command;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::World;

#[tokio::test]
async fn the_command_prints_what_the_server_serves() {
    let world = World::new().await;
    let served = world.api("kite.localhost", "").get("/api/v1/openapi.json").await;
    assert_eq!(served.status, 200);
    let printed = Command::new(env!("CARGO_BIN_EXE_clouddail"))
        .arg("openapi")
        .output()
        .unwrap();
    assert!(printed.status.success());
    let printed: Value = serde_json::from_slice(&printed.stdout).unwrap();
    assert_eq!(printed, served.json);
    assert!(printed["openapi"].as_str().unwrap().starts_with("3.1"));
    assert!(!printed.to_string().to_lowercase().contains("clouddail"));
    world.prove().await;
}

fn operations(document: &Value) -> Vec<(Method, String, Value)> {
    let mut found = vec![];
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let method = method.to_uppercase().parse().unwrap();
            found.push((method, path.clone(), operation.clone()));
        }
    }
    found
}

#[tokio::test]
async fn every_operation_names_its_refusals_and_wants_a_key() {
    let world = World::new().await;
    let stranger = world.api("aurora.localhost", "");
    let document = stranger.get("/api/v1/openapi.json").await.json;
    let operations = operations(&document);
    assert_eq!(operations.len(), 29);
    for (method, path, operation) in operations {
        for status in ["400", "401", "403", "429", "500", "503"] {
            let schema = "/content/application~1problem+json/schema/$ref";
            assert_eq!(
                operation["responses"][status].pointer(schema),
                Some(&json!("#/components/schemas/Problem")),
                "{method} {path} {status}"
            );
        }
        assert_eq!(operation["security"], json!([{ "key": [] }]), "{method} {path}");
        let answer = stranger
            .send(stranger.request(method.clone(), &path.replace("{id}", "x")))
            .await;
        assert_eq!(answer.refusal(), (401, "unauthorized"), "{method} {path}");
    }
    world.prove().await;
}

#[tokio::test]
async fn another_resellers_ids_are_404_everywhere() {
    let world = World::new().await;
    let (aurora, kite) = (world.aurora_api(), world.kite_api());
    let customer = kite.customer("ann@example.test", "wallet").await;
    let plan = world.plan("114701").await.to_string();
    let esim =
        json!({ "customer_id": customer, "pay_with": "float", "item": { "kind": "esim", "plan_id": plan } });
    let esim = kite.place("esim", &esim).await;
    let offer = kite.get("/api/v1/numbers/available?country=US").await.json["data"][1].clone();
    let item =
        json!({ "kind": "number", "phone_number": offer["phone_number"], "offer_id": offer["offer_id"] });
    let number = json!({ "customer_id": customer, "pay_with": "float", "item": item });
    let number = kite.place("number", &number).await;
    assert_eq!(
        (esim.status.as_u16(), number.status.as_u16()),
        (201, 201),
        "{esim:?} {number:?}"
    );
    let shopper = world.kite_customer().await.user();
    let wallet = kite.get(&format!("/api/v1/customers/{shopper}/wallet")).await;
    let company = clouddail::shared::ids::OrganizationId::new();
    sqlx::query(
        "insert into organizations (id, reseller_id, name, billing_email, created_at)
         select $1, id, 'Westwind', 'a@westwind.test', now() from resellers where slug = 'kite'",
    )
    .bind(company.uuid())
    .execute(&mut world.owner().await)
    .await
    .unwrap();
    let ids = [
        ("/organizations/", company.to_string()),
        ("/customers/", customer.clone()),
        ("/wallets/", wallet.text("/id")),
        ("/orders/", esim.text("/id")),
        ("/numbers/", number.text("/number_id")),
        ("/esims/", esim.text("/esim_id")),
    ];
    let document = aurora.get("/api/v1/openapi.json").await.json;
    let mut asked = 0;
    for (method, path, _) in operations(&document) {
        if !path.contains("{id}") {
            continue;
        }
        let (_, id) = ids.iter().find(|(part, _)| path.contains(part)).unwrap();
        let path = path
            .replace("{id}", id)
            .replace("{line}", "lin_0192d5e8a0007000800000000000000a");
        let refused = aurora.send(aurora.request(method.clone(), &path)).await;
        assert_eq!(refused.refusal(), (404, "not_found"), "{method} {path}");
        if method == Method::GET && !path.contains("lin_") {
            assert_eq!(kite.get(&path).await.status, 200, "{path} for its own reseller");
        }
        asked += 1;
    }
    assert_eq!(asked, 19);
    // Nor in a body, nor in a filter.
    let body = json!({ "customer_id": customer, "item": { "kind": "esim", "plan_id": plan } });
    assert_eq!(aurora.place("theirs", &body).await.refusal(), (404, "not_found"));
    for list in ["orders", "numbers"] {
        let listed = aurora
            .get(&format!("/api/v1/{list}?customer_id={customer}"))
            .await;
        assert_eq!(listed.json, json!({ "data": [], "next_cursor": null }));
    }
    assert_eq!(
        world
            .count("select count(*) from virtual_numbers where state = 'active'")
            .await,
        1
    );
    world.run_jobs().await;
    world.prove().await;
}

#[tokio::test]
async fn the_page_for_people_wears_the_shops_look_and_names_no_platform() {
    let world = World::new().await;
    let page = world.stranger("kite.localhost").get("/api/docs").await;
    assert_eq!(page.status, 200);
    let html = page.text();
    assert!(html.contains("Kite Travel") && html.contains("/theme/kite/"));
    assert!(!html.to_lowercase().contains("clouddail") && !html.contains("<script"));
    for needed in [
        "place_order",
        "Idempotent-Replayed",
        "insufficient_balance",
        "next_cursor",
        "curl http://kite.localhost",
    ] {
        assert!(html.contains(needed), "no {needed}");
    }
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("font-src 'self'") && !policy.contains("script-src"));
    world.prove().await;
}
