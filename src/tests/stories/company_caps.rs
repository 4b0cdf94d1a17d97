//! What is done when data is used: a month's cap is told near it and stops at it; blocked roaming is told, and stops where
//! the policy says so; a carrier's event does the same as the hourly pull.

use chrono::TimeDelta;
use clouddail::{
    domain::usage,
    providers::lines::{LineUsage, UsageReading},
    shared::{
        esim::EsimState,
        ids::LineId,
        policy::{Rules, Switch, Target},
    },
};
use serde_json::json;

use super::{
    company_lines::{PREPAID, STEERED, assign, newest, northwind, state_of},
    company_spends::policy,
};
use crate::support::{
    Client, World,
    spending::{self, decide},
};

fn used(state: EsimState, used_bytes: i64) -> LineUsage {
    let reading = UsageReading {
        counter: "plan".into(),
        used_bytes,
        allowance_bytes: None,
        country: None,
    };
    LineUsage {
        state,
        readings: vec![reading],
        activated_at: None,
        expires_at: None,
    }
}

/// The vendor tells, an hour after the last time.
async fn told(world: &World, line: &str, state: EsimState, used_bytes: i64) {
    tell(world, line, used(state, used_bytes)).await;
}

/// The same, with the country it was used in.
async fn told_abroad(world: &World, line: &str, state: EsimState, country: &str, used_bytes: i64) {
    let mut usage = used(state, used_bytes);
    usage.readings[0].counter = country.to_owned();
    usage.readings[0].country = Some(country.parse().unwrap());
    tell(world, line, usage).await;
}

async fn tell(world: &World, line: &str, usage: LineUsage) {
    world.backend.clock.advance(TimeDelta::hours(1));
    let line: LineId = line.parse().unwrap();
    let company = world.northwind_id().await;
    usage::tell(&world.backend, world.aurora.id, company, &[(line, usage)])
        .await
        .unwrap();
    world.run_jobs().await;
}

#[tokio::test]
async fn a_line_is_told_of_stopped_at_its_cap_and_free_again_next_month() {
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    assign(&world, &mut owner, STEERED, &["greta"]).await;
    world.run_jobs().await;
    let line = newest(&world).await;
    let member = spending::member(&world, "owner").await;
    let rules = Rules {
        data_cap_mb: Some(Switch::On(100)),
        suspend_at_cap: Some(true),
        ..Rules::default()
    };
    decide(&world, &member, Target::Company, rules).await;
    let alerts = "select count(*) from alerts where kind = 'cap'";

    told(&world, &line, EsimState::Active, 79_000_000).await;
    assert_eq!(
        (world.count(alerts).await, state_of(&world, &line).await),
        (0, "active".into())
    );
    told(&world, &line, EsimState::Active, 85_000_000).await;
    told(&world, &line, EsimState::Active, 86_000_000).await;
    assert_eq!(
        (world.count(alerts).await, state_of(&world, &line).await),
        (1, "active".into())
    );

    // A look by a page is entered and does nothing.
    let known = [(line.parse().unwrap(), used(EsimState::Active, 110_000_000))];
    let company = world.northwind_id().await;
    usage::enter(&world.backend, world.aurora.id, company, &known)
        .await
        .unwrap();
    assert_eq!(world.count("select count(*) from line_wishes").await, 0);
    told(&world, &line, EsimState::Active, 120_000_000).await;
    assert_eq!(
        (world.count(alerts).await, state_of(&world, &line).await),
        (2, "suspended".into())
    );
    let page = owner.get(&format!("/business/lines/{line}")).await.text();
    assert!(page.contains("Data cap reached"), "{page}");
    let shown = owner.get("/business/alerts").await.text();
    assert!(shown.contains("100 % of this month"), "{shown}");
    let asked = "select count(*) from line_wishes where why = 'cap'";
    told(&world, &line, EsimState::Suspended, 120_000_000).await;
    assert_eq!(world.count(asked).await, 1, "asked once");

    world.backend.clock.advance(TimeDelta::days(31));
    told(&world, &line, EsimState::Suspended, 120_000_000).await;
    assert_eq!(world.count(asked).await, 2);
    assert_ne!(state_of(&world, &line).await, "suspended");
    world.prove().await;
}

