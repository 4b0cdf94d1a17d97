//! Credit beside cash, organizations' credit limits, frozen wallets.

use chrono::TimeDelta;
use clouddail::{
    domain::{
        orders::place::{Payer, Place, PlaceError, SaleKind, place},
        scope::{Customer, Scope, System},
        wallet::{
            self, Purpose,
            balance::Purse,
            credit_limit::set_credit_limit,
            freeze,
            grant::{Bucket, Funder, Grant},
            open::Owner,
        },
    },
    shared::{
        currency::Currency,
        ids::{OrganizationId, WalletId},
        money::{Money, PositiveMoney},
    },
};

use sqlx::Connection;

use crate::support::World;

fn usd(text: &str) -> Money {
    Money::parse(text, Currency::USD).unwrap()
}

async fn grant(
    world: &World,
    customer: &Customer,
    bucket: Bucket,
    amount: &str,
    days: i64,
    key: &str,
) -> WalletId {
    let system = System::of(customer.reseller(), "test");
    let mut tx = world.backend.begin(&system).await.unwrap();
    let new = Grant {
        owner: Owner::Customer(customer.user()),
        bucket,
        amount: PositiveMoney::new(usd(amount)).unwrap(),
        funder: Funder::Platform,
        expires_at: world.backend.now() + TimeDelta::days(days),
        key: key.into(),
        description: "Welcome".into(),
    };
    let wallet = wallet::grant(&mut tx, &system, world.backend.now(), &new)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    wallet
}

async fn purse(world: &World, customer: &Customer) -> Purse {
    wallet::balance::read(&world.backend, customer, Currency::USD)
        .await
        .unwrap()
        .unwrap()
}

async fn left(world: &World, wallet: WalletId) -> Money {
    let micros: i64 = sqlx::query_scalar("select balance_micros from wallets where id = $1")
        .bind(wallet.uuid())
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    Money::from_micros(micros, Currency::USD)
}

/// What ends first is spent first, whatever its kind; cash last.
#[tokio::test]
async fn credit_burns_before_cash_in_the_order_of_its_end() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let late = grant(&world, &customer, Bucket::Promotion, "1.00", 30, "late").await;
    let soon = grant(&world, &customer, Bucket::Grant, "0.40", 3, "soon").await;
    let again = grant(&world, &customer, Bucket::Grant, "0.40", 3, "soon").await;
    assert_eq!(soon, again, "one key is one grant");
    assert_eq!(purse(&world, &customer).await.available().unwrap(), usd("51.40"));

    let quoted = world.quote_number(&customer, "1").await;
    world.place(&customer, &quoted).await.unwrap();
    let price = quoted.charged;
    assert!(price.minus(usd("1.40")).unwrap().is_positive(), "{price:?}");
    assert_eq!(
        (left(&world, soon).await, left(&world, late).await),
        (usd("0"), usd("0"))
    );
    let purse = purse(&world, &customer).await;
    assert_eq!(purse.cash, usd("51.40").minus(price).unwrap());
    assert_eq!(purse.available().unwrap(), purse.cash);
    world.prove().await;
}

/// A refusal gives each part back where it came from.
#[tokio::test]
async fn released_credit_is_credit_again() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let bonus = grant(&world, &customer, Bucket::Bonus, "1.00", 30, "bonus").await;
    let quoted = world.quote_number(&customer, "0666").await;
    world.place(&customer, &quoted).await.unwrap();
    assert_eq!(left(&world, bonus).await, usd("1.00"));
    assert_eq!(purse(&world, &customer).await.available().unwrap(), usd("51.00"));
    world.prove().await;
}

/// Credit ends at its time by a posted movement, even while an order holds a part of it; that part ends when the order
/// lets it go.
#[tokio::test]
async fn credit_expires_by_a_job_and_held_credit_waits() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let bonus = grant(&world, &customer, Bucket::Bonus, "20.00", 2, "bonus").await;
    // Sold, but the answer never arrives: the price stays held.
    let quoted = world.quote_plan(&customer, "114701").await;
    world.sandbox.fail("telna.order", "drop_after", 1).await;
    world.sandbox.fail("telna.find_orders", "500_before", 1000).await;
    let order = world.place(&customer, &quoted).await.unwrap();
    world.backend.clock.advance(TimeDelta::days(2));
    assert_eq!(wallet::expire::expire(&world.backend).await.unwrap(), 1);
    assert_eq!(left(&world, bonus).await, quoted.charged, "what is held stays");
    assert_eq!(wallet::expire::expire(&world.backend).await.unwrap(), 0);
    assert_eq!(
        purse(&world, &customer).await.available().unwrap(),
        usd("50.00"),
        "held credit is nobody's to spend"
    );
    world.sandbox.heal().await;
    world.pass(600).await;
    let state: String = sqlx::query_scalar("select state from orders where id = $1")
        .bind(order.uuid())
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    assert_eq!(state, "fulfilled", "held in time, so it still pays");
    assert_eq!(left(&world, bonus).await, usd("0"));
    world.prove().await;
}

