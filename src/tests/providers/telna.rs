//! Telna: the suite, and a life of an eSIM.

use clouddail::{
    providers::{
        ProviderError,
        esims::{
            EsimProvider,
            telna::{AuthScheme, Telna, TelnaSettings},
        },
        lines::{LineProvider, WebhookError},
    },
    shared::esim::EsimState,
};
use serde_json::json;
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{header, method},
};

use super::{
    Carrier,
    esim_contract::esim_provider,
    http,
    line_contract::{Bench, line_provider},
};

fn telna(base_url: String, auth_scheme: AuthScheme) -> Telna {
    Telna::new(
        http(),
        TelnaSettings {
            base_url,
            token: "telna-token".into(),
            auth_scheme,
        },
    )
}

#[tokio::test]
async fn telna_is_an_esim_provider_and_tells_what_became_of_an_esim() {
    let carrier = Carrier::start().await;
    let provider = telna(format!("{}/telna/v1", carrier.url), AuthScheme::Bearer);
    let iccid = esim_provider(&provider).await;
    let path = format!("/_sandbox/esims/{iccid}");
    carrier
        .control(&path, json!({ "state": "ENABLED", "used_bytes": 1 << 29 }))
        .await;
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
    carrier.control(&path, json!({ "used_bytes": 1 << 30 })).await;
    let status = provider.status(&iccid).await.unwrap();
    assert_eq!((status.state, status.used_mb), (EsimState::Depleted, Some(1_000)));
}

#[tokio::test]
async fn a_raw_token_is_sent_raw() {
    let server = MockServer::start().await;
    let body = json!({ "total": 0, "products": [] });
    Mock::given(header("authorization", "telna-token"))
        .respond_with(ResponseTemplate::new(200).set_body_json(body))
        .expect(1)
        .mount(&server)
        .await;
    assert_eq!(
        telna(server.uri(), "raw".parse().unwrap()).products().await,
        Ok(vec![])
    );
}

#[tokio::test]
async fn an_order_without_its_code_is_unknown_and_a_used_reference_is_too() {
    let server = MockServer::start().await;
    let order = json!({ "id": 7, "customer_ref": "ord_1", "status": "NEW", "sim_registry": null });
    let list = json!({ "total": 1, "work_orders": [order] });
    Mock::given(method("GET"))
        .respond_with(ResponseTemplate::new(200).set_body_json(list))
        .mount(&server)
        .await;
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(409).set_body_string("duplicate"))
        .mount(&server)
        .await;
    let provider = telna(server.uri(), AuthScheme::Bearer);
    assert!(matches!(
        provider.find("ord_1").await,
        Err(ProviderError::Unknown { .. })
    ));
    assert!(matches!(
        EsimProvider::issue(&provider, "1", "ord_1").await,
        Err(ProviderError::Unknown { .. })
    ));
    assert_eq!(provider.inventory().await, Ok(vec![]));
}

#[tokio::test]
async fn telna_is_a_line_provider_of_what_it_can() {
    let carrier = Carrier::start().await;
    let provider = telna(format!("{}/telna/v1", carrier.url), AuthScheme::Bearer);
    let products = provider.products().await.unwrap();
    let line = line_provider(&Bench {
        provider: &provider,
        carrier: &carrier,
        products: &products,
        order: "telna.order",
        list: "esims",
        steps: None,
    })
    .await;
    let path = format!("/_sandbox/esims/{line}");
    let life = json!({ "state": "ENABLED", "used_bytes": 1 << 29 });
    carrier.control(&path, life).await;
    let usage = provider.fetch_usage(&line).await.unwrap();
    assert_eq!(usage.state, EsimState::Active);
    let first = &usage.readings[0];
    assert_eq!(
        (first.used_bytes, first.allowance_bytes),
        (1 << 29, Some(1 << 30))
    );
    assert!(usage.readings[1..].iter().all(|reading| reading.used_bytes == 0));
    let nothing = |_: &str| None;
    assert_eq!(
        provider.verify_webhook(&nothing, b"{}"),
        Err(WebhookError::Forged),
        "Telna's proof is not known, so nothing is believed"
    );
}
