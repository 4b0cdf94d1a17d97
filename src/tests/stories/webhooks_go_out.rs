//! A reseller's own system hears what happened in its shop: signed, once, again after failures, and nobody else's.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use clouddail::providers::webhooks::{HttpSender, Outgoing, SendError, UrlError, WebhookSender};
use serde_json::Value;

use crate::support::{
    Client, World,
    receiver::{LIST, Receiver, add, secret, verifies},
};

fn id(page: &str) -> &str {
    page.rsplit('/').next().unwrap()
}

async fn buy(world: &World) {
    let customer = world.aurora_customer().await;
    let quoted = world.quote_plan(&customer, "114701").await;
    world.place(&customer, &quoted).await.unwrap();
}

async fn delivery(world: &World) -> String {
    let id: uuid::Uuid = sqlx::query_scalar("select id from webhook_deliveries order by id desc limit 1")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    clouddail::shared::ids::DeliveryId::from(id).to_string()
}

#[tokio::test]
async fn an_order_is_heard_after_failures_and_a_replay_arrives_once() {
    let world = World::new().await;
    // An hour ahead of the database's clock, which the queue looks at: nothing is due before its time is made to pass.
    world.backend.clock.advance(chrono::TimeDelta::hours(1));
    let (receiver, of_kite) = (Receiver::start().await, Receiver::start().await);
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let mut kite = world.browser("kite.localhost", "owner@kite.test").await;
    let (page, signing) = add(&mut owner, &receiver.url, "order.fulfilled").await;
    add(&mut kite, &of_kite.url, "order.fulfilled").await;
    assert_eq!(secret(&mut owner, &page).await, None, "a secret is shown once");
    let plain = "select count(*) from webhook_endpoints where encode(secret_sealed, 'escape') like '%whsec%'";
    assert_eq!(world.count(plain).await, 0);

    receiver.answer(&[
        StatusCode::INTERNAL_SERVER_ERROR,
        StatusCode::INTERNAL_SERVER_ERROR,
    ]);
    buy(&world).await;
    world.run_jobs().await;
    assert_eq!(receiver.count(), 1);
    world.pass(5).await;
    assert_eq!(receiver.count(), 2);
    world.pass(200).await;
    assert_eq!(receiver.count(), 2, "the third try comes after five minutes");
    world.pass(100).await;
    assert_eq!(receiver.count(), 3);

    let received = receiver.received();
    for event in &received {
        assert!(verifies(&signing, event), "the signature does not hold");
    }
    let last = received[2].0["webhook-timestamp"].to_str().unwrap();
    assert_eq!(
        last,
        world.backend.now().timestamp().to_string(),
        "signed at its try"
    );
    let event: Value = serde_json::from_slice(&received[0].1).unwrap();
    assert_eq!(event["type"], "order.fulfilled");
    assert!(event["data"]["order_id"].as_str().unwrap().starts_with("ord_"));
    assert!(event["data"]["esim_id"].as_str().unwrap().starts_with("esm_"));
    assert_eq!(event["data"]["charged"]["currency"], "USD");
    assert!(!String::from_utf8_lossy(&received[0].1).contains("LPA:"));
    assert!(
        !format!("{:?}", received[0].0)
            .to_lowercase()
            .contains("clouddail")
    );

    let (headers, body) = received[0].clone();
    let forged = String::from_utf8(body.to_vec()).unwrap().replace("USD", "EUR");
    assert!(
        !verifies(&signing, &(headers.clone(), forged.into())),
        "a forged body is taken"
    );
    let other_secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    assert!(
        !verifies(other_secret, &(headers, body)),
        "a foreign secret is taken"
    );

    let sent = delivery(&world).await;
    let log = owner.get(&format!("{LIST}/deliveries/{sent}")).await.text();
    assert!(
        log.contains("500") && log.contains("200") && log.contains("thanks xxx"),
        "{log}"
    );
    assert!(log.len() < 40_000, "a long answer is kept whole");
    owner.post(&page, "/do/webhooks/replay", &[("id", &sent)]).await;
    world.run_jobs().await;
    let ids: Vec<String> = receiver
        .received()
        .iter()
        .map(|(headers, _)| headers["webhook-id"].to_str().unwrap().to_owned())
        .collect();
    let once: BTreeSet<&String> = ids.iter().collect();
    assert_eq!((ids.len(), once.len()), (4, 1), "a replay has its old id");

    // Kite heard nothing, sees nothing and replays nothing.
    assert_eq!(of_kite.count(), 0);
    assert_eq!(kite.get(&page).await.status, 404);
    assert_eq!(kite.get(&format!("{LIST}/deliveries/{sent}")).await.status, 404);
    for (verb, thing) in [
        ("replay", sent.as_str()),
        ("remove", id(&page)),
        ("rotate", id(&page)),
        ("send_test", id(&page)),
    ] {
        let answer = kite
            .post_json(&format!("/do/webhooks/{verb}"), &[("id", thing)])
            .await;
        assert!(answer.text().contains("NotFound"), "{verb}: {}", answer.text());
    }
    let answer = kite
        .post_json("/do/webhooks/show_secret", &[("id", id(&page))])
        .await;
    assert_eq!(answer.text(), "null");
    world.prove().await;
}

