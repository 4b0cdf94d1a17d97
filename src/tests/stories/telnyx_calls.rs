//! Calls of a number at Telnyx: told what to do event by event, paid by its time, and never for more than the wallet has.

use clouddail::{
    domain::{
        calls::{self, SaveSettings, StartError},
        scope::Customer,
    },
    shared::ids::NumberId,
};

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
async fn a_call_out_joins_two_phones_and_is_paid_by_its_time() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.telnyx_number(&customer, 0).await;
    world.price_minutes().await;
    let before = world.available(&world.aurora, &customer).await;
    let call = world.call(&customer, number, OTHER).await.unwrap();
    world.telnyx_joined().await;
    assert!(world.telnyx_said().await.contains("Connecting your call."));
    assert_eq!(world.count(OPEN).await, 1);
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
    assert_eq!(world.sandbox.calls("telnyx.ring").await, 1);
    assert_eq!(world.sandbox.calls("twilio.ring").await, 0);

    let busy = world.call(&customer, number, "+14155550666").await.unwrap();
    assert_eq!(world.over(busy).await, "busy");
    assert!(world.telnyx_said().await.contains("The line is busy"));
    assert_eq!(world.count(OPEN).await, 0);
    world.prove().await;
}

#[tokio::test]
async fn a_call_in_is_forwarded_or_taken_down() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, e164) = world.telnyx_number(&customer, 0).await;
    forward(&world, &customer, number, "+1 415 555 0188").await;
    world.ring(OTHER, &e164).await;
    world.telnyx_joined().await;
    let call = world.newest_call().await;
    world.hang_up(&e164, 30).await;
    assert_eq!(world.over(call).await, "completed");
    assert_eq!(world.call_fact(call, "billed_seconds").await, "60");

    // Nobody takes it: the caller hears the greeting and leaves a message.
    forward(&world, &customer, number, "+14155550777").await;
    let leg = world.ring(OTHER, &e164).await;
    world
        .comes("the tone", async || {
            let legs = world.telnyx_legs().await;
            legs.iter()
                .any(|leg| leg["is_recording"] == true && leg["cause"].is_null())
        })
        .await;
    assert!(world.telnyx_said().await.contains("Leave a <word> & go."));
    let call = world.newest_call().await;
    world.hang_up(leg["sid"].as_str().unwrap(), 12).await;
    world.over(call).await;
    world
        .comes("the message", async || {
            world
                .count("select count(*) from voicemails where seconds = 12")
                .await
                == 1
        })
        .await;
    assert_eq!(world.call_fact(call, "state").await, "completed");
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
    let (number, e164) = world.telnyx_number(&customer, 0).await;
    forward(&world, &customer, number, "+14155550188").await;
    world.spend_down_to(&customer, 1_000).await;
    world.ring(OTHER, &e164).await;
    world
        .comes("they are told", async || {
            world.telnyx_said().await.contains("cannot be reached")
        })
        .await;
    world
        .comes("it is over", async || {
            let legs = world.telnyx_legs().await;
            legs.iter().all(|leg| leg["status"] == "completed")
        })
        .await;
    let refused = world.call(&customer, number, OTHER).await;
    assert!(
        matches!(refused, Err(StartError::Insufficient { .. })),
        "{refused:?}"
    );
    assert_eq!((world.count(OPEN).await, world.count(SALES).await), (0, 0));
    assert_eq!(world.sandbox.calls("telnyx.ring").await, 0);
    world.prove().await;
}

/// The end was never reported, or three times: the call is paid once by what the vendor says when asked.
#[tokio::test]
async fn a_lost_end_is_found_by_asking_and_a_repeated_one_is_one() {
    for manner in ["lost", "repeated"] {
        let world = World::new().await;
        let customer = world.aurora_customer().await;
        let (number, _) = world.telnyx_number(&customer, 0).await;
        world.call_reports_come(manner).await;
        let call = world.call(&customer, number, OTHER).await.unwrap();
        world.telnyx_joined().await;
        world.hang_up(OTHER, 90).await;
        if manner == "lost" {
            // Nobody told us of the second leg's end either, so the first still waits: its phone is put down.
            world.run_jobs().await;
            assert_eq!(world.count(OPEN).await, 1, "nobody told us");
            world.hang_up(crate::support::PHONE, 0).await;
            for _ in 0..3 {
                world.pass_everywhere(400).await;
                calls::sweep(&world.backend).await.unwrap();
                world.run_jobs().await;
            }
        }
        assert_eq!(world.over(call).await, "completed", "{manner}");
        assert_eq!(world.call_fact(call, "seconds").await, "90", "{manner}");
        assert_eq!((world.count(OPEN).await, world.count(SALES).await), (0, 1));
        assert_eq!(world.sandbox.calls("telnyx.join").await, 1, "{manner}");
        world.prove().await;
    }
}

