//! Money on its way back to the card: held first, asked for once, booked as the gateway says.

use clouddail::{
    domain::{
        orders::refund::{Destination, RefundError},
        scope::{Customer, System},
        wallet::grant::{Bucket, Funder},
        withdrawals::{
            settle::{SettleError, Verdict, settle},
            sources::NoSource,
            state::State,
        },
    },
    shared::ids::{OrderId, WithdrawalId},
};

use crate::support::World;

/// Aurora's customer has 50.00 of before and pays `paid` in by card, buys a plan and has it refunded to the card.
/// Returns what went out, in micro-units.
async fn refund_to_card(paid: &str) -> (World, Customer, OrderId, i64) {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    world.pay_in(&customer, paid, "form-key-1").await;
    let order = world.buy_plan(&customer, "114701").await;
    let made = world
        .give_back(&customer, order, None, Destination::Source, "refund-1")
        .await
        .unwrap();
    let out = made.amount.round_down_to_minor().unwrap().micros();
    (world, customer, order, out)
}

async fn only_withdrawal(world: &World) -> WithdrawalId {
    let id: uuid::Uuid = sqlx::query_scalar("select id from withdrawals")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    id.into()
}

#[tokio::test]
async fn a_refund_to_the_card_leaves_the_wallet_as_before_the_sale_less_what_went_out() {
    let (world, customer, order, out) = refund_to_card("20").await;
    assert_eq!(world.withdrawals().await, [("held".into(), out)]);
    assert_eq!(
        world.available(&world.aurora, &customer).await.micros(),
        70_000_000 - out,
        "what is on its way cannot be spent"
    );
    world.run_jobs().await;
    assert_eq!(world.withdrawals().await, [("done".into(), out)]);
    assert_eq!(world.cash(&customer).await, 70_000_000 - out);
    assert_eq!(world.given_back_by_the_gateway().await.len(), 1);
    assert_eq!(world.sandbox.calls("flutterwave.refund").await, 1);
    assert_eq!(
        world
            .sum(
                "select sum(amount_micros)::bigint from ledger_entries e join ledger_transfers t on t.id = e.transfer_id
                 where t.kind = 'withdrawal' and e.account = 'gateway_clearing'"
                    .into()
            )
            .await,
        out
    );
    let mails = world.sandbox.mails("customer@aurora.test").await;
    assert!(
        mails.iter().any(|mail| mail["subject"]
            .as_str()
            .unwrap()
            .ends_with("sent back to your card")),
        "{mails:?}"
    );
    let again = world
        .give_back(&customer, order, None, Destination::Source, "refund-1")
        .await
        .unwrap();
    assert!(again.is_replay);
    world.run_jobs().await;
    assert_eq!(world.withdrawals().await.len(), 1);
    world.prove().await;
}

#[tokio::test]
async fn a_gateway_that_refuses_leaves_the_money_in_the_wallet_and_says_why() {
    let (world, customer, _, out) = refund_to_card("26.66").await;
    world.run_jobs().await;
    assert_eq!(world.withdrawals().await, [("released".into(), out)]);
    assert_eq!(
        world.available(&world.aurora, &customer).await.micros(),
        76_660_000
    );
    let mails = world.sandbox.mails("customer@aurora.test").await;
    let mail = mails.iter().find(|mail| {
        mail["subject"]
            .as_str()
            .unwrap()
            .ends_with("could not go back to your card")
    });
    assert!(mail.is_some(), "{mails:?}");
    world.prove().await;
}

#[tokio::test]
async fn an_unclear_answer_is_looked_up_and_never_asked_again() {
    for paid in ["24.08", "25.05"] {
        let (world, customer, _, out) = refund_to_card(paid).await;
        world.run_jobs().await;
        assert_eq!(world.withdrawals().await, [("done".into(), out)], "{paid}");
        assert_eq!(world.sandbox.calls("flutterwave.refund").await, 1, "{paid}");
        assert_eq!(world.given_back_by_the_gateway().await.len(), 1, "{paid}");
        assert!(world.cash(&customer).await < 76_000_000);
        world.prove().await;
    }
}

