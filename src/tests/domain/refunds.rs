//! Refunds to the wallet: never more than was captured, every party's share, once.

use std::sync::Arc;

use clouddail::{
    domain::{
        orders::{
            self,
            buy::{Buy, buy},
            place::Payer,
            quote::Wish,
            refund::{Destination, RefundError},
        },
        scope::{Customer, System},
        wallet::{
            credit_limit::set_credit_limit,
            grant::{Bucket, Funder},
        },
    },
    shared::{
        ids::{OrderId, QuoteId},
        money::Money,
        order::OrderStatus,
    },
};
use proptest::prelude::*;
use tokio::task::JoinSet;

use crate::support::World;

const SALE_ACCOUNTS: [&str; 5] = [
    "provider_payable",
    "platform_revenue",
    "commission",
    "reseller_earnings",
    "reseller_sales",
];

async fn charged(world: &World, order: OrderId) -> i64 {
    world
        .sum(format!(
            "select charged_micros from orders where id = '{}'",
            order.uuid()
        ))
        .await
}

/// Each of the sale's accounts, and the float.
async fn books(world: &World, customer: &Customer) -> Vec<i64> {
    let mut books = vec![];
    for account in SALE_ACCOUNTS {
        books.push(world.booked_micros(customer, account).await);
    }
    books.push(
        world
            .count("select coalesce(sum(balance_micros), 0)::bigint from wallets where owner_kind = 'reseller_float'")
            .await,
    );
    books
}

#[tokio::test]
async fn where_the_platform_collects_each_share_goes_back_in_proportion() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let before = books(&world, &customer).await;
    let order = world.buy_plan(&customer, "114701").await;
    let price = charged(&world, order).await;
    let sold = books(&world, &customer).await;
    let shares: Vec<i64> = sold
        .iter()
        .zip(&before)
        .map(|(after, before)| after - before)
        .collect();
    assert_eq!(shares.iter().sum::<i64>(), price, "{shares:?}");
    assert!(
        shares[3] > 0 && shares[2] > 0,
        "the shop earns and the platform takes a commission: {shares:?}"
    );

    let half = price / 2;
    let made = world
        .give_back(&customer, order, Some(half), Destination::Wallet, "half")
        .await
        .unwrap();
    assert_eq!((made.amount.micros(), made.is_replay), (half, false));
    let after_half = books(&world, &customer).await;
    for (nth, share) in shares.iter().enumerate() {
        let kept = after_half[nth] - before[nth];
        assert!(
            (kept * 2 - share).abs() <= 4,
            "account {nth} keeps {kept} of {share}"
        );
    }
    let clawed = world
        .count("select sum(amount_micros)::bigint from earnings where kind = 'clawback'")
        .await;
    assert_eq!(
        -clawed,
        sold[3] - after_half[3],
        "the share taken back is the ledger's"
    );

    world
        .give_back(&customer, order, None, Destination::Wallet, "rest")
        .await
        .unwrap();
    assert_eq!(
        books(&world, &customer).await,
        before,
        "as if it had never been sold"
    );
    assert_eq!(
        world
            .count("select coalesce(sum(amount_micros), 0)::bigint from earnings")
            .await,
        0
    );
    assert_eq!(world.cash(&customer).await, 50_000_000);
    let view = orders::view::view(&world.backend, &customer, order)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(view.row.status, OrderStatus::Refunded);
    assert_eq!(view.refunded, view.row.charged);
    let told: Vec<_> = view
        .timeline
        .iter()
        .filter(|row| row.title == "Refunded")
        .collect();
    assert_eq!(told.len(), 2);
    assert_eq!(told[0].detail, "It never worked. It is back in your balance.");
    world.run_jobs().await;
    let mails = world.sandbox.mails("customer@aurora.test").await;
    assert!(
        mails[0]["subject"].as_str().unwrap().starts_with("Refunded: "),
        "{mails:?}"
    );
    world.prove().await;
}

#[tokio::test]
async fn where_the_reseller_collects_the_float_gets_the_platforms_price_back() {
    let world = World::new().await;
    let customer = world.kite_customer().await;
    let before = books(&world, &customer).await;
    let order = world.buy_plan(&customer, "114701").await;
    let price = charged(&world, order).await;
    let sold = books(&world, &customer).await;
    let from_float = before[5] - sold[5];
    assert!(from_float > 0 && from_float < price);
    world
        .give_back(&customer, order, Some(price / 4), Destination::Wallet, "quarter")
        .await
        .unwrap();
    let quarter = books(&world, &customer).await;
    assert_eq!(quarter[4] - before[4], price - price / 4, "reseller sales");
    assert!((quarter[5] - sold[5] - from_float / 4).abs() <= 1, "the float");
    world
        .give_back(&customer, order, None, Destination::Wallet, "rest")
        .await
        .unwrap();
    assert_eq!(books(&world, &customer).await, before);
    assert_eq!(world.cash(&customer).await, 50_000_000);
    world.prove().await;
}

