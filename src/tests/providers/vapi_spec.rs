//! Vapi's own documents judge what we ask of it, and what we take for its messages.

use clouddail::providers::{
    agents::{
        AgentProvider,
        vapi::{Vapi, VapiSettings},
    },
    http::HttpClient,
};
use serde_json::{Value, json};

use super::spec_mock::Mock;
use crate::support::World;

fn vapi(url: &str) -> Vapi {
    let settings = VapiSettings {
        base_url: url.to_owned(),
        api_key: "key".to_owned().into(),
        webhook_secret: "secret".to_owned().into(),
        minute: clouddail::shared::money::Money::zero("USD".parse().unwrap()),
    };
    Vapi::new(HttpClient::new().unwrap(), settings)
}

#[tokio::test]
async fn every_request_to_vapi_is_one_its_spec_knows() {
    let api = Mock::start("vapi.json");
    let call = vapi(&api.url)
        .call("0197b5c2-6a2d-4c55-9a0e-1d2c3b4a5f60")
        .await
        .unwrap();
    assert!(call.is_some(), "the mock knows every call");
    // What is no id of Vapi's is asked of nobody.
    for odd in ["", "../assistant", "a b", "é"] {
        assert_eq!(vapi("http://127.0.0.1:1").call(odd).await, Ok(None), "{odd}");
    }
}

#[tokio::test]
async fn every_message_of_the_sandboxs_vapi_is_one_of_the_real_ones() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, e164) = world.number_of(&customer, "1").await;
    sqlx::query("insert into number_settings (reseller_id, number_id, assistant_id) values ($1, $2, 'a')")
        .bind(world.aurora.id.uuid())
        .bind(number.uuid())
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    let ring = json!({ "from": "+14155550123", "to": e164 });
    let call = world.sandbox.post("/_sandbox/agents", ring).await;
    let wish = json!({ "call": call["id"], "seconds": 61 });
    world.sandbox.post("/_sandbox/agents/hang-up", wish).await;
    world.run_jobs().await;
    let sent: Vec<Vec<u8>> =
        sqlx::query_scalar("select raw_body from webhook_events where provider = 'vapi'")
            .fetch_all(&mut world.owner().await)
            .await
            .unwrap();
    assert_eq!(sent.len(), 3);
    let judge = Mock::start("vapi_webhooks.json");
    let post = async |body: Vec<u8>| {
        let request = reqwest::Client::new()
            .post(format!("{}/server", judge.url))
            .header("content-type", "application/json")
            .body(body);
        request.send().await.unwrap().status().as_u16()
    };
    for body in sent {
        let shown = String::from_utf8_lossy(&body).into_owned();
        assert_eq!(post(body).await, 200, "{shown}");
    }
    let nonsense: Value = json!({ "message": { "type": "end-of-call-report" } });
    assert_eq!(post(nonsense.to_string().into_bytes()).await, 400);
    world.prove().await;
}