#[tokio::test]
async fn a_busy_gateway_is_asked_later() {
    let (world, _, _, out) = refund_to_card("24.29").await;
    world.run_jobs().await;
    assert_eq!(world.withdrawals().await, [("held".into(), out)]);
    world.pass(10).await;
    world.pass(60).await;
    assert_eq!(world.withdrawals().await, [("done".into(), out)]);
    assert_eq!(world.given_back_by_the_gateway().await.len(), 1);
    world.prove().await;
}

#[tokio::test]
async fn a_gateway_that_stays_away_for_a_day_leaves_the_money_in_the_wallet() {
    let (world, customer, _, out) = refund_to_card("20").await;
    world.sandbox.fail("flutterwave.refund", "429", 1000).await;
    world.run_jobs().await;
    for _ in 0..10 {
        world.pass(10_000).await;
    }
    assert_eq!(world.withdrawals().await, [("released".into(), out)]);
    assert_eq!(
        world.available(&world.aurora, &customer).await.micros(),
        70_000_000
    );
    world.sandbox.heal().await;
    world.prove().await;
}

/// A lost request looks like a slow one, so nobody but an operator may say that it was lost.
#[tokio::test]
async fn what_does_not_show_becomes_a_case_and_an_operator_settles_it() {
    for is_done in [false, true] {
        let (world, customer, _, out) = refund_to_card("20").await;
        let mode = if is_done { "drop_after" } else { "drop_before" };
        world.sandbox.fail("flutterwave.refund", mode, 1).await;
        world
            .sandbox
            .fail("flutterwave.refunds", "500_before", 1000)
            .await;
        world.run_jobs().await;
        let id = only_withdrawal(&world).await;
        let cases = "select count(*) from operator_cases where kind = 'withdrawal_unknown'";
        assert_eq!(world.count(cases).await, 0);
        for _ in 0..5 {
            world.pass(900).await;
        }
        assert_eq!(world.withdrawals().await, [("unknown".into(), out)]);
        assert_eq!(world.count(cases).await, 1);
        assert_eq!(
            world.available(&world.aurora, &customer).await.micros(),
            70_000_000 - out,
            "still held"
        );
        assert_eq!(world.sandbox.calls("flutterwave.refund").await, 1);

        let verdict = if is_done {
            Verdict::Done {
                provider_refund: "1000005".into(),
            }
        } else {
            Verdict::NotDone
        };
        let kite = System::of(world.kite.id, "test");
        let refused = settle(&world.backend, &kite, id, &verdict, "looked").await;
        assert!(matches!(refused, Err(SettleError::NotFound)), "another shop's");
        let system = System::of(world.aurora.id, "test");
        let expected = if is_done { State::Done } else { State::Released };
        assert_eq!(
            settle(&world.backend, &system, id, &verdict, "looked")
                .await
                .unwrap(),
            expected
        );
        let refused = settle(&world.backend, &system, id, &verdict, "looked").await;
        assert!(matches!(refused, Err(SettleError::NotUnknown(_))));
        let left = if is_done { 70_000_000 - out } else { 70_000_000 };
        assert_eq!(world.available(&world.aurora, &customer).await.micros(), left);
        world.sandbox.heal().await;
        world.pass(30_000).await;
        assert_eq!(
            world.sandbox.calls("flutterwave.refund").await,
            1,
            "never asked again"
        );
        world.prove().await;
    }
}

#[tokio::test]
async fn what_shows_later_settles_by_itself() {
    let (world, _, _, out) = refund_to_card("20").await;
    world.sandbox.fail("flutterwave.refund", "drop_after", 1).await;
    world.sandbox.fail("flutterwave.refunds", "500_before", 4).await;
    world.run_jobs().await;
    assert_eq!(world.withdrawals().await, [("unknown".into(), out)]);
    for _ in 0..5 {
        world.pass(900).await;
    }
    assert_eq!(world.withdrawals().await, [("done".into(), out)]);
    assert_eq!(world.sandbox.calls("flutterwave.refund").await, 1);
    world.prove().await;
}

