//! A month's data cap: told near it, stopped at it, free again in the next month.

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
    company_lines::{STEERED, assign, newest, northwind, state_of},
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
    world.backend.clock.advance(TimeDelta::hours(1));
    let line: LineId = line.parse().unwrap();
    let use_ = used(state, used_bytes);
    let company = world.northwind_id().await;
    usage::tell(&world.backend, world.aurora.id, company, &[(line, use_)])
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
