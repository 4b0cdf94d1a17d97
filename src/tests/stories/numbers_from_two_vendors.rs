//! Numbers of two vendors in one shop: one list, the cheapest sells, a definite no is bought elsewhere, and whoever is
//! unwell is left out.

use clouddail::{
    domain::{orders, scope::Customer, supply},
    providers::{
        numbers::NumberQuery,
        watch::{Circuit, FAILURES_MAX},
    },
    shared::{
        ids::OrderId,
        number::NumberType,
        order::{OrderStatus, OrderView},
    },
};
use serde_json::{Value, json};

use crate::support::{Client, World};

const VENDORS: [&str; 2] = ["twilio", "telnyx"];

async fn admin(world: &World) -> Client {
    world.browser("localhost", "admin@clouddail.test").await
}

async fn page(browser: &mut Client, path: &str) -> String {
    let answer = browser.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.text()
}

async fn view(world: &World, customer: &Customer, order: OrderId) -> OrderView {
    let view = orders::view::view(&world.backend, customer, order).await;
    view.unwrap().unwrap()
}

/// What the interface lists.
async fn offers(world: &World, query: &str) -> Vec<Value> {
    let reply = world
        .aurora_api()
        .get(&format!("/api/v1/numbers/available?{query}"))
        .await;
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.json["data"].as_array().unwrap().clone()
}

fn providers(offers: &[Value]) -> Vec<&str> {
    let mut names: Vec<_> = offers
        .iter()
        .map(|offer| offer["provider"].as_str().unwrap())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// A local number that both sell; by its ending, or the first one.
async fn shared(world: &World, country: &str, ending: &str) -> String {
    // The ranges both have.
    let range = match country {
        "US" => "415328",
        "CA" => "416428",
        _ => "203808",
    };
    let mut found = vec![];
    for vendor in VENDORS {
        let query = NumberQuery {
            country: country.parse().unwrap(),
            kind: NumberType::Local,
            contains: format!("{range}{ending}"),
            sms: false,
            voice: false,
            limit: 100,
        };
        let offers = world.vendor(vendor).search(&query).await.unwrap();
        found.push(offers.into_iter().map(|offer| offer.e164).collect::<Vec<_>>());
    }
    let both = found[0]
        .iter()
        .find(|e164| e164.ends_with(ending) && found[1].contains(e164));
    both.unwrap_or_else(|| panic!("no number of both in {country} ends in {ending}"))
        .clone()
}

#[tokio::test]
async fn one_search_lists_every_number_once_and_the_cheapest_first() {
    let world = World::new().await;
    for (country, expected) in [("GB", "telnyx"), ("CA", "twilio"), ("US", "twilio")] {
        let e164 = shared(&world, country, "").await;
        let found = offers(&world, &format!("country={country}&contains={}", &e164[1..])).await;
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            found[0]["provider"], expected,
            "the cheaper one, or the first of equals, in {country}"
        );
    }
    let found = offers(&world, "country=GB").await;
    assert_eq!(providers(&found), ["telnyx"], "30 cheaper ones come first");
    let found = offers(&world, "country=CA&contains=302").await;
    let prices: Vec<&str> = found
        .iter()
        .map(|offer| offer["price"]["amount"].as_str().unwrap())
        .collect();
    assert!(
        prices.is_sorted_by_key(|price| price.replace('.', "").parse::<u64>().unwrap()),
        "{prices:?}"
    );
    // A kind that only one of them has there.
    let mobile = offers(&world, "country=DE&type=mobile").await;
    assert_eq!(providers(&mobile), ["twilio"]);

    // What a customer sees names no vendor.
    let mut buyer = world.browser("aurora.localhost", "customer@aurora.test").await;
    let text = page(&mut buyer, "/numbers?country=GB&kind=local")
        .await
        .to_lowercase();
    assert!(text.contains("+44"), "{text}");
    assert!(!text.contains("telnyx") && !text.contains("twilio"), "{text}");
    world.prove().await;
}