/// A company may go below zero as far as its limit, and no further, at once or one by one.
#[tokio::test(flavor = "multi_thread")]
async fn an_organization_spends_its_credit_limit_and_not_more() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let organization = OrganizationId::new();
    sqlx::query(
        "insert into organizations (id, reseller_id, name, billing_email, created_at)
         values ($1, $2, 'Fernweh Ltd', 'books@fernweh.test', now())",
    )
    .bind(organization.uuid())
    .bind(customer.reseller().uuid())
    .execute(&mut world.owner().await)
    .await
    .unwrap();
    let quotes = world.copies_of_a_quote(&customer, "114701", 6).await;
    let price = quotes[0].charged;
    let system = System::of(customer.reseller(), "test");
    let mut tx = world.backend.begin(&system).await.unwrap();
    let limit = Money::from_micros(price.micros() * 3 + 10, Currency::USD);
    let wallet = set_credit_limit(&mut tx, &system, world.backend.now(), organization, limit)
        .await
        .unwrap();
    tx.commit().await.unwrap();

    let mut buyers = tokio::task::JoinSet::new();
    for quote in quotes {
        let backend = world.backend.clone();
        let request = Place {
            quote: quote.id,
            payer: Payer::Organization(organization),
            kind: SaleKind::New,
            max_price: quote.charged,
        };
        buyers.spawn(async move { place(&backend, &customer, request).await });
    }
    let results = buyers.join_all().await;
    let bought = results.iter().filter(|result| result.is_ok()).count();
    assert_eq!(bought, 3, "{results:?}");
    assert!(
        results
            .iter()
            .all(|result| matches!(result, Ok(_) | Err(PlaceError::Insufficient { .. })))
    );
    assert_eq!(
        left(&world, wallet).await,
        Money::from_micros(-3 * price.micros(), Currency::USD)
    );
    // What is spent already cannot be taken out of the limit.
    let mut tx = world.backend.begin(&system).await.unwrap();
    let refused = set_credit_limit(&mut tx, &system, world.backend.now(), organization, price).await;
    assert!(matches!(
        refused,
        Err(wallet::post::PostError::Insufficient { .. })
    ));
    drop(tx);
    assert_eq!(
        purse(&world, &customer).await.available().unwrap(),
        usd("50.00"),
        "the company paid, not the person"
    );
    world.prove().await;
}

/// Nothing leaves a frozen wallet, and thawing lets it go on.
#[tokio::test]
async fn a_frozen_wallet_keeps_its_money() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let wallet = purse(&world, &customer).await.id;
    let system = System::of(customer.reseller(), "test");
    let mut tx = world.backend.begin(&system).await.unwrap();
    freeze::freeze(&mut tx, &system, world.backend.now(), wallet)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let quoted = world.quote_number(&customer, "1").await;
    assert!(matches!(
        world.place(&customer, &quoted).await,
        Err(PlaceError::Frozen)
    ));
    let mut tx = world.backend.begin(&system).await.unwrap();
    freeze::thaw(&mut tx, &system, wallet).await.unwrap();
    tx.commit().await.unwrap();
    world.place(&customer, &quoted).await.unwrap();
    world.prove().await;
}

/// An order held in two wallets lets both go, whichever of them somebody else is changing at that moment. The way the
/// database joins them depends on how many wallets there are, so the shop has many.
#[tokio::test]
async fn a_release_frees_every_wallet_while_another_movement_changes_one() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let bonus = grant(&world, &customer, Bucket::Bonus, "0.10", 2, "bonus").await;
    let quoted = world.quote_plan(&customer, "114701").await;
    world.sandbox.fail("telna.order", "drop_after", 1).await;
    world.sandbox.fail("telna.find_orders", "500_before", 1000).await;
    let order = world.place(&customer, &quoted).await.unwrap();
    let cash = purse(&world, &customer).await.id;
    let neighbours = "insert into wallets (id, reseller_id, owner_kind, owner_id, currency, created_at)
                      select gen_random_uuid(), reseller_id, owner_kind, gen_random_uuid(), currency, created_at
                      from wallets, generate_series(1, 3000) where id = $1";
    sqlx::query(neighbours)
        .bind(cash.uuid())
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    sqlx::query("analyze")
        .execute(&mut world.owner().await)
        .await
        .unwrap();

    for contended in [bonus, cash] {
        let mut other = world.owner().await;
        let mut changing = other.begin().await.unwrap();
        sqlx::query("update wallets set held_micros = held_micros where id = $1")
            .bind(contended.uuid())
            .execute(&mut *changing)
            .await
            .unwrap();
        let system = System::of(customer.reseller(), "test");
        let mut tx = world.backend.begin(&system).await.unwrap();
        let now = world.backend.now();
        let releasing = tokio::spawn(async move {
            wallet::release(&mut tx, &system, now, Purpose::Order(order))
                .await
                .unwrap();
            let open: i64 =
                sqlx::query_scalar("select count(*) from holds where order_id = $1 and state = 'open'")
                    .bind(order.uuid())
                    .fetch_one(&mut *tx)
                    .await
                    .unwrap();
            open
        });
        while world
            .count("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
            .await
            == 0
        {
            assert!(!releasing.is_finished(), "the release did not wait for {contended}");
        }
        changing.commit().await.unwrap();
        assert_eq!(releasing.await.unwrap(), 0, "with {contended} contended");
    }
    world.sandbox.heal().await;
    world.pass(600).await;
    world.prove().await;
}
