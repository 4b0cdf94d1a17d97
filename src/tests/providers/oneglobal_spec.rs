//! 1GLOBAL's OpenAPI document judges every request of the adapter and every webhook of the sandbox. The document is our
//! transcription of the vendor's, made strict; see its own description.

use clouddail::providers::{
    esims::EsimProvider,
    lines::{Ask, LineProvider},
};
use serde_json::{Value, json};

use super::{
    Carrier,
    esim_contract::esim_provider,
    judge::{Judge, WEBHOOKS, fault},
    oneglobal::{oneglobal, suite},
    spec_mock::Mock,
};

const CONNECT: &str = "/1global/connect";

#[tokio::test]
async fn every_request_to_oneglobal_is_one_its_document_knows() {
    let (carrier, mock) = (Carrier::start().await, Mock::start("1global.json"));
    let (judge, url) = Judge::start(&mock, CONNECT).await;
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
    let (judge, url) = Judge::start(&mock, CONNECT).await;
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
