//! 1GLOBAL's OpenAPI document judges every request of the adapter and every webhook of the sandbox. The document is our
//! transcription of the vendor's, made strict; see its own description.

use std::sync::{Arc, Mutex, OnceLock};

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, Method, StatusCode, Uri},
    response::{IntoResponse, Response},
};
use clouddail::providers::{
    esims::EsimProvider,
    lines::{Ask, LineProvider},
};
use reqwest::RequestBuilder;
use serde_json::{Value, json};

use super::{
    Carrier,
    esim_contract::esim_provider,
    oneglobal::{oneglobal, suite},
    spec_mock::Mock,
};

const CONNECT: &str = "/1global/connect";
const WEBHOOKS: &str = "/webhooks/";

/// Stands between the adapter, the carrier and the receiver of webhooks, and shows every request to the mock of the
/// document as well.
#[derive(Clone)]
struct Judge {
    carrier: Arc<OnceLock<String>>,
    mock: String,
    http: reqwest::Client,
    seen: Arc<Mutex<Vec<Option<String>>>>,
}

impl Judge {
    /// The judge, and the address it listens at.
    async fn start(mock: &Mock) -> (Self, String) {
        let judge = Self {
            carrier: Arc::default(),
            mock: mock.url.clone(),
            http: reqwest::Client::new(),
            seen: Arc::default(),
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let app = Router::new().fallback(pass).with_state(judge.clone());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        (judge, url)
    }

    fn request(&self, url: String, method: &Method, headers: &HeaderMap, body: &Bytes) -> RequestBuilder {
        let mut headers = headers.clone();
        headers.remove("host");
        let request = self.http.request(method.clone(), url).headers(headers);
        request.body(body.clone())
    }

    /// What the document has against the requests so far, and how many there were.
    fn verdict(&self) -> (Vec<String>, usize) {
        let seen = self.seen.lock().unwrap();
        (seen.iter().flatten().cloned().collect(), seen.len())
    }
}

/// What the document has against a request. The mock answers some of them all the same and says so in a header.
async fn fault(request: RequestBuilder) -> Option<String> {
    let answer = request.send().await.unwrap();
    let count = answer.headers().get("x-steady-error-count").cloned();
    let (status, headers) = (answer.status(), format!("{:?}", answer.headers()));
    let is_right = status.is_success() && count.is_none_or(|count| count == "0");
    (!is_right).then_some(format!("{status} {headers} {}", answer.text().await.unwrap()))
}

async fn pass(
    State(judge): State<Judge>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let target = uri.to_string();
    let shown = target.strip_prefix(CONNECT).unwrap_or(&target);
    if shown.starts_with(WEBHOOKS) || shown != target {
        let request = judge.request(format!("{}{shown}", judge.mock), &method, &headers, &body);
        let fault = fault(request).await;
        let words = |fault| format!("{method} {shown} {}: {fault}", String::from_utf8_lossy(&body));
        judge.seen.lock().unwrap().push(fault.map(words));
    }
    if shown.starts_with(WEBHOOKS) {
        return StatusCode::OK.into_response();
    }
    let carrier = judge.carrier.get().unwrap();
    let request = judge.request(format!("{carrier}{target}"), &method, &headers, &body);
    let Ok(answer) = request.send().await else {
        // The carrier broke the connection; to the adapter that is as unknown as a bad gateway.
        return StatusCode::BAD_GATEWAY.into_response();
    };
    let (status, mut headers) = (answer.status(), answer.headers().clone());
    headers.remove("transfer-encoding");
    headers.remove("content-length");
    (status, headers, answer.bytes().await.unwrap_or_default()).into_response()
}

#[tokio::test]
async fn every_request_to_oneglobal_is_one_its_document_knows() {
    let (carrier, mock) = (Carrier::start().await, Mock::start("1global.json"));
    let (judge, url) = Judge::start(&mock).await;
    judge.carrier.set(carrier.url.clone()).unwrap();
    let provider = oneglobal(&format!("{url}/1global"));
    suite(&provider, &carrier).await;
    esim_provider(&provider).await;
    let (faults, seen) = judge.verdict();
    assert_eq!(faults, Vec::<String>::new());
    assert!(seen > 150, "{seen} requests were judged");
}

#[tokio::test]
async fn every_webhook_of_the_sandbox_is_one_the_document_knows() {
    let mock = Mock::start("1global.json");
    let (judge, url) = Judge::start(&mock).await;
    let carrier = Carrier::start_calling(Some(&url)).await;
    let provider = oneglobal(&format!("{}/1global", carrier.url));
    let products = provider.products().await.unwrap();
    let plan = &products[0].provider_id;
    let line = LineProvider::issue(&provider, plan, Ask::first("line_1"))
        .await
        .unwrap()
        .line;
    let life = json!({ "profile": "installed", "bytes": 1_i64 << 40, "country": "FR" });
    carrier.control(&format!("/_sandbox/lines/{line}"), life).await;
    provider.suspend(&line, Ask::first("a")).await.unwrap();
    provider.reactivate(&line, Ask::first("b")).await.unwrap();
    provider.assign_plan(&line, plan, Ask::first("c")).await.unwrap();
    provider.change_plan(&line, plan, Ask::first("d")).await.unwrap();
    provider.terminate(&line, Ask::first("e")).await.unwrap();
    let wish = json!({ "line": line });
    let sent = carrier.control("/_sandbox/webhooks/1global", wish).await;
    assert!(sent["sent"].as_u64().unwrap() > 15, "{sent}");
    let (faults, seen) = judge.verdict();
    assert_eq!(faults, Vec::<String>::new());
    assert!(seen > 15, "{seen} webhooks were judged");
}

#[tokio::test]
async fn the_mock_refuses_what_the_document_does_not_know() {
    let mock = Mock::start("1global.json");
    let http = reqwest::Client::new();
    let is_right = async |version: &str, key: Option<&str>, body: Value| {
        let request = http
            .post(format!("{}/orders", mock.url))
            .bearer_auth("t")
            .header("api-version", version)
            .json(&body);
        let request = match key {
            Some(key) => request.header("idempotency-key", key),
            None => request,
        };
        fault(request).await.is_none()
    };
    let (order, now) = (
        json!({ "type": "cancel_subscription", "subscription_id": "subs_1" }),
        "2026-02-05",
    );
    assert!(is_right(now, Some("k"), order.clone()).await);
    assert!(!is_right(now, None, order.clone()).await);
    assert!(!is_right("2025-01-01", Some("k"), order).await);
    for wrong in [
        json!({ "type": "cancel_subscription", "subscription_id": "subs_1", "when": "now" }),
        json!({ "type": "cancel_subscription" }),
        json!({ "type": "topup_subscription", "subscription_id": "subs_1", "purchase_location": "gb", "products": {} }),
        json!({ "type": "end_subscription", "subscription_id": "subs_1" }),
    ] {
        assert!(!is_right(now, Some("k"), wrong.clone()).await, "{wrong}");
    }
    for query in ["limit=41", "subscriber=subr_1", "status=running"] {
        let request = http.get(format!("{}/subscriptions?{query}", mock.url));
        let request = request.bearer_auth("t").header("api-version", now);
        assert!(fault(request).await.is_some(), "{query}");
    }
    let event = |id: &str, data: Value| json!({ "id": id, "type": "product.active", "created_at": "2026-01-02T03:04:05Z", "data": data });
    let sent = async |event: &Value| {
        let request = http.post(format!("{}{WEBHOOKS}1global", mock.url));
        let request = request.header("content-type", "application/hal+json");
        fault(request.body(event.to_string())).await
    };
    let right = event(
        "evt_1",
        json!({ "product": { "id": "prd_1", "status": "active" } }),
    );
    assert_eq!(sent(&right).await, None);
    for wrong in [
        event("1", json!({})),
        event(
            "evt_1",
            json!({ "product": { "id": "prd_1", "status": "running" } }),
        ),
        event(
            "evt_1",
            json!({ "subscription": { "id": "1", "status": "active" } }),
        ),
    ] {
        assert!(sent(&wrong).await.is_some(), "{wrong}");
    }
}
