//! Payments taken back through the bank: who holds what while it is open, when it is won and when it is lost.

mod again;

use std::collections::BTreeMap;

use clouddail::{
    domain::{
        operations::verify,
        orders::place::PlaceError,
        payments::{
            dispute::{
                Dispute, DisputeError, DisputeState,
                lose::lose,
                open::{Open, open},
                thaw::thaw,
                win::win,
            },
            top_up::{TopUp, TopUpError, top_up},
        },
        scope::{Customer, System},
        tenancy::Shop,
        wallet::{
            self,
            transfer::{Account, Reference, Transfer, TransferKind},
        },
    },
    shared::{
        ids::PaymentId,
        money::{Money, PositiveMoney},
    },
};
use sqlx::Executor;

use crate::support::World;

const KINDS: [&str; 3] = ["dispute_opened", "dispute_won", "dispute_lost"];

fn system(shop: &Shop) -> System {
    System::of(shop.id, "test")
}

fn money(shop: &Shop, amount: &str) -> Money {
    Money::parse(amount, shop.brand.currency).unwrap()
}

async fn dispute(
    world: &World,
    shop: &Shop,
    payment: PaymentId,
    id: &str,
    amount: &str,
) -> Result<Dispute, DisputeError> {
    let new = Open {
        payment,
        provider_dispute_id: id.into(),
        amount: PositiveMoney::new(money(shop, amount)).unwrap(),
    };
    open(&world.backend, &system(shop), &new).await
}