#[tokio::test]
async fn the_cheapest_vendor_sells_and_operators_see_who_lost() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let e164 = shared(&world, "GB", "").await;
    let quoted = world.quote_exactly(&customer, &e164, "GB").await;
    world.sandbox.called_again("telnyx.reserve", 0).await;
    let order = world.place(&customer, &quoted).await.unwrap();
    let bought = view(&world, &customer, order).await;
    assert_eq!(bought.row.status, OrderStatus::Fulfilled);
    assert_eq!(world.sandbox.calls("telnyx.buy").await, 1);
    assert_eq!(world.sandbox.calls("twilio.buy").await, 0);

    let text = page(&mut admin(&world).await, &format!("/admin/orders/{order}")).await;
    for words in [
        "Other providers of this number",
        "/admin/providers/twilio",
        "Not the first choice",
        "$1.15",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let mut buyer = world.browser("aurora.localhost", "customer@aurora.test").await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let hers = page(&mut buyer, &format!("/account/orders/{order}"))
        .await
        .to_lowercase();
    let shops = page(&mut owner, &format!("/reseller/orders/{order}"))
        .await
        .to_lowercase();
    assert!(!hers.contains("twilio") && !hers.contains("telnyx"), "{hers}");
    assert!(!shops.contains("twilio"), "who lost is the platform's: {shops}");

    // It goes back where it came from.
    let number = bought.number_id.unwrap();
    let api = world.aurora_api();
    let gone = api
        .send(api.request(reqwest::Method::DELETE, &format!("/api/v1/numbers/{number}")))
        .await;
    assert!(gone.status.is_success(), "{gone:?}");
    assert_eq!(world.sandbox.calls("telnyx.release").await, 1);
    assert_eq!(world.sandbox.calls("twilio.release").await, 0);
    world.prove().await;
}

#[tokio::test]
async fn a_definite_no_is_bought_elsewhere_at_the_price_that_was_held() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let e164 = shared(&world, "CA", "0666").await;
    let quoted = world.quote_exactly(&customer, &e164, "CA").await;
    let before = world.available(&world.aurora, &customer).await;
    let mut buyer = world.browser("aurora.localhost", "customer@aurora.test").await;
    let (id, max_price) = (quoted.id.to_string(), quoted.charged.amount());
    let form = [("quote", id.as_str()), ("max_price", max_price.as_str())];
    let placed = buyer.post("/checkout", "/do/orders/place_order", &form).await;
    let path = placed.location.expect("the order's page");
    let text = page(&mut buyer, &path).await;
    assert!(text.contains("another one is asked, at the same price"), "{text}");
    assert!(!text.to_lowercase().contains("telnyx") && !text.to_lowercase().contains("twilio"));
    assert_eq!(world.sandbox.calls("twilio.buy").await, 1);
    assert_eq!(world.sandbox.calls("telnyx.buy").await, 1);
    let after = world.available(&world.aurora, &customer).await;
    assert_eq!(before.minus(after).unwrap(), quoted.charged);
    let moved = "select count(*) from orders o join virtual_numbers n on n.order_id = o.id
                 where o.state = 'fulfilled' and o.provider = 'telnyx' and o.line = 2 and n.provider = 'telnyx'";
    assert_eq!(world.count(moved).await, 1);
    let order: uuid::Uuid = sqlx::query_scalar("select id from orders")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    let text = page(
        &mut admin(&world).await,
        &format!("/admin/orders/{}", OrderId::from(order)),
    )
    .await;
    assert!(text.contains("It said no: out of stock"), "{text}");
    world.prove().await;
}

#[tokio::test]
async fn a_dearer_vendor_is_taken_only_as_far_as_the_buyer_agreed() {
    let world = World::new().await;
    let api = world.aurora_api();
    let customer = api.customer("ann@example.test", "float").await;
    let e164 = shared(&world, "US", "0666").await;
    let offer = offers(&world, &format!("country=US&contains={}", &e164[1..]))
        .await
        .remove(0);
    let item = json!({ "kind": "number", "phone_number": e164, "offer_id": offer["offer_id"] });
    let dry = json!({ "customer_id": customer, "item": item, "dry_run": true });
    let price = api.place("dry", &dry).await;
    let charged = price.json["price"]["charged"].clone();
    // No more than the price: nobody else is asked.
    let body = json!({ "customer_id": customer, "item": item, "max_price": charged });
    let refused = api.place("exact", &body).await;
    assert_eq!(refused.refusal(), (409, "supplier_refused"), "{refused:?}");
    assert_eq!(world.sandbox.calls("telnyx.buy").await, 0);
    // With room, the dearer one sells, at the price that was held; what it asks is the platform's business.
    let body = json!({ "customer_id": customer, "item": item, "max_price": { "amount": "9.00", "currency": "USD" } });
    let bought = api.place("room", &body).await;
    assert_eq!(bought.text("/state"), "fulfilled", "{bought:?}");
    assert_eq!(bought.json["price"]["charged"], charged);
    assert_eq!(world.sandbox.calls("telnyx.buy").await, 1);
    let booked =
        "select sum(e.amount_micros)::bigint from ledger_entries e where e.account = 'provider_payable'";
    assert_eq!(
        world.count(booked).await,
        1_300_000,
        "what the vendor that sold asks"
    );
    world.prove().await;
}

