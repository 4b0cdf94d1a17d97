//! Twilio: the suite, and the answers the sandbox does not give.

use clouddail::providers::{
    ProviderError, Refusal,
    numbers::{
        NumberProvider,
        twilio::{Twilio, TwilioSettings},
    },
};
use serde_json::json;
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{method, path, query_param},
};

use super::{Carrier, TWILIO_TOKEN, http, number_contract::number_provider};

const SID: &str = "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
/// Where Twilio sends what happens.
pub const WEBHOOKS: &str = "https://shop.example/webhooks/twilio";
const LIST: &str = "/2010-04-01/Accounts/ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/IncomingPhoneNumbers.json";

pub fn twilio(base: &str, pricing: &str) -> Twilio {
    twilio_at(base, pricing, base)
}

pub fn twilio_at(base: &str, pricing: &str, numbers: &str) -> Twilio {
    let settings = TwilioSettings {
        base_url: base.into(),
        pricing_url: pricing.into(),
        numbers_url: numbers.into(),
        account_sid: SID.into(),
        auth_token: TWILIO_TOKEN.into(),
        webhook_url: WEBHOOKS.into(),
    };
    Twilio::new(http(), settings)
}

#[tokio::test]
async fn twilio_is_a_number_provider() {
    let carrier = Carrier::start().await;
    let url = &carrier.url;
    number_provider(&twilio_at(
        &format!("{url}/twilio"),
        &format!("{url}/twilio-pricing"),
        &format!("{url}/twilio-numbers"),
    ))
    .await;
}

/// A server that owns nothing and answers a purchase with `answer`, which must be asked exactly `times`.
async fn buying(answer: ResponseTemplate, times: u64) -> (MockServer, Result<(), ProviderError>) {
    let server = MockServer::start().await;
    let none = json!({ "incoming_phone_numbers": [], "next_page_uri": null });
    Mock::given(method("GET"))
        .and(path(LIST))
        .respond_with(ResponseTemplate::new(200).set_body_json(none))
        .mount(&server)
        .await;
    Mock::given(method("POST"))
        .and(path(LIST))
        .respond_with(answer)
        .expect(times)
        .mount(&server)
        .await;
    let bought = twilio(&server.uri(), &server.uri())
        .buy("+14155550100", "ord_1")
        .await
        .map(drop);
    (server, bought)
}

#[tokio::test]
async fn refusals_need_twilios_own_word() {
    let error = |status: u16, code: u32| {
        ResponseTemplate::new(status)
            .set_body_json(json!({ "code": code, "message": "no", "status": status }))
    };
    let (_server, answer) = buying(error(401, 20003), 1).await;
    assert!(
        matches!(answer, Err(ProviderError::Refused(Refusal::OurAccount { .. }))),
        "{answer:?}"
    );
    for (code, refusal) in [
        (21631, Refusal::AddressRequired),
        (21649, Refusal::DocumentsRequired),
    ] {
        let (_server, answer) = buying(error(400, code), 1).await;
        assert_eq!(answer, Err(ProviderError::Refused(refusal)), "{code}");
    }
    let (_server, answer) = buying(error(400, 99999), 1).await;
    assert!(
        matches!(answer, Err(ProviderError::Refused(Refusal::Other { ref code, .. })) if code == "99999")
    );
    let (_server, answer) = buying(
        ResponseTemplate::new(403).set_body_string("<html>proxy</html>"),
        1,
    )
    .await;
    assert!(matches!(answer, Err(ProviderError::Unknown { .. })), "{answer:?}");
    let (_server, answer) = buying(ResponseTemplate::new(201).set_body_string("{}"), 1).await;
    assert!(matches!(answer, Err(ProviderError::Unknown { .. })), "{answer:?}");
}

#[tokio::test]
async fn a_refused_question_has_not_refused_the_order() {
    let server = MockServer::start().await;
    let body = json!({ "code": 20003, "message": "Authenticate", "status": 401 });
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(401).set_body_json(body))
        .mount(&server)
        .await;
    let answer = twilio(&server.uri(), &server.uri())
        .find("+14155550100", "ord_1")
        .await;
    assert!(matches!(answer, Err(ProviderError::Unknown { .. })), "{answer:?}");
}

#[tokio::test]
async fn the_inventory_follows_pages_but_never_to_another_host() {
    let server = MockServer::start().await;
    let number = json!({ "sid": "PN1", "phone_number": "+14155550100", "friendly_name": "ord_1",
        "capabilities": { "voice": true, "SMS": true, "MMS": false } });
    let page = |next: Option<&str>| {
        ResponseTemplate::new(200)
            .set_body_json(json!({ "incoming_phone_numbers": [number], "next_page_uri": next }))
    };
    let second = format!("{LIST}?PageSize=1000&Page=1");
    Mock::given(query_param("Page", "1"))
        .respond_with(page(Some("@evil.example/")))
        .mount(&server)
        .await;
    Mock::given(method("GET"))
        .and(path(LIST))
        .respond_with(page(Some(&second)))
        .up_to_n_times(1)
        .mount(&server)
        .await;
    let adapter = twilio(&server.uri(), &server.uri());
    assert!(matches!(
        adapter.inventory().await,
        Err(ProviderError::Unknown { .. })
    ));
    server.reset().await;
    Mock::given(query_param("Page", "1"))
        .respond_with(page(None))
        .mount(&server)
        .await;
    Mock::given(method("GET"))
        .and(path(LIST))
        .respond_with(page(Some(&second)))
        .up_to_n_times(1)
        .with_priority(9)
        .mount(&server)
        .await;
    assert_eq!(adapter.inventory().await.unwrap().len(), 2);
}