#[tokio::test]
async fn a_replaced_secret_signs_for_a_day_more() {
    let world = World::new().await;
    let receiver = Receiver::start().await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let (page, first) = add(&mut owner, &receiver.url, "order.refunded").await;
    owner
        .post(&page, "/do/webhooks/rotate", &[("id", id(&page))])
        .await;
    let second = secret(&mut owner, &page).await.unwrap();
    assert_ne!(first, second);

    owner
        .post(&page, "/do/webhooks/send_test", &[("id", id(&page))])
        .await;
    buy(&world).await;
    world.run_jobs().await;
    let received = receiver.received();
    assert_eq!(received.len(), 1, "an event that was not chosen was sent");
    assert!(verifies(&first, &received[0]) && verifies(&second, &received[0]));

    world.pass(86_401).await;
    owner
        .post(&page, "/do/webhooks/send_test", &[("id", id(&page))])
        .await;
    world.run_jobs().await;
    let (headers, _) = &receiver.received()[1];
    let signatures = headers["webhook-signature"].to_str().unwrap();
    assert_eq!(signatures.split(' ').count(), 1, "{signatures}");
    world.prove().await;
}

#[tokio::test]
async fn an_endpoint_that_takes_nothing_is_turned_off_and_its_owner_told() {
    const DAY: i64 = 86_400;
    let world = World::new().await;
    let receiver = Receiver::start().await;
    receiver.always(StatusCode::FOUND);
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let (page, _) = add(&mut owner, &receiver.url, "order.fulfilled").await;
    let test = async |owner: &mut Client| {
        owner
            .post_json("/do/webhooks/send_test", &[("id", id(&page))])
            .await
            .text()
    };
    test(&mut owner).await;
    world.run_jobs().await;
    for _ in 0..5 {
        world.pass(DAY - 60).await;
    }
    assert!(owner.get(&page).await.text().contains("Nothing was taken since"));
    world.pass(600).await;
    let before = receiver.count();
    test(&mut owner).await;
    world.run_jobs().await;
    assert_eq!(receiver.count(), before + 1);
    assert!(
        owner
            .get(&page)
            .await
            .text()
            .contains("Turned off after failures")
    );
    let mails = world.sandbox.mails("owner@aurora.test").await;
    assert!(
        mails[0].to_string().contains("A webhook endpoint was turned off"),
        "{mails:?}"
    );

    buy(&world).await;
    world.pass(DAY).await;
    assert_eq!(receiver.count(), before + 1, "an endpoint that is off was called");
    assert!(test(&mut owner).await.contains("The endpoint is off"));

    // On again, what it missed can be replayed.
    receiver.always(StatusCode::NO_CONTENT);
    let form = [
        ("id", id(&page)),
        ("url", receiver.url.as_str()),
        ("events[0]", "order.fulfilled"),
        ("is_on", "true"),
    ];
    owner.post(&page, "/do/webhooks/change", &form).await;
    let missed = delivery(&world).await;
    owner.post(&page, "/do/webhooks/replay", &[("id", &missed)]).await;
    world.run_jobs().await;
    assert_eq!(receiver.count(), before + 2);
    assert!(!owner.get(&page).await.text().contains("Nothing was taken since"));
    world.prove().await;
}

