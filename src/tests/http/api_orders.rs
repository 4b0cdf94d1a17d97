//! Who pays for what a reseller's system orders, to the micro-unit.

use std::collections::BTreeMap;

use clouddail::{
    domain::{
        orders::{
            place::{Payer, Place, PlaceError, SaleKind, place},
            quote::{Wish, quote},
        },
        tenancy::Shop,
    },
    shared::{currency::Currency, money::Money},
};
use serde_json::{Value, json};

use crate::support::World;

fn micros(value: &Value) -> i64 {
    let currency: Currency = value["currency"].as_str().unwrap().parse().unwrap();
    Money::parse(value["amount"].as_str().unwrap(), currency)
        .unwrap()
        .micros()
}

/// What changed in a shop's books.
async fn changes(world: &World, shop: &Shop, before: &BTreeMap<String, i64>) -> BTreeMap<String, i64> {
    let mut after = world.holdings(shop).await;
    for (account, amount) in before {
        *after.entry(account.clone()).or_default() -= amount;
    }
    after.retain(|_, amount| *amount != 0);
    after
}

fn booked<const N: usize>(entries: [(&str, i64); N]) -> BTreeMap<String, i64> {
    entries
        .into_iter()
        .filter(|(_, amount)| *amount != 0)
        .map(|(account, amount)| (account.to_owned(), amount))
        .collect()
}

fn order(customer: &str, plan: &str) -> Value {
    json!({ "customer_id": customer, "item": { "kind": "esim", "plan_id": plan } })
}

#[tokio::test]
async fn the_float_pays_the_platforms_price_and_nobody_else_pays() {
    let world = World::new().await;
    let plan = world.plan("114701").await.to_string();
    for (api, shop) in [
        (world.aurora_api(), world.aurora.clone()),
        (world.kite_api(), world.kite.clone()),
    ] {
        let customer = api.customer("ann@example.test", "float").await;
        let before = world.holdings(&shop).await;
        let placed = api.place("f1", &order(&customer, &plan)).await;
        assert_eq!(placed.status, 201, "{placed:?}");
        assert_eq!(placed.text("/paid_by"), "float");
        let price = &placed.json["price"];
        let (charged, cost) = (micros(&price["charged"]), micros(&price["cost"]));
        assert_eq!(charged, micros(&price["platform_price"]));
        assert_eq!(price["commission_percent"], "0");
        let expected = booked([
            ("reseller_float", -charged),
            ("provider_payable", cost),
            ("platform_revenue", charged - cost),
        ]);
        assert_eq!(changes(&world, &shop, &before).await, expected);
    }
    world.run_jobs().await;
    world.prove().await;
}

#[tokio::test]
async fn a_customers_wallet_pays_retail_as_in_the_shop() {
    let world = World::new().await;
    let plan = world.plan("114701").await.to_string();
    let customer = world.aurora_customer().await.user().to_string();
    let before = world.holdings(&world.aurora).await;
    let placed = world.aurora_api().place("w1", &order(&customer, &plan)).await;
    assert_eq!(placed.text("/paid_by"), "customer");
    let price = &placed.json["price"];
    let (charged, platform, cost) = (
        micros(&price["charged"]),
        micros(&price["platform_price"]),
        micros(&price["cost"]),
    );
    let commission = Money::from_micros(charged, Currency::USD)
        .percent(10.into())
        .unwrap()
        .micros();
    assert!(charged > platform && platform > cost && commission > 0);
    let expected = booked([
        ("customer", -charged),
        ("provider_payable", cost),
        ("platform_revenue", platform - cost),
        ("commission", commission),
        ("reseller_earnings", charged - platform - commission),
    ]);
    assert_eq!(changes(&world, &world.aurora, &before).await, expected);

    // Where the reseller collects, its float pays beside the customer.
    let customer = world.kite_customer().await.user().to_string();
    let before = world.holdings(&world.kite).await;
    let placed = world.kite_api().place("w2", &order(&customer, &plan)).await;
    let price = &placed.json["price"];
    let (charged, platform, cost) = (
        micros(&price["charged"]),
        micros(&price["platform_price"]),
        micros(&price["cost"]),
    );
    let commission_percent = price["commission_percent"].as_str().unwrap().parse().unwrap();
    let commission = Money::from_micros(charged, Currency::EUR)
        .percent(commission_percent)
        .unwrap()
        .micros();
    let expected = booked([
        ("customer", -charged),
        ("reseller_sales", charged),
        ("reseller_float", -platform - commission),
        ("provider_payable", cost),
        ("platform_revenue", platform - cost),
        ("commission", commission),
    ]);
    assert_eq!(changes(&world, &world.kite, &before).await, expected);
    world.run_jobs().await;
    world.prove().await;
}

