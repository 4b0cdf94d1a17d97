//! Numbers of two vendors write to each other; reports of Telnyx are proven, applied once and replayed.

use clouddail::shared::ids::{MessageId, NumberId};
use serde_json::json;

use crate::support::{Client, World};

const OTHER: &str = "+14155550123";
const EVENTS: &str = "select count(*) from webhook_events where provider = 'telnyx'";
const OPEN: &str = "select count(*) from holds where message_id is not null and state = 'open'";
const SALES: &str =
    "select count(*) from ledger_transfers where kind = 'sale' and reference_type = 'message'";

async fn send(browser: &mut Client, number: NumberId, to: &str, text: &str) -> crate::support::Answer {
    let (from, key) = (number.to_string(), MessageId::new().to_string());
    let form = [
        ("sender", from.as_str()),
        ("to", to),
        ("message_text", text),
        ("send_key", &key),
    ];
    browser
        .post("/account/messages/new", "/do/messages/send_message", &form)
        .await
}

fn with(number: NumberId, peer: &str) -> String {
    format!("/account/messages/{number}?with={}", peer.replace('+', "%2B"))
}

#[tokio::test]
async fn messages_go_both_ways_between_two_vendors() {
    let world = World::new().await;
    let (ann, ben) = (world.aurora_customer().await, world.kite_customer().await);
    let (ann_number, ann_e164) = world.number_of(&ann, "1").await;
    let (ben_number, ben_e164) = world.telnyx_number(&ben, 0).await;
    let mut aurora = world.browser("aurora.localhost", "customer@aurora.test").await;
    let mut kite = world.browser("kite.localhost", "customer@kite.test").await;

    // The number of Telnyx is one to write from.
    let page = kite.get("/account/messages/new").await.text();
    assert!(page.contains(&ben_number.to_string()), "{page}");
    let sent = send(&mut kite, ben_number, &ann_e164, "Où es-tu ?").await;
    assert!(kite.follow(&sent).await.text().contains("Où es-tu ?"));
    world
        .comes("Ann reads it", async || {
            world
                .count("select count(*) from messages where direction = 'in'")
                .await
                == 1
        })
        .await;
    let page = aurora.get(&with(ann_number, &ben_e164)).await.text();
    assert!(page.contains("Où es-tu ?"), "{page}");

    let answered = send(&mut aurora, ann_number, &ben_e164, "On my way").await;
    assert!(aurora.follow(&answered).await.text().contains("On my way"));
    world
        .comes("Ben reads it and knows that his came", async || {
            let unread = "select count(*) from messages where direction = 'in' or state = 'delivered'";
            world.count(unread).await == 4
        })
        .await;
    let page = kite.get(&with(ben_number, &ann_e164)).await.text();
    assert!(page.contains("On my way") && page.contains("Delivered"), "{page}");
    assert!(!page.to_lowercase().contains("telnyx"), "{page}");
    assert_eq!(world.sandbox.calls("telnyx.send").await, 1);
    assert_eq!(world.sandbox.calls("twilio.send").await, 1);
    assert_eq!(world.count(SALES).await, 2);
    // Each by the price of its own vendor: a segment to the US is 0.0040 at Telnyx.
    let cost = "select (price_stack #>> '{provider_cost,amount}')::numeric = 0.004 from messages where provider = 'telnyx'
                and direction = 'out'";
    let is_its: bool = sqlx::query_scalar(cost)
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    assert!(is_its);
    world.prove().await;
}

