//! An AI agent answers a company's number: the company pays, its people say who answers, and an enterprise is answered even
//! without money.

use clouddail::{domain::scope::WorksIn, shared::ids::NumberId};
use serde_json::Value;

use crate::support::{
    ASSISTANT, Client, World,
    spending::{credit, member},
    telephone::{buy_number, ledger},
};

const SHOP: &str = "aurora.localhost";

async fn save(browser: &mut Client, number: NumberId, assistant: &str) -> String {
    let sender = number.to_string();
    let form = [("sender", sender.as_str()), ("assistant", assistant)];
    let page = format!("/business/numbers/{number}");
    let saved = browser
        .post(&page, "/do/company_calls/save_company_agent", &form)
        .await;
    match saved.location {
        Some(_) => browser.follow(&saved).await.text(),
        None => saved.text(),
    }
}

async fn make_enterprise(world: &World) {
    sqlx::query("update organizations set plan_tier = 'enterprise' where name = 'Northwind'")
        .execute(&mut world.owner().await)
        .await
        .unwrap();
}

async fn e164(world: &World, number: NumberId) -> String {
    sqlx::query_scalar("select e164 from virtual_numbers where id = $1")
        .bind(number.uuid())
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap()
}

fn assistant(call: &Value) -> &str {
    call["answer"]["assistantId"].as_str().unwrap_or_default()
}

#[tokio::test]
async fn the_company_pays_its_agents() {
    let world = World::new().await;
    let owner = member(&world, "owner").await;
    credit(&world, &owner, 1_000).await;
    let number = buy_number(&world, &owner, "1", None, "").await.unwrap();
    let e164 = e164(&world, number).await;
    let mut boss = world.browser(SHOP, "owner@northwind.test").await;
    let page = boss.get(&format!("/business/numbers/{number}")).await.text();
    assert!(
        page.contains("Answered by your AI agent") && page.contains("the company"),
        "{page}"
    );
    // Who only looks, and who is of another shop, changes nothing.
    let mut viewer = world.browser(SHOP, "viewer@northwind.test").await;
    save(&mut viewer, number, ASSISTANT).await;
    let mut elsewhere = world.browser("kite.localhost", "owner@kite.test").await;
    save(&mut elsewhere, number, ASSISTANT).await;
    let mut customer = world.browser(SHOP, "customer@aurora.test").await;
    let sender = number.to_string();
    let form = [("sender", sender.as_str()), ("assistant", ASSISTANT)];
    customer
        .post("/account/numbers", "/do/calls/save_number_agent", &form)
        .await;
    let set = "select count(*) from number_settings where assistant_id is not null";
    assert_eq!(world.count(set).await, 0);
    let page = save(&mut boss, number, ASSISTANT).await;
    assert!(page.contains("Saved.") && page.contains(ASSISTANT), "{page}");

    let before = ledger(&world).await;
    let call = world.ring_agent(&e164).await;
    assert_eq!(assistant(&call), ASSISTANT, "{call}");
    let id = world.call_at(&call).await;
    assert_eq!(world.call_fact(id, "payer").await, "organization");
    world.agent_hangs_up(&call, 61).await;
    assert_eq!(world.over(id).await, "completed");
    let charged: i64 = world.call_fact(id, "charged_micros").await.parse().unwrap();
    assert!(charged > 0);
    assert_eq!(ledger(&world).await - before, charged);
    let shown = boss.get("/business/numbers/usage?days=7&by=service").await.text();
    assert!(shown.contains("Calls an AI agent answered"), "{shown}");
    let file = boss
        .get("/business/numbers/usage.csv?days=7&by=number")
        .await
        .text();
    assert!(file.contains(&e164[e164.len() - 4..]), "{file}");
    let file = customer.get("/business/numbers/usage.csv").await;
    assert_ne!(file.status, 200, "{}", file.text());
    world.prove().await;
}

#[tokio::test]
async fn an_enterprise_is_answered_without_money_and_pays_what_it_can() {
    let world = World::new().await;
    let owner = member(&world, "owner").await;
    credit(&world, &owner, 1_000).await;
    let number = buy_number(&world, &owner, "1", None, "").await.unwrap();
    let e164 = e164(&world, number).await;
    let mut boss = world.browser(SHOP, "owner@northwind.test").await;
    save(&mut boss, number, ASSISTANT).await;
    let left = world
        .count("select sum(balance_micros)::bigint from wallets where owner_kind = 'organization'")
        .await;
    let customer = world.aurora_customer().await;
    world
        .company_pays_in(&customer, owner.organization(), -left)
        .await;
    sqlx::query(
        "update wallets set credit_limit_micros = greatest(-balance_micros, 0) where owner_kind = 'organization'",
    )
    .execute(&mut world.owner().await)
    .await
    .unwrap();
    let call = world.ring_agent(&e164).await;
    let said = call["answer"]["error"].as_str().unwrap_or_default();
    assert!(
        said.contains("cannot be reached") && !said.contains("CloudDail"),
        "{call}"
    );
    make_enterprise(&world).await;
    let call = world.ring_agent(&e164).await;
    assert_eq!(assistant(&call), ASSISTANT, "{call}");
    let id = world.call_at(&call).await;
    let before = ledger(&world).await;
    world.agent_hangs_up(&call, 70).await;
    assert_eq!(world.over(id).await, "completed");
    let unpaid = world
        .call_fact(id, "unbilled_seconds || ' ' || coalesce(charged_micros, 0)")
        .await;
    assert_eq!((unpaid.as_str(), ledger(&world).await), ("70 0", before));
    // What is there at the end is taken: two minutes of three.
    let call = world.ring_agent(&e164).await;
    let id = world.call_at(&call).await;
    let minute = world
        .call_fact(id, "(first_rate #>> '{charged,amount}')::numeric * 1000000")
        .await;
    let minute: i64 = minute.split('.').next().unwrap().parse().unwrap();
    sqlx::query(
        "update wallets set credit_limit_micros = $1 - balance_micros where owner_kind = 'organization'",
    )
    .bind(minute * 5 / 2)
    .execute(&mut world.owner().await)
    .await
    .unwrap();
    world.agent_hangs_up(&call, 170).await;
    assert_eq!(world.over(id).await, "completed");
    let charged: i64 = world.call_fact(id, "charged_micros").await.parse().unwrap();
    assert_eq!(charged, 2 * minute);
    assert_eq!(world.call_fact(id, "unbilled_seconds").await, "50");
    world.prove().await;
}