#[tokio::test]
async fn an_unknown_outcome_stays_with_its_vendor() {
    for (mode, end) in [
        ("drop_before", OrderStatus::Released),
        ("500_after", OrderStatus::Fulfilled),
        ("lie_after", OrderStatus::Fulfilled),
    ] {
        let world = World::new().await;
        let customer = world.aurora_customer().await;
        let e164 = shared(&world, "CA", "").await;
        let quoted = world.quote_exactly(&customer, &e164, "CA").await;
        world.sandbox.fail("twilio.buy", mode, 1).await;
        let order = world.place(&customer, &quoted).await.unwrap();
        for _ in 0..6 {
            world.pass(60).await;
        }
        assert_eq!(view(&world, &customer, order).await.row.status, end, "{mode}");
        assert_eq!(world.sandbox.calls("telnyx.buy").await, 0, "{mode}");
        world.prove().await;
    }
}

/// The outcomes of a purchase at Telnyx, by the ways it can go wrong.
#[tokio::test]
async fn purchases_at_telnyx_end_as_those_at_twilio() {
    for (mode, end) in [
        ("500_before", OrderStatus::Released),
        ("drop_before", OrderStatus::Released),
        ("drop_after", OrderStatus::Fulfilled),
        ("500_after", OrderStatus::Fulfilled),
        ("lie_before", OrderStatus::Released),
        ("429", OrderStatus::Fulfilled),
    ] {
        let world = World::new().await;
        let customer = world.aurora_customer().await;
        let e164 = offers(&world, "country=NL").await.remove(0)["phone_number"]
            .as_str()
            .unwrap()
            .to_owned();
        let quoted = world.quote_exactly(&customer, &e164, "NL").await;
        world.sandbox.fail("telnyx.buy", mode, 1).await;
        let order = world.place(&customer, &quoted).await.unwrap();
        for _ in 0..6 {
            world.pass(60).await;
        }
        assert_eq!(view(&world, &customer, order).await.row.status, end, "{mode}");
        let asked = if mode == "429" { 2 } else { 1 };
        assert_eq!(
            world.sandbox.calls("telnyx.buy").await,
            asked,
            "never bought twice: {mode}"
        );
        world.prove().await;
    }
}

#[tokio::test]
async fn an_order_that_is_carried_out_later_holds_the_money_until_then() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let e164 = offers(&world, "country=NL").await.remove(0)["phone_number"]
        .as_str()
        .unwrap()
        .to_owned();
    let quoted = world.quote_exactly(&customer, &e164, "NL").await;
    world
        .sandbox
        .post("/_sandbox/telnyx", json!({ "pending_looks": 6 }))
        .await;
    let order = world.place(&customer, &quoted).await.unwrap();
    assert_eq!(
        view(&world, &customer, order).await.row.status,
        OrderStatus::Unknown
    );
    for _ in 0..6 {
        world.pass(60).await;
    }
    assert_eq!(
        view(&world, &customer, order).await.row.status,
        OrderStatus::Fulfilled
    );
    assert_eq!(world.sandbox.calls("telnyx.buy").await, 1);
    world.prove().await;
}

/// Down, cut off, slow, lying, busy: the other one's numbers are listed all the same.
#[tokio::test]
async fn a_search_goes_on_without_whoever_is_unwell() {
    for (ill, well) in [("twilio", "telnyx"), ("telnyx", "twilio")] {
        let world = World::new().await;
        for (at, fault) in [
            json!({ "mode": "500_before" }),
            json!({ "mode": "drop_before" }),
            json!({ "mode": "lie_before" }),
            json!({ "mode": "429" }),
            json!({ "latency_ms": 60_000 }),
        ]
        .into_iter()
        .enumerate()
        {
            let mut wanted = fault.clone();
            wanted["operation"] = json!(format!("{ill}.search"));
            world.sandbox.post("/_sandbox/faults", wanted).await;
            let found = offers(&world, &format!("country=CA&contains=*{at}*")).await;
            assert_eq!(providers(&found), [well], "{ill}: {fault}");
            world.sandbox.heal().await;
        }
        // Said where operators look; what was too slow is counted.
        supply::health::write(&world.backend).await.unwrap();
        let late =
            format!("select coalesce(sum(late), 0)::bigint from provider_health where provider = '{ill}'");
        let late: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(late))
            .fetch_one(&mut world.owner().await)
            .await
            .unwrap();
        assert!(late >= 1, "{ill}");
        let text = page(&mut admin(&world).await, &format!("/admin/providers/{ill}")).await;
        assert!(text.contains("Too slow"), "{text}");
        world.prove().await;
    }
}

