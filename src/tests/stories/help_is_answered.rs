//! Whoever writes HELP to a number is told whom to ask, once a day, in the shop's name and at its owner's cost.

use serde_json::json;

use crate::support::World;

const OTHER: &str = "+14155550123";
const ANSWERS: &str =
    "select count(*) from messages where direction = 'out' and body like '%for help, write to%'";

impl World {
    async fn is_written(&self, e164: &str, text: &str) {
        let before = self
            .count("select count(*) from webhook_events where provider = 'twilio'")
            .await;
        let incoming = json!({ "from": OTHER, "to": e164, "body": text });
        self.sandbox.post("/_sandbox/messages", incoming).await;
        self.reported(before + 1).await;
        self.run_jobs().await;
    }
}

#[tokio::test]
async fn help_is_answered_once_a_day() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (_, e164) = world.number_of(&customer, "1").await;
    world.reports_come("lost").await;
    let before = world.available(&world.aurora, &customer).await;
    world.is_written(&e164, "I need help").await;
    assert_eq!(world.count(ANSWERS).await, 0);
    world.is_written(&e164, " help ").await;
    assert_eq!(world.count(ANSWERS).await, 1);
    let body: String = sqlx::query_scalar("select body from messages where direction = 'out'")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    assert!(
        body.starts_with("Aurora Mobile: ") && body.contains('@') && !body.contains("CloudDail"),
        "{body}"
    );
    let paid = world.available(&world.aurora, &customer).await;
    assert!(before.minus(paid).unwrap().is_positive());
    world.is_written(&e164, "INFO").await;
    assert_eq!(world.count(ANSWERS).await, 1, "once a day");
    assert_eq!(world.available(&world.aurora, &customer).await, paid);
    world.pass(90_000).await;
    world.is_written(&e164, "HELP").await;
    assert_eq!(world.count(ANSWERS).await, 2);
    // Who asked for no more gets none, and nobody pays without money.
    world.is_written(&e164, "STOP").await;
    world.pass(90_000).await;
    world.is_written(&e164, "HELP").await;
    assert_eq!(world.count(ANSWERS).await, 2);
    world.is_written(&e164, "START").await;
    world.spend_down_to(&customer, 0).await;
    world.pass(90_000).await;
    world.is_written(&e164, "HELP").await;
    assert_eq!(world.count(ANSWERS).await, 2);
    world.prove().await;
}
