//! Telnyx's messages and calls: the suites, its events, and its own document as a judge of our requests and of what the
//! sandbox sends.

use std::{sync::Arc, time::Duration};

use base64::{Engine, engine::general_purpose::STANDARD};
use clouddail::{
    boot::config::sandbox_keys,
    providers::{
        calls::{CallProvider, Progress, Standing, Step, VoiceAsk},
        messages::{Delivery, MessageEvent, MessageProvider, Outgoing},
        numbers::{NumberProvider, NumberQuery},
        payments::WebhookError,
        telnyx::{TelnyxTraffic, TrafficSettings},
    },
    shared::number::NumberType,
};
use ed25519_dalek::{Signer, SigningKey};
use serde_json::{Value, json};

use super::{
    Carrier,
    call_contract::{call_provider, ring},
    judge::Judge,
    message_contract::message_provider,
    spec_mock::Mock,
    telnyx::telnyx,
};

const V2: &str = "/telnyx/v2";
const WEBHOOKS: &str = "https://shop.test/webhooks/telnyx";
const OTHER: &str = "+14155550123";

/// Through this address; its webhooks go there.
fn traffic(url: &str, webhook_url: &str) -> TelnyxTraffic {
    let settings = TrafficSettings {
        messaging_profile: sandbox_keys::TELNYX_MESSAGING_PROFILE_ID.into(),
        connection: sandbox_keys::TELNYX_CONNECTION_ID.into(),
        public_key: sandbox_keys::TELNYX_PUBLIC_KEY.parse().unwrap(),
        webhook_url: webhook_url.into(),
        rates: include_str!("../../boot/telnyx_rates.csv").parse().unwrap(),
    };
    TelnyxTraffic::new(Arc::new(telnyx(&format!("{url}{V2}"))), settings)
}

/// A number of ours at the carrier: its id there, and what it is.
async fn bought(carrier: &Carrier) -> (String, String) {
    let provider = telnyx(&format!("{}{V2}", carrier.url));
    let query = NumberQuery {
        country: "US".parse().unwrap(),
        kind: NumberType::Local,
        contains: String::new(),
        sms: true,
        voice: true,
        limit: 1,
    };
    let e164 = provider.search(&query).await.unwrap().remove(0).e164;
    let owned = provider.buy(&e164, "ord_1").await.unwrap();
    (owned.provider_id, e164)
}

#[tokio::test]
async fn telnyx_carries_messages() {
    let carrier = Carrier::start().await;
    let (id, number) = bought(&carrier).await;
    let provider = traffic(&carrier.url, WEBHOOKS);
    message_provider(&provider, &number).await;
    provider.open_inbox(&id).await.unwrap();
}

#[tokio::test]
async fn telnyx_carries_calls() {
    let carrier = Carrier::start().await;
    let (_, number) = bought(&carrier).await;
    call_provider(&traffic(&carrier.url, WEBHOOKS), &number).await;
}

/// What the carrier reported about a call, newest last.
async fn reports(carrier: &Carrier, wanted: &str) -> Vec<Value> {
    let inventory = reqwest::get(format!("{}/_sandbox/inventory", carrier.url))
        .await
        .unwrap();
    let inventory: Value = serde_json::from_str(&inventory.text().await.unwrap()).unwrap();
    let all = inventory["webhooks"].as_array().unwrap().clone();
    all.into_iter()
        .filter(|sent| sent["provider"] == "telnyx")
        .map(|sent| sent["event"]["event"].clone())
        .filter(|event| event["data"]["event_type"] == wanted)
        .collect()
}

