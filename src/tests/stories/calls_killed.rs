//! A server is ended by SIGKILL on the way of a call. Whoever comes next finishes it: rung and paid once, or free.

use clouddail::{domain::calls, shared::ids::CallId};

use crate::support::{PHONE, World, process::Server};

async fn call_and_kill(trigger: Option<&'static str>, fault: Option<(&str, &str)>) -> World {
    let files = tempfile::TempDir::new().unwrap();
    let world = World::with_sandbox_file(Some(files.path().join("sandbox.json"))).await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    world.call_reports_come("lost").await;
    let server = Server::start(&world).await;
    let mut browser = server.browser("aurora.localhost", "customer@aurora.test").await;
    let pause = world.pause_at(trigger).await;
    let mut before = 0;
    if let Some((operation, mode)) = fault {
        before = world.sandbox.calls(operation).await;
        world.sandbox.fail(operation, mode, 1).await;
    }
    let form = [
        ("sender", number.to_string()),
        ("to", "+14155550123".to_owned()),
        ("own_phone", PHONE.to_owned()),
        ("call_key", CallId::new().to_string()),
    ];
    let click = tokio::spawn(async move {
        let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        browser
            .try_post("/account/calls", "/do/calls/start_call", &form)
            .await
    });
    match (trigger, fault) {
        (Some(_), _) => pause.reached(&world).await,
        (None, Some((operation, _))) => world.sandbox.called_again(operation, before).await,
        (None, None) => {}
    }
    server.kill().await;
    pause.lift().await;
    let _ = click.await;
    // Whoever was rung, by the killed server or by the one after it, talks for twenty seconds.
    for _ in 0..10 {
        for leg in world.legs().await {
            if leg["parent"].is_null() && leg["status"] == "in-progress" {
                world.hang_up(leg["sid"].as_str().unwrap(), 20).await;
            }
        }
        world.pass(180).await;
        calls::sweep(&world.backend).await.unwrap();
        world.run_jobs().await;
    }
    let under_way = "select count(*) from call_detail_records where ended_at is null";
    assert_eq!(world.count(under_way).await, 0);
    let sold = world
        .count("select count(*) from ledger_transfers where kind = 'sale' and reference_type = 'call'")
        .await;
    let legs = world.legs().await;
    let answered = legs
        .iter()
        .filter(|leg| leg["parent"].is_null() && leg["seconds"].as_u64() > Some(0))
        .count();
    assert_eq!(
        i64::try_from(answered).unwrap(),
        sold,
        "what the vendor carried is what was paid"
    );
    world
}

macro_rules! killed {
    ($($name:ident: $trigger:expr, $fault:expr;)+) => {
        $(#[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            call_and_kill($trigger, $fault).await.prove().await;
        })+
    };
}

killed! {
    before_the_hold_commits: Some("call_events where (new.kind = 'held')"), None;
    between_the_hold_and_the_vendor: Some("call_events where (new.kind = 'submitted')"), None;
    while_the_vendor_rings: None, Some(("twilio.ring", "hang_after"));
}
