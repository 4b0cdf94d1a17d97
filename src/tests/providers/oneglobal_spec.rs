//! 1GLOBAL's OpenAPI document judges every request of the adapter and every webhook of the sandbox. The document is our
//! transcription of the vendor's, made strict; see its own description.

use std::sync::{Arc, Mutex};

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
use serde_json::{Value, json};

use super::{
    Carrier,
    esim_contract::esim_provider,
    oneglobal::{oneglobal, suite},
    spec_mock::Mock,
};

const CONNECT: &str = "/1global/connect";

/// Stands between the adapter and the carrier, and shows every request to the mock of the document as well.
#[derive(Clone)]
struct Judge {
    carrier: String,
    mock: String,
    http: reqwest::Client,
    seen: Arc<Mutex<Vec<(u16, String)>>>,
}

impl Judge {
    async fn start(carrier: &Carrier, mock: &Mock) -> (Self, String) {
        let judge = Self {
            carrier: carrier.url.clone(),
            mock: mock.url.clone(),
            http: reqwest::Client::new(),
            seen: Arc::default(),
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/1global", listener.local_addr().unwrap());
        let app = Router::new().fallback(pass).with_state(judge.clone());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        (judge, url)
    }

    async fn send(
        &self,
        url: String,
        method: &Method,
        headers: &HeaderMap,
        body: &Bytes,
    ) -> reqwest::Result<reqwest::Response> {
        let mut headers = headers.clone();
        headers.remove("host");
        let request = self.http.request(method.clone(), url).headers(headers);
        request.body(body.clone()).send().await
    }

    /// What the document has against the requests so far, and how many there were.
    fn verdict(&self) -> (Vec<String>, usize) {
        let seen = self.seen.lock().unwrap();
        let refused = seen.iter().filter(|(status, _)| *status >= 400);
        (refused.map(|(_, request)| request.clone()).collect(), seen.len())
    }
}

async fn pass(
    State(judge): State<Judge>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let target = uri.to_string();
    if let Some(path) = target.strip_prefix(CONNECT) {
        let seen = judge.send(format!("{}{path}", judge.mock), &method, &headers, &body);
        let seen = seen.await.unwrap();
        let (status, words) = (seen.status().as_u16(), seen.text().await.unwrap());
        let request = format!("{method} {path} {}: {words}", String::from_utf8_lossy(&body));
        judge.seen.lock().unwrap().push((status, request));
    }
    let Ok(answer) = judge
        .send(format!("{}{target}", judge.carrier), &method, &headers, &body)
        .await
    else {
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
    let (judge, url) = Judge::start(&carrier, &mock).await;
    let provider = oneglobal(&url);
    suite(&provider, &carrier).await;
    esim_provider(&provider).await;
    let (refused, seen) = judge.verdict();
    assert_eq!(refused, Vec::<String>::new());
    assert!(seen > 150, "{seen} requests were judged");
}

#[tokio::test]
async fn every_webhook_of_the_sandbox_is_one_the_document_knows() {
    let mock = Mock::start("1global.json");
    let carrier = Carrier::start_calling(Some(&mock.url)).await;
    let provider = oneglobal(&format!("{}/1global", carrier.url));
    let products = provider.products().await.unwrap();
    let plan = &products[0].provider_id;
    let line = provider.issue(plan, Ask::first("line_1")).await.unwrap().line;
    let life = json!({ "profile": "installed", "bytes": 1_i64 << 40, "country": "FR" });
    carrier.control(&format!("/_sandbox/lines/{line}"), life).await;
    provider.suspend(&line, Ask::first("a")).await.unwrap();
    provider.reactivate(&line, Ask::first("b")).await.unwrap();
    provider.assign_plan(&line, plan, Ask::first("c")).await.unwrap();
    provider.change_plan(&line, plan, Ask::first("d")).await.unwrap();
    provider.terminate(&line, Ask::first("e")).await.unwrap();
    let wish = json!({ "line": line });
    let sent = carrier.control("/_sandbox/webhooks/1global", wish).await;
    let statuses = sent["statuses"].as_array().unwrap();
    assert!(statuses.len() > 15, "{sent}");
    assert!(statuses.iter().all(|status| status == 200), "{sent}");
}

#[tokio::test]
async fn the_mock_refuses_what_the_document_does_not_know() {
    let mock = Mock::start("1global.json");
    let http = reqwest::Client::new();
    let status = async |path: &str, version: &str, key: Option<&str>, body: Value| {
        let request = http
            .post(format!("{}{path}", mock.url))
            .bearer_auth("t")
            .header("api-version", version)
            .json(&body);
        let request = match key {
            Some(key) => request.header("idempotency-key", key),
            None => request,
        };
        request.send().await.unwrap().status().as_u16()
    };
    let order = json!({ "type": "cancel_subscription", "subscription_id": "subs_1" });
    let now = "2026-02-05";
    assert_eq!(status("/orders", now, Some("k"), order.clone()).await, 201);
    assert_eq!(status("/orders", now, None, order.clone()).await, 400);
    assert_eq!(status("/orders", "2025-01-01", Some("k"), order).await, 400);
    for wrong in [
        json!({ "type": "cancel_subscription", "subscription_id": "subs_1", "when": "now" }),
        json!({ "type": "cancel_subscription" }),
        json!({ "type": "topup_subscription", "subscription_id": "subs_1", "purchase_location": "gb", "products": {} }),
        json!({ "type": "end_subscription", "subscription_id": "subs_1" }),
    ] {
        assert_eq!(
            status("/orders", now, Some("k"), wrong.clone()).await,
            400,
            "{wrong}"
        );
    }
    let event = |data: Value| json!({ "id": "evt_1", "type": "product.active", "created_at": "2026-01-02T03:04:05Z", "data": data });
    for wrong in [
        json!({ "id": "1", "type": "product.active", "created_at": "2026-01-02T03:04:05Z", "data": {} }),
        event(json!({ "product": { "id": "prd_1", "status": "running" } })),
        event(json!({ "subscription": { "id": "1", "status": "active" } })),
    ] {
        let sent = http
            .post(format!("{}/webhooks/1global", mock.url))
            .header("content-type", "application/hal+json")
            .body(wrong.to_string());
        assert_eq!(sent.send().await.unwrap().status(), 400, "{wrong}");
    }
}
