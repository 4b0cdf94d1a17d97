use std::sync::Arc;

use clouddail::domain::messages::SendError;
use tokio::task::JoinSet;

use crate::support::World;

/// Three hundred messages at once on a wallet of 5.00: as many go out as it can pay, each is billed, and never one more.
#[tokio::test(flavor = "multi_thread")]
async fn a_wallet_of_five_sends_what_it_can_pay() {
    let world = Arc::new(World::new().await);
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    world.price_messages().await;
    // Ten segments each: the money ends before the messages do.
    let text = "x".repeat(1_500);
    world.spend_down_to(&customer, 5_000_000).await;
    world.reports_come("lost").await;
    let mut writers = JoinSet::new();
    for nth in 0..300 {
        let (world, text) = (world.clone(), format!("{nth:03}{text}"));
        writers.spawn(async move {
            let to = format!("+1415555{:04}", 1_000 + nth);
            world.write(&customer, number, &to, &text).await
        });
    }
    let (mut sent, mut refused) = (0_i64, 0_i64);
    while let Some(result) = writers.join_next().await {
        match result.unwrap() {
            Ok(_) => sent += 1,
            Err(SendError::Insufficient { .. }) => refused += 1,
            Err(error) => panic!("{error}"),
        }
    }
    let world = Arc::into_inner(world).unwrap();
    for _ in 0..4 {
        world.pass(60).await;
    }
    let price = world
        .count("select coalesce(max(charged_micros), 0)::bigint from messages")
        .await;
    assert!(price > 0, "nothing was sent");
    assert_eq!(sent, 5_000_000 / price, "as many as five can pay at {price}");
    assert_eq!(sent + refused, 300);
    assert!(refused > 0, "the money was to end before the messages");
    assert_eq!(
        world
            .count("select count(*) from messages where state in ('accepted', 'sent', 'delivered')")
            .await,
        sent
    );
    let calls = i64::try_from(world.sandbox.calls("twilio.send").await).unwrap();
    assert_eq!(calls, sent, "each is sent once");
    let left = world.available(&world.aurora, &customer).await;
    assert!(!left.is_negative() && left.micros() < price, "{left}");
    assert_eq!(left.micros(), 5_000_000 - sent * price, "nothing is unbilled");
    world.prove().await;
}
