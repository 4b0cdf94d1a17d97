//! Reports of an agent's call come fifty at once, in any order, or a server dies in between: it is paid once.

use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::support::{ASSISTANT, CALLER, World, process::Server};

const SALES: &str = "select count(*) from ledger_transfers where kind = 'sale' and reference_type = 'call'";
const OPEN: &str = "select count(*) from holds where call_id is not null and state = 'open'";
const SECRET: &str = "sandbox-vapi-secret";

fn message(kind: &str, status: Option<&str>, call: &str, to: &str) -> Value {
    json!({ "message": {
        "type": kind, "status": status, "call": { "id": call }, "customer": { "number": CALLER },
        "phoneNumber": { "number": to },
    } })
}

async fn post(url: &str, body: &Value) -> Option<reqwest::Response> {
    let request = reqwest::Client::new()
        .post(url)
        .header("x-vapi-secret", SECRET)
        .json(body);
    request.send().await.ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_reports_at_once_are_one_debit() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, e164) = world.number_of(&customer, "1").await;
    world.set_agent(number).await;
    world.agent_reports_come("lost").await;
    let before = world.available(&world.aurora, &customer).await;
    let call = world.ring_agent(&e164).await;
    world.agent_hangs_up(&call, 61).await;
    let id = call["id"].as_str().unwrap().to_owned();
    let url = format!("http://{}/webhooks/vapi", world.address);
    let mut at_once = JoinSet::new();
    for nth in 0..50 {
        let (url, id, e164) = (url.clone(), id.clone(), e164.clone());
        at_once.spawn(async move {
            let body = match nth % 3 {
                0 => message("end-of-call-report", None, &id, &e164),
                1 => message("status-update", Some("ended"), &id, &e164),
                _ => message("status-update", Some("in-progress"), &id, &e164),
            };
            post(&url, &body).await.unwrap().status().as_u16()
        });
    }
    while let Some(status) = at_once.join_next().await {
        assert_eq!(status.unwrap(), 200);
    }
    let ours = world.call_at(&call).await;
    assert_eq!(world.over(ours).await, "completed");
    // Each of the three is kept once; replayed at the console they change nothing.
    let kept = "select count(*) from webhook_events where provider = 'vapi'";
    assert_eq!(world.count(kept).await, 4, "one of them is the question");
    let state = clouddail::domain::scope::System::of(world.aurora.id, "test");
    for _ in 0..3 {
        clouddail::domain::calls::conclude(&world.backend, &state, ours)
            .await
            .unwrap();
    }
    world.run_jobs().await;
    let after = world.available(&world.aurora, &customer).await;
    let charged: i64 = world.call_fact(ours, "charged_micros").await.parse().unwrap();
    assert_eq!(before.minus(after).unwrap().micros(), charged);
    assert_eq!((world.count(SALES).await, world.count(OPEN).await), (1, 0));
    world.prove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_nobody_asked_about_is_paid_by_its_report() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (_, e164) = world.number_of(&customer, "1").await;
    // At the vendor the number has an assistant of its own, so nobody asks us.
    let ring = json!({ "from": CALLER, "to": e164, "assistant": ASSISTANT });
    let call = world.sandbox.post("/_sandbox/agents", ring).await;
    assert_eq!(world.count("select count(*) from call_detail_records").await, 0);
    world.agent_hangs_up(&call, 30).await;
    world.run_jobs().await;
    let ours = world.call_at(&call).await;
    assert_eq!(world.over(ours).await, "completed");
    assert_eq!(world.call_fact(ours, "billed_seconds").await, "60");
    assert_eq!((world.count(SALES).await, world.count(OPEN).await), (1, 0));
    world.prove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_killed_while_it_is_asked_leaves_one_call() {
    let files = tempfile::TempDir::new().unwrap();
    let world = World::with_sandbox_file(Some(files.path().join("sandbox.json"))).await;
    let customer = world.aurora_customer().await;
    let (number, e164) = world.number_of(&customer, "1").await;
    world.set_agent(number).await;
    let server = Server::start(&world).await;
    let pause = world
        .pause_at(Some("call_events where (new.kind = 'incoming')"))
        .await;
    let call = uuid::Uuid::new_v4().to_string();
    let asked = message("assistant-request", None, &call, &e164);
    let (url, body) = (server.url("/webhooks/vapi"), asked.clone());
    let click = tokio::spawn(async move { post(&url, &body).await.is_some() });
    pause.reached(&world).await;
    server.kill().await;
    pause.lift().await;
    assert!(!click.await.unwrap(), "nobody was told anything");
    // The vendor asks once more, elsewhere.
    let url = format!("http://{}/webhooks/vapi", world.address);
    let answer: Value = post(&url, &asked).await.unwrap().json().await.unwrap();
    assert_eq!(answer["assistantId"], ASSISTANT);
    assert_eq!(world.count("select count(*) from call_detail_records").await, 1);
    assert_eq!(world.count(OPEN).await, 1);
    // The vendor forgot the call: its money is free again when its time is over.
    world.pass(900).await;
    clouddail::domain::calls::sweep(&world.backend).await.unwrap();
    let ours = world.newest_call().await;
    assert_eq!(world.over(ours).await, "failed");
    assert_eq!((world.count(SALES).await, world.count(OPEN).await), (0, 0));
    world.prove().await;
}