#[tokio::test]
async fn a_company_pays_with_its_credit_and_only_at_its_own_shop() {
    let world = World::new().await;
    let (api, plan) = (world.aurora_api(), world.plan("114701").await.to_string());
    let company = api.get("/api/v1/organizations").await.text("/data/0/id");
    let customer = api.customer("ann@example.test", "float").await;
    let mut body = order(&customer, &plan);
    body["pay_with"] = json!("organization");
    assert_eq!(api.place("o0", &body).await.refusal(), (422, "invalid_field"));
    body["organization_id"] = json!(company);
    let before = world.holdings(&world.aurora).await;
    let placed = api.place("o1", &body).await;
    assert_eq!(placed.status, 201, "{placed:?}");
    assert_eq!(placed.text("/organization_id"), company);
    let charged = micros(&placed.json["price"]["charged"]);
    assert_eq!(
        changes(&world, &world.aurora, &before).await["organization"],
        -charged
    );

    let kite = world.kite_api();
    let stranger = kite.customer("ann@example.test", "float").await;
    let mut body = order(&stranger, &plan);
    body["pay_with"] = json!("organization");
    body["organization_id"] = json!(company);
    assert_eq!(kite.place("o2", &body).await.refusal(), (404, "not_found"));
    world.run_jobs().await;
    world.prove().await;
}

#[tokio::test]
async fn pay_with_overrides_how_a_customer_is_billed() {
    let world = World::new().await;
    let (api, plan) = (world.aurora_api(), world.plan("114701").await.to_string());
    let customer = world.aurora_customer().await.user().to_string();
    let mut body = order(&customer, &plan);
    body["pay_with"] = json!("float");
    assert_eq!(api.place("p1", &body).await.text("/paid_by"), "float");
    // A customer billed to the float has nothing of its own.
    let poor = api.customer("poor@example.test", "float").await;
    let mut body = order(&poor, &plan);
    body["pay_with"] = json!("customer");
    let refused = api.place("p2", &body).await;
    assert_eq!(refused.refusal(), (402, "insufficient_balance"));
    body["dry_run"] = json!(true);
    let price = api.post("/api/v1/orders", body).await;
    assert_eq!(refused.json["missing"], price.json["price"]["charged"]);
    world.run_jobs().await;
    world.prove().await;
}

#[tokio::test]
async fn a_dry_run_says_everything_and_writes_nothing() {
    let world = World::new().await;
    let (api, plan) = (world.kite_api(), world.plan("114701").await.to_string());
    let customer = world.kite_customer().await.user().to_string();
    let mut body = order(&customer, &plan);
    body["dry_run"] = json!(true);
    let tables =
        "select (select count(*) from quotes) + (select count(*) from orders) + (select count(*) from holds)
                  + (select count(*) from idempotency_keys) + (select count(*) from wallets)
                  + (select count(*) from ledger_entries)";
    let before = world.count(tables).await;
    let dry = api.post("/api/v1/orders", body.clone()).await;
    assert_eq!(dry.status, 200, "{dry:?}");
    assert_eq!(dry.json["is_covered"], true);
    assert_eq!(dry.json["missing"], Value::Null);
    assert_eq!(
        dry.json["available"],
        json!({ "amount": "50.00", "currency": "EUR" })
    );
    assert!(dry.json["price"]["trace"].as_array().unwrap().len() >= 2);
    assert_eq!(world.count(tables).await, before);
    body["dry_run"] = json!(false);
    let real = api.place("d1", &body).await;
    assert_eq!(real.json["price"], dry.json["price"]);
    let float = micros(&dry.json["float_share"]);
    assert_eq!(
        world.holdings(&world.kite).await["reseller_float"],
        5_000_000_000 - float
    );
    world.run_jobs().await;
    world.prove().await;
}

