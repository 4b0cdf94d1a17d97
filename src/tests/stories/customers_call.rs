//! A customer sets up a number, is called, and calls, by the pages alone; nobody else sees any of it.

use clouddail::shared::ids::CallId;
use serde_json::json;

use crate::support::{PHONE, World};

const OTHER: &str = "+14155550123";

#[tokio::test]
async fn a_customer_is_called_and_calls() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, e164) = world.number_of(&customer, "1").await;
    let mut browser = world.browser("aurora.localhost", "customer@aurora.test").await;
    let empty = browser.get("/account/calls").await.text();
    assert!(empty.contains("No calls yet"), "{empty}");

    let page = format!("/account/numbers/{number}");
    let id = number.to_string();
    let save = |forward: &'static str| {
        [
            ("sender", id.clone()),
            ("forward_to", forward.to_owned()),
            ("ring_seconds", "20".to_owned()),
            ("has_voicemail", "true".to_owned()),
            ("greeting", "Leave a word, please.".to_owned()),
        ]
    };
    for (forward, wanted) in [("hello", "country code"), ("+1 415 555 0188", "Saved.")] {
        let form = save(forward);
        let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let saved = browser.post(&page, "/do/calls/save_call_settings", &form).await;
        let shown = browser.follow(&saved).await.text();
        assert!(
            shown.contains(wanted) && shown.contains("Leave a word, please."),
            "{shown}"
        );
    }
    world.ring(OTHER, &e164).await;
    world.joined(1).await;
    let came = world.newest_call().await;
    world.hang_up(&e164, 65).await;
    world.over(came).await;
    let list = browser.get("/account/calls").await.text();
    assert!(list.contains("1:05") && list.contains("Ended"), "{list}");

    // What it costs is said before, without a script and without ringing anybody.
    let preview = format!("{page}?to=%2B14155550123&own_phone=%2B14155550188");
    let preview = browser.get(&preview).await.text();
    assert!(
        preview.contains("per minute to") && preview.contains("minutes."),
        "{preview}"
    );
    let key = CallId::new().to_string();
    let form = [
        ("sender", id.as_str()),
        ("to", OTHER),
        ("own_phone", PHONE),
        ("call_key", &key),
    ];
    let started = browser.post(&page, "/do/calls/start_call", &form).await;
    let shown = browser.follow(&started).await.text();
    assert!(shown.contains("Your phone rings first"), "{shown}");
    world.joined(1).await;
    // The same form again rings nobody.
    browser.post(&page, "/do/calls/start_call", &form).await;
    assert_eq!(world.sandbox.calls("twilio.ring").await, 1);
    world.hang_up(OTHER, 30).await;
    let call: CallId = key.parse().unwrap();
    assert_eq!(world.over(call).await, "completed");
    let shown = browser.get(&format!("/account/calls/{call}")).await.text();
    assert!(
        shown.contains("Paid from your balance") && shown.contains("0:30"),
        "{shown}"
    );
    let made = browser.get("/account/calls?direction=out").await.text();
    assert!(made.contains("0:30") && !made.contains("1:05"), "{made}");
    let file = browser.get("/account/calls.csv").await.text();
    assert!(file.contains(OTHER) && file.lines().count() == 3, "{file}");
    let listed = world.aurora_api().get("/api/v1/calls").await.json;
    assert_eq!(listed["data"].as_array().unwrap().len(), 2, "{listed}");
    assert_eq!(listed["data"][0]["id"], json!(key));
    let elsewhere = world.kite_api().get("/api/v1/calls").await.json;
    assert_eq!(elsewhere["data"], json!([]));
    world.prove().await;
}

#[tokio::test]
async fn a_call_is_a_404_for_everybody_else() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, e164) = world.number_of(&customer, "1").await;
    // Nobody is forwarded to: a message is left.
    let leg = world.ring(OTHER, &e164).await;
    let call = world.newest_call().await;
    world.hang_up(leg["sid"].as_str().unwrap(), 9).await;
    world.over(call).await;
    let pages = [
        format!("/account/calls/{call}"),
        format!("/account/calls/{call}/message.mp3"),
        format!("/account/numbers/{number}"),
    ];
    let mut owner = world.browser("aurora.localhost", "customer@aurora.test").await;
    let mut neighbour = world.browser("aurora.localhost", "owner@northwind.test").await;
    let mut elsewhere = world.browser("kite.localhost", "customer@kite.test").await;
    for page in &pages {
        assert_eq!(owner.get(page).await.status, 200, "{page}");
        assert_eq!(neighbour.get(page).await.status, 404, "{page}");
        assert_eq!(elsewhere.get(page).await.status, 404, "{page}");
    }
    let shown = owner.get(&pages[0]).await.text();
    assert!(
        shown.contains("<audio") && shown.contains("A message was left"),
        "{shown}"
    );
    let key = CallId::new().to_string();
    let form = [
        ("sender", number.to_string()),
        ("to", OTHER.to_owned()),
        ("own_phone", PHONE.to_owned()),
        ("call_key", key),
    ];
    let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    for mut browser in [neighbour, elsewhere] {
        browser
            .post("/account/calls", "/do/calls/start_call", &form)
            .await;
    }
    assert_eq!(world.sandbox.calls("twilio.ring").await, 0);
    // A stranger's question is no question.
    let url = "/webhooks/twilio/voice/incoming";
    let mut stranger = world.stranger("localhost");
    let forged = stranger
        .post_json(url, &[("CallSid", "CA1"), ("From", OTHER), ("To", &e164)])
        .await;
    assert_eq!(forged.status, 401);
    assert_eq!(world.count("select count(*) from call_detail_records").await, 1);
    world.prove().await;
}
