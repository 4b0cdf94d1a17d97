//! An AI agent answers a number as long as there is money for it; its time is paid once, however it is reported.

use serde_json::{Value, json};

use crate::support::{ASSISTANT, CALLER, World, process::until};

const SALES: &str = "select count(*) from ledger_transfers where kind = 'sale' and reference_type = 'call'";
const USES: &str = "select count(*) from usage_logs where service = 'voice_ai'";
const OPEN: &str = "select count(*) from holds where call_id is not null and state = 'open'";

#[tokio::test]
async fn an_agent_talks_and_is_paid_by_the_minute_once() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, e164) = world.number_of(&customer, "1").await;
    let unset = world.ring_agent(&e164).await;
    assert!(
        unset["answer"]["error"].is_string(),
        "no assistant was set: {unset}"
    );
    world.set_agent(number).await;
    world.price_minutes().await;
    let before = world.available(&world.aurora, &customer).await;
    let mut paid = 0;
    for (nth, manner) in ["usual", "repeated", "reversed", "lost"].into_iter().enumerate() {
        world.agent_reports_come(manner).await;
        let call = world.ring_agent(&e164).await;
        assert_eq!(call["answer"]["assistantId"], ASSISTANT, "{call}");
        assert_eq!(call["answer"]["assistantOverrides"]["maxDurationSeconds"], 600);
        assert_eq!(world.count(OPEN).await, 1);
        let id = world.call_at(&call).await;
        world.agent_hangs_up(&call, 61).await;
        if manner == "lost" {
            // Found by asking, when nothing came in time.
            world.pass(900).await;
            clouddail::domain::calls::sweep(&world.backend).await.unwrap();
        }
        assert_eq!(world.over(id).await, "completed", "{manner}");
        assert_eq!(world.call_fact(id, "billed_seconds").await, "120");
        paid += world
            .call_fact(id, "charged_micros")
            .await
            .parse::<i64>()
            .unwrap();
        let wanted = i64::try_from(nth).unwrap() + 1;
        assert_eq!(
            (world.count(SALES).await, world.count(USES).await),
            (wanted, wanted),
            "{manner}"
        );
        assert_eq!(world.count(OPEN).await, 0);
    }
    let after = world.available(&world.aurora, &customer).await;
    assert_eq!(before.minus(after).unwrap().micros(), paid);
    // 0.12 a minute, half as much again on top of the platform's price, twice a minute, four times.
    assert!(paid >= 4 * 2 * 180_000, "{paid}");
    let mut browser = world.browser("aurora.localhost", "customer@aurora.test").await;
    let page = browser.get("/account/usage?by=service").await.text();
    assert!(page.contains("Calls an AI agent answered"), "{page}");
    world.prove().await;
}

#[tokio::test]
async fn without_money_callers_hear_a_sentence() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, e164) = world.number_of(&customer, "1").await;
    world.set_agent(number).await;
    world.spend_down_to(&customer, 0).await;
    let call = world.ring_agent(&e164).await;
    let said = call["answer"]["error"].as_str().unwrap();
    assert!(
        said.contains("cannot be reached") && !said.contains("CloudDail"),
        "{said}"
    );
    let id = world.call_at(&call).await;
    assert_eq!(world.call_fact(id, "state").await, "failed");
    assert_eq!(world.available(&world.aurora, &customer).await.micros(), 0);
    world.prove().await;
}

#[tokio::test]
async fn only_vapi_is_believed_and_unknown_calls_change_nothing() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, e164) = world.number_of(&customer, "1").await;
    world.set_agent(number).await;
    let url = format!("http://{}/webhooks/vapi", world.address);
    let post = async |secret: &str, body: Value| {
        let request = reqwest::Client::new()
            .post(&url)
            .header("x-vapi-secret", secret)
            .json(&body);
        request.send().await.unwrap()
    };
    let asked = json!({ "message": {
        "type": "assistant-request", "call": { "id": "c1" }, "customer": { "number": CALLER },
        "phoneNumber": { "number": e164 },
    } });
    assert_eq!(post("wrong", asked.clone()).await.status(), 401);
    assert_eq!(post("", asked.clone()).await.status(), 401);
    assert_eq!(world.count("select count(*) from call_detail_records").await, 0);
    // The same question twice is one call, answered alike.
    let first: Value = post("sandbox-vapi-secret", asked.clone())
        .await
        .json()
        .await
        .unwrap();
    let second: Value = post("sandbox-vapi-secret", asked).await.json().await.unwrap();
    assert_eq!(
        (first["assistantId"].as_str(), &first),
        (Some(ASSISTANT), &second)
    );
    assert_eq!(world.count("select count(*) from call_detail_records").await, 1);
    for odd in [
        json!({}),
        json!({ "message": {} }),
        json!([]),
        json!({ "message": { "type": 5 } }),
    ] {
        assert_eq!(
            post("sandbox-vapi-secret", odd.clone()).await.status(),
            401,
            "{odd}"
        );
    }
    let hostile = json!({ "message": {
        "type": "tran\u{0}script", "status": "\u{0}", "call": { "id": "c2" }, "customer": { "number": "\u{0}" },
        "phoneNumber": { "number": "1".repeat(9_000) },
    } });
    assert_eq!(post("sandbox-vapi-secret", hostile).await.status(), 200);
    let long = json!({ "message": { "type": "transcript", "text": "x".repeat(300_000) } });
    assert_eq!(post("sandbox-vapi-secret", long).await.status(), 413);
    let other = json!({ "message": { "type": "transcript", "call": { "id": "c1" } } });
    assert_eq!(post("sandbox-vapi-secret", other).await.status(), 200);
    // The vendor knows no such call: it never came about, and the money is free again.
    let report = json!({ "message": { "type": "end-of-call-report", "call": { "id": "c1" } } });
    assert_eq!(post("sandbox-vapi-secret", report).await.status(), 200);
    until("the call is over", async || {
        world.run_jobs().await;
        world
            .count("select count(*) from call_detail_records where ended_at is null")
            .await
            == 0
    })
    .await;
    assert_eq!((world.count(OPEN).await, world.count(SALES).await), (0, 0));
    world.prove().await;
}
