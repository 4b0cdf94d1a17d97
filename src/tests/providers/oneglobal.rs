//! 1GLOBAL: both suites, the life of a line with its events, tokens, and the answers the sandbox does not give.

use std::time::Duration;

use clouddail::{
    boot::config::sandbox_keys as keys,
    providers::{
        ProviderError, Refusal,
        account::Account,
        esims::EsimProvider,
        lines::{
            Ask, LineEvent, LineProvider, WebhookError,
            oneglobal::{OneGlobal, OneGlobalSettings},
        },
    },
    shared::esim::EsimState,
};
use serde_json::{Value, json};
use wiremock::{
    Mock, MockServer, Request, ResponseTemplate,
    matchers::{method, path, path_regex},
};

use super::{
    Carrier,
    esim_contract::esim_provider,
    http,
    line_contract::{Bench, line_provider},
};
use crate::support::process::until;

const TOKEN: &str = "/auth/realms/1global-connect/protocol/openid-connect/token";

/// At a server that has the API below `/connect`.
pub fn oneglobal(host: &str) -> OneGlobal {
    OneGlobal::new(
        http(),
        OneGlobalSettings {
            base_url: format!("{host}/connect/"),
            token_url: format!("{host}{TOKEN}"),
            client_id: keys::ONEGLOBAL_CLIENT_ID.into(),
            client_secret: keys::ONEGLOBAL_CLIENT_SECRET.into(),
            account_id: keys::ONEGLOBAL_ACCOUNT_ID.into(),
            country: "GB".into(),
            webhook_user: keys::ONEGLOBAL_WEBHOOK_USER.into(),
            webhook_password: keys::ONEGLOBAL_WEBHOOK_PASSWORD.into(),
        },
    )
}

/// The whole suite of lines, by an adapter that reaches this carrier.
pub async fn suite(provider: &OneGlobal, carrier: &Carrier) -> String {
    let products = provider.products().await.unwrap();
    line_provider(&Bench {
        provider,
        carrier,
        products: &products,
        order: "1global.order",
        list: "lines",
        steps: Some(["1global.deactivate", "1global.resume"]),
    })
    .await
}

#[tokio::test]
async fn oneglobal_is_a_line_provider() {
    let carrier = Carrier::start().await;
    suite(&oneglobal(&format!("{}/1global", carrier.url)), &carrier).await;
}

#[tokio::test]
async fn oneglobal_is_an_esim_provider() {
    let carrier = Carrier::start().await;
    let provider = oneglobal(&format!("{}/1global", carrier.url));
    let iccid = esim_provider(&provider).await;
    let half = json!({ "profile": "installed", "bytes": 1 << 29 });
    carrier.control(&format!("/_sandbox/lines/{iccid}"), half).await;
    let status = provider.status(&iccid).await.unwrap();
    assert_eq!(
        (status.state, status.used_mb),
        (EsimState::Active, Some(500)),
        "half of the 1 GB"
    );
    let (Some(from), Some(until)) = (status.activated_at, status.expires_at) else {
        panic!("{status:?}")
    };
    assert_eq!((until - from).num_days(), 7);
    let nobody = provider.status("8944474400000000018").await;
    assert!(matches!(nobody, Err(ProviderError::Refused(_))), "{nobody:?}");
}

/// A carrier, the server its webhooks go to, the adapter, and a line with 1 GB in France.
async fn with_a_line() -> (Carrier, MockServer, OneGlobal, String) {
    let receiver = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/webhooks/1global"))
        .respond_with(ResponseTemplate::new(200))
        .mount(&receiver)
        .await;
    let carrier = Carrier::start_calling(Some(&receiver.uri())).await;
    let provider = oneglobal(&format!("{}/1global", carrier.url));
    let products = provider.products().await.unwrap();
    let plan = products
        .iter()
        .find(|product| product.place == "France" && product.data_mb == Some(1_000))
        .unwrap();
    let ask = Ask::first("line_1");
    let line = LineProvider::issue(&provider, &plan.provider_id, ask)
        .await
        .unwrap()
        .line;
    (carrier, receiver, provider, line)
}

