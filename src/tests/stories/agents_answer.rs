//! An AI agent answers a number as long as there is money for it; its time is paid once, however it is reported.

use clouddail::shared::ids::{CallId, NumberId};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{World, process::until};

const CALLER: &str = "+14155550123";
const ASSISTANT: &str = "3f0c9b1e-6a2d-4c55-9a0e-1d2c3b4a5f60";
const SALES: &str = "select count(*) from ledger_transfers where kind = 'sale' and reference_type = 'call'";
const USES: &str = "select count(*) from usage_logs where service = 'voice_ai'";
const OPEN: &str = "select count(*) from holds where call_id is not null and state = 'open'";

impl World {
    async fn ring_agent(&self, to: &str) -> Value {
        self.sandbox
            .post("/_sandbox/agents", json!({ "from": CALLER, "to": to }))
            .await
    }

    async fn agent_hangs_up(&self, call: &Value, seconds: u32) {
        let wish = json!({ "call": call["id"], "seconds": seconds });
        self.sandbox.post("/_sandbox/agents/hang-up", wish).await;
    }

    async fn agent_reports_come(&self, manner: &str) {
        self.sandbox
            .post("/_sandbox/agents/reports", json!({ "manner": manner }))
            .await;
    }

    async fn set_agent(&self, number: NumberId) {
        let mut browser = self.browser("aurora.localhost", "customer@aurora.test").await;
        let page = format!("/account/numbers/{number}");
        let sender = number.to_string();
        for (assistant, wanted) in [("not an id", "assistant&#x27;s id"), (ASSISTANT, "Saved.")] {
            let form = [("sender", sender.as_str()), ("assistant", assistant)];
            let saved = browser.post(&page, "/do/calls/save_number_agent", &form).await;
            let shown = browser.follow(&saved).await.text();
            let plain = wanted.replace("&#x27;", "'");
            assert!(shown.contains(wanted) || shown.contains(&plain), "{shown}");
            assert!(shown.contains(assistant), "{shown}");
        }
    }

    async fn call_at(&self, vendors: &Value) -> CallId {
        let id: Uuid = sqlx::query_scalar("select id from call_detail_records where provider_call_id = $1")
            .bind(vendors["id"].as_str().unwrap())
            .fetch_one(&mut self.owner().await)
            .await
            .unwrap();
        id.into()
    }
}

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
async fn without_money_callers_hear_a_sentence_and_an_enterprise_is_answered() {
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
    // A member of an enterprise is answered all the same; what nobody can pay is named and not taken.
    sqlx::query(
        "with company as (update organizations set plan_tier = 'enterprise' where name = 'Northwind'
                          returning reseller_id, id)
         insert into organization_members (reseller_id, organization_id, user_id, role, state, created_at)
         select c.reseller_id, c.id, u.id, 'viewer', 'active', now() from company c
         join users u on u.reseller_id = c.reseller_id and u.email = 'customer@aurora.test'",
    )
    .execute(&mut world.owner().await)
    .await
    .unwrap();
    let call = world.ring_agent(&e164).await;
    assert_eq!(call["answer"]["assistantId"], ASSISTANT, "{call}");
    let id = world.call_at(&call).await;
    world.agent_hangs_up(&call, 70).await;
    assert_eq!(world.over(id).await, "completed");
    let unpaid = world
        .call_fact(id, "unbilled_seconds || ' ' || coalesce(charged_micros, 0)")
        .await;
    assert_eq!(unpaid, "70 0");
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
