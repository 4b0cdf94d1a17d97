//! A refund to the card is ended the hard way at each of its steps. Whoever comes next finishes: the order's shares go
//! back once, the gateway gives back once, the wallet and the gateway agree.

use clouddail::domain::{orders::refund::Destination, scope::Customer, withdrawals};

use crate::support::{World, process::Worker};

async fn sold_and_paid_by_card() -> (World, Customer, clouddail::shared::ids::OrderId) {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    world.pay_in(&customer, "20", "form-key-1").await;
    let order = world.buy_plan(&customer, "114701").await;
    world.run_jobs().await;
    (world, customer, order)
}

/// The jobs a dead worker had in its hands are lost; other workers would free them only by the wall clock.
async fn lose_jobs(world: &World) {
    sqlx::query("delete from graphile_worker._private_jobs where locked_at is not null")
        .execute(&mut world.owner().await)
        .await
        .unwrap();
}

async fn recover(world: &World) {
    lose_jobs(world).await;
    for _ in 0..12 {
        world.pass(120).await;
        withdrawals::sweep::sweep(&world.backend).await.unwrap();
        world.run_jobs().await;
    }
    assert_eq!(
        world
            .count("select count(*) from withdrawals where state in ('held', 'submitted', 'unknown')")
            .await,
        0
    );
}

async fn went_back_once(world: World, customer: &Customer) {
    let states = world.withdrawals().await;
    assert_eq!(states.len(), 1, "{states:?}");
    assert_eq!(states[0].0, "done");
    assert_eq!(world.given_back_by_the_gateway().await.len(), 1);
    assert_eq!(world.cash(customer).await, 70_000_000 - states[0].1);
    assert_eq!(world.count("select count(*) from refunds").await, 1);
    world.prove().await;
}

/// The connection of whoever refunds ends, as it does when their process is killed.
async fn killed_before_the_refund_commits(place: &'static str) {
    let (world, customer, order) = sold_and_paid_by_card().await;
    let pause = world.pause_at(Some(place)).await;
    let refused = {
        let refund = world.give_back(&customer, order, None, Destination::Source, "k");
        let kill = async {
            pause.reached(&world).await;
            world
                .count(
                    "select count(pg_terminate_backend(pid)) from pg_locks
                     where locktype = 'advisory' and objid = 4242 and not granted
                       and database = (select oid from pg_database where datname = current_database())",
                )
                .await
        };
        tokio::join!(refund, kill).0
    };
    assert!(refused.is_err());
    pause.lift().await;
    assert_eq!(world.count("select count(*) from refunds").await, 0);
    assert_eq!(
        world
            .count("select sum(refunded_micros)::bigint from orders")
            .await,
        0
    );
    world
        .give_back(&customer, order, None, Destination::Source, "k")
        .await
        .unwrap();
    recover(&world).await;
    went_back_once(world, &customer).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn before_the_refund_commits() {
    killed_before_the_refund_commits("refunds where (true)").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn before_the_hold_of_the_way_out_commits() {
    killed_before_the_refund_commits("holds where (new.withdrawal_id is not null)").await;
}

async fn worker_killed(place: Option<&'static str>, hanging: Option<&str>) {
    let (world, customer, order) = sold_and_paid_by_card().await;
    world
        .give_back(&customer, order, None, Destination::Source, "k")
        .await
        .unwrap();
    let pause = world.pause_at(place).await;
    let mut before = 0;
    if let Some(operation) = hanging {
        before = world.sandbox.calls(operation).await;
        world.sandbox.fail(operation, "hang_after", 1).await;
    }
    let worker = Worker::start(&world);
    match hanging {
        Some(operation) => world.sandbox.called_again(operation, before).await,
        None => pause.reached(&world).await,
    }
    worker.kill().await;
    pause.lift().await;
    recover(&world).await;
    went_back_once(world, &customer).await;
}

macro_rules! worker_killed {
    ($($name:ident: $place:expr, $hanging:expr;)+) => {
        $(#[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            worker_killed($place, $hanging).await;
        })+
    };
}

worker_killed! {
    before_the_gateway_is_asked: Some("update:withdrawals where (new.state = 'submitted')"), None;
    while_the_gateway_gives_back: None, Some("flutterwave.refund");
    before_the_capture_is_posted: Some("ledger_transfers where (new.kind = 'withdrawal')"), None;
    between_the_capture_and_its_commit: Some("update:withdrawals where (new.state = 'done')"), None;
}

#[tokio::test(flavor = "multi_thread")]
async fn before_a_refusal_commits() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    world.pay_in(&customer, "26.66", "form-key-1").await;
    let order = world.buy_plan(&customer, "114701").await;
    world.run_jobs().await;
    world
        .give_back(&customer, order, None, Destination::Source, "k")
        .await
        .unwrap();
    let pause = world
        .pause_at(Some("update:withdrawals where (new.state = 'released')"))
        .await;
    let worker = Worker::start(&world);
    pause.reached(&world).await;
    worker.kill().await;
    pause.lift().await;
    lose_jobs(&world).await;
    for _ in 0..12 {
        world.pass(300).await;
        withdrawals::sweep::sweep(&world.backend).await.unwrap();
        world.run_jobs().await;
    }
    // Its refusal was heard by nobody, so the money waits for an operator instead of being asked for twice.
    assert_eq!(world.withdrawals().await[0].0, "unknown");
    assert_eq!(world.sandbox.calls("flutterwave.refund").await, 1);
    assert_eq!(world.count("select count(*) from operator_cases").await, 1);
    world.prove().await;
}

/// A closing is one transaction: killed before it commits, the account is open and whole.
#[tokio::test(flavor = "multi_thread")]
async fn before_a_closing_commits() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    world.pay_in(&customer, "20", "form-key-1").await;
    let server = crate::support::process::Server::start(&world).await;
    let mut browser = server.browser("aurora.localhost", "customer@aurora.test").await;
    let pause = world.pause_at(Some("account_closings where (true)")).await;
    let click = tokio::spawn(async move {
        let form = [("closing_password", "demo-pass-1234")];
        browser
            .try_post("/account/settings", "/do/accounts/close_account", &form)
            .await
    });
    pause.reached(&world).await;
    server.kill().await;
    pause.lift().await;
    let _ = click.await;
    assert_eq!(
        world
            .count("select count(*) from users where status = 'deleted'")
            .await,
        0
    );
    assert_eq!(world.available(&world.aurora, &customer).await.amount(), "70.00");
    let closed = clouddail::domain::closing::close(&world.backend, &customer)
        .await
        .unwrap();
    assert_eq!(
        (closed.returned.amount(), closed.kept.amount()),
        ("20.00".into(), "50.00".into())
    );
    recover(&world).await;
    assert_eq!(world.given_back_by_the_gateway().await.len(), 1);
    world.prove().await;
}
