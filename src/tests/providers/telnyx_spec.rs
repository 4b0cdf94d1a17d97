//! Telnyx's own OpenAPI document judges every request of the adapter; see the document's description.

use clouddail::{
    providers::{
        account::Account,
        numbers::{NumberProvider, NumberQuery},
    },
    shared::number::NumberType,
};
use serde_json::json;

use super::{
    Carrier,
    judge::{Judge, fault},
    number_contract::number_provider,
    spec_mock::Mock,
    telnyx::telnyx,
};

const V2: &str = "/telnyx/v2";

#[tokio::test]
async fn every_request_to_telnyx_is_one_its_document_knows() {
    let (carrier, mock) = (Carrier::start().await, Mock::start("telnyx.json"));
    let (judge, url) = Judge::start(&mock, V2).await;
    judge.carrier.set(carrier.url.clone()).unwrap();
    let provider = telnyx(&format!("{url}{V2}"));
    number_provider(&provider).await;
    for kind in NumberType::ALL {
        for contains in ["", "302", "14155550100", "12*45"] {
            let query = NumberQuery {
                country: "US".parse().unwrap(),
                kind,
                contains: contains.into(),
                sms: true,
                voice: true,
                limit: 30,
            };
            provider.search(&query).await.unwrap();
        }
    }
    assert!(provider.balance().await.unwrap().is_some());
    let (faults, seen) = judge.verdict();
    assert_eq!(faults, Vec::<String>::new());
    assert!(seen > 60, "{seen} requests were judged");
}

#[tokio::test]
async fn the_mock_refuses_what_the_document_does_not_know() {
    let mock = Mock::start("telnyx.json");
    let http = reqwest::Client::new();
    for body in [
        json!({ "phone_numbrs": [{ "phone_number": "+14155550100" }] }),
        json!({ "phone_numbers": [{ "number": "+14155550100" }] }),
        json!({ "phone_numbers": [{ "phone_number": "+14155550100" }], "reference": "ord_1" }),
    ] {
        let request = http.post(format!("{}/number_orders", mock.url)).bearer_auth("k");
        assert!(fault(request.json(&body)).await.is_some(), "{body}");
    }
    for query in [
        "filter[country]=US",
        "filter[phone_number_type]=boat",
        "filter[phone_number][is]=1",
    ] {
        let request = http.get(format!("{}/available_phone_numbers?{query}", mock.url));
        assert!(fault(request.bearer_auth("k")).await.is_some(), "{query}");
    }
}