/// Spends until this much is left.
async fn spend_down_to(world: &World, shop: &Shop, customer: &Customer, amount: &str) {
    let purse = wallet::balance::read(&world.backend, customer, shop.brand.currency)
        .await
        .unwrap()
        .unwrap();
    let spent = purse.balance.minus(money(shop, amount)).unwrap();
    let legs = vec![
        (Account::Wallet(purse.id), spent.negated().unwrap()),
        (Account::Adjustments, spent),
    ];
    let reference = Reference {
        kind: "seed",
        id: purse.id.uuid(),
    };
    let key = format!("test:spend:{amount}");
    let transfer = Transfer::new(key, TransferKind::Adjustment, "Spent".into(), reference, legs).unwrap();
    let system = system(shop);
    let mut tx = world.backend.begin(&system).await.unwrap();
    wallet::post(&mut tx, &system, world.backend.now(), &transfer)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

fn table(rows: &[(&str, i64)]) -> BTreeMap<String, i64> {
    rows.iter()
        .map(|(account, micros)| ((*account).to_owned(), *micros))
        .collect()
}

async fn cases(world: &World) -> i64 {
    world
        .count("select count(*) from operator_cases where kind = 'dispute_opened'")
        .await
}

/// 50 paid, 30 of it spent, 20 left: the table of who holds what, in both modes.
struct SpentBefore {
    world: World,
    customer: Customer,
    payment: PaymentId,
}

async fn spent_before(is_kite: bool) -> SpentBefore {
    let world = World::new().await;
    let customer = if is_kite {
        world.kite_customer().await
    } else {
        world.aurora_customer().await
    };
    let shop = if is_kite { &world.kite } else { &world.aurora }.clone();
    let payment = world.topped_up(&shop, &customer, "50", "form-key-1").await;
    spend_down_to(&world, &shop, &customer, "20").await;
    let opened = dispute(&world, &shop, payment, "dsp-1", "50").await.unwrap();
    assert_eq!(
        (opened.state, opened.taken.amount().as_str()),
        (DisputeState::Open, "20.00")
    );
    let clearing = if is_kite {
        "reseller_clearing"
    } else {
        "gateway_clearing"
    };
    assert_eq!(
        world.booked_by(&shop, &KINDS).await,
        table(&[
            (clearing, 50_000_000),
            ("dispute_debt", -30_000_000),
            ("wallet", -20_000_000)
        ])
    );
    assert!(world.available(&shop, &customer).await.is_zero());
    assert_eq!(cases(&world).await, 1);
    SpentBefore {
        world,
        customer,
        payment,
    }
}

#[tokio::test]
async fn won_is_the_exact_reverse_at_the_platforms_account() {
    let SpentBefore {
        world,
        customer,
        payment,
    } = spent_before(false).await;
    win(&world.backend, &system(&world.aurora), payment, "dsp-1")
        .await
        .unwrap();
    assert_eq!(world.booked_by(&world.aurora, &KINDS).await, table(&[]));
    assert_eq!(world.available(&world.aurora, &customer).await.amount(), "20.00");
    world.prove().await;
}

#[tokio::test]
async fn won_is_the_exact_reverse_at_a_resellers_account() {
    let SpentBefore {
        world,
        customer,
        payment,
    } = spent_before(true).await;
    win(&world.backend, &system(&world.kite), payment, "dsp-1")
        .await
        .unwrap();
    assert_eq!(world.booked_by(&world.kite, &KINDS).await, table(&[]));
    assert_eq!(world.available(&world.kite, &customer).await.amount(), "20.00");
    world.prove().await;
}

#[tokio::test]
async fn lost_is_borne_by_the_platform_where_it_collected() {
    let SpentBefore { world, payment, .. } = spent_before(false).await;
    let fee = money(&world.aurora, "15.000001");
    lose(&world.backend, &system(&world.aurora), payment, "dsp-1", fee)
        .await
        .unwrap();
    assert_eq!(
        world.booked_by(&world.aurora, &KINDS).await,
        table(&[
            ("dispute_losses", -30_000_000),
            ("gateway_clearing", 65_000_001),
            ("gateway_fees", -15_000_001),
            ("wallet", -20_000_000),
        ])
    );
    world.prove().await;
}

#[tokio::test]
async fn lost_is_borne_by_the_reseller_where_it_collected() {
    let SpentBefore { world, payment, .. } = spent_before(true).await;
    let fee = money(&world.kite, "15");
    lose(&world.backend, &system(&world.kite), payment, "dsp-1", fee)
        .await
        .unwrap();
    assert_eq!(
        world.booked_by(&world.kite, &KINDS).await,
        table(&[
            ("reseller_clearing", 65_000_000),
            ("reseller_sales", -45_000_000),
            ("wallet", -20_000_000),
        ])
    );
    world.prove().await;
}

#[tokio::test]
async fn a_frozen_wallet_refuses_in_words_and_the_page_says_so() {
    let world = World::new().await;
    let (shop, carla) = (world.aurora.clone(), world.aurora_customer().await);
    let payment = world.topped_up(&shop, &carla, "20", "form-key-1").await;
    dispute(&world, &shop, payment, "dsp-1", "20").await.unwrap();
    // Fifty are left, more than enough, and none of it can be spent.
    let quoted = world.quote_number(&carla, "1").await;
    let refused = world.place(&carla, &quoted).await;
    assert!(matches!(refused, Err(PlaceError::Frozen)), "{refused:?}");
    let form = TopUp {
        amount: "20".into(),
        key: "form-key-2".into(),
        return_to: None,
    };
    let refused = top_up(&world.backend, &shop, &carla, &form).await;
    assert!(matches!(refused, Err(TopUpError::Frozen)), "{refused:?}");
    let mut browser = world.browser("aurora.localhost", "customer@aurora.test").await;
    let page = browser.get("/account/wallet").await.text();
    assert!(page.contains("your balance is frozen until that is decided"));
    assert!(!page.contains("Continue to payment"));
    world.run_jobs().await;
    let mails = world.sandbox.mails("customer@aurora.test").await;
    let subjects: Vec<_> = mails
        .iter()
        .map(|mail| mail["subject"].as_str().unwrap())
        .collect();
    assert!(
        subjects.contains(&"A payment of $20.00 is disputed"),
        "{subjects:?}"
    );

    win(&world.backend, &system(&shop), payment, "dsp-1")
        .await
        .unwrap();
    world.place(&carla, &quoted).await.unwrap();
    assert!(
        browser
            .get("/account/wallet")
            .await
            .text()
            .contains("Continue to payment")
    );
    world.prove().await;
}

/// Held money is not the gateway's to take: the order it is held for finishes, delivered and charged.
#[tokio::test]
async fn an_order_in_flight_finishes_and_its_money_is_not_touched() {
    let world = World::new().await;
    let (shop, carla) = (world.aurora.clone(), world.aurora_customer().await);
    let payment = world.topped_up(&shop, &carla, "50", "form-key-1").await;
    let quoted = world.quote_plan(&carla, "114701").await;
    let rest = quoted.charged.plus(money(&shop, "7")).unwrap();
    spend_down_to(&world, &shop, &carla, &rest.amount()).await;
    // Sold, but neither the answer nor the look-up comes through.
    world.sandbox.fail("telna.order", "drop_after", 1).await;
    world.sandbox.fail("telna.find_orders", "500_before", 1000).await;
    world.place(&carla, &quoted).await.unwrap();
    world.sandbox.heal().await;
    assert_eq!(
        world
            .count("select count(*) from orders where state in ('submitted', 'unknown')")
            .await,
        1
    );
    let opened = dispute(&world, &shop, payment, "dsp-1", "50").await.unwrap();
    assert_eq!(opened.taken.amount(), "7.00", "not what the order holds");
    world.pass(300).await;
    assert_eq!(
        world
            .count("select count(*) from orders where state = 'fulfilled'")
            .await,
        1
    );
    lose(
        &world.backend,
        &system(&shop),
        payment,
        "dsp-1",
        Money::zero(shop.brand.currency),
    )
    .await
    .unwrap();
    assert_eq!(
        world.booked_by(&shop, &KINDS).await,
        table(&[
            ("dispute_losses", -43_000_000),
            ("gateway_clearing", 50_000_000),
            ("wallet", -7_000_000)
        ])
    );
    world.prove().await;
}

/// Money that comes into the frozen wallet settles the debt before anything is written off.
#[tokio::test]
async fn what_came_back_meanwhile_goes_to_the_debt() {
    let world = World::new().await;
    let (shop, carla) = (world.aurora.clone(), world.aurora_customer().await);
    let disputed = world.topped_up(&shop, &carla, "50", "form-key-1").await;
    let (url, _) = world.start_top_up(&shop, &carla, "20", "form-key-2").await;
    spend_down_to(&world, &shop, &carla, "0").await;
    dispute(&world, &shop, disputed, "dsp-1", "50").await.unwrap();
    world.sandbox.choose(&url, "pay").await;
    world.pass(300).await;
    assert_eq!(world.available(&shop, &carla).await.amount(), "20.00");
    lose(
        &world.backend,
        &system(&shop),
        disputed,
        "dsp-1",
        Money::zero(shop.brand.currency),
    )
    .await
    .unwrap();
    assert_eq!(
        world.booked_by(&shop, &KINDS).await,
        table(&[
            ("dispute_losses", -30_000_000),
            ("gateway_clearing", 50_000_000),
            ("wallet", -20_000_000)
        ])
    );
    world.prove().await;
}
