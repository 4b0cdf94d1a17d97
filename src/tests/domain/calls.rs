//! A call is rung once and paid once, by the time the vendor states, and never for more than the wallet has.

use clouddail::{
    domain::{
        calls::{self, DraftError, SaveSettings, StartError},
        operations::verify,
        scope::Customer,
    },
    shared::ids::NumberId,
};
use serde_json::json;
use sqlx::{AssertSqlSafe, Executor};

use crate::support::World;

const OTHER: &str = "+14155550123";
const OPEN: &str = "select count(*) from holds where call_id is not null and state = 'open'";
const SALES: &str = "select count(*) from ledger_transfers where kind = 'sale' and reference_type = 'call'";

async fn forward(world: &World, customer: &Customer, number: NumberId, to: &str) {
    let wanted = SaveSettings {
        number,
        forward_to: to.into(),
        ring_seconds: 25,
        has_voicemail: true,
        greeting: "Leave a <word> & go.".into(),
        origin: crate::support::spending::origin(),
    };
    calls::save_settings(&world.backend, customer, &wanted)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_call_out_is_held_for_and_captured_by_its_time() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    world.price_minutes().await;
    let before = world.available(&world.aurora, &customer).await;
    let call = world.call(&customer, number, OTHER).await.unwrap();
    world.joined(1).await;
    assert_eq!(world.count(OPEN).await, 1);
    let held = world.available(&world.aurora, &customer).await;
    assert!(held.micros() < before.micros());
    world.hang_up(OTHER, 61).await;
    assert_eq!(world.over(call).await, "completed");
    assert_eq!(
        (
            world.call_fact(call, "seconds").await,
            world.call_fact(call, "billed_seconds").await
        ),
        ("61".into(), "120".into())
    );
    let view = calls::view(&world.backend, &customer, call)
        .await
        .unwrap()
        .unwrap();
    let charged = view.row.charged.unwrap();
    assert_eq!(charged.micros(), 2 * view.minute.unwrap().micros());
    let after = world.available(&world.aurora, &customer).await;
    assert_eq!(before.minus(after).unwrap(), charged);
    assert_eq!((world.count(OPEN).await, world.count(SALES).await), (0, 1));
    assert_eq!(world.sandbox.calls("twilio.ring").await, 1);
    world.prove().await;
}

#[tokio::test]
async fn who_does_not_answer_costs_the_first_phone_only() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    let busy = world.call(&customer, number, "+14155550666").await.unwrap();
    assert_eq!(world.over(busy).await, "no_answer");
    assert_eq!(world.count(OPEN).await, 0);
    let said = &world.legs().await[0]["said"];
    assert!(said.to_string().contains("The line is busy"), "{said}");
    for (to, field) in [("nobody", true), (crate::support::PHONE, false)] {
        let refused = world.call(&customer, number, to).await;
        assert_eq!(
            matches!(refused, Err(StartError::Draft(DraftError::NotAPhone))),
            field,
            "{to}"
        );
        assert!(refused.is_err());
    }
    let far = world.call(&customer, number, "+2348031234567").await;
    assert!(
        matches!(
            far,
            Err(StartError::Draft(
                DraftError::CountryOff(_) | DraftError::NoWay(_)
            ))
        ),
        "{far:?}"
    );
    world.prove().await;
}

#[tokio::test]
async fn a_call_in_is_forwarded_or_taken_down() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, e164) = world.number_of(&customer, "1").await;
    forward(&world, &customer, number, "+1 415 555 0188").await;
    world.ring(OTHER, &e164).await;
    world.joined(1).await;
    let call = world.newest_call().await;
    world.hang_up(&e164, 30).await;
    assert_eq!(world.over(call).await, "completed");
    assert_eq!(world.call_fact(call, "billed_seconds").await, "60");

    forward(&world, &customer, number, "+14155550777").await;
    let leg = world.ring(OTHER, &e164).await;
    assert!(leg["said"].to_string().contains("Leave a <word> & go."), "{leg}");
    let call = world.newest_call().await;
    world.hang_up(leg["sid"].as_str().unwrap(), 12).await;
    assert_eq!(world.over(call).await, "completed");
    let sound = calls::voicemail(&world.backend, &customer, call).await.unwrap();
    assert!(sound.is_some_and(|sound| !sound.is_empty()));
    let traveller = world.kite_customer().await;
    assert_eq!(
        calls::voicemail(&world.backend, &traveller, call).await.unwrap(),
        None
    );
    assert_eq!(world.count(SALES).await, 2);
    world.prove().await;
}

