use crate::support::World;

/// Double click, back and reload, two tabs: whatever arrives for one quote is one order and one charge.
#[tokio::test]
async fn one_quote_is_one_order_however_often_it_is_sent() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let quoted = world.quote_number(&customer, "1").await;
    let (a, b, c, d) = tokio::join!(
        world.place(&customer, &quoted),
        world.place(&customer, &quoted),
        world.place(&customer, &quoted),
        world.place(&customer, &quoted),
    );
    let first = a.unwrap();
    assert!([b, c, d].into_iter().all(|order| order.unwrap() == first));
    assert_eq!(world.place(&customer, &quoted).await.unwrap(), first);
    assert_eq!(world.count("select count(*) from orders").await, 1);
    assert_eq!(
        world
            .count("select count(*) from ledger_transfers where kind = 'sale'")
            .await,
        1
    );
    assert_eq!(world.sandbox.calls("twilio.buy").await, 1);
    world.prove().await;
}

/// Two tabs with the same plan share a quote, until it is used.
#[tokio::test]
async fn two_tabs_share_a_quote_and_the_next_purchase_gets_a_new_one() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (one, two) = tokio::join!(
        world.quote_plan(&customer, "114701"),
        world.quote_plan(&customer, "114701")
    );
    assert_eq!(one.id, two.id);
    world.place(&customer, &one).await.unwrap();
    let three = world.quote_plan(&customer, "114701").await;
    assert_ne!(three.id, one.id);
    world.prove().await;
}