/// Every request and every event by Telnyx's own document.
#[tokio::test]
async fn every_request_and_every_event_is_one_telnyxs_document_knows() {
    let mock = Mock::start("telnyx_traffic.json");
    let (judge, url) = Judge::start(&mock, V2).await;
    let carrier = Carrier::start_calling(Some(&url)).await;
    judge.carrier.set(carrier.url.clone()).unwrap();
    let (id, number) = bought(&carrier).await;
    let provider = traffic(&url, &format!("{url}/webhooks/telnyx"));
    provider.open_inbox(&id).await.unwrap();
    for (to, body) in [
        (OTHER, "Hello! 👍"),
        ("+14155550777", "lost"),
        (number.as_str(), "to myself"),
    ] {
        let message = Outgoing {
            from: &number,
            to,
            body,
            reference: "sms_1.res_1",
        };
        let sent = provider.send(&message).await.unwrap();
        provider.fetch(&sent.provider_id).await.unwrap();
    }
    let since = chrono::DateTime::UNIX_EPOCH;
    let found = MessageProvider::find(&provider, &number, OTHER, since)
        .await
        .unwrap();
    assert_eq!(found[0].reference.as_deref(), Some("sms_1.res_1"));

    let outgoing = provider.ring(&ring(&number, OTHER, "cal_1.res_1")).await.unwrap();
    let steps = [
        Step::Say("Connecting."),
        Step::Join {
            to: "+14155550124",
            caller: &number,
            ring_seconds: 40,
            limit_seconds: 600,
        },
    ];
    let script = provider.script("cal_1.res_1", &steps);
    let leg = |id: &str, is_answered| Standing {
        provider_id: id.into(),
        is_answered,
    };
    let first = leg(&outgoing.provider_id, true);
    provider.perform(&first, &script, "a").await.unwrap();
    let join = provider.script("cal_1.res_1", &steps[1..]);
    provider.perform(&first, &join, "b").await.unwrap();
    provider.cut_off(&outgoing.provider_id, "Used up.").await.unwrap();
    let end = provider.script("cal_1.res_1", &[Step::HangUp]);
    provider.perform(&first, &end, "c").await.unwrap();
    provider.call(&outgoing.provider_id).await.unwrap();
    assert_eq!(provider.legs(&outgoing.provider_id).await.unwrap().len(), 1);
    provider.find_calls(&number, OTHER, since).await.unwrap();

    let rung = json!({ "from": OTHER, "to": number });
    let rung = carrier.control("/_sandbox/rings", rung).await;
    let waiting = leg(rung["sid"].as_str().unwrap(), false);
    let steps = [Step::Say("Leave a word."), Step::Record { most_seconds: 60 }];
    for (at, standing) in [
        (0, &waiting),
        (0, &leg(&waiting.provider_id, true)),
        (1, &leg(&waiting.provider_id, true)),
    ] {
        let script = provider.script("cal_2.res_1", &steps[at..]);
        let key = format!("{at}{}", standing.is_answered);
        provider.perform(standing, &script, &key).await.unwrap();
    }
    let wish = json!({ "call": waiting.provider_id, "seconds": 7 });
    carrier.control("/_sandbox/rings/hang-up", wish).await;
    provider
        .recording("428c31b6-7af4-4bcb-b7f5-5013ef9657c1")
        .await
        .unwrap_err();
    let rung = json!({ "from": OTHER, "to": number });
    let rung = carrier.control("/_sandbox/rings", rung).await;
    let refused = provider.script("", &[Step::Reject]);
    let waiting = leg(rung["sid"].as_str().unwrap(), false);
    provider.perform(&waiting, &refused, "d").await.unwrap();
    carrier
        .control("/_sandbox/telnyx", json!({ "pending_looks": 9 }))
        .await;
    // The outbox is emptied in order.
    for _ in 0..100 {
        if reports(&carrier, "call.hangup").await.len() >= 4 && judge.verdict().1 > 40 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let (faults, seen) = judge.verdict();
    assert_eq!(faults, Vec::<String>::new());
    assert!(seen > 40, "{seen} requests and events were judged");
}

/// As the sandbox signs, so many seconds ago, with the key of these bytes.
fn read(event: &Value, key: u8, age: i64) -> Result<MessageEvent, WebhookError> {
    let now = chrono::Utc::now();
    let (timestamp, body) = ((now.timestamp() - age).to_string(), event.to_string());
    let signature = SigningKey::from_bytes(&[key; 32]).sign(format!("{timestamp}|{body}").as_bytes());
    let signature = STANDARD.encode(signature.to_bytes());
    let header = |name: &str| match name {
        "telnyx-timestamp" => Some(timestamp.clone()),
        "telnyx-signature-ed25519" => Some(signature.clone()),
        _ => None,
    };
    let provider = traffic("http://127.0.0.1:9", WEBHOOKS);
    provider.read_webhook(None, &header, body.as_bytes(), now)
}

#[test]
fn an_event_is_of_its_key_and_of_its_time() {
    let event = json!({ "data": { "id": "e", "event_type": "call.cost", "payload": {} } });
    let event_id = "e".to_owned();
    assert_eq!(read(&event, 7, 0), Ok(MessageEvent::Other { event_id }));
    assert!(read(&event, 7, 299).is_ok());
    for (key, age) in [(8, 0), (7, 302), (7, -302)] {
        assert_eq!(read(&event, key, age), Err(WebhookError::Forged), "{key} {age}");
    }
    assert!(matches!(
        read(&json!({ "data": 5 }), 7, 0),
        Err(WebhookError::Unreadable(_))
    ));
}

/// What is left of a script goes to Telnyx with each command, and its event brings it back.
#[tokio::test]
async fn a_step_goes_with_the_call_and_comes_back() {
    let carrier = Carrier::start().await;
    let (id, number) = bought(&carrier).await;
    let provider = traffic(&carrier.url, WEBHOOKS);
    provider.open_inbox(&id).await.unwrap();
    let outgoing = provider.ring(&ring(&number, OTHER, "cal_1.res_1")).await.unwrap();
    let answered = reports(&carrier, "call.answered").await.pop().unwrap();
    let read = |event: &Value| read(event, 7, 0).unwrap();
    let MessageEvent::Voice { leg, ask, .. } = read(&answered) else {
        panic!("{answered}");
    };
    assert!(leg.is_answered && leg.provider_id == outgoing.provider_id);
    assert_eq!(
        ask,
        VoiceAsk::Answered {
            reference: "cal_1.res_1".into(),
            provider_id: outgoing.provider_id.clone(),
        }
    );
    let steps = [
        Step::Say("Connecting."),
        Step::Join {
            to: "+14155550666",
            caller: &number,
            ring_seconds: 40,
            limit_seconds: 600,
        },
    ];
    let script = provider.script("cal_1.res_1", &steps);
    // The same order twice is one.
    for _ in 0..2 {
        provider.perform(&leg, &script, "key").await.unwrap();
    }
    let mut spoken = reports(&carrier, "call.speak.ended").await;
    assert_eq!(spoken.len(), 1);
    let MessageEvent::Next { leg, script, .. } = read(&spoken.remove(0)) else {
        panic!("nothing is left to do");
    };
    provider.perform(&leg, &script, "next").await.unwrap();
    let over = reports(&carrier, "call.hangup").await.pop().unwrap();
    let MessageEvent::Voice { leg, ask, .. } = read(&over) else {
        panic!("{over}");
    };
    assert_eq!(leg.provider_id, outgoing.provider_id);
    assert!(
        matches!(
            ask,
            VoiceAsk::Joined {
                progress: Progress::Busy,
                seconds: 0,
                ..
            }
        ),
        "{ask:?}"
    );
    let sent = json!({ "data": { "id": "e1", "event_type": "message.finalized", "payload": {
        "id": "m1", "webhook_url": format!("{WEBHOOKS}?message=sms_1.res_2"), "errors": [{ "code": 40008 }],
        "to": [{ "phone_number": OTHER, "status": "delivery_failed" }], "from": { "phone_number": number },
    } } });
    assert_eq!(
        read(&sent),
        MessageEvent::Status {
            event_id: "e1".into(),
            reference: "sms_1.res_2".into(),
            provider_id: "m1".into(),
            delivery: Delivery::Undelivered,
            error_code: Some("40008".into()),
        }
    );
}
