//! Events of a dispute that come twice, at once, or out of order; and what was tampered with.

use super::*;

#[tokio::test]
async fn repeats_and_another_order_of_events_move_nothing() {
    let world = World::new().await;
    let (shop, carla) = (world.aurora.clone(), world.aurora_customer().await);
    let at = system(&shop);
    let zero = Money::zero(shop.brand.currency);
    let payment = world.topped_up(&shop, &carla, "50", "form-key-1").await;
    let other = world.topped_up(&shop, &carla, "20", "form-key-2").await;
    let (_, unpaid) = world.start_top_up(&shop, &carla, "20", "form-key-3").await;

    let early = win(&world.backend, &at, payment, "dsp-1").await;
    assert!(matches!(early, Err(DisputeError::NotFound)), "{early:?}");
    let early = lose(&world.backend, &at, payment, "dsp-1", zero).await;
    assert!(matches!(early, Err(DisputeError::NotFound)), "{early:?}");
    let none = dispute(&world, &shop, unpaid, "dsp-1", "20").await;
    assert!(matches!(none, Err(DisputeError::NotPaid)), "{none:?}");
    let none = dispute(&world, &world.kite, payment, "dsp-1", "50").await;
    assert!(
        matches!(none, Err(DisputeError::NoPayment)),
        "another shop's: {none:?}"
    );
    let more = dispute(&world, &shop, payment, "dsp-1", "50.000001").await;
    assert!(
        matches!(&more, Err(DisputeError::TooMuch { left }) if left.amount() == "50.00"),
        "{more:?}"
    );
    assert_eq!(world.booked_by(&shop, &KINDS).await, table(&[]));
    assert_eq!(
        world
            .count("select count(*) from wallets where frozen_at is not null")
            .await,
        0
    );

    let first = dispute(&world, &shop, payment, "dsp-1", "30").await.unwrap();
    let again = dispute(&world, &shop, payment, "dsp-1", "30").await.unwrap();
    assert_eq!(first, again);
    for (payment, amount) in [(payment, "20"), (other, "20")] {
        let another = dispute(&world, &shop, payment, "dsp-1", amount).await;
        assert!(
            matches!(another, Err(DisputeError::AnotherDispute)),
            "{another:?}"
        );
    }
    let more = dispute(&world, &shop, payment, "dsp-2", "20.01").await;
    assert!(
        matches!(&more, Err(DisputeError::TooMuch { left }) if left.amount() == "20.00"),
        "{more:?}"
    );
    let elsewhere = win(&world.backend, &at, other, "dsp-1").await;
    assert!(matches!(elsewhere, Err(DisputeError::NotFound)), "{elsewhere:?}");
    for _ in 0..2 {
        let won = win(&world.backend, &at, payment, "dsp-1").await.unwrap();
        assert_eq!(won.state, DisputeState::Won);
    }
    let late = lose(&world.backend, &at, payment, "dsp-1", zero).await;
    assert!(
        matches!(
            late,
            Err(DisputeError::Already {
                state: DisputeState::Won
            })
        ),
        "{late:?}"
    );
    let late = dispute(&world, &shop, payment, "dsp-1", "30").await.unwrap();
    assert_eq!(late.state, DisputeState::Won, "entered again after it was won");
    assert_eq!(world.booked_by(&shop, &KINDS).await, table(&[]));
    assert_eq!(world.available(&shop, &carla).await.amount(), "120.00");
    world.prove().await;
}

#[tokio::test]
async fn many_at_once_are_entered_once_and_never_exceed_the_payment() {
    let world = World::new().await;
    let (shop, carla) = (world.aurora.clone(), world.aurora_customer().await);
    let payment = world.topped_up(&shop, &carla, "50", "form-key-1").await;
    let mut at_once = tokio::task::JoinSet::new();
    for number in 0..16 {
        let (backend, at) = (world.backend.clone(), system(&shop));
        let new = Open {
            payment,
            // Each id twice.
            provider_dispute_id: format!("dsp-{}", number / 2),
            amount: PositiveMoney::new(money(&shop, "20")).unwrap(),
        };
        at_once.spawn(async move { open(&backend, &at, &new).await });
    }
    let answers = at_once.join_all().await;
    let entered: std::collections::BTreeSet<_> = answers
        .iter()
        .flatten()
        .map(|dispute| dispute.provider_dispute_id.clone())
        .collect();
    assert_eq!(entered.len(), 2, "two times twenty fit into fifty");
    assert!(
        answers
            .iter()
            .all(|answer| matches!(answer, Ok(_) | Err(DisputeError::TooMuch { .. })))
    );
    assert_eq!(world.count("select count(*) from disputes").await, 2);
    assert_eq!(cases(&world).await, 2);
    assert_eq!(
        world.booked_by(&shop, &KINDS).await,
        table(&[("gateway_clearing", 40_000_000), ("wallet", -40_000_000)])
    );
    world.prove().await;
}

