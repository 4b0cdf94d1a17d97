//! Texts a reseller's system sends from its customers' numbers.

use clouddail::shared::money::{Money, PositiveMoney};
use serde_json::{Value, json};

use crate::support::World;

fn message(from: &str, body: &str) -> Value {
    json!({ "from": from, "to": "+1 415 555 0123", "body": body })
}

#[tokio::test]
async fn a_message_costs_what_the_dry_run_says_once_per_key() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (_, number) = world.number_of(&customer, "1").await;
    let api = world.aurora_api();
    let mut dry = message(&number, "Ready – come by");
    dry["dry_run"] = json!(true);
    let shown = api.post("/api/v1/messages", dry).await;
    assert_eq!(shown.status, 200, "{shown:?}");
    assert_eq!(
        (shown.text("/status"), shown.text("/encoding"), shown.text("/to")),
        ("dry_run".into(), "UCS-2".into(), "+14155550123".into())
    );
    assert_eq!(
        (shown.json["id"].clone(), shown.json["segments"].clone()),
        (Value::Null, json!(1))
    );
    assert_eq!(world.count("select count(*) from messages").await, 0);

    let before = world.available(&world.aurora, &customer).await;
    let keyless = api
        .post("/api/v1/messages", message(&number, "Ready – come by"))
        .await;
    assert_eq!(keyless.refusal(), (400, "idempotency_key_required"));
    let sent = api
        .post_once("/api/v1/messages", "m1", message(&number, "Ready – come by"))
        .await;
    assert_eq!(sent.status, 201, "{sent:?}");
    assert_eq!(sent.json["price"], shown.json["price"]);
    assert!(sent.text("/id").starts_with("sms_"));
    let after = world.available(&world.aurora, &customer).await;
    assert_eq!(before.minus(after).unwrap().amount(), sent.text("/price/amount"));
    let again = api
        .post_once("/api/v1/messages", "m1", message(&number, "Ready – come by"))
        .await;
    assert_eq!(
        (again.status.as_u16(), again.text("/id")),
        (201, sent.text("/id"))
    );
    assert_eq!(again.headers["idempotent-replayed"], "true");
    let other = api
        .post_once("/api/v1/messages", "m1", message(&number, "Another"))
        .await;
    assert_eq!(other.refusal(), (409, "idempotency_key_reused"));
    assert_eq!(world.sandbox.calls("twilio.send").await, 1);
    world.prove().await;
}

#[tokio::test]
async fn the_float_pays_for_its_own_customers_messages() {
    let world = World::new().await;
    let customer = world.kite_customer().await;
    let (_, number) = world.number_of(&customer, "1").await;
    sqlx::query("update users set billing = 'float' where id = $1")
        .bind(customer.user().uuid())
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    let before = world.available(&world.kite, &customer).await;
    let float = "select balance_micros from wallets where owner_kind = 'reseller_float' and currency = 'EUR'";
    let had = world.count(float).await;
    let sent = world
        .kite_api()
        .post_once("/api/v1/messages", "m1", message(&number, "Hello"))
        .await;
    assert_eq!(sent.status, 201, "{sent:?}");
    assert_eq!(world.available(&world.kite, &customer).await, before);
    assert!(world.count(float).await < had);
    world.prove().await;
}

#[tokio::test]
async fn messages_are_listed_page_by_page_and_to_their_shop_alone() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (_, number) = world.number_of(&customer, "1").await;
    let api = world.aurora_api();
    for nth in 0..3 {
        let sent = api
            .post_once(
                "/api/v1/messages",
                &format!("m{nth}"),
                message(&number, &format!("Text {nth}")),
            )
            .await;
        assert_eq!(sent.status, 201, "{sent:?}");
        // The world's clock stands still, and the list is by time.
        world.pass(1).await;
    }
    let first = api.get("/api/v1/messages?limit=2").await;
    let bodies = |reply: &crate::support::Reply| -> Vec<String> {
        let data = reply.json["data"].as_array().unwrap();
        data.iter()
            .map(|row| row["body"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(bodies(&first), ["Text 2", "Text 1"]);
    let next = api
        .get(&format!(
            "/api/v1/messages?limit=2&cursor={}",
            first.text("/next_cursor")
        ))
        .await;
    assert_eq!(bodies(&next), ["Text 0"]);
    assert_eq!(next.json["next_cursor"], Value::Null);
    let mine = api
        .get(&format!("/api/v1/messages?customer_id={}", customer.user()))
        .await;
    assert_eq!(bodies(&mine).len(), 3);
    let kite = world.kite_api();
    assert_eq!(bodies(&kite.get("/api/v1/messages").await).len(), 0);
    let stolen = kite
        .post_once("/api/v1/messages", "k1", message(&number, "Hello"))
        .await;
    assert_eq!(stolen.refusal(), (404, "not_found"));
    for (field, value) in [("to", "nobody"), ("body", ""), ("to", &number)] {
        let mut odd = message(&number, "Hello");
        odd[field] = json!(value);
        let refused = api
            .post_once("/api/v1/messages", &format!("{field}{}", value.len()), odd)
            .await;
        assert_eq!(refused.refusal(), (422, "invalid_field"), "{field} {value}");
    }
    let refused = api
        .post_once(
            "/api/v1/messages",
            "no",
            json!({ "from": number, "to": "+14155550666", "body": "x" }),
        )
        .await;
    assert_eq!(refused.refusal(), (409, "supplier_refused"));
    world.prove().await;
}

/// Messages count for the key's day, as orders do.
#[tokio::test]
async fn a_keys_daily_cap_holds_for_messages() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (_, number) = world.number_of(&customer, "1").await;
    world.price_messages().await;
    let currency = world.aurora.brand.currency;
    let (_, api) = world
        .aurora_key(|key| key.daily_cap = PositiveMoney::new(Money::parse("0.10", currency).unwrap()))
        .await;
    let mut sent = 0;
    let refused = loop {
        let reply = api
            .post_once("/api/v1/messages", &format!("c{sent}"), message(&number, "Hello"))
            .await;
        if reply.status != 201 {
            break reply;
        }
        sent += 1;
        assert!(sent < 50, "no cap");
    };
    assert!(sent > 0);
    assert_eq!(refused.refusal(), (403, "spend_cap_reached"));
    world.prove().await;
}
