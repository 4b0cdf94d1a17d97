//! Two shops, a number each: their customers write to each other, by the pages alone.

use clouddail::shared::ids::{MessageId, NumberId};
use serde_json::json;

use crate::support::{Client, World};

fn with(number: NumberId, peer: &str) -> String {
    format!("/account/messages/{number}?with={}", peer.replace('+', "%2B"))
}

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

#[tokio::test]
async fn messages_go_both_ways_between_two_shops() {
    let world = World::new().await;
    let (ann, ben) = (world.aurora_customer().await, world.kite_customer().await);
    let (ann_number, ann_e164) = world.number_of(&ann, "1").await;
    let (ben_number, ben_e164) = world.number_of(&ben, "2").await;
    let mut aurora = world.browser("aurora.localhost", "customer@aurora.test").await;
    let mut kite = world.browser("kite.localhost", "customer@kite.test").await;

    let empty = aurora.get("/account/messages").await.text();
    assert!(empty.contains("No messages yet"), "{empty}");
    let before = world.available(&world.aurora, &ann).await;
    // What it costs is said before, without a script and without sending anything.
    let text = "Don’t be late & bring <b>cake</b>";
    let preview = format!(
        "/account/messages/new?sender={ann_number}&to={}&message_text=Don%E2%80%99t+be+late",
        ben_e164.replace('+', "%2B")
    );
    let preview = aurora.get(&preview).await.text();
    assert!(preview.contains("1 segment, UCS-2"), "{preview}");
    assert!(preview.contains("Replace them with plain characters") && preview.contains("1 in GSM-7"));
    assert_eq!(world.count("select count(*) from messages").await, 0);

    let sent = send(&mut aurora, ann_number, &ben_e164, text).await;
    let page = aurora.follow(&sent).await.text();
    assert!(
        page.contains("Don’t be late &amp; bring &lt;b&gt;cake&lt;/b&gt;"),
        "{page}"
    );
    assert!(world.available(&world.aurora, &ann).await.micros() < before.micros());

    world.reported(3).await;
    let page = aurora.get(&with(ann_number, &ben_e164)).await.text();
    assert!(page.contains("Delivered"), "{page}");
    let inbox = kite.get("/account/messages").await.text();
    assert!(
        inbox.contains("1 new") && inbox.contains("Don’t be late"),
        "{inbox}"
    );
    let page = kite.get(&with(ben_number, &ann_e164)).await.text();
    assert!(
        page.contains("They") && page.contains("bring &lt;b&gt;cake"),
        "{page}"
    );
    let inbox = kite.get("/account/messages").await.text();
    assert!(!inbox.contains("1 new"), "it was read");

    let answered = send(&mut kite, ben_number, &ann_e164, "On my way").await;
    assert!(kite.follow(&answered).await.text().contains("On my way"));
    world.reported(6).await;
    let found = aurora.get("/account/messages?q=my+way").await.text();
    assert!(found.contains("On my way"), "{found}");
    let none = aurora.get("/account/messages?q=nothing+like+it").await.text();
    assert!(none.contains("No conversation fits"));
    let file = aurora.get("/account/messages.csv").await.text();
    assert!(file.contains("On my way") && file.lines().count() == 3, "{file}");
    world.prove().await;
}

#[tokio::test]
async fn a_message_is_a_404_for_everybody_else() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    let id = world
        .write(&customer, number, "+14155550123", "Mine")
        .await
        .unwrap();
    let contact = clouddail::domain::contacts::save(
        &world.backend,
        &customer,
        &clouddail::domain::contacts::SaveContact {
            id: None,
            details: clouddail::domain::contacts::Details {
                name: "Zoe".into(),
                number: "+14155550123".into(),
                tags: "friends".into(),
                ..Default::default()
            },
        },
    )
    .await
    .unwrap();
    let pages = [
        format!("/account/messages/message/{id}"),
        with(number, "+14155550123"),
        format!("/account/messages/contacts/{contact}"),
        format!("/account/messages/settings/{number}"),
    ];
    let mut owner = world.browser("aurora.localhost", "customer@aurora.test").await;
    let mut neighbour = world.browser("aurora.localhost", "owner@northwind.test").await;
    let mut elsewhere = world.browser("kite.localhost", "customer@kite.test").await;
    for page in &pages {
        assert_eq!(owner.get(page).await.status, 200, "{page}");
        assert_eq!(neighbour.get(page).await.status, 404, "{page}");
        assert_eq!(elsewhere.get(page).await.status, 404, "{page}");
        let stranger = world.stranger("aurora.localhost").get(page).await;
        assert!(
            stranger.location.unwrap_or_default().contains("/sign-in"),
            "{page}"
        );
    }
    let timeline = owner.get(&pages[0]).await.text();
    assert!(timeline.contains("Money set aside") && timeline.contains("Paid from your balance"));
    for mut browser in [neighbour, elsewhere] {
        let refused = send(&mut browser, number, "+14155550123", "Stolen").await;
        assert!(!refused.location.unwrap_or_default().contains("#sms_"));
        let file = browser.get("/account/messages.csv").await.text();
        assert!(!file.contains("Mine"), "{file}");
        let gone = [("contact", contact.to_string())];
        let gone: Vec<_> = gone.iter().map(|(name, value)| (*name, value.as_str())).collect();
        browser
            .post("/account/messages/contacts", "/do/messages/remove_contact", &gone)
            .await;
    }
    assert_eq!(world.count("select count(*) from messages").await, 1);
    assert_eq!(world.count("select count(*) from contacts").await, 1);
    world.prove().await;
}