#[tokio::test]
async fn an_order_in_flight_is_202_and_tells_its_timeline() {
    let world = World::new().await;
    let api = world.aurora_api();
    let customer = api.customer("ann@example.test", "float").await;
    let number = world.number("0408").await;
    let found = api
        .get("/api/v1/numbers/available?country=US&contains=0408")
        .await;
    let offers = found.json["data"].as_array().unwrap();
    let offer = offers
        .iter()
        .find(|offer| offer["phone_number"] == number.as_str())
        .unwrap();
    let item = json!({ "kind": "number", "phone_number": number, "offer_id": offer["offer_id"] });
    world.sandbox.fail("twilio.buy", "500_after", 1).await;
    world.sandbox.fail("twilio.list", "500_before", 50).await;
    let placed = api
        .place("u1", &json!({ "customer_id": customer, "item": item }))
        .await;
    assert!(matches!(placed.status.as_u16(), 202), "{placed:?}");
    world.sandbox.heal().await;
    for _ in 0..6 {
        world.pass(120).await;
    }
    let path = format!("/api/v1/orders/{}", placed.text("/id"));
    let settled = api.get(&path).await;
    assert!(
        ["fulfilled", "released"].contains(&settled.text("/state").as_str()),
        "{settled:?}"
    );
    let timeline = settled.json["timeline"].as_array().unwrap();
    assert_eq!(timeline[0]["title"], "Money set aside");
    assert_eq!(timeline[0]["amount"], settled.json["price"]["charged"]);
    // The first answer stays what it was.
    let body = json!({ "customer_id": customer, "item": item });
    assert_eq!(api.place("u1", &body).await.bytes, placed.bytes);

    let listed = api
        .get(&format!(
            "/api/v1/orders?customer_id={customer}&state={}",
            settled.text("/state")
        ))
        .await;
    assert_eq!(listed.json["data"][0]["id"], settled.json["id"]);
    assert!(listed.json["data"][0].get("timeline").is_none());
    world.prove().await;
}

#[tokio::test]
async fn a_wholesale_quote_is_never_paid_by_a_customer_nor_the_reverse() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let plan = world.plan("114701").await;
    let retail = quote(&world.backend, &customer, &Wish::Plan(plan)).await.unwrap();
    let request = Place {
        quote: retail.id,
        payer: Payer::Float,
        kind: SaleKind::New,
        max_price: retail.charged,
    };
    assert!(matches!(
        place(&world.backend, &customer, request).await,
        Err(PlaceError::NotFound)
    ));
    let placed = world
        .aurora_api()
        .place(
            "q1",
            &json!({ "customer_id": customer.user().to_string(), "pay_with": "float",
                              "item": { "kind": "esim", "plan_id": plan.to_string() } }),
        )
        .await;
    assert_eq!(placed.status, 201, "{placed:?}");
    // The shop's own quote is still the customer's to buy, at retail.
    assert!(world.place(&customer, &retail).await.is_ok());
    world.run_jobs().await;
    world.prove().await;
}

#[tokio::test]
async fn values_that_cannot_be_used_name_their_field() {
    let world = World::new().await;
    let (api, plan) = (world.aurora_api(), world.plan("114701").await.to_string());
    let customer = api.customer("ann@example.test", "float").await;
    let good = order(&customer, &plan);
    let with = |change: &dyn Fn(&mut Value)| {
        let mut body = good.clone();
        change(&mut body);
        body
    };
    let cases: [(Value, u16, &str, &str); 9] = [
        (
            with(&|b| b["customer_id"] = json!("usr_1")),
            404,
            "not_found",
            "customer_id",
        ),
        (
            with(&|b| b["item"]["plan_id"] = json!("pln_0192d5e8a0000000000000000000000a")),
            404,
            "not_found",
            "item.plan_id",
        ),
        (
            with(&|b| b["max_price"] = json!({ "amount": "1", "currency": "EUR" })),
            422,
            "invalid_field",
            "max_price",
        ),
        (
            with(&|b| b["max_price"] = json!({ "amount": "-1", "currency": "USD" })),
            422,
            "invalid_field",
            "max_price",
        ),
        (
            with(&|b| b["organization_id"] = json!("org_1")),
            422,
            "invalid_field",
            "organization_id",
        ),
        (
            with(&|b| {
                b["item"] = json!({ "kind": "number", "phone_number": "+14155550100", "offer_id": "x" })
            }),
            422,
            "invalid_field",
            "item.offer_id",
        ),
        (
            with(&|b| b["max_prize"] = json!(1)),
            400,
            "invalid_body",
            "max_prize",
        ),
        (
            with(&|b| b["dry_run"] = json!("yes")),
            400,
            "invalid_body",
            "dry_run",
        ),
        (
            with(&|b| b["item"] = json!({ "kind": "boat" })),
            400,
            "invalid_body",
            "item.kind",
        ),
    ];
    for (body, status, code, field) in cases {
        let refused = api.place("v", &body).await;
        assert_eq!(refused.refusal(), (status, code), "{body}: {refused:?}");
        assert_eq!(refused.text("/field"), field, "{body}");
    }
    assert_eq!(world.count("select count(*) from orders").await, 0);
    assert_eq!(world.count("select count(*) from idempotency_keys").await, 0);
    world.prove().await;
}