#[tokio::test]
async fn an_endpoint_that_is_gone_is_turned_off_at_once() {
    let world = World::new().await;
    let receiver = Receiver::start().await;
    receiver.answer(&[StatusCode::GONE]);
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let (page, _) = add(&mut owner, &receiver.url, "order.fulfilled").await;
    buy(&world).await;
    world.run_jobs().await;
    assert_eq!(receiver.count(), 1);
    let html = owner.get(&page).await.text();
    assert!(html.contains("Turned off after failures"), "{html}");
    let mails = world.sandbox.mails("owner@aurora.test").await;
    assert!(
        mails[0].to_string().contains("A webhook endpoint was turned off"),
        "{mails:?}"
    );
    // Neither again nor anything else, though it would take it now.
    buy(&world).await;
    world.pass(86_400).await;
    assert_eq!(receiver.count(), 1);
    world.prove().await;
}

#[tokio::test]
async fn a_disputed_payment_is_heard_by_its_shop_alone() {
    use clouddail::{
        domain::{
            payments::dispute::open::{Open, open},
            scope::{Scope, System},
        },
        shared::money::{Money, PositiveMoney},
    };
    let world = World::new().await;
    let (aurora, kite) = (Receiver::start().await, Receiver::start().await);
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let (_, secret) = add(&mut owner, &aurora.url, "payment.disputed").await;
    let mut elsewhere = world.browser("kite.localhost", "owner@kite.test").await;
    add(&mut elsewhere, &kite.url, "payment.disputed").await;
    let customer = world.aurora_customer().await;
    let payment = world
        .topped_up(&world.aurora, &customer, "20", "form-key-1")
        .await;
    let dispute = Open {
        payment,
        provider_dispute_id: "dsp-1".into(),
        amount: PositiveMoney::new(Money::parse("20", world.aurora.brand.currency).unwrap()).unwrap(),
    };
    let system = System::of(customer.reseller(), "test");
    for _ in 0..2 {
        open(&world.backend, &system, &dispute).await.unwrap();
    }
    world.run_jobs().await;
    let received = aurora.received();
    assert_eq!((received.len(), kite.count()), (1, 0));
    assert!(verifies(&secret, &received[0]));
    let body: Value = serde_json::from_slice(&received[0].1).unwrap();
    assert_eq!(body["type"], "payment.disputed");
    assert_eq!(body["data"]["payment_id"], payment.to_string());
    assert_eq!(body["data"]["amount"]["amount"], "20.00");
    world.prove().await;
}

#[tokio::test]
async fn deliveries_are_kept_for_thirty_days() {
    use chrono::TimeDelta;
    use clouddail::domain::webhooks::sweep;
    let world = World::new().await;
    let receiver = Receiver::start().await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let (page, _) = add(&mut owner, &receiver.url, "order.fulfilled").await;
    buy(&world).await;
    world.run_jobs().await;
    let old = delivery(&world).await;
    world.backend.clock.advance(TimeDelta::days(20));
    buy(&world).await;
    world.run_jobs().await;
    let young = delivery(&world).await;
    world
        .backend
        .clock
        .advance(TimeDelta::days(10) - TimeDelta::minutes(1));
    assert_eq!(sweep(&world.backend).await.unwrap(), 0);
    world.backend.clock.advance(TimeDelta::minutes(2));
    assert_eq!(sweep(&world.backend).await.unwrap(), 1);
    assert_eq!(world.count("select count(*) from webhook_tries").await, 1);
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let html = owner.get(&page).await.text();
    assert!(html.contains(&young) && !html.contains(&old), "{html}");
    world.prove().await;
}

