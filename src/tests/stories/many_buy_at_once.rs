use std::sync::Arc;

use clouddail::domain::orders::place::PlaceError;
use tokio::task::JoinSet;

use crate::support::World;

/// Two hundred purchases at once on a wallet of 10.00: as many succeed as it can pay, and never one more.
#[tokio::test(flavor = "multi_thread")]
async fn a_wallet_of_ten_is_never_overspent() {
    let world = Arc::new(World::new().await);
    let customer = world.aurora_customer().await;
    world.spend_down_to(&customer, 10_000_000).await;

    let quotes = world.copies_of_a_quote(&customer, "114701", 200).await;
    let price = quotes[0].charged.micros();
    let affordable =
        usize::try_from(world.available(&world.aurora, &customer).await.micros() / price).unwrap();
    assert!(affordable > 0 && affordable < 200);
    let mut buyers = JoinSet::new();
    for quote in quotes {
        let world = world.clone();
        buyers.spawn(async move { world.place(&customer, &quote).await });
    }
    let mut bought = 0;
    while let Some(result) = buyers.join_next().await {
        match result.unwrap() {
            Ok(_) => bought += 1,
            Err(PlaceError::Insufficient { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }
    let world = Arc::into_inner(world).unwrap();
    world.run_jobs().await;
    assert_eq!(bought, affordable);
    assert_eq!(
        world.count("select count(*) from esim_activations").await,
        i64::try_from(bought).unwrap()
    );
    let left = world.available(&world.aurora, &customer).await;
    assert!(!left.is_negative() && left.micros() < price);
    world.prove().await;
}
