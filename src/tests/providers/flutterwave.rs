//! Flutterwave: the suite, webhooks, and amounts to the last digit.

use base64::{Engine, engine::general_purpose::STANDARD};
use clouddail::providers::payments::{
    PaymentOutcome, PaymentProvider, WebhookError,
    flutterwave::{Flutterwave, FlutterwaveSettings},
};
use hmac::{Hmac, KeyInit, Mac};
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::method};

use super::{
    Carrier, WEBHOOK_HASH, http,
    payment_contract::{Choice, payment_provider},
};

const CHARGE: &[u8] =
    br#"{"event":"charge.completed","data":{"id":285959875,"tx_ref":"pay_1","status":"successful"}}"#;

fn flutterwave(base_url: String, webhook_hash: &str) -> Flutterwave {
    let settings = FlutterwaveSettings {
        base_url,
        secret_key: "FLWSECK_TEST-1".into(),
        webhook_hash: webhook_hash.into(),
    };
    Flutterwave::new(http(), settings)
}

#[tokio::test]
async fn flutterwave_is_a_payment_provider() {
    let carrier = Carrier::start().await;
    let provider = flutterwave(format!("{}/flutterwave/v3", carrier.url), WEBHOOK_HASH);
    let browser = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    payment_provider(&provider, async |url, choice| {
        let choice = match choice {
            Choice::Pay => "pay",
            Choice::Decline => "decline",
        };
        let answer = browser
            .post(url)
            .form(&[("choice", choice)])
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 303, "{}", answer.text().await.unwrap());
    })
    .await;
}

/// The verdict on a webhook with these headers.
fn verdict(hash: &str, headers: &[(&str, &str)], body: &[u8]) -> Result<String, WebhookError> {
    let header = |name: &str| {
        headers
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| (*value).to_owned())
    };
    flutterwave("http://nowhere.invalid".into(), hash)
        .read_webhook(&header, body)
        .map(|event| event.event_id)
}

#[test]
fn a_webhook_must_prove_itself_by_every_header_it_has() {
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(WEBHOOK_HASH.as_bytes()).unwrap();
    mac.update(CHARGE);
    let signature = STANDARD.encode(mac.finalize().into_bytes());
    let (plain, signed) = (
        ("verif-hash", WEBHOOK_HASH),
        ("flutterwave-signature", signature.as_str()),
    );
    let id = Ok("285959875:successful".to_owned());
    assert_eq!(verdict(WEBHOOK_HASH, &[plain], CHARGE), id);
    assert_eq!(verdict(WEBHOOK_HASH, &[signed], CHARGE), id);
    assert_eq!(verdict(WEBHOOK_HASH, &[plain, signed], CHARGE), id);
    let changed = [CHARGE, b" "].concat();
    for headers in [
        &[][..],
        &[("verif-hash", "")],
        &[("verif-hash", "sandbox-hasi")],
        &[plain, ("flutterwave-signature", "AAAA")],
    ] {
        assert_eq!(
            verdict(WEBHOOK_HASH, headers, CHARGE),
            Err(WebhookError::Forged),
            "{headers:?}"
        );
    }
    assert_eq!(
        verdict(WEBHOOK_HASH, &[signed], &changed),
        Err(WebhookError::Forged)
    );
    assert_eq!(
        verdict("", &[("verif-hash", "")], CHARGE),
        Err(WebhookError::Forged),
        "no secret, no webhook"
    );
}

#[test]
fn flat_bodies_are_read_and_others_are_not() {
    let provider = flutterwave("http://nowhere.invalid".into(), WEBHOOK_HASH);
    let flat = br#"{"id":"125837","txRef":"pay_9","status":"successful","event.type":"CARD_TRANSACTION"}"#;
    let event = provider.parse_event(flat).unwrap();
    assert_eq!(
        (event.event_id.as_str(), event.reference.as_deref()),
        ("125837:successful", Some("pay_9"))
    );
    assert_eq!(event.kind, "CARD_TRANSACTION");
    for body in [
        &b""[..],
        b"{}",
        b"[]",
        br#"{"event":"subscription.cancelled","data":{}}"#,
    ] {
        assert!(matches!(
            provider.parse_event(body),
            Err(WebhookError::Unreadable(_))
        ));
    }
}

/// What verification answers, read.
async fn verified(status: u16, body: &str) -> Result<PaymentOutcome, clouddail::providers::ProviderError> {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(status).set_body_raw(body.to_owned(), "application/json");
    Mock::given(method("GET"))
        .respond_with(answer)
        .mount(&server)
        .await;
    flutterwave(server.uri(), WEBHOOK_HASH).outcome("pay_1").await
}

#[tokio::test]
async fn amounts_are_read_to_the_last_digit_as_numbers_and_as_text() {
    for amount in ["9007199254.740993", "\"9007199254.740993\""] {
        let body = format!(
            r#"{{"status":"success","data":{{"id":"1","tx_ref":"pay_1","amount":{amount},"currency":"USD","app_fee":1.4,"merchant_fee":null,"status":"successful"}}}}"#
        );
        let PaymentOutcome::Paid { amount, fee, .. } = verified(200, &body).await.unwrap() else {
            panic!()
        };
        assert_eq!(
            (amount.amount().as_str(), fee.amount().as_str()),
            ("9007199254.740993", "1.40")
        );
    }
}

#[tokio::test]
async fn nobody_paid_yet_is_pending_and_anothers_payment_is_unknown() {
    let none = r#"{"status":"error","message":"No transaction was found for this id","data":null}"#;
    assert_eq!(verified(400, none).await, Ok(PaymentOutcome::Pending));
    assert_eq!(verified(404, "").await, Ok(PaymentOutcome::Pending));
    let other = r#"{"status":"success","data":{"id":1,"tx_ref":"pay_2","amount":1,"currency":"USD","status":"successful"}}"#;
    assert!(verified(200, other).await.is_err());
}
