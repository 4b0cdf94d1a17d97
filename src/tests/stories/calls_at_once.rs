use std::sync::Arc;

use clouddail::domain::{calls::StartError, messages::SendError};
use tokio::task::JoinSet;

use crate::support::World;

/// Thirty calls and three hundred messages at once on a wallet of 5.00: never below zero, each paid by its time, and nothing
/// unpaid beyond the step somebody was in.
#[tokio::test(flavor = "multi_thread")]
async fn a_wallet_of_five_calls_and_writes_what_it_can_pay() {
    let world = Arc::new(World::new().await);
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    world.price_minutes().await;
    world.spend_down_to(&customer, 5_000_000).await;
    world.reports_come("lost").await;
    let text = "x".repeat(300);
    let mut at_once = JoinSet::new();
    for nth in 0..330 {
        let (world, text) = (world.clone(), format!("{nth:03}{text}"));
        at_once.spawn(async move {
            if nth % 11 == 0 {
                let to = format!("+1415555{:04}", 2_000 + nth);
                match world.call(&customer, number, &to).await {
                    Ok(_) => (1, 0),
                    Err(StartError::Insufficient { .. }) => (0, 0),
                    Err(error) => panic!("{error}"),
                }
            } else {
                let to = format!("+1415555{:04}", 3_000 + nth);
                match world.write(&customer, number, &to, &text).await {
                    Ok(_) => (0, 1),
                    Err(SendError::Insufficient { .. }) => (0, 0),
                    Err(error) => panic!("{error}"),
                }
            }
        });
    }
    let (mut called, mut written) = (0, 0);
    while let Some(done) = at_once.join_next().await {
        let (calls, messages) = done.unwrap();
        called += calls;
        written += messages;
    }
    let world = Arc::into_inner(world).unwrap();
    assert!(
        called > 0 && called < 30,
        "{called} calls: the money was to end first"
    );
    assert!(written > 0, "no message went out");
    world.joined(called).await;
    let below = "select count(*) from wallets where balance_micros + credit_limit_micros < held_micros";
    assert_eq!(world.count(below).await, 0);
    for (nth, leg) in world.legs().await.into_iter().enumerate() {
        if leg["parent"].is_null() {
            // Half of them talk as long as they were paid for: the vendor ends those that had no more.
            let seconds = if nth % 2 == 0 { 45 } else { 600 };
            world.hang_up(leg["sid"].as_str().unwrap(), seconds).await;
        }
    }
    for _ in 0..6 {
        world.pass(200).await;
        clouddail::domain::calls::sweep(&world.backend).await.unwrap();
        world.run_jobs().await;
    }
    let open = "select count(*) from call_detail_records where ended_at is null";
    assert_eq!(world.count(open).await, 0);
    let unpaid = "select count(*) from call_detail_records
                  where unbilled_seconds > 60 or (charged_micros is null and seconds > 0)";
    assert_eq!(world.count(unpaid).await, 0);
    let spent = world
        .count(
            "select (coalesce((select sum(charged_micros) from call_detail_records), 0)
                     + coalesce((select sum(charged_micros) from messages
                                 where state in ('accepted', 'sent', 'delivered')), 0))::bigint",
        )
        .await;
    let left = world.available(&world.aurora, &customer).await;
    assert!(!left.is_negative(), "{left}");
    assert_eq!(left.micros(), 5_000_000 - spent);
    assert_eq!(world.count(below).await, 0);
    world.prove().await;
}