/// Newest first, no payment gives back more than it brought, and what is on its way counts as gone.
#[tokio::test]
async fn a_refund_is_split_over_the_payments_and_each_gives_only_what_it_brought() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    world.pay_in(&customer, "5", "form-key-1").await;
    world.pay_in(&customer, "5", "form-key-2").await;
    let mut orders = vec![];
    for _ in 0..8 {
        orders.push(world.buy_plan(&customer, "114701").await);
    }
    let price = world.count("select charged_micros from orders limit 1").await;
    let out = price / 10_000 * 10_000;
    assert!(
        out < 5_000_000 && out * 8 > 10_000_000,
        "the example needs another plan: {out}"
    );
    let mut left = 10_000_000;
    for (nth, order) in orders.iter().enumerate() {
        let key = format!("k{nth}");
        let made = world
            .give_back(&customer, *order, None, Destination::Source, &key)
            .await;
        if out <= left {
            made.unwrap();
            left -= out;
        } else {
            let Err(RefundError::NoSource(NoSource::TooLittle { left: said })) = made else {
                panic!("{made:?}");
            };
            assert_eq!(said.micros(), left);
        }
    }
    world.run_jobs().await;
    let per_payment =
        "select max(sum)::bigint from (select sum(amount_micros) from withdrawals group by payment_id) x";
    assert!(world.count(per_payment).await <= 5_000_000);
    assert_eq!(
        world
            .count("select sum(amount_micros)::bigint from withdrawals where state = 'done'")
            .await,
        10_000_000 - left
    );
    world.prove().await;
}

#[tokio::test]
async fn what_cannot_go_to_a_card_is_refused_before_anything_moves() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    world
        .give(&customer, 30_000_000, Bucket::Bonus, Funder::Platform)
        .await;
    let by_credit = world.buy_plan(&customer, "114701").await;
    let refused = world
        .give_back(&customer, by_credit, None, Destination::Source, "a")
        .await;
    assert!(matches!(refused, Err(RefundError::NotPayable)), "{refused:?}");
    let kite = world.kite_customer().await;
    let by_cash = world.buy_plan(&kite, "114701").await;
    let refused = world
        .give_back(&kite, by_cash, None, Destination::Source, "b")
        .await;
    assert!(
        matches!(refused, Err(RefundError::NoSource(NoSource::NoPayment))),
        "{refused:?}"
    );
    assert_eq!(world.count("select count(*) from refunds").await, 0);
    assert_eq!(
        world
            .count("select count(*) from ledger_transfers where kind = 'refund'")
            .await,
        0
    );
    assert_eq!(
        world
            .count("select sum(refunded_micros)::bigint from orders")
            .await,
        0
    );
    world.prove().await;
}

#[tokio::test]
async fn disputed_money_and_another_gateways_do_not_leave() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    world.pay_in(&customer, "20", "form-key-1").await;
    let order = world.buy_plan(&customer, "114701").await;
    let change = async |sql: &'static str| sqlx::query(sql).execute(&mut world.owner().await).await.unwrap();
    change("update payments set provider = 'another'").await;
    let refused = world
        .give_back(&customer, order, None, Destination::Source, "a")
        .await;
    assert!(
        matches!(refused, Err(RefundError::NoSource(NoSource::Gateway))),
        "{refused:?}"
    );
    change("update payments set provider = 'flutterwave'").await;
    change("update wallets set frozen_at = now() where owner_kind = 'customer'").await;
    let refused = world
        .give_back(&customer, order, None, Destination::Source, "a")
        .await;
    assert!(matches!(refused, Err(RefundError::Frozen)), "{refused:?}");
    assert_eq!(world.count("select count(*) from refunds").await, 0);

    // Frozen after it was set aside: it stays.
    change("update wallets set frozen_at = null").await;
    world
        .give_back(&customer, order, None, Destination::Source, "a")
        .await
        .unwrap();
    change("update wallets set frozen_at = now() where owner_kind = 'customer'").await;
    world.run_jobs().await;
    assert_eq!(world.withdrawals().await[0].0, "released");
    assert_eq!(world.sandbox.calls("flutterwave.refund").await, 0);
    world.prove().await;
}