#[tokio::test]
async fn without_money_a_caller_is_refused_politely() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, e164) = world.number_of(&customer, "1").await;
    forward(&world, &customer, number, "+14155550188").await;
    world.spend_down_to(&customer, 1_000).await;
    let leg = world.ring(OTHER, &e164).await;
    assert!(leg["said"].to_string().contains("cannot be reached"), "{leg}");
    let refused = world.call(&customer, number, OTHER).await;
    assert!(
        matches!(refused, Err(StartError::Insufficient { .. })),
        "{refused:?}"
    );
    assert_eq!((world.count(OPEN).await, world.count(SALES).await), (0, 0));
    let nobody = world.sandbox.calls("twilio.ring").await;
    assert_eq!(nobody, 0);
    world.prove().await;
}

/// No report ever comes: the sweep asks the vendor, and the call is paid once.
#[tokio::test]
async fn a_lost_end_is_found_by_asking() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    world.call_reports_come("lost").await;
    let call = world.call(&customer, number, OTHER).await.unwrap();
    world.joined(1).await;
    world.hang_up(OTHER, 90).await;
    world.run_jobs().await;
    assert_eq!(world.count(OPEN).await, 1, "nobody told us");
    for _ in 0..3 {
        world.pass(400).await;
        calls::sweep(&world.backend).await.unwrap();
        world.run_jobs().await;
    }
    assert_eq!(world.over(call).await, "completed");
    assert_eq!(world.call_fact(call, "seconds").await, "90");
    assert_eq!((world.count(OPEN).await, world.count(SALES).await), (0, 1));
    world.prove().await;
}

/// The end comes before anybody looked at the slice: what it lacks is set aside at the end, and all of it is paid.
#[tokio::test]
async fn a_call_that_outlasts_its_slice_unseen_is_paid_in_full() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    world.price_minutes().await;
    let call = world.call(&customer, number, OTHER).await.unwrap();
    world.joined(1).await;
    world.hang_up(OTHER, 901).await;
    assert_eq!(world.over(call).await, "completed");
    let view = calls::view(&world.backend, &customer, call)
        .await
        .unwrap()
        .unwrap();
    let minute = view.minute.unwrap().micros();
    assert_eq!(view.row.charged.unwrap().micros(), 16 * minute);
    assert!(
        view.timeline.iter().any(|step| step.detail == "15:01"),
        "{view:?}"
    );
    assert_eq!((world.count(OPEN).await, world.count(SALES).await), (0, 1));
    world.prove().await;
}

/// The vendor rang and its answer was lost: the call is found, and nobody is rung twice.
#[tokio::test]
async fn a_lost_answer_rings_nobody_twice() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    world.sandbox.fail("twilio.ring", "500_after", 1).await;
    let call = world.call(&customer, number, OTHER).await.unwrap();
    world.joined(1).await;
    for _ in 0..3 {
        world.pass(10).await;
    }
    world.hang_up(OTHER, 20).await;
    assert_eq!(world.over(call).await, "completed");
    assert_eq!(world.sandbox.calls("twilio.ring").await, 1);
    world.sandbox.fail("twilio.ring", "500_before", 1).await;
    let call = world.call(&customer, number, OTHER).await.unwrap();
    for _ in 0..6 {
        world.pass(60).await;
    }
    assert_eq!(world.over(call).await, "failed");
    assert_eq!((world.count(OPEN).await, world.count(SALES).await), (0, 1));
    world.prove().await;
}

