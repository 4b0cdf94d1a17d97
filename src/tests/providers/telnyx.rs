//! Telnyx: the suite, and the answers the sandbox gives when asked to.

use clouddail::{
    boot::config::sandbox_keys,
    providers::{
        ProviderError, Refusal,
        numbers::{
            NumberProvider, NumberQuery,
            telnyx::{Telnyx, TelnyxSettings},
        },
    },
    shared::number::NumberType,
};
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{method, path},
};

use super::{Carrier, http, number_contract::number_provider};

const E164: &str = "+14155550100";

pub fn telnyx(base_url: &str) -> Telnyx {
    let settings = TelnyxSettings {
        base_url: base_url.into(),
        api_key: sandbox_keys::TELNYX_API_KEY.into(),
        carried_by: Some((
            sandbox_keys::TELNYX_MESSAGING_PROFILE_ID.into(),
            sandbox_keys::TELNYX_CONNECTION_ID.into(),
        )),
    };
    Telnyx::new(http(), settings)
}

#[tokio::test]
async fn telnyx_is_a_number_provider() {
    let carrier = Carrier::start().await;
    number_provider(&telnyx(&format!("{}/telnyx/v2", carrier.url))).await;
}

async fn first(provider: &Telnyx, country: &str) -> String {
    let query = NumberQuery {
        country: country.parse().unwrap(),
        kind: NumberType::Local,
        contains: String::new(),
        sms: false,
        voice: true,
        limit: 3,
    };
    let offers = provider.search(&query).await.unwrap();
    assert_eq!(offers.len(), 3);
    offers[0].e164.clone()
}

#[tokio::test]
async fn what_is_asked_once_comes_with_the_first_month() {
    let carrier = Carrier::start().await;
    let provider = telnyx(&format!("{}/telnyx/v2", carrier.url));
    let query = NumberQuery {
        country: "DE".parse().unwrap(),
        kind: NumberType::Local,
        contains: String::new(),
        sms: false,
        voice: false,
        limit: 1,
    };
    let offer = provider.search(&query).await.unwrap().remove(0);
    let cost = offer.cost.unwrap();
    assert_eq!(
        (cost.upfront.amount(), cost.monthly.amount()),
        ("1.00".into(), "1.00".into())
    );
    assert_eq!(cost.first().unwrap().amount(), "2.00");
    assert_eq!(offer.locality.as_deref(), Some("Berlin"));
}