async fn alert_mails(world: &World, to: &str, words: &str) -> usize {
    let mails = world.sandbox.mails(to).await;
    mails
        .iter()
        .filter(|mail| mail["subject"].as_str().unwrap().contains(words))
        .count()
}

/// The line as its page says it.
async fn is_stopped_for_roaming(world: &World, owner: &mut Client, line: &str) -> bool {
    let page = owner.get(&format!("/business/lines/{line}")).await.text();
    let stopped = "select count(*) from lines where state = 'suspended' and suspended_for = 'roaming'";
    page.contains("Used where roaming is blocked") && world.count(stopped).await == 1
}

#[tokio::test]
async fn data_used_where_roaming_is_blocked_is_told_once_and_stops_where_that_is_wanted() {
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    assign(&world, &mut owner, STEERED, &["greta"]).await;
    world.run_jobs().await;
    let line = newest(&world).await;
    let member = spending::member(&world, "owner").await;
    let blocked = |stop: bool, countries: &[&str]| Rules {
        blocked: Some(countries.iter().map(|code| code.parse().unwrap()).collect()),
        stop_roaming: Some(stop),
        ..Rules::default()
    };
    decide(&world, &member, Target::Company, blocked(false, &["US", "CH"])).await;
    let alerts = "select count(*) from alerts where kind = 'roaming'";

    told_abroad(&world, &line, EsimState::Active, "FR", 1_000_000).await;
    assert_eq!(world.count(alerts).await, 0, "France is allowed");
    told_abroad(&world, &line, EsimState::Active, "US", 1_000_000).await;
    told_abroad(&world, &line, EsimState::Active, "US", 2_000_000).await;
    assert_eq!(world.count(alerts).await, 1, "once a month for a country");
    assert_eq!(state_of(&world, &line).await, "active", "it is only told");
    let words = "used data in the United States";
    assert_eq!(
        alert_mails(&world, "owner@northwind.test", "where roaming is blocked").await,
        1
    );
    let shown = owner.get("/business/alerts").await.text();
    assert!(
        shown.contains("where roaming is blocked") && shown.contains("the policy only tells"),
        "{words}: {shown}"
    );

    decide(&world, &member, Target::Company, blocked(true, &["US", "CH"])).await;
    told_abroad(&world, &line, EsimState::Active, "CH", 1_000_000).await;
    assert_eq!(world.count(alerts).await, 2, "Switzerland is told apart");
    assert_eq!(state_of(&world, &line).await, "suspended");
    assert!(is_stopped_for_roaming(&world, &mut owner, &line).await);
    // Somebody brings it back: it goes on until it is used there again.
    let form = [
        ("line", line.as_str()),
        ("line_verb", "reactivate"),
        ("reason", "Back home"),
    ];
    let page = format!("/business/lines/{line}");
    let answer = owner.post(&page, "/do/lines/act", &form).await;
    assert!(answer.location.unwrap_or_default().contains("saved=reactivate"));
    told_abroad(&world, &line, EsimState::Active, "FR", 5_000_000).await;
    assert_ne!(state_of(&world, &line).await, "suspended");
    told_abroad(&world, &line, EsimState::Active, "CH", 3_000_000).await;
    assert_eq!(state_of(&world, &line).await, "suspended", "used there again");
    assert_eq!(world.count(alerts).await, 2);

    // Allowed now: it goes on by itself at the next look.
    decide(&world, &member, Target::Company, blocked(true, &["JP"])).await;
    told_abroad(&world, &line, EsimState::Suspended, "CH", 3_000_000).await;
    assert_ne!(state_of(&world, &line).await, "suspended");
    let page = owner.get("/business/policies").await.text();
    assert!(page.contains("Lines used in a blocked country stop"), "{page}");
    world.prove().await;
}

