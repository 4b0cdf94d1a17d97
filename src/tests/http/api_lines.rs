//! Lines over the REST interface, and the vendor's events about them.

use clouddail::domain::operations::compare::esims;
use serde_json::{Value, json};

use crate::{
    stories::company_lines::{OTHER, STEERED, assign, employee, newest, northwind, state_of},
    support::World,
};

async fn company(world: &World) -> String {
    let id: uuid::Uuid = sqlx::query_scalar("select id from organizations where name = 'Northwind'")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    clouddail::shared::ids::OrganizationId::from(id).to_string()
}

#[tokio::test]
async fn a_system_buys_a_line_stops_it_changes_it_and_ends_it() {
    let world = World::new().await;
    let api = world.aurora_api();
    let lines = format!("/api/v1/organizations/{}/lines", company(&world).await);
    let plan = world.plan(STEERED).await.to_string();
    let other = world.plan(OTHER).await.to_string();
    let body = json!({ "employee_id": employee(&world, "greta").await, "plan_id": plan });
    assert_eq!(
        api.post(&lines, body.clone()).await.refusal(),
        (400, "idempotency_key_required")
    );
    let made = api.post_once(&lines, "one", body.clone()).await;
    assert_eq!(made.status, 201, "{made:?}");
    let again = api.post_once(&lines, "one", body.clone()).await;
    assert_eq!(again.json["id"], made.json["id"], "the same answer");
    assert_eq!(again.bytes, made.bytes, "to the letter");
    assert_eq!(again.headers["idempotent-replayed"], "true");
    let pickup = made.text("/pickup_url");
    assert!(pickup.starts_with("http://aurora.localhost"), "{pickup}");
    let (_, page) = pickup.split_once("/pickup/").unwrap();
    let kept: Vec<u8> = sqlx::query_scalar("select body from idempotency_keys where key = 'one'")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    let kept = String::from_utf8_lossy(&kept);
    assert!(
        !kept.contains(page) && !kept.contains("pickup"),
        "the link is kept in clear"
    );
    let mut greta = world.stranger("aurora.localhost");
    let shown = greta.get(&format!("/pickup/{page}")).await.text();
    assert!(shown.contains("Greta") && shown.contains("LPA:"), "{shown}");
    assert_eq!(made.text("/state"), "ready");
    assert_eq!(world.count("select count(*) from lines").await, 1);
    assert!(!made.json.to_string().contains("LPA:"));
    let line = format!("{lines}/{}", made.text("/id"));
    let listed = api.get(&lines).await;
    assert_eq!(listed.json["data"][0]["id"], made.json["id"]);
    assert_eq!(listed.json["data"][0]["pickup_url"], Value::Null);
    for _ in 0..2 {
        let stopped = api.post(&format!("{line}/suspend"), json!({})).await;
        assert_eq!(
            (stopped.status.as_u16(), stopped.text("/state").as_str()),
            (200, "suspended")
        );
    }
    let back = api.post(&format!("{line}/reactivate"), json!({})).await;
    assert_eq!(back.status, 200);
    assert_ne!(back.text("/state"), "suspended");
    let changed = api
        .post_once(&format!("{line}/change-plan"), "two", json!({ "plan_id": other }))
        .await;
    assert_eq!(changed.status, 201, "{changed:?}");
    let dear = json!({ "plan_id": plan, "max_price": { "amount": "0.01", "currency": "USD" } });
    let dear = api.post_once(&format!("{line}/change-plan"), "three", dear).await;
    assert_eq!(dear.refusal(), (409, "price_moved"));
    let ended = api.post(&format!("{line}/terminate"), json!({})).await;
    assert_eq!(
        (ended.status.as_u16(), ended.text("/state").as_str()),
        (200, "terminated")
    );
    let unknown = json!({ "employee_id": "emp_0192d5e8a0007000800000000000000a", "plan_id": plan });
    assert_eq!(
        api.post_once(&lines, "four", unknown).await.refusal(),
        (404, "not_found")
    );
    let kite = world.kite_api();
    assert_eq!(kite.get(&line).await.refusal(), (404, "not_found"));
    assert_eq!(
        kite.post_once(&lines, "five", body).await.refusal(),
        (404, "not_found")
    );
    assert_eq!(
        world
            .count("select count(*) from ledger_transfers where kind = 'sale'")
            .await,
        2
    );
    world.prove().await;
}