#[tokio::test]
async fn an_order_that_stays_pending_is_unknown_until_it_is_carried_out() {
    let carrier = Carrier::start().await;
    let provider = telnyx(&format!("{}/telnyx/v2", carrier.url));
    carrier
        .control("/_sandbox/telnyx", json!({ "pending_looks": 5 }))
        .await;
    let number = first(&provider, "CA").await;
    let unknown = |answer: &Result<_, ProviderError>| matches!(answer, Err(ProviderError::Unknown { .. }));
    let bought = provider.buy(&number, "ord_1").await;
    assert!(unknown(&bought.map(drop)));
    let (early, late) = (
        provider.find(&number, "ord_1").await,
        provider.find(&number, "ord_1").await,
    );
    assert!(unknown(&early.map(drop)) && unknown(&late.map(drop)));
    let found = provider.find(&number, "ord_1").await.unwrap().unwrap();
    assert_eq!(
        (found.e164.as_str(), found.reference.as_str()),
        (number.as_str(), "ord_1")
    );
    // The same wish again is the same order, not a second one.
    assert_eq!(provider.buy(&number, "ord_1").await, Ok(found));
    let orders = reqwest::get(format!("{}/_sandbox/inventory", carrier.url))
        .await
        .unwrap();
    let orders: Value = orders.json().await.unwrap();
    assert_eq!(orders["telnyx_orders"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn an_order_that_fails_later_is_a_no() {
    let carrier = Carrier::start().await;
    let provider = telnyx(&format!("{}/telnyx/v2", carrier.url));
    let slow = json!({ "fail": true, "pending_looks": 4 });
    carrier.control("/_sandbox/telnyx", slow).await;
    let number = first(&provider, "CA").await;
    let bought = provider.buy(&number, "ord_1").await;
    assert!(matches!(bought, Err(ProviderError::Unknown { .. })), "{bought:?}");
    let found = provider.find(&number, "ord_1").await;
    assert!(matches!(found, Err(ProviderError::Unknown { .. })), "{found:?}");
    assert_eq!(provider.find(&number, "ord_1").await, Ok(None));
    carrier.control("/_sandbox/telnyx", json!({ "fail": true })).await;
    assert_eq!(
        provider.buy(&number, "ord_2").await,
        Err(ProviderError::Refused(Refusal::OutOfStock))
    );
}

/// A server that has no order and answers a purchase with `answer`, which must be asked exactly once.
async fn buying(answer: ResponseTemplate) -> (MockServer, Result<(), ProviderError>) {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/number_orders"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({ "data": [], "meta": {} })))
        .mount(&server)
        .await;
    Mock::given(method("POST"))
        .and(path("/number_orders"))
        .respond_with(answer)
        .expect(1)
        .mount(&server)
        .await;
    let bought = telnyx(&server.uri()).buy(E164, "ord_1").await.map(drop);
    (server, bought)
}

#[tokio::test]
async fn refusals_need_telnyxs_own_word() {
    let error = |status: u16, code: Value| {
        let body = json!({ "errors": [{ "code": code, "title": "no", "detail": "no" }] });
        ResponseTemplate::new(status).set_body_json(body)
    };
    for (status, code, is_ours) in [
        (401, json!("10009"), true),
        (403, json!(10010), true),
        (422, json!("85000"), false),
    ] {
        let (_server, answer) = buying(error(status, code.clone())).await;
        let Err(ProviderError::Refused(refusal)) = answer else {
            panic!("{code}: {answer:?}");
        };
        assert_eq!(matches!(refusal, Refusal::OurAccount { .. }), is_ours, "{code}");
        assert_eq!(refusal == Refusal::OutOfStock, !is_ours, "{code}");
    }
    let (_server, answer) = buying(error(422, json!("99999"))).await;
    assert!(
        matches!(answer, Err(ProviderError::Refused(Refusal::Other { ref code, .. })) if code == "99999")
    );
    let (_server, answer) = buying(error(400, json!("10011"))).await;
    assert!(
        matches!(answer, Err(ProviderError::RateLimited { .. })),
        "{answer:?}"
    );
    for lie in [
        error(200, json!("10007")),
        error(400, json!("10007")),
        ResponseTemplate::new(403).set_body_string("<html>proxy</html>"),
        ResponseTemplate::new(200).set_body_string("{}"),
        ResponseTemplate::new(200).set_body_json(json!({ "data": { "id": "x", "status": "success",
            "customer_reference": "ord_2", "phone_numbers": [{ "phone_number": E164 }] } })),
    ] {
        let (_server, answer) = buying(lie).await;
        assert!(matches!(answer, Err(ProviderError::Unknown { .. })), "{answer:?}");
    }
}

#[tokio::test]
async fn a_refused_question_has_not_refused_the_order() {
    let server = MockServer::start().await;
    let body = json!({ "errors": [{ "code": "10009", "title": "Authentication failed" }] });
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(401).set_body_json(body))
        .mount(&server)
        .await;
    let answer = telnyx(&server.uri()).find(E164, "ord_1").await;
    assert!(matches!(answer, Err(ProviderError::Unknown { .. })), "{answer:?}");
}

#[tokio::test]
async fn documents_that_cannot_be_given_back_leave_it_unknown() {
    let server = MockServer::start().await;
    let order = json!({ "id": "o", "status": "pending", "customer_reference": "ord_1", "requirements_met": false,
        "phone_numbers": [{ "phone_number": E164 }], "sub_number_orders_ids": ["s"] });
    Mock::given(method("GET"))
        .and(path("/number_orders"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({ "data": [order] })))
        .mount(&server)
        .await;
    Mock::given(method("PATCH"))
        .and(path("/sub_number_orders/s/cancel"))
        .respond_with(ResponseTemplate::new(500))
        .up_to_n_times(2)
        .mount(&server)
        .await;
    let provider = telnyx(&server.uri());
    let bought = provider.buy(E164, "ord_1").await;
    assert!(matches!(bought, Err(ProviderError::Unknown { .. })), "{bought:?}");
    let found = provider.find(E164, "ord_1").await;
    assert!(matches!(found, Err(ProviderError::Unknown { .. })), "{found:?}");
    Mock::given(method("PATCH"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({ "data": {} })))
        .mount(&server)
        .await;
    assert_eq!(provider.find(E164, "ord_1").await, Ok(None));
}