/// However the answer goes wrong: nobody is rung twice, and the money is paid once or free again.
#[tokio::test]
async fn a_lost_answer_rings_nobody_twice_at_either_vendor() {
    for (vendor, mode, is_rung) in [
        ("telnyx", "500_after", true),
        ("telnyx", "drop_after", true),
        ("telnyx", "lie_after", true),
        ("telnyx", "500_before", false),
        ("telnyx", "lie_before", false),
        ("telnyx", "refused", false),
        ("telnyx", "429", false),
        ("twilio", "lie_after", true),
        ("twilio", "lie_before", false),
        ("twilio", "refused", false),
        ("twilio", "429", false),
    ] {
        let world = World::new().await;
        let customer = world.aurora_customer().await;
        let (number, _) = match vendor {
            "telnyx" => world.telnyx_number(&customer, 0).await,
            _ => world.number_of(&customer, "1").await,
        };
        let operation = format!("{vendor}.ring");
        world.sandbox.fail(&operation, mode, 1).await;
        let before = world.available(&world.aurora, &customer).await;
        let call = world.call(&customer, number, OTHER).await.unwrap();
        if is_rung {
            match vendor {
                "telnyx" => world.telnyx_joined().await,
                _ => world.joined(1).await,
            }
            world.pass(10).await;
            world.hang_up(OTHER, 20).await;
            assert_eq!(world.over(call).await, "completed", "{vendor} {mode}");
        } else {
            for _ in 0..6 {
                world.pass_everywhere(60).await;
            }
            assert_eq!(world.over(call).await, "failed", "{vendor} {mode}");
            assert_eq!(world.available(&world.aurora, &customer).await, before, "{mode}");
        }
        assert_eq!(world.sandbox.calls(&operation).await, 1, "{vendor} {mode}");
        let sales = i64::from(is_rung);
        assert_eq!(
            (world.count(OPEN).await, world.count(SALES).await),
            (0, sales),
            "{mode}"
        );
        world.prove().await;
    }
}

/// An order that was not answered is given again, and carried out once.
#[tokio::test]
async fn an_order_without_an_answer_is_given_again_and_done_once() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.telnyx_number(&customer, 0).await;
    for operation in ["telnyx.say", "telnyx.join"] {
        world.sandbox.fail(operation, "500_after", 1).await;
    }
    let call = world.call(&customer, number, OTHER).await.unwrap();
    for _ in 0..3 {
        world.pass_everywhere(60).await;
    }
    world.telnyx_joined().await;
    let legs = world.telnyx_legs().await;
    assert_eq!(legs.len(), 2, "{legs:?}");
    assert_eq!(legs[0]["said"].as_array().unwrap().len(), 1, "{legs:?}");
    world.hang_up(OTHER, 30).await;
    assert_eq!(world.over(call).await, "completed");
    assert_eq!((world.count(OPEN).await, world.count(SALES).await), (0, 1));
    world.prove().await;
}

#[tokio::test]
async fn a_long_call_is_lengthened_and_cut_off() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.telnyx_number(&customer, 0).await;
    world.price_minutes().await;
    let call = world.call(&customer, number, OTHER).await.unwrap();
    world.telnyx_joined().await;
    world.pass_everywhere(580).await;
    assert_eq!(world.call_fact(call, "held_seconds").await, "1200");
    // Something else takes the rest of the money.
    let held = world
        .count("select sum(amount_micros)::bigint from holds where state = 'open'")
        .await;
    world.spend_down_to(&customer, held).await;
    world.pass_everywhere(600).await;
    world.pass_everywhere(16).await;
    assert_eq!(world.over(call).await, "cut_off");
    assert!(world.telnyx_said().await.contains("used up"));
    assert_eq!(world.call_fact(call, "unbilled_seconds").await, "0");
    world.prove().await;
}

/// Two shops, a number each, at different vendors: one rings the other, and each pays for its own side.
#[tokio::test]
async fn a_number_of_telnyx_rings_one_of_twilio() {
    let world = World::new().await;
    let (ann, ben) = (world.aurora_customer().await, world.kite_customer().await);
    let (_, ann_e164) = world.number_of(&ann, "1").await;
    let (ben_number, _) = world.telnyx_number(&ben, 0).await;
    let call = world.call(&ben, ben_number, &ann_e164).await.unwrap();
    // Ann forwards to nobody: a message is taken.
    world
        .comes("the tone at the other side", async || {
            let legs = world.legs().await;
            let waits =
                |leg: &serde_json::Value| leg["is_recording"] == true && leg["status"] == "in-progress";
            legs.iter().any(waits)
        })
        .await;
    world.hang_up(crate::support::PHONE, 20).await;
    assert_eq!(world.over(call).await, "completed");
    world
        .comes("the other side is over too", async || {
            world.count(OPEN).await == 0
        })
        .await;
    assert_eq!(world.count(SALES).await, 2);
    assert_eq!(
        world
            .count("select count(*) from voicemails where seconds = 20")
            .await,
        1
    );
    world.prove().await;
}