#[tokio::test]
async fn answers_nobody_can_read_open_the_circuit_and_one_good_one_closes_it() {
    for (ill, well) in [("twilio", "telnyx"), ("telnyx", "twilio")] {
        let world = World::new().await;
        let operation = format!("{ill}.search");
        world.sandbox.fail(&operation, "lie_before", 1_000).await;
        for at in 10..10 + FAILURES_MAX {
            offers(&world, &format!("country=CA&contains={at}")).await;
        }
        let now = world.backend.now();
        assert!(matches!(
            world.backend.providers.watch.circuit(ill, now),
            Circuit::Open { .. }
        ));
        let asked = world.sandbox.calls(&operation).await;
        assert_eq!(providers(&offers(&world, "country=CA&contains=30").await), [well]);
        assert_eq!(world.sandbox.calls(&operation).await, asked, "left alone");
        let path = format!("/admin/providers/{ill}");
        let mut operator = admin(&world).await;
        let text = page(&mut operator, &path).await;
        assert!(
            text.contains("Circuit open") && text.contains("it kept failing"),
            "{text}"
        );
        world.sandbox.heal().await;
        world.pass(31).await;
        offers(&world, "country=CA&contains=31").await;
        let text = page(&mut operator, &path).await;
        assert!(text.contains("Closed: it is asked as usual"), "{text}");
        world.prove().await;
    }
}

#[tokio::test]
async fn nobody_answers_and_nothing_is_charged() {
    let world = World::new().await;
    for vendor in VENDORS {
        world.sandbox.fail(vendor, "500_before", 1_000).await;
    }
    let reply = world
        .aurora_api()
        .get("/api/v1/numbers/available?country=CA")
        .await;
    assert_eq!(reply.refusal(), (503, "supplier_unavailable"));
    let mut buyer = world.browser("aurora.localhost", "customer@aurora.test").await;
    let text = page(&mut buyer, "/numbers?country=CA&kind=local").await;
    assert!(text.contains("cannot reach our supplier"), "{text}");
    world.sandbox.heal().await;
    world.prove().await;
}

#[tokio::test]
async fn an_operator_says_who_comes_first_and_who_is_not_asked() {
    let world = World::new().await;
    let path = "/admin/providers/telnyx";
    let mut operator = admin(&world).await;
    let e164 = shared(&world, "CA", "").await;
    let query = format!("country=CA&contains={}", &e164[1..]);
    assert_eq!(providers(&offers(&world, &query).await), ["twilio"]);
    for (place, rank, sentence) in [
        ("CAN", "1", "two letters"),
        ("CA", "10", "from 1 to 9"),
        ("CA", "-1", "from 1 to 9"),
        ("CA", "first\u{0}", "from 1 to 9"),
    ] {
        let form = [("provider", "telnyx"), ("place", place), ("rank", rank)];
        let refused = operator.post_json("/do/supply/prefer", &form).await.text();
        assert!(refused.contains(sentence), "{place} {rank}: {refused}");
    }
    for provider in ["telna", "nobody"] {
        let form = [("provider", provider), ("place", "CA"), ("rank", "1")];
        let refused = operator.post_json("/do/supply/prefer", &form).await.text();
        assert!(refused.contains("NotFound"), "{provider}: {refused}");
    }
    let first = [("provider", "telnyx"), ("place", "ca"), ("rank", "1")];
    for _ in 0..2 {
        let saved = operator.post(path, "/do/supply/prefer", &first).await;
        assert_eq!(
            saved.location.as_deref(),
            Some("/admin/providers/telnyx?done=preferred")
        );
    }
    let text = page(&mut operator, "/admin/providers/telnyx?done=preferred").await;
    assert!(
        text.contains("Canada") && text.contains("Searches follow"),
        "{text}"
    );
    assert_eq!(
        providers(&offers(&world, &query).await),
        ["telnyx"],
        "first of equals"
    );

    let nowhere = [("provider", "telnyx"), ("place", ""), ("rank", "never")];
    operator.post(path, "/do/supply/prefer", &nowhere).await;
    assert_eq!(
        providers(&offers(&world, "country=GB").await),
        ["twilio"],
        "not asked"
    );
    assert_eq!(
        providers(&offers(&world, &query).await),
        ["telnyx"],
        "the country counts before"
    );
    for place in ["", "CA"] {
        let form = [("provider", "telnyx"), ("place", place)];
        operator.post(path, "/do/supply/forget_place", &form).await;
    }
    assert_eq!(providers(&offers(&world, &query).await), ["twilio"]);
    let acts = "select count(*) from audit_logs where action = 'provider.preferred' and entity = 'telnyx'";
    assert_eq!(world.count(acts).await, 4, "the same again is nothing");
    world.prove().await;
}
