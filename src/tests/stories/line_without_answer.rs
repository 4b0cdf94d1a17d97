//! A carrier never says whether it did what it was asked: an operator is shown the case, looks, and decides.

use clouddail::shared::ids::CaseId;

use super::company_lines::{STEERED, assign, newest, northwind, state_of};
use crate::support::{Client, World};

const OPEN: &str = "select count(*) from operator_cases where closed_at is null and kind = 'line_unknown'";

/// A line of Greta's that is to be suspended, and the case about it.
async fn stuck(world: &World, owner: &mut Client, fault: &str) -> (String, String) {
    assign(world, owner, STEERED, &["greta"]).await;
    world.run_jobs().await;
    let line = newest(world).await;
    world.sandbox.fail("1global.deactivate", fault, 10_000).await;
    let form = [
        ("line", line.as_str()),
        ("line_verb", "suspend"),
        ("reason", "Lost"),
    ];
    let page = format!("/business/lines/{line}");
    let answer = owner.post(&page, "/do/lines/act", &form).await;
    assert!(answer.location.unwrap_or_default().ends_with("saved=asked"));
    for _ in 0..20 {
        world.pass(300).await;
    }
    assert_eq!(world.count(OPEN).await, 1, "one case, however often it is asked");
    let id: uuid::Uuid = sqlx::query_scalar("select id from operator_cases where kind = 'line_unknown'")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    (line, CaseId::from(id).to_string())
}

async fn settle(operator: &mut Client, case: &str, verdict: &str) -> String {
    let form = [
        ("id", case),
        ("verdict", verdict),
        ("reason", "Seen in their console"),
    ];
    operator.post_json("/do/cases/settle_line", &form).await.text()
}

#[tokio::test]
async fn what_was_not_done_is_settled_and_can_be_asked_again() {
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    let (line, case) = stuck(&world, &mut owner, "drop_before").await;
    let mut operator = world.browser("localhost", "admin@clouddail.test").await;
    let list = operator.get("/admin/cases").await.text();
    assert!(
        list.contains("Line without an answer") && list.contains(&case),
        "{list}"
    );
    let page = operator.get(&format!("/admin/cases/{case}")).await.text();
    assert!(
        page.contains("does not say whether line subs_") && page.contains("It was not done"),
        "{page}"
    );
    // Nobody of a shop decides it, and the carrier's word wins over the operator's.
    let mut reseller = world.browser("aurora.localhost", "owner@aurora.test").await;
    let form = [("id", case.as_str()), ("verdict", "not_done"), ("reason", "Mine")];
    let refused = reseller.post_json("/do/cases/settle_line", &form).await.text();
    assert!(refused.contains("NotFound"), "{refused}");
    let refused = settle(&mut operator, &case, "perhaps").await;
    assert!(refused.contains("choose whether it was done"), "{refused}");
    let refused = settle(&mut operator, &case, "done").await;
    assert!(refused.contains("carrier says the line is"), "{refused}");
    assert_eq!(world.count(OPEN).await, 1);

    settle(&mut operator, &case, "not_done").await;
    settle(&mut operator, &case, "not_done").await;
    assert_eq!(world.count(OPEN).await, 0);
    assert_ne!(state_of(&world, &line).await, "suspended");
    let page = owner.get(&format!("/business/lines/{line}")).await.text();
    assert!(page.contains("The carrier did not do it"), "{page}");
    let asked = "select sum(attempts)::bigint from line_wishes";
    let before = world.count(asked).await;
    world.pass(3_600).await;
    assert_eq!(world.count(asked).await, before, "it is asked no more");
    world.prove().await;
}

#[tokio::test]
async fn what_was_done_is_settled_and_what_answers_late_closes_its_case() {
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    let (line, case) = stuck(&world, &mut owner, "500_after").await;
    let mut operator = world.browser("localhost", "admin@clouddail.test").await;
    let refused = settle(&mut operator, &case, "not_done").await;
    assert!(
        refused.contains("carrier says the line is suspended"),
        "{refused}"
    );
    settle(&mut operator, &case, "done").await;
    assert_eq!(
        (world.count(OPEN).await, state_of(&world, &line).await),
        (0, "suspended".into())
    );
    let closed = operator.get(&format!("/admin/cases/{case}")).await.text();
    assert!(
        closed.contains("Settled") && closed.contains("suspend done"),
        "{closed}"
    );

    // Another one, which the carrier answers in the end: its case closes by itself.
    world.sandbox.fail("1global.resume", "drop_before", 12).await;
    let form = [
        ("line", line.as_str()),
        ("line_verb", "reactivate"),
        ("reason", ""),
    ];
    let page = format!("/business/lines/{line}");
    owner.post(&page, "/do/lines/act", &form).await;
    for _ in 0..40 {
        world.pass(300).await;
    }
    assert_ne!(state_of(&world, &line).await, "suspended");
    let cases = "select count(*) from operator_cases where kind = 'line_unknown'";
    assert_eq!(world.count(cases).await, 2);
    world.schedule("compare_inventories", serde_json::json!({})).await;
    world.run_jobs().await;
    assert_eq!(world.count(OPEN).await, 0);
    world.prove().await;
}