/// What the receiver was sent on demand, as the adapter reads it. What the carrier sends by itself has arrived before.
async fn sent(
    carrier: &Carrier,
    receiver: &MockServer,
    provider: &OneGlobal,
    wish: Value,
) -> Vec<Result<LineEvent, WebhookError>> {
    until("the carrier's own webhooks", async || {
        let inventory = reqwest::get(format!("{}/_sandbox/inventory", carrier.url)).await;
        let inventory: Value = inventory.unwrap().json().await.unwrap();
        let outbox = inventory["webhooks"].as_array().unwrap();
        outbox.iter().all(|delivery| delivery["is_done"] == true)
    })
    .await;
    let wanted = carrier.control("/_sandbox/webhooks/1global", wish).await;
    let count = usize::try_from(wanted["sent"].as_u64().unwrap()).unwrap();
    let all = receiver.received_requests().await.unwrap();
    all[all.len() - count..]
        .iter()
        .map(|request| verdict(provider, request))
        .collect()
}

fn verdict(provider: &OneGlobal, request: &Request) -> Result<LineEvent, WebhookError> {
    let header = |name: &str| Some(request.headers.get(name)?.to_str().ok()?.to_owned());
    provider.verify_webhook(&header, &request.body)
}

#[tokio::test]
async fn use_is_counted_corrected_and_told() {
    let (carrier, _receiver, provider, line) = with_a_line().await;
    let live = async |life: Value| carrier.control(&format!("/_sandbox/lines/{line}"), life).await;
    let usage = async || provider.fetch_usage(&line).await.unwrap();
    let fresh = usage().await;
    assert_eq!((fresh.state, fresh.activated_at), (EsimState::Ready, None));
    assert_eq!(fresh.readings[0].used_bytes, 0);
    live(json!({ "profile": "installed" })).await;
    assert_eq!(usage().await.state, EsimState::Downloaded);
    live(json!({ "bytes": 100_000_000, "country": "FR" })).await;
    let used = usage().await;
    assert_eq!(used.state, EsimState::Active);
    let reading = &used.readings[0];
    assert_eq!(
        (reading.used_bytes, reading.allowance_bytes),
        (100_000_000, Some(1 << 30))
    );
    assert_eq!(reading.country.unwrap().as_str(), "FR");
    assert_eq!(usage().await, used, "the same again is the same");
    live(json!({ "bytes": -40_000_000 })).await;
    assert_eq!(usage().await.readings[0].used_bytes, 60_000_000, "corrected");
    live(json!({ "bytes": 1 << 30 })).await;
    assert_eq!(usage().await.state, EsimState::Depleted);
    let path = format!("{}/_sandbox/lines/{line}", carrier.url);
    let more = reqwest::Client::new().post(path).json(&json!({ "bytes": 1 }));
    assert_eq!(more.send().await.unwrap().status(), 400, "no plan has data left");
}

#[tokio::test]
async fn events_are_believed_with_the_password_only_and_keep_their_ids() {
    let (carrier, receiver, provider, line) = with_a_line().await;
    let late = "2026-01-02T03:04:05.678Z";
    let life = json!({ "profile": "installed", "bytes": 900_000_000, "country": "FR", "at": late });
    carrier.control(&format!("/_sandbox/lines/{line}"), life).await;
    let ask = async |wish: Value| sent(&carrier, &receiver, &provider, wish).await;
    let events: Vec<LineEvent> = ask(json!({ "line": line }))
        .await
        .into_iter()
        .collect::<Result<_, _>>()
        .unwrap();
    let kinds: Vec<&str> = events.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(
        kinds,
        [
            "subscription.active",
            "subscription.sim_profile.ready_for_installation",
            "order.completed",
            "subscription.sim_profile.installed",
            "subscription.sim_profile.country_changed",
            "product.active",
            "balance.threshold.exceeded",
        ]
    );
    assert!(events.iter().all(|event| event.line.as_deref() == Some(&line)));
    assert_eq!(events[1].state, Some(EsimState::Ready));
    assert_eq!(events[3].state, Some(EsimState::Downloaded));
    assert_eq!(events[4].country.unwrap().as_str(), "FR");
    assert_eq!(events[6].percent, Some(80));
    assert_eq!(events[6].usage.as_ref().unwrap().used_bytes, 900_000_000);
    assert_eq!(
        events[6].at.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
        late
    );
    let twice = ask(json!({ "line": line, "repeat": 2, "reverse": true })).await;
    let ids = |events: &[Result<LineEvent, WebhookError>]| -> Vec<String> {
        events
            .iter()
            .map(|event| event.clone().unwrap().event_id)
            .collect()
    };
    let (mut repeated, mut once) = (
        ids(&twice),
        events
            .iter()
            .map(|event| event.event_id.clone())
            .collect::<Vec<_>>(),
    );
    assert_eq!(repeated.len(), once.len() * 2);
    assert_eq!(repeated.first(), once.last(), "newest first");
    repeated.sort();
    repeated.dedup();
    once.sort();
    assert_eq!(repeated, once, "a repeat has the id of the first");
    let forged = ask(json!({ "line": line, "forge": true })).await;
    assert!(forged.iter().all(|verdict| *verdict == Err(WebhookError::Forged)));
}

