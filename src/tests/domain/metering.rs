//! What was used is logged once, as it was paid, in the transaction that paid it.

use clouddail::{
    domain::{
        operations::verify,
        orders::refund::{Destination, Refund, refund},
        scope::System,
    },
    shared::money::Money,
};
use sqlx::Executor;

use crate::support::World;

const CHECK: &str = "every use is logged once, as the ledger says";

async fn services(world: &World) -> Vec<(String, i64, i64)> {
    sqlx::query_as(
        "select service || case when is_refund then ' back' else '' end, count(*), sum(quantity)::bigint from usage_logs
         group by 1 order by 1",
    )
    .fetch_all(&mut world.owner().await)
    .await
    .unwrap()
}

#[tokio::test]
async fn every_use_is_logged_once_with_what_it_cost() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, e164) = world.number_of(&customer, "1").await;
    let quoted = world.quote_plan(&customer, "114701").await;
    let order = world.place(&customer, &quoted).await.unwrap();
    world
        .write(&customer, number, "+14155550123", &"x".repeat(200))
        .await
        .unwrap();
    world.run_jobs().await;
    let call = world.call(&customer, number, "+14155550123").await.unwrap();
    world.joined(1).await;
    world.hang_up("+14155550123", 61).await;
    world.over(call).await;
    // Somebody leaves a message.
    let leg = world.ring("+14155550124", &e164).await;
    let came = world.newest_call().await;
    world.hang_up(leg["sid"].as_str().unwrap(), 9).await;
    world.over(came).await;
    let wanted = Refund {
        order,
        key: "back".into(),
        amount: Some(Money::from_micros(1_000_000, world.aurora.brand.currency)),
        destination: Destination::Wallet,
        reason: "A test".into(),
    };
    let system = System::of(world.aurora.id, "test");
    refund(&world.backend, &system, wanted).await.unwrap();
    // The French plan has 1,024 megabytes or what its product says; the others are counted here.
    let data: i64 = world
        .count("select quantity from usage_logs where service = 'data' and not is_refund")
        .await;
    let expected = [
        ("data".to_owned(), 1, data),
        ("data back".to_owned(), 1, 0),
        ("number_rental".to_owned(), 1, 1),
        ("sms".to_owned(), 1, 2),
        ("voice_inbound".to_owned(), 1, 60),
        ("voice_outbound".to_owned(), 1, 120),
    ];
    assert_eq!(services(&world).await, expected);
    let spent = world
        .count(
            "select sum(u.price_micros)::bigint - (select sum(coalesce(m.charged_micros, 0)) from messages m)::bigint
                    - (select sum(coalesce(c.charged_micros, 0)) from call_detail_records c)::bigint
                    - (select sum(o.charged_micros - o.refunded_micros) from orders o
                       where o.state in ('fulfilled', 'refunded'))::bigint
             from usage_logs u",
        )
        .await;
    assert_eq!(spent, 0);
    let shared = "select count(*) from usage_logs where abs(price_micros - cost_micros - platform_micros - share_micros) > 0";
    assert_eq!(world.count(shared).await, 0);
    world.prove().await;
}

/// A message that never went is no use; at a shop that collects by itself the float's part is the shop's.
#[tokio::test]
async fn what_was_not_paid_is_not_logged() {
    let world = World::new().await;
    let customer = world.kite_customer().await;
    let before = world.count("select count(*) from usage_logs").await;
    let (number, _) = world.number_of(&customer, "1").await;
    world.sandbox.fail("twilio.send", "drop_before", 1).await;
    world
        .write(&customer, number, "+14155550123", "hello")
        .await
        .unwrap();
    let logged = world.count("select count(*) from usage_logs").await;
    assert_eq!(logged - before, 1, "the number, and no message in flight");
    let shared =
        "select count(*) from usage_logs where price_micros <> cost_micros + platform_micros + share_micros";
    assert_eq!(world.count(shared).await, 0);
    world.pass(600).await;
    world.prove().await;
}

#[tokio::test]
async fn verify_names_a_use_that_is_missing_or_altered() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let quoted = world.quote_plan(&customer, "114701").await;
    world.place(&customer, &quoted).await.unwrap();
    let mut owner = world.owner().await;
    let denied = owner.execute("delete from usage_logs").await;
    assert!(denied.is_err(), "a log can be changed");
    owner
        .execute("alter table usage_logs disable trigger user")
        .await
        .unwrap();
    for harm in [
        "update usage_logs set price_micros = price_micros + 1",
        "delete from usage_logs where service = 'data'",
    ] {
        owner.execute(harm).await.unwrap();
        let found = verify::books(&world.backend).await.unwrap();
        assert!(
            found.iter().any(|finding| finding.check == CHECK),
            "{harm}: {found:?}"
        );
        owner.execute("delete from usage_logs").await.unwrap();
        // As the migration fills it.
        let fill = "insert into usage_logs select u.* from ledger_transfers t
                    cross join lateral usage_of_transfer(t.reseller_id, t.id) u";
        owner.execute(fill).await.unwrap();
    }
    owner
        .execute("alter table usage_logs enable trigger user")
        .await
        .unwrap();
    world.prove().await;
}
