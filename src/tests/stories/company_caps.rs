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

use super::company_lines::{STEERED, assign, newest, northwind, state_of};
use crate::support::{
    World,
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
