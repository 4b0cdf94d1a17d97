//! What the shared client makes of broken, slow and busy vendors.

use std::time::Duration;

use clouddail::{
    providers::{ProviderError, esims::EsimProvider, lines::LineProvider, numbers::NumberProvider},
    shared::place::CountryCode,
};
use serde_json::json;
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::method};

use super::twilio::twilio;

fn us() -> CountryCode {
    "US".parse().unwrap()
}

/// A server that answers `first`, then prices of nothing, and what a read made of it.
async fn reading(first: ResponseTemplate, tries: u64) -> bool {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .respond_with(first)
        .up_to_n_times(tries)
        .with_priority(1)
        .mount(&server)
        .await;
    let prices = json!({ "price_unit": "USD", "phone_number_prices": [] });
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(200).set_body_json(prices))
        .mount(&server)
        .await;
    twilio(&server.uri(), &server.uri()).costs(us()).await == Ok(vec![])
}

#[tokio::test]
async fn reads_survive_two_failures_and_not_three() {
    assert!(reading(ResponseTemplate::new(503), 2).await);
    assert!(!reading(ResponseTemplate::new(503), 3).await);
    assert!(reading(ResponseTemplate::new(429), 1).await);
}

#[tokio::test]
async fn a_long_wait_is_told_and_not_slept() {
    let server = MockServer::start().await;
    let busy = ResponseTemplate::new(429).insert_header("retry-after", "30");
    Mock::given(method("GET"))
        .respond_with(busy)
        .expect(1)
        .mount(&server)
        .await;
    let answer = twilio(&server.uri(), &server.uri()).costs(us()).await;
    assert_eq!(
        answer,
        Err(ProviderError::RateLimited {
            retry_after_seconds: 30
        })
    );
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_an_endless_answer_is_cut() {
    let away = ResponseTemplate::new(302).insert_header("location", "http://127.0.0.1:1/");
    assert!(!reading(away, 9).await);
    let long = ResponseTemplate::new(200).set_body_bytes(vec![b' '; (8 << 20) + 1]);
    assert!(!reading(long, 9).await);
}

#[tokio::test]
async fn a_write_without_a_connection_certainly_did_not_happen() {
    let answer = twilio("http://127.0.0.1:1", "http://127.0.0.1:1")
        .release("PN1")
        .await;
    assert_eq!(
        answer,
        Err(ProviderError::RateLimited {
            retry_after_seconds: 5
        })
    );
    let answer = twilio("http://127.0.0.1:1", "http://127.0.0.1:1")
        .costs(us())
        .await;
    assert!(matches!(answer, Err(ProviderError::Unknown { .. })), "{answer:?}");
}

#[tokio::test]
async fn a_write_without_an_answer_is_unknown_and_sent_once() {
    for answer in [
        ResponseTemplate::new(500),
        ResponseTemplate::new(204).set_delay(Duration::from_secs(9)),
    ] {
        let server = MockServer::start().await;
        Mock::given(method("DELETE"))
            .respond_with(answer)
            .expect(1)
            .mount(&server)
            .await;
        let answer = twilio(&server.uri(), &server.uri()).release("PN1").await;
        let Err(ProviderError::Unknown { detail }) = answer else {
            panic!("{answer:?}")
        };
        assert!(
            !detail.contains("sandbox-token") && !detail.contains("127.0.0.1"),
            "{detail}"
        );
    }
}

/// Adapters are shared between tasks.
#[test]
fn adapters_fit_behind_their_traits() {
    fn shared<T: ?Sized + Send + Sync>() {}
    shared::<dyn NumberProvider>();
    shared::<dyn EsimProvider>();
    shared::<dyn LineProvider>();
}