#[tokio::test]
async fn a_prepaid_line_abroad_is_told_and_cannot_be_stopped() {
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    assign(&world, &mut owner, PREPAID, &["greta"]).await;
    world.run_jobs().await;
    let line = newest(&world).await;
    let member = spending::member(&world, "owner").await;
    let rules = Rules {
        blocked: Some(vec!["US".parse().unwrap()]),
        stop_roaming: Some(true),
        ..Rules::default()
    };
    decide(&world, &member, Target::Company, rules).await;
    told_abroad(&world, &line, EsimState::Active, "US", 1_000_000).await;
    assert_eq!(world.count("select count(*) from line_wishes").await, 0);
    let shown = owner.get("/business/alerts").await.text();
    assert!(shown.contains("its carrier cannot stop it"), "{shown}");
    // Another company's, at another shop, sees nothing of it.
    let mut kite = world.browser("kite.localhost", "owner@kite.test").await;
    assert!(
        !kite
            .get("/business/alerts")
            .await
            .text()
            .contains("roaming is blocked")
    );
    world.prove().await;
}

/// The company's cap in megabytes, as its owner saves it on the page.
async fn save_cap(world: &World, owner: &mut Client, mb: &str) {
    let form = policy(&[("cap_how", "on"), ("cap_mb", mb), ("suspend_how", "yes")]);
    let answer = owner.post("/business/policies", "/do/policies/save", &form).await;
    let to = answer.location.clone().unwrap_or_default();
    assert!(to.contains("saved=saved"), "{to} {}", answer.text());
    world.run_jobs().await;
}

/// The newest line's ICCID.
async fn iccid(world: &World) -> String {
    sqlx::query_scalar("select iccid from lines order by id desc limit 1")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_carriers_event_stops_a_line_at_its_cap_and_another_cap_moves_it_at_once() {
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    assign(&world, &mut owner, STEERED, &["greta"]).await;
    world.run_jobs().await;
    let (line, iccid) = (newest(&world).await, iccid(&world).await);
    save_cap(&world, &mut owner, "100").await;
    assert_ne!(state_of(&world, &line).await, "suspended", "nothing is used yet");

    world.pass(60).await;
    let phone = format!("/_sandbox/lines/{iccid}");
    let used = json!({ "profile": "installed", "bytes": 120_000_000 });
    world.sandbox.post(&phone, used).await;
    // Twice, as vendors send: it is told and done once.
    let again = json!({ "line": iccid, "repeat": 2 });
    world.sandbox.post("/_sandbox/webhooks/1global", again).await;
    world.run_jobs().await;
    assert_eq!(state_of(&world, &line).await, "suspended");
    let asked = "select count(*) from line_wishes where why = 'cap'";
    assert_eq!(world.count(asked).await, 1);
    let alerts = "select count(*) from alerts where kind = 'cap'";
    assert_eq!(world.count(alerts).await, 1);
    assert_eq!(alert_mails(&world, "owner@northwind.test", "data cap").await, 1);
    let carrier = world.sandbox.post(&phone, json!({})).await;
    assert_eq!(carrier["subscription"]["status"], "deactivated");

    save_cap(&world, &mut owner, "500").await;
    assert_ne!(
        state_of(&world, &line).await,
        "suspended",
        "there is room, without a reading"
    );
    let carrier = world.sandbox.post(&phone, json!({})).await;
    assert_eq!(carrier["subscription"]["status"], "active");

    save_cap(&world, &mut owner, "50").await;
    assert_eq!(state_of(&world, &line).await, "suspended");
    assert_eq!(world.count(asked).await, 3);

    // A company that decides nothing any more stops nobody.
    let answer = owner
        .post("/business/policies", "/do/policies/save", &policy(&[]))
        .await;
    assert!(answer.location.unwrap_or_default().contains("saved=saved"));
    world.run_jobs().await;
    assert_eq!(world.count("select count(*) from policies").await, 0);
    assert_ne!(state_of(&world, &line).await, "suspended");
    world.prove().await;
}