#[tokio::test]
async fn credit_goes_back_to_its_credit_and_never_becomes_cash() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let bonus = world
        .give(&customer, 1_000_000, Bucket::Bonus, Funder::Platform)
        .await;
    let order = world.buy_plan(&customer, "114701").await;
    let price = charged(&world, order).await;
    let in_bonus = || {
        world.sum(format!(
            "select balance_micros from wallets where id = '{}'",
            bonus.uuid()
        ))
    };
    assert_eq!(in_bonus().await, 0, "credit is spent before cash");
    assert_eq!(world.cash(&customer).await, 50_000_000 - (price - 1_000_000));
    world
        .give_back(&customer, order, Some(price / 2), Destination::Wallet, "half")
        .await
        .unwrap();
    assert!((in_bonus().await - 500_000).abs() <= 1);
    world
        .give_back(&customer, order, None, Destination::Wallet, "rest")
        .await
        .unwrap();
    assert_eq!(
        (in_bonus().await, world.cash(&customer).await),
        (1_000_000, 50_000_000)
    );
    world.prove().await;
}

/// P6: what was never charged is not given back; and never more than was.
#[tokio::test]
async fn only_what_was_captured_is_given_back() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let quoted = world.quote_number(&customer, "0666").await;
    let released = world.place(&customer, &quoted).await.unwrap();
    world.sandbox.fail("telna.order", "drop_after", 1).await;
    world.sandbox.fail("telna.find_orders", "500_before", 1000).await;
    let quoted = world.quote_plan(&customer, "114701").await;
    let unknown = world.place(&customer, &quoted).await.unwrap();
    for order in [released, unknown] {
        let refused = world
            .give_back(&customer, order, None, Destination::Wallet, "a")
            .await;
        assert!(matches!(refused, Err(RefundError::NotCharged)), "{refused:?}");
    }
    world.sandbox.heal().await;
    world.pass(600).await;
    let price = charged(&world, unknown).await;
    let back = async |micros, key: &str| {
        world
            .give_back(&customer, unknown, micros, Destination::Wallet, key)
            .await
    };
    assert!(matches!(
        back(Some(price + 1), "b").await,
        Err(RefundError::TooMuch { .. })
    ));
    assert!(matches!(back(Some(0), "c").await, Err(RefundError::Amount)));
    assert!(matches!(back(Some(-1), "d").await, Err(RefundError::Amount)));
    assert!(matches!(back(None, "").await, Err(RefundError::Key)));
    assert!(matches!(
        back(None, &"k".repeat(101)).await,
        Err(RefundError::Key)
    ));
    back(Some(price - 1), "e").await.unwrap();
    assert!(matches!(back(Some(2), "f").await, Err(RefundError::TooMuch { left }) if left.micros() == 1));
    back(Some(1), "g").await.unwrap();
    assert!(matches!(back(None, "h").await, Err(RefundError::TooMuch { left }) if left.is_zero()));
    assert_eq!(world.cash(&customer).await, 50_000_000);
    world.prove().await;
}

#[tokio::test]
async fn the_same_key_gives_the_first_result_and_another_body_is_refused() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let order = world.buy_plan(&customer, "114701").await;
    let other = world.buy_plan(&customer, "114701").await;
    let first = world
        .give_back(&customer, order, Some(1_000), Destination::Wallet, "k")
        .await
        .unwrap();
    let again = world
        .give_back(&customer, order, Some(1_000), Destination::Wallet, "k")
        .await
        .unwrap();
    assert_eq!(
        (again.id, again.amount, again.is_replay),
        (first.id, first.amount, true)
    );
    for (order, micros) in [(order, Some(2_000)), (order, None), (other, Some(1_000))] {
        let refused = world
            .give_back(&customer, order, micros, Destination::Wallet, "k")
            .await;
        assert!(matches!(refused, Err(RefundError::KeyReused)), "{refused:?}");
    }
    assert_eq!(
        world
            .count("select sum(refunded_micros)::bigint from orders")
            .await,
        1_000
    );
    world.prove().await;
}

#[tokio::test]
async fn another_shops_order_is_not_found() {
    let world = World::new().await;
    let (aurora, kite) = (world.aurora_customer().await, world.kite_customer().await);
    let order = world.buy_plan(&aurora, "114701").await;
    let refused = world
        .give_back(&kite, order, None, Destination::Wallet, "k")
        .await;
    assert!(matches!(refused, Err(RefundError::NotFound)), "{refused:?}");
    let request = orders::refund::Refund {
        order,
        amount: None,
        destination: Destination::Wallet,
        reason: " ".into(),
        key: "k".into(),
    };
    let refused = orders::refund::refund(&world.backend, &System::of(world.aurora.id, "test"), request).await;
    assert!(matches!(refused, Err(RefundError::Reason)), "{refused:?}");
    world.prove().await;
}

