use clouddail::{
    domain::{numbers, orders, wallet},
    shared::order::OrderStatus,
};

use crate::support::World;

/// What the wallet paid is what the page said, and the ledger says who got which part of it.
#[tokio::test]
async fn a_number_is_bought_paid_and_in_the_account() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let before = world.available(&world.aurora, &customer).await;
    let quoted = world.quote_number(&customer, "1").await;
    let order = world.place(&customer, &quoted).await.unwrap();

    let view = orders::view::view(&world.backend, &customer, order)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(view.row.status, OrderStatus::Fulfilled);
    let titles: Vec<_> = view.timeline.iter().map(|row| row.title.as_str()).collect();
    assert_eq!(
        titles,
        [
            "Money set aside",
            "Ordered from our supplier",
            "Delivered by our supplier",
            "Paid from your balance"
        ]
    );
    let number = numbers::list::find(&world.backend, &customer, view.number_id.unwrap())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(number.order_id, order);
    let after = world.available(&world.aurora, &customer).await;
    assert_eq!(before.minus(after).unwrap(), quoted.charged);

    let statement = wallet::view::statement(&world.backend, &customer, world.aurora.brand.currency, None)
        .await
        .unwrap();
    let line = &statement.rows[0];
    assert_eq!(line.reason, format!("Number {}", number.display));
    assert_eq!(
        (line.amount, line.balance_after),
        (quoted.charged.negated().unwrap(), after)
    );
    let accounts = world
        .count("select count(distinct account) from ledger_entries e join ledger_transfers t on t.id = e.transfer_id
                where t.kind = 'sale'")
        .await;
    assert_eq!(accounts, 5, "wallet, provider, platform, commission, reseller");
    world.prove().await;
}

/// The shop that collects by itself pays the platform from its float: both wallets or neither.
#[tokio::test]
async fn where_the_reseller_collects_its_float_pays_the_platform() {
    let world = World::new().await;
    let customer = world.kite_customer().await;
    let float = "select balance_micros from wallets where owner_kind = 'reseller_float' and currency = 'EUR'";
    let before = world.count(float).await;
    let quoted = world.quote_number(&customer, "2").await;
    world.place(&customer, &quoted).await.unwrap();
    let taken = before - world.count(float).await;
    assert!(
        taken > 0 && taken < quoted.charged.micros(),
        "the float bears the platform price, not the retail price"
    );
    world.prove().await;
}

/// A float that cannot bear the sale closes the shop before anything is held.
#[tokio::test]
async fn an_empty_float_refuses_the_sale_and_holds_nothing() {
    let world = World::new().await;
    let customer = world.kite_customer().await;
    let quoted = world.quote_number(&customer, "2").await;
    sqlx::query("update wallets set held_micros = balance_micros where owner_kind = 'reseller_float'")
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    let refused = world.place(&customer, &quoted).await.unwrap_err();
    assert_eq!(refused.to_string(), "the shop cannot sell at the moment");
    assert_eq!(world.count("select count(*) from orders").await, 0);
    sqlx::query("update wallets set held_micros = 0 where owner_kind = 'reseller_float'")
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    world.prove().await;
}

#[tokio::test]
async fn a_price_above_the_one_that_was_shown_is_refused() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let quoted = world.quote_number(&customer, "3").await;
    let request = orders::place::Place {
        quote: quoted.id,
        payer: orders::place::Payer::Customer,
        kind: orders::place::SaleKind::New,
        max_price: quoted
            .charged
            .minus(clouddail::shared::money::Money::from_micros(
                10_000,
                quoted.charged.currency(),
            ))
            .unwrap(),
    };
    let refused = orders::place::place(&world.backend, &customer, request)
        .await
        .unwrap_err();
    assert!(matches!(refused, orders::place::PlaceError::PriceMoved { now } if now == quoted.charged));
    world.prove().await;
}

#[tokio::test]
async fn a_quote_dies_after_fifteen_minutes() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let quoted = world.quote_number(&customer, "4").await;
    world.backend.clock.advance(chrono::TimeDelta::minutes(15));
    let refused = world.place(&customer, &quoted).await.unwrap_err();
    assert!(matches!(refused, orders::place::PlaceError::Expired));
    world.prove().await;
}