#[tokio::test]
async fn an_event_is_taken_from_telnyx_alone_once_and_in_time() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, e164) = world.telnyx_number(&customer, 0).await;
    let id = world.write(&customer, number, OTHER, "Hello").await.unwrap();
    world
        .comes("it came", async || world.state_of(id).await == "delivered")
        .await;
    let at_vendor: String = sqlx::query_scalar("select provider_message_id from messages")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    let events = world.count(EVENTS).await;
    let again = async |how: serde_json::Value| {
        let mut wish = json!({ "about": at_vendor });
        wish.as_object_mut()
            .unwrap()
            .extend(how.as_object().unwrap().clone());
        let sent = world.sandbox.post("/_sandbox/webhooks/telnyx", wish).await;
        sent["statuses"].as_array().unwrap().clone()
    };
    for (how, status) in [
        (json!({ "forge": true }), 401),
        (json!({ "age_seconds": 310 }), 401),
        (json!({ "age_seconds": -310 }), 401),
        (json!({ "repeat": 5, "reverse": true }), 200),
    ] {
        let statuses = again(how.clone()).await;
        assert!(statuses.iter().all(|one| *one == status), "{how}: {statuses:?}");
    }
    world.run_jobs().await;
    assert_eq!(world.count(EVENTS).await, events, "a repeat is no news");
    assert_eq!(world.state_of(id).await, "delivered");
    assert_eq!(world.count(SALES).await, 1);
    let rejected = "select count(*) from webhook_rejections where provider = 'telnyx'";
    assert_eq!(world.count(rejected).await, 6);

    // The console shows it and has it applied again.
    let mut admin = world.browser("localhost", "admin@clouddail.test").await;
    let page = admin.get("/admin/webhooks").await.text();
    assert!(page.contains("telnyx"), "{page}");
    let event: uuid::Uuid =
        sqlx::query_scalar("select id from webhook_events where provider = 'telnyx' limit 1")
            .fetch_one(&mut world.owner().await)
            .await
            .unwrap();
    let event = clouddail::shared::ids::WebhookEventId::from(event).to_string();
    let replayed = admin
        .post("/admin/webhooks", "/do/logs/replay", &[("id", &event)])
        .await;
    assert_eq!(
        replayed.location.as_deref(),
        Some("/admin/webhooks?saved=replayed")
    );
    world.run_jobs().await;
    assert_eq!(world.count(SALES).await, 1);

    // Somebody who writes STOP is written to no more.
    let stop = json!({ "from": OTHER, "to": e164, "body": "STOP" });
    world.sandbox.post("/_sandbox/messages", stop).await;
    world
        .comes("they asked for no more", async || {
            world.count("select count(*) from message_opt_outs").await == 1
        })
        .await;
    assert!(
        world
            .write(&customer, number, OTHER, "Still there?")
            .await
            .is_err()
    );
    world.prove().await;
}

/// However the answer goes wrong: never sent twice, paid once or not at all. Reports are lost, so the vendor is asked.
#[tokio::test]
async fn a_lost_answer_sends_nothing_twice_at_either_vendor() {
    for (vendor, mode, end, asked) in [
        ("telnyx", "500_after", "accepted", 1),
        ("telnyx", "drop_after", "accepted", 1),
        ("telnyx", "lie_after", "accepted", 1),
        ("telnyx", "500_before", "refused", 1),
        ("telnyx", "drop_before", "refused", 1),
        ("telnyx", "lie_before", "refused", 1),
        ("telnyx", "refused", "refused", 1),
        ("telnyx", "429", "accepted", 2),
        ("twilio", "lie_after", "accepted", 1),
        ("twilio", "lie_before", "refused", 1),
        ("twilio", "429", "accepted", 2),
    ] {
        let world = World::new().await;
        let customer = world.aurora_customer().await;
        let (number, _) = match vendor {
            "telnyx" => world.telnyx_number(&customer, 0).await,
            _ => world.number_of(&customer, "1").await,
        };
        world.reports_come("lost").await;
        let operation = format!("{vendor}.send");
        world.sandbox.fail(&operation, mode, 1).await;
        let before = world.available(&world.aurora, &customer).await;
        let id = world.write(&customer, number, OTHER, "Hello").await.unwrap();
        for _ in 0..6 {
            world.pass_everywhere(60).await;
        }
        let state = world.state_of(id).await;
        let taken = ["accepted", "sent", "delivered"].contains(&state.as_str());
        assert_eq!(taken, end == "accepted", "{vendor} {mode}: {state}");
        assert_eq!(world.sandbox.calls(&operation).await, asked, "{vendor} {mode}");
        let sales = i64::from(taken);
        assert_eq!(
            (world.count(OPEN).await, world.count(SALES).await),
            (0, sales),
            "{mode}"
        );
        if !taken {
            assert_eq!(world.available(&world.aurora, &customer).await, before, "{mode}");
        }
        world.prove().await;
    }
}