#[tokio::test]
async fn the_wallet_thaws_when_the_last_dispute_is_won_and_after_a_lost_one_by_hand() {
    let world = World::new().await;
    let (shop, carla) = (world.aurora.clone(), world.aurora_customer().await);
    let at = system(&shop);
    let zero = Money::zero(shop.brand.currency);
    let frozen = "select count(*) from wallets where frozen_at is not null";
    let payment = world.topped_up(&shop, &carla, "50", "form-key-1").await;
    let other = world.topped_up(&shop, &carla, "20", "form-key-2").await;
    dispute(&world, &shop, payment, "dsp-1", "50").await.unwrap();
    dispute(&world, &shop, other, "dsp-2", "20").await.unwrap();
    win(&world.backend, &at, payment, "dsp-1").await.unwrap();
    assert_eq!(world.count(frozen).await, 1, "the other one is open");
    let refused = thaw(&world.backend, &at, payment).await;
    assert!(matches!(refused, Err(DisputeError::StillOpen)), "{refused:?}");
    for _ in 0..2 {
        lose(&world.backend, &at, other, "dsp-2", zero).await.unwrap();
    }
    assert_eq!(world.count(frozen).await, 1, "lost, and nobody thawed it");
    dispute(&world, &shop, payment, "dsp-3", "5").await.unwrap();
    win(&world.backend, &at, payment, "dsp-3").await.unwrap();
    assert_eq!(world.count(frozen).await, 1, "the lost one still freezes it");
    thaw(&world.backend, &at, other).await.unwrap();
    assert_eq!(world.count(frozen).await, 0);
    let quoted = world.quote_number(&carla, "1").await;
    world.place(&carla, &quoted).await.unwrap();
    world.prove().await;
}

#[tokio::test]
async fn verify_sees_what_was_tampered_with() {
    let SpentBefore { world, payment, .. } = spent_before(true).await;
    win(&world.backend, &system(&world.kite), payment, "dsp-1")
        .await
        .unwrap();
    dispute(&world, &world.kite, payment, "dsp-2", "50")
        .await
        .unwrap();
    let mut owner = world.owner().await;
    for (damage, repair, check) in [
        (
            "update wallets set frozen_at = null where frozen_at is not null",
            "update wallets set frozen_at = now() where id = (select wallet_id from disputes limit 1)",
            "every open dispute keeps its wallet frozen",
        ),
        (
            "update payments set collector = 'platform', collector_version = null",
            "update payments set collector = 'reseller', collector_version = 1",
            "every payment is booked where it was collected",
        ),
        (
            "update disputes set taken_micros = taken_micros - 1 where state = 'open'",
            "update disputes set taken_micros = taken_micros + 1 where state = 'open'",
            "every dispute took what it says and ended even",
        ),
        (
            "update disputes set state = 'won', closed_at = now(), closing_transfer_id = opening_transfer_id
             where provider_dispute_id = 'dsp-2'",
            "update disputes set state = 'open', closed_at = null, closing_transfer_id = null
             where provider_dispute_id = 'dsp-2'",
            "every dispute took what it says and ended even",
        ),
        (
            "update disputes set opening_transfer_id = closing_transfer_id where state = 'won'",
            "update disputes d set opening_transfer_id = t.id from ledger_transfers t
             where d.state = 'won' and t.reference_id = d.id and t.kind = 'dispute_opened'",
            "every dispute's movement has its dispute, within its payment",
        ),
    ] {
        owner.execute(damage).await.unwrap();
        let found = verify::books(&world.backend).await.unwrap();
        assert!(
            found.iter().any(|finding| finding.check == check),
            "{damage}: {found:?}"
        );
        owner.execute(repair).await.unwrap();
        assert_eq!(verify::books(&world.backend).await.unwrap(), [], "{repair}");
    }
    world.prove().await;
}