/// Who answers STOP is written to no more, until START; the shop's people read why.
#[tokio::test]
async fn stop_is_kept() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, e164) = world.number_of(&customer, "1").await;
    let mut browser = world.browser("aurora.localhost", "customer@aurora.test").await;
    let say = async |body: &str| {
        let incoming = json!({ "from": "+14155550123", "to": e164, "body": body });
        world.sandbox.post("/_sandbox/messages", incoming).await;
    };
    say(" stop ").await;
    world.reported(1).await;
    let page = browser.get(&with(number, "+14155550123")).await.text();
    assert!(page.contains("They answered STOP"), "{page}");
    let refused = send(&mut browser, number, "+14155550123", "Please?").await;
    let page = browser.follow(&refused).await.text();
    assert!(page.contains("Nothing was sent and nothing charged"), "{page}");
    say("START").await;
    world.reported(2).await;
    let sent = send(&mut browser, number, "+14155550123", "Welcome back").await;
    assert!(browser.follow(&sent).await.text().contains("Welcome back"));
    world.prove().await;
}

/// A refused form keeps what was typed and says what to do.
#[tokio::test]
async fn an_empty_wallet_is_told_how_to_go_on() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    world.spend_down_to(&customer, 100).await;
    let mut browser = world.browser("aurora.localhost", "customer@aurora.test").await;
    let refused = send(&mut browser, number, "+14155550123", "A text worth keeping").await;
    let page = browser.follow(&refused).await.text();
    assert!(page.contains("Your wallet lacks"), "{page}");
    assert!(page.contains("A text worth keeping"), "what was typed stays");
    let refused = send(&mut browser, number, "no number", "Hello").await;
    let page = browser.follow(&refused).await.text();
    assert!(
        page.contains("Please give a phone number with its country code"),
        "{page}"
    );
    assert_eq!(world.count("select count(*) from messages").await, 0);
    world.prove().await;
}

/// Contacts and quiet hours by their forms; the shop's staff say where one may write to.
#[tokio::test]
async fn contacts_quiet_hours_and_countries() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    let mut browser = world.browser("aurora.localhost", "customer@aurora.test").await;
    let form = [
        ("contact_name", "Zoe"),
        ("contact_number", "+1 415 555 0123"),
        ("contact_tags", "Friends, ski"),
        ("contact_note", ""),
    ];
    let contacts = "/account/messages/contacts";
    let saved = browser.post(contacts, "/do/messages/save_contact", &form).await;
    assert!(browser.follow(&saved).await.text().contains("Zoe"));
    let twice = browser.post(contacts, "/do/messages/save_contact", &form).await;
    let page = browser.follow(&twice).await.text();
    assert!(page.contains("Another contact has this number"), "{page}");
    assert!(
        browser
            .get(&format!("{contacts}?q=ski"))
            .await
            .text()
            .contains("Zoe")
    );
    world
        .write(&customer, number, "+14155550123", "Hi")
        .await
        .unwrap();
    assert!(browser.get("/account/messages").await.text().contains("Zoe"));

    let id = number.to_string();
    let settings = format!("/account/messages/settings/{number}");
    let form = [
        ("sender", id.as_str()),
        ("quiet_from", "22:00"),
        ("quiet_until", "07:00"),
    ];
    let saved = browser
        .post(&settings, "/do/messages/set_quiet_hours", &form)
        .await;
    let page = browser.follow(&saved).await.text();
    assert!(page.contains("Saved") && page.contains("22:00"), "{page}");
    let form = [
        ("sender", id.as_str()),
        ("quiet_from", "22:00"),
        ("quiet_until", "22:00"),
    ];
    let refused = browser
        .post(&settings, "/do/messages/set_quiet_hours", &form)
        .await;
    assert!(
        browser
            .follow(&refused)
            .await
            .text()
            .contains("two different times")
    );
    let off = [("sender", id.as_str()), ("quiet_from", ""), ("quiet_until", "")];
    browser
        .post(&settings, "/do/messages/set_quiet_hours", &off)
        .await;

    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let page = owner.get("/reseller/messages").await.text();
    assert!(
        page.contains("Too many at once") && page.contains("France"),
        "{page}"
    );
    let form = [("countries[0]", "FR"), ("countries[1]", "DE")];
    let saved = owner
        .post("/reseller/messages", "/do/message_settings/save_countries", &form)
        .await;
    assert!(owner.follow(&saved).await.text().contains("Saved"));
    let refused = send(&mut browser, number, "+14155550123", "Hello").await;
    let page = browser.follow(&refused).await.text();
    assert!(page.contains("does not send messages to United States"), "{page}");
    // Kite's customers write as before.
    let traveller = world.kite_customer().await;
    let (other, _) = world.number_of(&traveller, "2").await;
    world
        .write(&traveller, other, "+14155550123", "Hi")
        .await
        .unwrap();
    world.prove().await;
}