#[test]
fn a_webhook_without_the_password_is_forged_and_one_without_sense_unreadable() {
    let event = br#"{"id":"evt_1","type":"invoice.paid","created_at":"2026-01-02T03:04:05Z","data":{}}"#;
    let provider = oneglobal("http://nowhere.invalid");
    let verdict = |given: Option<&str>, body: &[u8]| {
        let header = |name: &str| given.filter(|_| name == "authorization").map(str::to_owned);
        provider.verify_webhook(&header, body).map(|event| event.line)
    };
    let basic = |text: &str| {
        use base64::{Engine, engine::general_purpose::STANDARD};
        format!("Basic {}", STANDARD.encode(text))
    };
    let good = basic(&format!(
        "{}:{}",
        keys::ONEGLOBAL_WEBHOOK_USER,
        keys::ONEGLOBAL_WEBHOOK_PASSWORD
    ));
    assert_eq!(verdict(Some(&good), event), Ok(None), "not about a line");
    assert!(matches!(
        verdict(Some(&good), b"{}"),
        Err(WebhookError::Unreadable(_))
    ));
    for bad in [
        None,
        Some(""),
        Some("Basic"),
        Some(good.trim_start_matches("Basic ")),
        Some(&good.replace("Basic", "Bearer")),
        Some(&basic("1global:")),
        Some(&basic("1global:sandbox-1global-webhooky")),
    ] {
        assert_eq!(verdict(bad, event), Err(WebhookError::Forged), "{bad:?}");
    }
}

#[tokio::test]
async fn a_token_is_asked_for_once_and_again_when_it_is_refused() {
    let carrier = Carrier::start().await;
    let provider = oneglobal(&format!("{}/1global", carrier.url));
    let tokens = async || {
        let calls = reqwest::get(format!("{}/_sandbox/calls", carrier.url))
            .await
            .unwrap();
        calls.json::<Value>().await.unwrap()["counts"]["1global.token"].clone()
    };
    let look = async || provider.fetch_usage("subs_nobody").await.unwrap_err();
    let (one, other, third) = tokio::join!(look(), look(), look());
    for answer in [one, other, third] {
        assert!(matches!(answer, ProviderError::Refused(_)), "{answer:?}");
    }
    assert_eq!(tokens().await, 1);
    // The carrier's tokens live five minutes; the adapter's clock does not move with it.
    let later = json!({ "advance_seconds": 600 });
    carrier.control("/_sandbox/clock", later).await;
    let products = provider.products().await.unwrap();
    assert_eq!(tokens().await, 2, "401 in the middle: one more token");
    carrier
        .control("/_sandbox/clock", json!({ "advance_seconds": 600 }))
        .await;
    let plan = &products[0].provider_id;
    LineProvider::issue(&provider, plan, Ask::first("line_1"))
        .await
        .unwrap();
    assert_eq!(tokens().await, 3);
    let wrong = ["sandbox-1global".into(), "not-the-secret".into()];
    assert!(provider.look_right(&wrong));
    let refused = provider.check(&wrong).await;
    assert!(
        matches!(refused, Err(ProviderError::Refused(Refusal::OurAccount { .. }))),
        "{refused:?}"
    );
    provider.keys().put(Some(wrong.to_vec()));
    let refused = LineProvider::issue(&provider, plan, Ask::first("line_2")).await;
    assert!(
        matches!(refused, Err(ProviderError::Refused(Refusal::OurAccount { .. }))),
        "the token of the keys before is not used: {refused:?}"
    );
    let refused = LineProvider::issue(&provider, plan, Ask::again("line_1")).await;
    assert!(
        matches!(refused, Err(ProviderError::Unknown { .. })),
        "what was asked before may have happened: {refused:?}"
    );
}

