//! A server is ended by SIGKILL on the way of a message. Whoever comes next finishes it: paid and sent once, or free.

use clouddail::{domain::messages, shared::ids::MessageId};

use crate::support::{World, process::Server};

async fn send_and_kill(trigger: Option<&'static str>, fault: Option<(&str, &str)>) -> World {
    let files = tempfile::TempDir::new().unwrap();
    let world = World::with_sandbox_file(Some(files.path().join("sandbox.json"))).await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    world.reports_come("lost").await;
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
        ("message_text", "Hello".to_owned()),
        ("send_key", MessageId::new().to_string()),
    ];
    let click = tokio::spawn(async move {
        let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        browser
            .try_post("/account/messages/new", "/do/messages/send_message", &form)
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
    for _ in 0..8 {
        world.pass(120).await;
        messages::sweep(&world.backend).await.unwrap();
        world.run_jobs().await;
    }
    let in_flight = "select count(*) from messages where state in ('queued', 'sending', 'unknown')";
    assert_eq!(world.count(in_flight).await, 0);
    let sold = world
        .count("select count(*) from ledger_transfers where kind = 'sale' and reference_type = 'message'")
        .await;
    let at_vendor = world.sandbox.inventory().await["messages"]
        .as_array()
        .unwrap()
        .len();
    assert_eq!(
        i64::try_from(at_vendor).unwrap(),
        sold,
        "what the vendor carried is what was paid"
    );
    world
}

macro_rules! killed {
    ($($name:ident: $trigger:expr, $fault:expr;)+) => {
        $(#[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            send_and_kill($trigger, $fault).await.prove().await;
        })+
    };
}

killed! {
    before_the_hold_commits: Some("message_events where (new.kind = 'held')"), None;
    between_the_hold_and_the_question: Some("message_events where (new.kind = 'submitted')"), None;
    while_the_vendor_sends: None, Some(("twilio.send", "hang_after"));
    before_the_capture_commits: Some("message_events where (new.kind = 'captured')"), None;
    before_an_unknown_outcome_commits:
        Some("message_events where (new.kind = 'unknown')"), Some(("twilio.send", "500_after"));
}
