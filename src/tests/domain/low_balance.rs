//! A balance that falls below what its owner set is told once, however many pay at once.

use std::sync::Arc;

use clouddail::{
    domain::{
        low_balance::{self, SaveThreshold, SaveThresholdError},
        scope::{Customer, Scope as _, System},
        wallet::{
            self,
            open::Owner,
            transfer::{Account, Reference, Transfer, TransferKind},
        },
    },
    shared::money::Money,
};
use tokio::task::JoinSet;

use crate::support::{World, spending::origin};

const WHO: &str = "customer@aurora.test";

/// Moves so much into the wallet, or out of it.
async fn move_money(world: &World, customer: &Customer, key: &str, micros: i64) {
    let currency = world.aurora.brand.currency;
    let amount = Money::from_micros(micros, currency);
    let system = System::of(customer.reseller(), "test");
    let now = world.backend.now();
    let mut tx = world.backend.begin(&system).await.unwrap();
    let owner = Owner::Customer(customer.user());
    let wallet = wallet::open::open(&mut tx, &system, now, owner, currency)
        .await
        .unwrap();
    let legs = vec![
        (Account::Wallet(wallet), amount),
        (Account::Adjustments, amount.negated().unwrap()),
    ];
    let reference = Reference {
        kind: "seed",
        id: wallet.uuid(),
    };
    let transfer = Transfer::new(key.into(), TransferKind::Opening, "Moved".into(), reference, legs).unwrap();
    wallet::post(&mut tx, &system, now, &transfer).await.unwrap();
    tx.commit().await.unwrap();
}

async fn set(world: &World, customer: &Customer, amount: &str) -> Result<(), SaveThresholdError> {
    let wanted = SaveThreshold {
        currency: world.aurora.brand.currency,
        amount: amount.into(),
        origin: origin(),
    };
    low_balance::save(&world.backend, customer, &wanted).await
}

/// Tells who is to be told; the mails about it so far.
async fn told(world: &World) -> usize {
    world.schedule("tell_balances", serde_json::json!({})).await;
    world.run_jobs().await;
    let mails = world.sandbox.mails(WHO).await;
    mails
        .iter()
        .filter(|mail| mail.to_string().contains("is below the"))
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_pay_at_once_and_the_crossing_is_told_once() {
    let world = Arc::new(World::new().await);
    let customer = world.aurora_customer().await;
    set(&world, &customer, "48").await.unwrap();
    assert_eq!(told(&world).await, 0, "it is above");
    let mut at_once = JoinSet::new();
    for nth in 0..50 {
        let world = world.clone();
        at_once.spawn(async move { move_money(&world, &customer, &format!("out-{nth}"), -100_000).await });
    }
    while let Some(done) = at_once.join_next().await {
        done.unwrap();
    }
    let mut tellers = JoinSet::new();
    for _ in 0..5 {
        let world = world.clone();
        tellers.spawn(async move { low_balance::tell(&world.backend).await.unwrap() });
    }
    let mut tellings = 0;
    while let Some(done) = tellers.join_next().await {
        tellings += done.unwrap();
    }
    assert_eq!(tellings, 1);
    assert_eq!(told(&world).await, 1);
    move_money(&world, &customer, "lower", -1_000_000).await;
    assert_eq!(told(&world).await, 1, "it is below since, so nothing new");
    move_money(&world, &customer, "up", 20_000_000).await;
    assert_eq!(told(&world).await, 1);
    move_money(&world, &customer, "down again", -20_000_000).await;
    assert_eq!(told(&world).await, 2);
    // Above again before anybody was told: nobody needs to know.
    move_money(&world, &customer, "up again", 20_000_000).await;
    move_money(&world, &customer, "down", -20_000_000).await;
    move_money(&world, &customer, "and up", 20_000_000).await;
    assert_eq!(told(&world).await, 2);
    let world = Arc::into_inner(world).unwrap();
    world.prove().await;
}

#[tokio::test]
async fn what_is_set_aside_tells_nobody_and_nothing_set_tells_nobody() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    move_money(&world, &customer, "out", -100_000).await;
    assert_eq!(told(&world).await, 0);
    let currency = world.aurora.brand.currency;
    let balance = wallet::balance::read(&world.backend, &customer, currency)
        .await
        .unwrap()
        .unwrap()
        .balance;
    let just_below = Money::from_micros(balance.micros() - 1, currency);
    set(&world, &customer, &just_below.amount()).await.unwrap();
    let call = world.call(&customer, number, "+14155550666").await.unwrap();
    assert_eq!(told(&world).await, 0, "money was set aside only");
    world.over(call).await;
    for odd in [
        "-1",
        "0",
        "abc",
        "1e9",
        "9999999999999",
        "\u{0}",
        &"9".repeat(10_000),
    ] {
        let refused = set(&world, &customer, odd).await;
        assert!(
            matches!(refused, Err(SaveThresholdError::Amount { .. })),
            "{odd:.20}"
        );
    }
    set(&world, &customer, " ").await.unwrap();
    assert_eq!(world.count("select count(*) from balance_alerts").await, 0);
    world.prove().await;
}
