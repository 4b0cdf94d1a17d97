//! The process that approves a request is ended the hard way at each step between the yes and the order. What was approved
//! is ordered, once; what was not is still open.

use clouddail::{
    domain::approvals::{self, Ask, Wanted, sweep::sweep},
    shared::ids::ApprovalId,
};

use crate::support::{
    Client, World,
    process::Server,
    spending::{credit, member, origin},
};

const SALES: &str = "select count(*) from ledger_transfers where kind = 'sale'";
const APPROVED: &str = "select count(*) from approval_requests where state = 'approved'";
const ORDERED: &str =
    "select count(*) from approval_requests where state = 'approved' and order_id is not null";

/// What Northwind's manager asks for.
async fn asked(world: &World) -> ApprovalId {
    let (owner, manager) = (member(world, "owner").await, member(world, "manager").await);
    credit(world, &owner, 1_000).await;
    let ask = Ask {
        wanted: Wanted::Plan {
            email: "amara@northwind.test".into(),
            plan: world.plan("114701").await,
            line: None,
        },
        reason: "Two weeks at the customer".into(),
        origin: origin(),
    };
    approvals::ask(&world.backend, &manager, ask).await.unwrap()
}

async fn killed_at(place: &'static str) -> (World, ApprovalId) {
    let world = World::new().await;
    let request = asked(&world).await;
    let server = Server::start(&world).await;
    let mut owner: Client = server.browser("aurora.localhost", "owner@northwind.test").await;
    let pause = world.pause_at(Some(place)).await;
    let approval = tokio::spawn(async move {
        let id = request.to_string();
        let page = format!("/business/requests/{id}");
        owner
            .try_post(&page, "/do/requests/approve", &[("request", &id)])
            .await
    });
    pause.reached(&world).await;
    server.kill().await;
    pause.lift().await;
    assert!(approval.await.unwrap().is_none(), "nobody was answered");
    sqlx::raw_sql("drop function test_pause cascade")
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    (world, request)
}

/// What the regular jobs do in the minutes after.
async fn minutes_later(world: &World) {
    for _ in 0..6 {
        world.pass(150).await;
        sweep(&world.backend).await.unwrap();
        world.run_jobs().await;
    }
}

async fn was_ordered_once(world: &World) {
    for (what, count) in [
        (APPROVED, 1),
        (ORDERED, 1),
        (SALES, 1),
        ("select count(*) from orders where organization_id is not null", 1),
        ("select count(*) from lines", 1),
        ("select count(*) from holds where state = 'open'", 0),
    ] {
        assert_eq!(world.count(what).await, count, "{what}");
    }
}

/// After the yes is written down.
async fn finished_by_whoever_comes_next(place: &'static str) {
    let (world, _) = killed_at(place).await;
    assert_eq!(world.count(APPROVED).await, 1, "the yes is kept");
    minutes_later(&world).await;
    was_ordered_once(&world).await;
    world.prove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn before_the_yes_commits_the_request_is_open() {
    let (world, request) = killed_at("update:approval_requests where (new.state = 'approved')").await;
    minutes_later(&world).await;
    for (what, count) in [(APPROVED, 0), (SALES, 0)] {
        assert_eq!(world.count(what).await, count, "{what}");
    }
    let mut owner = world.browser("aurora.localhost", "owner@northwind.test").await;
    let id = request.to_string();
    owner
        .post(
            &format!("/business/requests/{id}"),
            "/do/requests/approve",
            &[("request", &id)],
        )
        .await;
    minutes_later(&world).await;
    was_ordered_once(&world).await;
    world.prove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn between_the_yes_and_the_order() {
    finished_by_whoever_comes_next("orders where (new.organization_id is not null)").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn before_the_money_is_held() {
    finished_by_whoever_comes_next("holds where (true)").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn between_the_hold_and_the_carrier() {
    finished_by_whoever_comes_next("order_events where (new.kind = 'submitted')").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn before_the_line_commits() {
    finished_by_whoever_comes_next("lines where (true)").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn between_the_order_and_its_request() {
    finished_by_whoever_comes_next("update:approval_requests where (new.order_id is not null)").await;
}
