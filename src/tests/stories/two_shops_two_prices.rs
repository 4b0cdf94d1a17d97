use crate::support::World;

/// The same number and the same plan cost differently in two shops, in different currencies, and each price can be
/// explained.
#[tokio::test]
async fn aurora_and_kite_sell_the_same_at_their_own_prices() {
    let world = World::new().await;
    let (aurora, kite) = (world.aurora_customer().await, world.kite_customer().await);
    let number = (
        world.quote_number(&aurora, "7").await,
        world.quote_number(&kite, "7").await,
    );
    let plan = (
        world.quote_plan(&aurora, "114701").await,
        world.quote_plan(&kite, "114701").await,
    );
    for (at_aurora, at_kite) in [number, plan] {
        assert_eq!(at_aurora.item, at_kite.item);
        assert_eq!(at_aurora.charged.currency().code(), "USD");
        assert_eq!(at_kite.charged.currency().code(), "EUR");
        assert_ne!(at_aurora.charged.micros(), at_kite.charged.micros());
    }
    let traces = world
        .count(
            "select count(*) from quotes q
             where jsonb_array_length(q.stack -> 'trace') >= 3
               and (q.stack -> 'trace' -> -1 ->> 'stage') = 'shop'
               and (q.stack -> 'trace' -> -1 -> 'result') = (q.stack -> 'charged')",
        )
        .await;
    assert_eq!(traces, 4, "each quote keeps how its price came about");
    world.prove().await;
}