/// A report is as good as the lost answer, long before anybody asks.
#[tokio::test]
async fn a_report_names_the_message_whose_answer_was_lost() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.telnyx_number(&customer, 0).await;
    world.sandbox.fail("telnyx.send", "drop_after", 1).await;
    world
        .sandbox
        .fail("telnyx.find_messages", "500_before", 100)
        .await;
    world.reports_come("reversed").await;
    let id = world.write(&customer, number, OTHER, "Hello").await.unwrap();
    world
        .comes("it came", async || world.state_of(id).await == "delivered")
        .await;
    let is_assumed: bool = sqlx::query_scalar("select is_assumed from messages")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    assert!(!is_assumed);
    assert_eq!(world.sandbox.calls("telnyx.send").await, 1);
    assert_eq!((world.count(OPEN).await, world.count(SALES).await), (0, 1));
    world.prove().await;
}

/// Busy, then down: the circuit opens, the console says so and nothing new is taken; what was taken waits and goes out once
/// the circuit closes.
#[tokio::test]
async fn a_message_waits_in_front_of_an_open_circuit() {
    use clouddail::{
        domain::messages::{DraftError, SendError},
        providers::watch::{Circuit, Ended, FAILURES_MAX},
    };
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.telnyx_number(&customer, 0).await;
    world.sandbox.fail("telnyx.send", "429", 4).await;
    let id = world.write(&customer, number, OTHER, "Hello").await.unwrap();
    assert_eq!(world.state_of(id).await, "queued");
    let asked = world.sandbox.calls("telnyx.send").await;
    let watch = &world.backend.providers.watch;
    for _ in 0..FAILURES_MAX {
        watch.count("telnyx", Ended::Failed, std::time::Duration::ZERO);
    }
    let circuit = watch.circuit("telnyx", world.backend.now());
    assert!(matches!(circuit, Circuit::Open { .. }), "{circuit:?}");
    let mut admin = world.browser("localhost", "admin@clouddail.test").await;
    let page = admin.get("/admin/providers/telnyx").await.text();
    assert!(page.contains("Open: it kept failing"), "{page}");
    let refused = world.write(&customer, number, OTHER, "Hello again").await;
    assert!(
        matches!(refused, Err(SendError::Draft(DraftError::Closed(_)))),
        "{refused:?}"
    );
    world.pass_everywhere(20).await;
    assert_eq!(world.sandbox.calls("telnyx.send").await, asked, "not asked");
    assert_eq!(world.count(OPEN).await, 1, "its money waits");
    world.pass_everywhere(60).await;
    world
        .comes("it went out", async || world.state_of(id).await == "delivered")
        .await;
    assert_eq!(world.sandbox.calls("telnyx.send").await, asked + 1);
    let page = admin.get("/admin/providers/telnyx").await.text();
    assert!(page.contains("Closed: it is asked as usual"), "{page}");
    assert_eq!((world.count(OPEN).await, world.count(SALES).await), (0, 1));
    world.prove().await;
}

/// An order that is carried out later settles when Telnyx says so, and not when it is next asked about.
#[tokio::test]
async fn an_order_settles_when_telnyx_says_so() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    world
        .sandbox
        .post("/_sandbox/telnyx", json!({ "pending_looks": 1000 }))
        .await;
    let query = clouddail::providers::numbers::NumberQuery {
        country: "US".parse().unwrap(),
        kind: clouddail::shared::number::NumberType::Local,
        contains: "1214302".into(),
        sms: true,
        voice: true,
        limit: 1,
    };
    let e164 = world
        .vendor("telnyx")
        .search(&query)
        .await
        .unwrap()
        .remove(0)
        .e164;
    let quoted = world.quote_exactly(&customer, &e164, "US").await;
    world.place(&customer, &quoted).await.unwrap();
    let unknown = "select count(*) from orders where state = 'unknown'";
    let fulfilled = "select count(*) from orders where state = 'fulfilled'";
    assert_eq!((world.count(unknown).await, world.count(fulfilled).await), (1, 0));
    world.sandbox.post("/_sandbox/telnyx/orders", json!({})).await;
    // No time passes.
    world
        .comes("it is ours", async || world.count(fulfilled).await == 1)
        .await;
    assert_eq!(world.sandbox.calls("telnyx.buy").await, 1);
    world.prove().await;
}