/// The slice is lengthened while there is money, and the call ended with a sentence when there is none.
#[tokio::test]
async fn a_long_call_is_lengthened_and_cut_off() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    world.price_minutes().await;
    let call = world.call(&customer, number, OTHER).await.unwrap();
    world.joined(1).await;
    let advance = async |seconds: i64| {
        world
            .sandbox
            .post("/_sandbox/clock", json!({ "advance_seconds": seconds }))
            .await;
        world.pass(seconds).await;
    };
    advance(580).await;
    assert_eq!(world.call_fact(call, "held_seconds").await, "1200");
    assert_eq!(world.count(OPEN).await, 1);
    // Something else takes the rest of the money.
    let held = world
        .count("select sum(amount_micros)::bigint from holds where state = 'open'")
        .await;
    world.spend_down_to(&customer, held).await;
    advance(600).await;
    advance(16).await;
    assert_eq!(world.over(call).await, "cut_off");
    let said = world.legs().await[0]["said"].to_string();
    assert!(said.contains("used up"), "{said}");
    assert_eq!(world.call_fact(call, "unbilled_seconds").await, "0");
    world.prove().await;
}

/// A dispute opened while somebody talks: the call is paid out of its slice, and the next one is refused.
#[tokio::test]
async fn a_frozen_wallet_pays_for_the_call_it_began() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    world.price_minutes().await;
    let call = world.call(&customer, number, OTHER).await.unwrap();
    world.joined(1).await;
    let wallet: uuid::Uuid = sqlx::query_scalar("select wallet_id from call_detail_records")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    let mut tx = world.backend.begin(&customer).await.unwrap();
    clouddail::domain::wallet::freeze::freeze(&mut tx, &customer, world.backend.now(), wallet.into())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    world.hang_up(OTHER, 70).await;
    assert_eq!(world.over(call).await, "completed");
    let view = calls::view(&world.backend, &customer, call)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        view.row.charged.unwrap().micros(),
        2 * view.minute.unwrap().micros()
    );
    assert_eq!((world.count(OPEN).await, world.count(SALES).await), (0, 1));
    let refused = world.call(&customer, number, OTHER).await;
    assert!(matches!(refused, Err(StartError::Frozen)), "{refused:?}");
    world.prove().await;
}

#[tokio::test]
async fn verify_misses_no_micro_unit_of_a_call() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let traveller = world.kite_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    let (other, _) = world.number_of(&traveller, "2").await;
    for (whose, from, to) in [(&customer, number, OTHER), (&traveller, other, "+14155550124")] {
        let call = world.call(whose, from, to).await.unwrap();
        world.joined(1).await;
        world.hang_up(to, 75).await;
        assert_eq!(world.over(call).await, "completed");
    }
    assert_eq!(verify::books(&world.backend).await.unwrap(), vec![]);
    let figures = "select coalesce(sum(f.charged_micros), 0)::bigint from resellers r
                   cross join lateral figures_of_ledger(r.id, '-infinity', 'infinity', 'UTC') f where f.kind = 'call'";
    let charged = "select sum(charged_micros)::bigint from call_detail_records";
    assert_eq!(world.count(figures).await, world.count(charged).await);
    let captured = "every call that cost something is captured once, for its price";
    let holds = "every call under way holds its slice, and no other";
    for (change, back, check) in [
        (
            "update call_detail_records set charged_micros = charged_micros + 1",
            "update call_detail_records set charged_micros = charged_micros - 1",
            captured,
        ),
        (
            "update ledger_transfers set reference_id = gen_random_uuid() where reference_type = 'call'",
            "update ledger_transfers t set reference_id = c.id from call_detail_records c
             where t.key = 'sale:cal_' || replace(c.id::text, '-', '')",
            captured,
        ),
        (
            "update holds set state = 'open', closed_at = null where call_id is not null and key like '%.0:%'",
            "update holds set state = 'released', closed_at = created_at
             where call_id is not null and key like '%.0:%'",
            holds,
        ),
    ] {
        let mut owner = world.owner().await;
        owner
            .execute("set session_replication_role = replica")
            .await
            .unwrap();
        owner.execute(AssertSqlSafe(change)).await.unwrap();
        let found = verify::books(&world.backend).await.unwrap();
        assert!(
            found.iter().any(|finding| finding.check == check),
            "{change}: {found:#?}"
        );
        owner.execute(AssertSqlSafe(back)).await.unwrap();
        assert_eq!(verify::books(&world.backend).await.unwrap(), vec![], "{back}");
    }
    world.prove().await;
}