#[tokio::test]
async fn an_event_of_the_carrier_is_taken_once_and_a_forged_one_never() {
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    assign(&world, &mut owner, STEERED, &["greta"]).await;
    let line = newest(&world).await;
    let iccid: String = sqlx::query_scalar("select iccid from lines")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    world
        .sandbox
        .post(
            &format!("/_sandbox/lines/{iccid}"),
            json!({ "profile": "installed" }),
        )
        .await;
    let forged = json!({ "line": iccid, "forge": true });
    let sent = world.sandbox.post("/_sandbox/webhooks/1global", forged).await;
    assert!(
        sent["statuses"]
            .as_array()
            .unwrap()
            .iter()
            .all(|status| *status == 401),
        "{sent}"
    );
    let body = json!({ "line": iccid, "kind": "subscription.sim_profile.installed", "repeat": 3 });
    let sent = world.sandbox.post("/_sandbox/webhooks/1global", body).await;
    assert!(
        sent["statuses"]
            .as_array()
            .unwrap()
            .iter()
            .all(|status| *status == 200),
        "{sent}"
    );
    let events = "select count(*) from webhook_events
                  where provider = '1global' and raw_body like '%sim_profile.installed%'";
    let events = events.replace("raw_body like", "convert_from(raw_body, 'UTF8') like");
    let stored: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(events))
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    assert_eq!(stored, 1, "three of one are one");
    world.run_jobs().await;
    assert_eq!(state_of(&world, &line).await, "downloaded");
    // An event about a line that is nobody's here is kept and is no case.
    sqlx::query("update lines set provider_line_id = 'sub_elsewhere'")
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    let cases = world.count("select count(*) from operator_cases").await;
    world
        .sandbox
        .post(
            &format!("/_sandbox/lines/{iccid}"),
            json!({ "profile": "deleted" }),
        )
        .await;
    let body = json!({ "line": iccid, "kind": "subscription.sim_profile.deleted" });
    world.sandbox.post("/_sandbox/webhooks/1global", body).await;
    world.run_jobs().await;
    let unknown = "select count(*) from webhook_events where outcome = 'unknown'";
    assert!(world.count(unknown).await >= 1);
    assert_eq!(world.count("select count(*) from operator_cases").await, cases);
    world.prove().await;
}

#[tokio::test]
async fn a_line_the_carrier_lost_is_found_at_night() {
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    assign(&world, &mut owner, STEERED, &["greta"]).await;
    assign(&world, &mut owner, "114701", &["amara"]).await;
    let found = async || {
        let looks = esims::look(&world.backend).await.unwrap();
        let all = looks.into_iter().flat_map(|look| look.found);
        all.map(|found| (found.kind, found.provider.unwrap()))
            .collect::<Vec<_>>()
    };
    assert_eq!(found().await, [], "both sides have both");
    sqlx::query("update lines set iccid = '8944000000000000001' where provider = '1global'")
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    let kinds: Vec<_> = found().await;
    let of = |kind: &str| (kind.to_owned(), "1global".to_owned());
    assert_eq!(kinds, [of("bought_unassigned"), of("assigned_gone")]);
    let theirs = world.sandbox.inventory().await["lines"][0]["iccid"]
        .as_str()
        .unwrap()
        .to_owned();
    sqlx::query("update lines set iccid = $1 where provider = '1global'")
        .bind(theirs)
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    world.prove().await;
}