#[tokio::test]
async fn no_private_network_is_called() {
    let sender = HttpSender::new(false).unwrap();
    for url in [
        "https://127.0.0.1/",
        "https://10.1.2.3/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://[fc00::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://localhost/",
    ] {
        assert_eq!(sender.may_call(url).await, Err(UrlError::Private), "{url}");
        let event = Outgoing {
            url: url.to_owned(),
            id: "msg_1".into(),
            timestamp: 0,
            signature: String::new(),
            body: "{}".into(),
        };
        assert_eq!(
            sender.send(&event).await,
            Err(SendError::Forbidden(UrlError::Private)),
            "{url}"
        );
    }
    let world = World::new().await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    for (url, words) in [
        ("https://192.168.0.1/", "private network"),
        ("http://systems.example.com/", "begins with https://"),
    ] {
        let form = [("url", url), ("events[0]", "order.fulfilled")];
        let answer = owner.post_json("/do/webhooks/add", &form).await;
        assert!(answer.text().contains(words), "{url}: {}", answer.text());
    }
    let answer = owner
        .post_json("/do/webhooks/add", &[("url", "http://127.0.0.1:9/")])
        .await;
    assert!(answer.text().contains("at least one event"), "{}", answer.text());
    assert_eq!(world.count("select count(*) from webhook_endpoints").await, 0);
    world.prove().await;
}

/// Money and things, each with its event in the same transaction.
#[tokio::test]
async fn every_event_is_heard_when_it_happens() {
    let world = World::new().await;
    let receiver = Receiver::start().await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let kinds = [
        "order.fulfilled",
        "order.refused",
        "order.refunded",
        "customer.created",
        "payment.settled",
        "esim.state_changed",
        "number.released",
        "float.low",
    ];
    let fields: Vec<String> = (0..kinds.len()).map(|at| format!("events[{at}]")).collect();
    let mut form = vec![("url", receiver.url.as_str())];
    form.extend(fields.iter().map(String::as_str).zip(kinds));
    owner.post(LIST, "/do/webhooks/add", &form).await;

    let customer = world.aurora_customer().await;
    world
        .topped_up(&world.aurora, &customer, "20", "form-key-1")
        .await;
    let number = world.quote_number(&customer, "1").await;
    let order = world.place(&customer, &number).await.unwrap();
    let gone = world.quote_number(&customer, "0666").await;
    let _ = world.place(&customer, &gone).await;
    let mut stranger = world.stranger("aurora.localhost");
    let register = [
        ("email", "new@people.test"),
        ("password", "long-enough-1234"),
        ("first_name", "N"),
        ("last_name", "P"),
    ];
    stranger
        .post("/register", "/do/accounts/register", &register)
        .await;
    let refund = clouddail::domain::orders::refund::Refund {
        order,
        amount: None,
        destination: clouddail::domain::orders::refund::Destination::Wallet,
        reason: "Wrong country".into(),
        key: "refund-1".into(),
    };
    let system = clouddail::domain::scope::System::of(world.aurora.id, "test");
    clouddail::domain::orders::refund::refund(&world.backend, &system, refund)
        .await
        .unwrap();
    let bought = clouddail::domain::orders::view::view(&world.backend, &customer, order)
        .await
        .unwrap()
        .unwrap();
    clouddail::domain::numbers::release::release(&world.backend, &system, bought.number_id.unwrap())
        .await
        .unwrap();
    world.run_jobs().await;

    let heard: BTreeSet<String> = receiver
        .received()
        .iter()
        .map(|(_, body)| {
            serde_json::from_slice::<Value>(body).unwrap()["type"]
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    for kind in [
        "order.fulfilled",
        "order.refused",
        "order.refunded",
        "customer.created",
        "payment.settled",
        "number.released",
    ] {
        assert!(heard.contains(kind), "{kind} was not heard: {heard:?}");
    }
    world.prove().await;
}
