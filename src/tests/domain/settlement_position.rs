//! What one side holds for the other: the formula, case by case, and the change of mode.

use chrono::TimeDelta;
use clouddail::{
    domain::{
        settlement::{
            even_out::{even_out_all, position},
            fund_float::{FundFloat, fund_float},
            switch_mode::{SwitchModeError, switch_mode},
        },
        tenancy::{
            Shop,
            shop::SettlementMode::{self, PlatformCollects, ResellerCollects},
        },
        wallet::{
            self,
            grant::{Bucket, Funder, Grant},
            open::Owner,
            transfer::{Account, TransferKind},
        },
    },
    shared::money::{Money, PositiveMoney},
};

use crate::support::{
    World,
    settlement::{PLAIN, Price, eur, system, usd},
};

/// At Kite's prices: 2.00 dollars are 1.84, the platform wants 2.30, the customer pays 2.99.
const EUROS: Price = Price {
    provider_cost: "2.00",
    cost: "1.84",
    platform: "2.30",
    charged: "2.99",
    commission: 10,
};

async fn grant(world: &World, shop: &Shop, owner: Owner, funder: Funder, amount: Money) {
    let system = system(shop);
    let new = Grant {
        owner,
        bucket: Bucket::Bonus,
        amount: PositiveMoney::new(amount).unwrap(),
        funder,
        expires_at: world.backend.now() + TimeDelta::days(90),
        key: format!("{funder:?}"),
        description: "A present".into(),
    };
    let mut tx = world.backend.begin(&system).await.unwrap();
    wallet::grant(&mut tx, &system, world.backend.now(), &new)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

async fn owed(world: &World, shop: &Shop, mode: SettlementMode) -> String {
    let position = position(&world.backend, &system(shop)).await.unwrap();
    position.owed(mode).unwrap().amount()
}

async fn mode_of(world: &World, shop: &Shop) -> String {
    sqlx::query_scalar("select settlement_mode from resellers where id = $1")
        .bind(shop.id.uuid())
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap()
}

/// Each row: what happened, and what the platform owes Kite from then on.
#[tokio::test]
async fn where_the_reseller_collects_it_is_owed_what_reached_the_platform_and_nothing_else() {
    let world = World::new().await;
    let (kite, karl) = (world.kite.clone(), world.kite_customer().await);
    let owner = Owner::Customer(karl.user());
    let wallet = Account::Wallet(world.open(&kite, owner).await);
    let owed = async || owed(&world, &kite, ResellerCollects).await;
    let post = async |kind, legs: &[(Account, &str)]| {
        let legs = legs
            .iter()
            .map(|(account, amount)| (*account, eur(amount)))
            .collect();
        world.post(&kite, kind, legs).await;
    };
    assert_eq!(owed().await, "0.00", "the wallets are filled at Kite's gateway");

    post(
        TransferKind::TopUp,
        &[(Account::ResellerClearing, "-10"), (wallet, "10")],
    )
    .await;
    assert_eq!(owed().await, "0.00", "a top-up at Kite's own gateway");
    post(
        TransferKind::GatewayFee,
        &[
            (Account::GatewayFees, "-0.40"),
            (Account::ResellerClearing, "0.40"),
        ],
    )
    .await;
    assert_eq!(owed().await, "0.00", "its fee");
    post(
        TransferKind::TopUp,
        &[(Account::GatewayClearing, "-7"), (wallet, "7")],
    )
    .await;
    post(
        TransferKind::GatewayFee,
        &[
            (Account::GatewayFees, "-0.30"),
            (Account::GatewayClearing, "0.30"),
        ],
    )
    .await;
    assert_eq!(owed().await, "7.00", "a top-up the platform's gateway took");

    let order = world.sell(&kite, &karl, EUROS).await;
    assert_eq!(owed().await, "7.00", "a sale");
    world.give_back_percent(&kite, order, 1, 100).await;
    assert_eq!(owed().await, "7.00", "its refund");

    grant(&world, &kite, owner, Funder::Reseller, eur("2.99")).await;
    assert_eq!(owed().await, "7.00", "credit from Kite");
    world.sell(&kite, &karl, EUROS).await;
    assert_eq!(owed().await, "7.00", "spent");
    grant(&world, &kite, owner, Funder::Platform, eur("5")).await;
    assert_eq!(owed().await, "7.00", "credit from the platform");
    world.sell(&kite, &karl, EUROS).await;
    assert_eq!(owed().await, "9.99", "spent: Kite had no money for this sale");

    post(
        TransferKind::Adjustment,
        &[
            (Account::ResellerClearing, "10"),
            (wallet, "-4"),
            (Account::DisputeDebt, "-6"),
        ],
    )
    .await;
    assert_eq!(owed().await, "9.99", "a dispute at Kite's gateway is Kite's");
    post(
        TransferKind::Withdrawal,
        &[(wallet, "-5"), (Account::ResellerClearing, "5")],
    )
    .await;
    assert_eq!(owed().await, "9.99", "cash back by Kite's gateway");
    post(
        TransferKind::Withdrawal,
        &[(wallet, "-3"), (Account::GatewayClearing, "3")],
    )
    .await;
    assert_eq!(owed().await, "6.99", "cash back by the platform's gateway");

    let before = world.booked(&kite, "reseller_float").await;
    let (a, b) = tokio::join!(even_out_all(&world.backend), even_out_all(&world.backend));
    assert_eq!(a.unwrap() + b.unwrap(), 1, "twice at once moves it once");
    assert_eq!(owed().await, "0.00");
    let got = world.booked(&kite, "reseller_float").await.minus(before).unwrap();
    assert_eq!(got, eur("6.99"));
    world.prove().await;
}

#[tokio::test]
async fn where_the_platform_collects_the_reseller_owes_the_credit_it_gave_once_it_is_spent() {
    let world = World::new().await;
    let (aurora, carla) = (world.aurora.clone(), world.aurora_customer().await);
    let owner = Owner::Customer(carla.user());
    let wallet = Account::Wallet(world.open(&aurora, owner).await);
    let owed = async || owed(&world, &aurora, PlatformCollects).await;
    world.float_down_to(&aurora, usd("0")).await;
    let legs = vec![(Account::GatewayClearing, usd("-10")), (wallet, usd("10"))];
    world.post(&aurora, TransferKind::TopUp, legs).await;
    let order = world.sell(&aurora, &carla, PLAIN).await;
    world.give_back_percent(&aurora, order, 1, 50).await;
    grant(&world, &aurora, owner, Funder::Platform, usd("3")).await;
    world.sell(&aurora, &carla, PLAIN).await;
    assert_eq!(owed().await, "0.00", "the platform's own business");
    grant(&world, &aurora, owner, Funder::Reseller, usd("5")).await;
    assert_eq!(owed().await, "0.00", "given");
    world.sell(&aurora, &carla, PLAIN).await;
    assert_eq!(owed().await, "-3.00", "spent");

    // No float to pay it from: an operator is told, once, and nothing moves.
    assert_eq!(even_out_all(&world.backend).await.unwrap(), 0);
    assert_eq!(even_out_all(&world.backend).await.unwrap(), 0);
    let summaries: Vec<String> = sqlx::query_scalar("select summary from operator_cases")
        .fetch_all(&mut world.owner().await)
        .await
        .unwrap();
    assert_eq!(summaries.len(), 1);
    assert!(summaries[0].contains("$3.00 is missing"), "{summaries:?}");
    assert_eq!(owed().await, "-3.00");
    let funding = FundFloat {
        amount: PositiveMoney::new(usd("3.50")).unwrap(),
        key: "bank-1",
        note: "for the presents",
    };
    fund_float(&world.backend, &system(&aurora), funding)
        .await
        .unwrap();
    assert_eq!(even_out_all(&world.backend).await.unwrap(), 1);
    assert_eq!(owed().await, "0.00");
    assert_eq!(world.booked(&aurora, "reseller_float").await, usd("0.50"));
    world.prove().await;
}

/// The customers' money goes to whoever owes the wallets; orders in flight are settled as they were placed.
#[tokio::test]
async fn a_change_of_mode_hands_the_money_over_and_leaves_orders_in_flight_alone() {
    let world = World::new().await;
    let (kite, karl) = (world.kite.clone(), world.kite_customer().await);
    let operator = system(&kite);
    let in_flight = async || {
        world.sandbox.fail("telna.order", "drop_after", 1).await;
        world.sandbox.fail("telna.find_orders", "500_before", 1000).await;
        let order = world.sell(&kite, &karl, EUROS).await;
        assert_eq!(
            world
                .count("select count(*) from orders where state = 'unknown'")
                .await,
            1
        );
        order
    };
    let settle = async || {
        world.sandbox.heal().await;
        world.pass(600).await;
        assert_eq!(
            world
                .count("select count(*) from orders where state <> 'fulfilled'")
                .await,
            0
        );
    };

    // To the platform, with a sale in flight that Kite was to be settled for itself.
    in_flight().await;
    let moved = switch_mode(&world.backend, &operator, PlatformCollects, "asked to")
        .await
        .unwrap();
    assert_eq!(moved, eur("-50"), "Karl's 50.00 were at Kite's gateway");
    assert_eq!(mode_of(&world, &kite).await, "platform_collects");
    assert_eq!(owed(&world, &kite, PlatformCollects).await, "0.00");
    settle().await;
    assert_eq!(world.booked(&kite, "reseller_sales").await, eur("2.99"));
    assert_eq!(world.booked(&kite, "reseller_earnings").await, eur("0"));
    // 5000 − 50 − 2.30 − 10 % of 2.99.
    assert_eq!(world.booked(&kite, "reseller_float").await, eur("4947.401"));
    assert_eq!(
        owed(&world, &kite, PlatformCollects).await,
        "2.99",
        "the platform holds what Karl paid for it"
    );
    assert_eq!(even_out_all(&world.backend).await.unwrap(), 1);
    assert_eq!(world.booked(&kite, "reseller_float").await, eur("4950.391"));

    // And back, with a sale in flight that the platform was to settle.
    in_flight().await;
    let moved = switch_mode(&world.backend, &operator, ResellerCollects, "asked to")
        .await
        .unwrap();
    assert_eq!(
        moved,
        eur("47.01"),
        "what is in Karl's wallet, the sale in flight included"
    );
    settle().await;
    // 2.99 − 2.30 − 0.299 accrued; the sale's money went to Kite with the wallets, so Kite owes it.
    assert_eq!(world.booked(&kite, "reseller_earnings").await, eur("0.391"));
    assert_eq!(owed(&world, &kite, ResellerCollects).await, "-2.99");
    assert_eq!(even_out_all(&world.backend).await.unwrap(), 1);
    assert_eq!(owed(&world, &kite, ResellerCollects).await, "0.00");
    // All Kite has: 4994.411 in the float, 0.391 earned, 44.02 of Karl's at its gateway; it began with 5000 and Karl's
    // 50, and its two sales brought 0.391 each.
    assert_eq!(world.booked(&kite, "reseller_float").await, eur("4994.411"));
    assert_eq!(
        world
            .count("select count(*) from audit_logs where action = 'settlement_mode.changed'")
            .await,
        2
    );
    world.prove().await;
}

#[tokio::test]
async fn a_float_that_cannot_hand_the_wallets_over_keeps_the_mode() {
    let world = World::new().await;
    let kite = world.kite.clone();
    world.float_down_to(&kite, eur("30")).await;
    let refused = switch_mode(&world.backend, &system(&kite), PlatformCollects, "asked to").await;
    assert!(
        matches!(&refused, Err(SwitchModeError::FloatTooLow { missing }) if *missing == eur("20")),
        "{refused:?}"
    );
    assert_eq!(mode_of(&world, &kite).await, "reseller_collects");
    assert_eq!(world.booked(&kite, "reseller_float").await, eur("30"));
    world.prove().await;
}