/// Each wants a tenth of the price; ten of the twenty get it.
#[tokio::test(flavor = "multi_thread")]
async fn twenty_refunds_at_once_never_exceed_the_price() {
    let world = Arc::new(World::new().await);
    let customer = world.aurora_customer().await;
    let order = world.buy_plan(&customer, "114701").await;
    let price = charged(&world, order).await;
    let mut asking = JoinSet::new();
    for nth in 0..20 {
        let world = world.clone();
        asking.spawn(async move {
            world
                .give_back(
                    &customer,
                    order,
                    Some(price / 10),
                    Destination::Wallet,
                    &format!("k{nth}"),
                )
                .await
        });
    }
    let mut made = 0;
    while let Some(result) = asking.join_next().await {
        match result.unwrap() {
            Ok(_) => made += 1,
            Err(RefundError::TooMuch { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }
    assert_eq!(made, 10);
    let world = Arc::into_inner(world).unwrap();
    assert_eq!(
        world.count("select refunded_micros from orders").await,
        price / 10 * 10
    );
    world.prove().await;
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    /// In the books, not only on paper: any mode, commission and mix of credit, cut anyhow.
    #[test]
    fn any_sequence_of_refunds_ends_where_the_sale_began(
        is_kite: bool,
        commission in 0_u32..3,
        credits in prop::collection::vec((1_i64..700_000, any::<bool>()), 0..3),
        cuts in prop::collection::vec(1_i64..2_000_000, 1..8),
    ) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        runtime.block_on(async {
            let world = World::new().await;
            let customer = if is_kite { world.kite_customer().await } else { world.aurora_customer().await };
            let change = format!("update resellers set commission_percent = {}", [0, 7, 10][commission as usize]);
            sqlx::query(sqlx::AssertSqlSafe(change)).execute(&mut world.owner().await).await.unwrap();
            for (nth, (micros, is_platforms)) in credits.iter().enumerate() {
                let bucket = [Bucket::Promotion, Bucket::Bonus][nth % 2];
                let funder = if *is_platforms { Funder::Platform } else { Funder::Reseller };
                world.give(&customer, *micros, bucket, funder).await;
            }
            let wallets = "select coalesce(jsonb_object_agg(id, balance_micros)::text, '') from wallets";
            let wallets = async || -> String {
                sqlx::query_scalar(wallets).fetch_one(&mut world.owner().await).await.unwrap()
            };
            let before = (books(&world, &customer).await, wallets().await);
            let order = world.buy_plan(&customer, "114701").await;
            let mut left = charged(&world, order).await;
            for (nth, cut) in cuts.iter().enumerate() {
                let amount = (*cut).min(left);
                if amount == 0 {
                    break;
                }
                let key = format!("k{nth}");
                world.give_back(&customer, order, Some(amount), Destination::Wallet, &key).await.unwrap();
                left -= amount;
            }
            if left > 0 {
                world.give_back(&customer, order, None, Destination::Wallet, "rest").await.unwrap();
            }
            assert_eq!((books(&world, &customer).await, wallets().await), before);
            world.prove().await;
        });
    }
}

/// A company's wallet and the reseller's float get their own back, and a credit limit is no money that could leave.
#[tokio::test]
async fn whoever_paid_gets_it_back() {
    let world = World::new().await;
    let customer = world.kite_customer().await;
    let company = clouddail::shared::ids::OrganizationId::new();
    let insert = "insert into organizations (id, reseller_id, name, billing_email, created_at)
                  values ($1, $2, 'Northwind', 'pay@northwind.test', now())";
    sqlx::query(insert)
        .bind(company.uuid())
        .bind(world.kite.id.uuid())
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    let system = System::of(world.kite.id, "test");
    let currency = world.kite.brand.currency;
    let limit = Money::from_micros(20_000_000, currency);
    let mut tx = world.backend.begin(&system).await.unwrap();
    let wallet = set_credit_limit(&mut tx, &system, world.backend.now(), company, limit)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let before = books(&world, &customer).await;
    for payer in [Payer::Organization(company), Payer::Float] {
        let request = Buy {
            wish: Wish::Plan(world.plan("114701").await),
            payer,
            max_price: None,
            promo_code: None,
            daily_cap: None,
        };
        let order = buy(&world.backend, &customer, QuoteId::new(), &request)
            .await
            .unwrap();
        assert_eq!(
            world.cash(&customer).await,
            50_000_000,
            "the customer pays nothing"
        );
        let refused = world
            .give_back(&customer, order, None, Destination::Source, "out")
            .await;
        assert!(
            matches!(refused, Err(RefundError::NotPayable | RefundError::NoSource(_))),
            "{refused:?}"
        );
        let key = order.to_string();
        let part = charged(&world, order).await / 3;
        world
            .give_back(&customer, order, Some(part), Destination::Wallet, &key)
            .await
            .unwrap();
        world
            .give_back(
                &customer,
                order,
                None,
                Destination::Wallet,
                &format!("{key}-rest"),
            )
            .await
            .unwrap();
        assert_eq!(books(&world, &customer).await, before, "{payer:?}");
    }
    assert_eq!(
        world
            .sum(format!(
                "select balance_micros from wallets where id = '{}'",
                wallet.uuid()
            ))
            .await,
        0
    );
    world.prove().await;
}
