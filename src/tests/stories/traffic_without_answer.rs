//! A carrier never says what became of a message or a call: after half an hour an operator is shown the case, and decides.

use clouddail::shared::ids::CaseId;

use crate::support::{Client, World};

const OPEN: &str = "select count(*) from operator_cases where closed_at is null";
const HELD: &str = "select count(*) from holds where state = 'open'";

async fn case(world: &World) -> String {
    for _ in 0..12 {
        world.pass(300).await;
    }
    assert_eq!(
        world.count(OPEN).await,
        1,
        "one case, however often it is looked for"
    );
    let id: uuid::Uuid = sqlx::query_scalar("select id from operator_cases where closed_at is null")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    CaseId::from(id).to_string()
}

async fn settle(operator: &mut Client, case: &str, verdict: &str, provider_id: &str) -> String {
    let form = [
        ("id", case),
        ("verdict", verdict),
        ("provider_id", provider_id),
        ("reason", "Seen in their console"),
    ];
    operator.post_json("/do/cases/settle_traffic", &form).await.text()
}

#[tokio::test]
async fn a_message_that_was_not_sent_is_settled_and_its_money_is_free() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, e164) = world.number_of(&customer, "1").await;
    let before = world.available(&world.aurora, &customer).await;
    world.sandbox.fail("twilio.send", "drop_before", 1).await;
    world
        .sandbox
        .fail("twilio.find_messages", "500_before", 10_000)
        .await;
    let id = world
        .write(&customer, number, "+14155550123", "Hello")
        .await
        .unwrap();
    let case = case(&world).await;
    let mut operator = world.browser("localhost", "admin@clouddail.test").await;
    let page = operator.get(&format!("/admin/cases/{case}")).await.text();
    for words in [
        "Message without an answer",
        "It was not sent",
        "not charged",
        e164.as_str(),
    ] {
        assert!(page.contains(words), "{words} is not in {page}");
    }
    assert!(
        !page.contains("+14155550123"),
        "whom it was for is nobody's business here"
    );
    let mut reseller = world.browser("aurora.localhost", "owner@aurora.test").await;
    let refused = settle(&mut reseller, &case, "not_delivered", "").await;
    assert!(refused.contains("NotFound"), "{refused}");
    let refused = settle(&mut operator, &case, "delivered", "").await;
    assert!(refused.contains("provider's id"), "{refused}");
    assert_eq!((world.count(OPEN).await, world.count(HELD).await), (1, 1));

    settle(&mut operator, &case, "not_delivered", "").await;
    settle(&mut operator, &case, "not_delivered", "").await;
    assert_eq!(world.state_of(id).await, "refused");
    assert_eq!(world.available(&world.aurora, &customer).await, before);
    assert_eq!((world.count(OPEN).await, world.count(HELD).await), (0, 0));
    world.prove().await;
}

#[tokio::test]
async fn the_carriers_word_about_a_message_wins_and_what_was_sent_is_charged() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    // One of this text is at the carrier, and nobody here knows it.
    let known = world
        .write(&customer, number, "+14155550123", "Hello")
        .await
        .unwrap();
    world.run_jobs().await;
    sqlx::query("update messages set provider_message_id = 'SMelse' where id = $1")
        .bind(known.uuid())
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    world
        .sandbox
        .fail("twilio.find_messages", "500_before", 10_000)
        .await;
    world.sandbox.fail("twilio.send", "drop_before", 1).await;
    let id = world
        .write(&customer, number, "+14155550123", "Hello")
        .await
        .unwrap();
    let case = case(&world).await;
    world.sandbox.heal().await;
    let mut operator = world.browser("localhost", "admin@clouddail.test").await;
    let refused = settle(&mut operator, &case, "not_delivered", "").await;
    assert!(refused.contains("settle it as sent"), "{refused}");
    let there = refused
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_ascii_alphanumeric()))
        .find(|word| word.starts_with("SM") && word.len() > 10)
        .unwrap()
        .to_owned();
    let refused = settle(&mut operator, &case, "delivered", "SM00").await;
    assert!(refused.contains("no message of this text as SM00"), "{refused}");
    assert_eq!(world.count(HELD).await, 1);
    settle(&mut operator, &case, "delivered", &there).await;
    assert!(["accepted", "sent", "delivered"].contains(&world.state_of(id).await.as_str()));
    assert_eq!((world.count(OPEN).await, world.count(HELD).await), (0, 0));
    world.prove().await;
}

#[tokio::test]
async fn a_call_that_never_rang_is_settled_and_its_money_is_free() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    world.sandbox.fail("twilio.ring", "500_before", 1).await;
    world
        .sandbox
        .fail("twilio.find_calls", "500_before", 10_000)
        .await;
    let call = world.call(&customer, number, "+14155550123").await.unwrap();
    let first = case(&world).await;
    let mut operator = world.browser("localhost", "admin@clouddail.test").await;
    let page = operator.get(&format!("/admin/cases/{first}")).await.text();
    assert!(page.contains("Call without an answer"), "{page}");
    settle(&mut operator, &first, "not_delivered", "").await;
    assert_eq!(world.over(call).await, "failed");
    assert_eq!((world.count(OPEN).await, world.count(HELD).await), (0, 0));
    world.prove().await;
}

#[tokio::test]
async fn a_case_closes_by_itself_when_the_carrier_answers_late() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    world
        .sandbox
        .fail("twilio.find_calls", "500_before", 10_000)
        .await;
    world.sandbox.fail("twilio.ring", "500_before", 1).await;
    let call = world.call(&customer, number, "+14155550123").await.unwrap();
    case(&world).await;
    world.sandbox.heal().await;
    for _ in 0..2 {
        world.pass(300).await;
    }
    assert_eq!(world.over(call).await, "failed");
    world.schedule("compare_inventories", serde_json::json!({})).await;
    world.run_jobs().await;
    assert_eq!(world.count(OPEN).await, 0, "over by itself");
    world.prove().await;
}