/// A server that gives tokens, subscribers, and these answers to orders.
async fn scripted(placed: ResponseTemplate, looked_at: Value) -> (MockServer, OneGlobal) {
    let server = MockServer::start().await;
    let token = json!({ "access_token": "t", "expires_in": 300 });
    let given = |status, body: &Value| ResponseTemplate::new(status).set_body_json(body);
    Mock::given(path(TOKEN))
        .respond_with(given(200, &token))
        .mount(&server)
        .await;
    Mock::given(path("/connect/subscribers"))
        .respond_with(given(201, &json!({ "id": "subr_1" })))
        .mount(&server)
        .await;
    Mock::given(method("POST"))
        .and(path("/connect/orders"))
        .respond_with(placed)
        .expect(1)
        .mount(&server)
        .await;
    Mock::given(method("GET"))
        .and(path_regex("^/connect/orders/"))
        .respond_with(given(200, &looked_at))
        .mount(&server)
        .await;
    let provider = oneglobal(&server.uri());
    (server, provider)
}

fn order(status: &str) -> Value {
    json!({ "id": "ord_1", "status": status, "type": "activate_subscription", "created_at": "2026-01-02T03:04:05Z" })
}

async fn issued(placed: ResponseTemplate, looked_at: Value) -> ProviderError {
    let (_server, provider) = scripted(placed, looked_at).await;
    LineProvider::issue(&provider, "prdoff_1", Ask::first("line_1"))
        .await
        .unwrap_err()
}

#[tokio::test]
async fn an_order_is_done_when_it_is_completed_and_refused_when_it_failed() {
    let accepted = || ResponseTemplate::new(201).set_body_json(order("accepted"));
    for status in ["accepted", "fulfilling", "on_hold", "scheduled", "completed"] {
        let answer = issued(accepted(), order(status)).await;
        assert!(
            matches!(answer, ProviderError::Unknown { .. }),
            "{status} without a subscription: {answer:?}"
        );
    }
    for status in ["failed", "canceled", "expired"] {
        let answer = issued(accepted(), order(status)).await;
        assert!(
            matches!(answer, ProviderError::Refused(_)),
            "{status}: {answer:?}"
        );
    }
    let other = json!({ "id": "ord_1", "status": "completed", "type": "cancel_subscription" });
    let answer = issued(ResponseTemplate::new(201).set_body_json(other), json!({})).await;
    assert!(matches!(answer, ProviderError::Unknown { .. }), "{answer:?}");
}

#[tokio::test]
async fn what_is_no_word_of_theirs_is_unknown() {
    let problem = |status: u16, code: &str| {
        let body = json!({ "title": "No", "status": status, "errors": [{ "code": code }] });
        ResponseTemplate::new(status).set_body_raw(body.to_string(), "application/problem+json")
    };
    let in_a_200 = ResponseTemplate::new(200).set_body_json(json!({ "title": "Bad request", "status": 400 }));
    for placed in [
        in_a_200,
        ResponseTemplate::new(201).set_body_string("<html>"),
        ResponseTemplate::new(400).set_body_string("<html>"),
        ResponseTemplate::new(502),
        ResponseTemplate::new(201).set_delay(Duration::from_secs(9)),
        problem(409, "conflict"),
        problem(422, "idempotency_key_reused"),
    ] {
        let answer = issued(placed, json!({})).await;
        assert!(matches!(answer, ProviderError::Unknown { .. }), "{answer:?}");
    }
    let answer = issued(problem(422, "constraint_validation_error"), json!({})).await;
    assert!(
        matches!(&answer, ProviderError::Refused(Refusal::Other { code, .. }) if code == "constraint_validation_error"),
        "{answer:?}"
    );
    let answer = issued(problem(400, "rate_limit_exceeded"), json!({})).await;
    assert!(matches!(answer, ProviderError::RateLimited { .. }), "{answer:?}");
    let busy = ResponseTemplate::new(429).insert_header("retry-after", "7");
    let seconds = ProviderError::RateLimited {
        retry_after_seconds: 7,
    };
    assert_eq!(issued(busy, json!({})).await, seconds);
}

#[tokio::test]
async fn without_a_token_nothing_was_ordered() {
    let server = MockServer::start().await;
    Mock::given(path(TOKEN))
        .respond_with(ResponseTemplate::new(503))
        .mount(&server)
        .await;
    let answer = LineProvider::issue(&oneglobal(&server.uri()), "prdoff_1", Ask::first("line_1")).await;
    assert!(
        matches!(answer, Err(ProviderError::RateLimited { .. })),
        "{answer:?}"
    );
    assert!(
        server
            .received_requests()
            .await
            .unwrap()
            .iter()
            .all(|request| request.url.path() == TOKEN)
    );
}
