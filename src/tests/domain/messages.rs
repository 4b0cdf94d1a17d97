//! A message is sent once and paid once, whatever the vendor answers and however it reports.

use clouddail::{
    domain::{
        messages::{self, DraftError, SendError},
        numbers,
        operations::verify,
        scope::Scope,
    },
    shared::{ids::MessageId, message::MessageGuard},
};
use serde_json::json;
use sqlx::{AssertSqlSafe, Executor};

use crate::support::World;

const SALES: &str =
    "select count(*) from ledger_transfers where kind = 'sale' and reference_type = 'message'";
const OPEN: &str = "select count(*) from holds where message_id is not null and state = 'open'";
const SENT: &str = "twilio.send";

#[tokio::test]
async fn a_definite_no_costs_nothing_and_is_told() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    let before = world.available(&world.aurora, &customer).await;
    let id = world
        .write(&customer, number, "+14155550666", "Hello")
        .await
        .unwrap();
    assert_eq!(world.state_of(id).await, "refused");
    let view = messages::view(&world.backend, &customer, id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        view.row.refusal.as_deref(),
        Some("This number takes no text messages. Please check it.")
    );
    assert_eq!(world.available(&world.aurora, &customer).await, before);
    assert_eq!((world.count(SALES).await, world.count(OPEN).await), (0, 0));
    world.prove().await;
}

/// The vendor took it and never said so; its reports are lost too. It is found, marked as assumed, and not sent again.
#[tokio::test]
async fn a_lost_answer_is_looked_for_and_never_sent_again() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    world.reports_come("lost").await;
    let id = world
        .write(&customer, number, "+14155550500", "Hello")
        .await
        .unwrap();
    world.pass(30).await;
    assert_eq!(world.state_of(id).await, "accepted");
    assert_eq!(world.sandbox.calls(SENT).await, 1);
    assert_eq!((world.count(SALES).await, world.count(OPEN).await), (1, 0));
    assert_eq!(
        world
            .count("select count(*) from messages where is_assumed and provider_message_id is not null")
            .await,
        1
    );
    world.prove().await;
}

/// Two equal texts whose answers are lost become two of the vendor's messages.
#[tokio::test]
async fn two_lost_answers_are_not_taken_for_one_message() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    world.reports_come("lost").await;
    for _ in 0..2 {
        world
            .write(&customer, number, "+14155550500", "Hello")
            .await
            .unwrap();
    }
    for _ in 0..3 {
        world.pass(60).await;
    }
    let different = "select count(distinct provider_message_id) from messages where state = 'accepted'";
    assert_eq!(world.count(different).await, 2);
    assert_eq!(
        (world.count(SALES).await, world.sandbox.calls(SENT).await),
        (2, 2)
    );
    world.prove().await;
}

/// Nothing arrived at the vendor: after a while the money is free again, and nothing was sent.
#[tokio::test]
async fn what_never_arrived_is_given_up() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    let before = world.available(&world.aurora, &customer).await;
    world.sandbox.fail(SENT, "drop_before", 1).await;
    let id = world
        .write(&customer, number, "+14155550123", "Hello")
        .await
        .unwrap();
    assert_eq!(world.state_of(id).await, "unknown");
    for _ in 0..6 {
        world.pass(40).await;
    }
    assert_eq!(world.state_of(id).await, "refused");
    assert_eq!(world.available(&world.aurora, &customer).await, before);
    assert_eq!(world.sandbox.calls(SENT).await, 1);
    world.prove().await;
}

/// A report that comes before the answer is the answer.
#[tokio::test]
async fn a_report_settles_what_no_answer_did() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    world.sandbox.fail("twilio.find_messages", "500_before", 50).await;
    let id = world
        .write(&customer, number, "+14155550500", "Hello")
        .await
        .unwrap();
    assert_eq!(world.state_of(id).await, "unknown");
    world.reported(2).await;
    assert_eq!(world.state_of(id).await, "delivered");
    assert_eq!(
        world
            .count("select count(*) from messages where is_assumed")
            .await,
        0,
        "the report names it"
    );
    world.pass(600).await;
    assert_eq!((world.count(SALES).await, world.count(OPEN).await), (1, 0));
    world.prove().await;
}

#[tokio::test]
async fn a_busy_vendor_is_asked_again() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    let id = world
        .write(&customer, number, "+14155550429", "Hello")
        .await
        .unwrap();
    assert!(["accepted", "sent", "delivered"].contains(&world.state_of(id).await.as_str()));
    assert_eq!(world.sandbox.calls(SENT).await, 3);
    world.prove().await;
}

#[tokio::test]
async fn reports_in_any_order_and_number_only_take_a_message_on() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    world.reports_come("reversed").await;
    let reversed = world
        .write(&customer, number, "+14155550123", "One")
        .await
        .unwrap();
    world.reported(2).await;
    assert_eq!(world.state_of(reversed).await, "delivered");
    world.reports_come("repeated").await;
    let repeated = world
        .write(&customer, number, "+14155550777", "Two")
        .await
        .unwrap();
    world.reported(4).await;
    assert_eq!(world.state_of(repeated).await, "undelivered");
    let again = json!({ "message": "+14155550777", "repeat": 2, "reverse": true });
    world.sandbox.post("/_sandbox/webhooks/twilio", again).await;
    world.run_jobs().await;
    assert_eq!(world.state_of(repeated).await, "undelivered");
    assert_eq!(
        world
            .count("select count(*) from webhook_events where provider = 'twilio'")
            .await,
        4,
        "a repeat is the same event"
    );
    let view = messages::view(&world.backend, &customer, repeated)
        .await
        .unwrap()
        .unwrap();
    // The report of its sending may be overtaken by the last one, and is no news then.
    let titles: Vec<_> = view
        .timeline
        .iter()
        .map(|step| step.title.as_str())
        .filter(|title| *title != "Sent")
        .collect();
    assert_eq!(
        titles,
        [
            "Money set aside",
            "Handed to our supplier",
            "Taken by our supplier",
            "Paid from your balance",
            "Not delivered"
        ]
    );
    assert_eq!(view.timeline.last().unwrap().detail, "30003");
    world.prove().await;
}

#[tokio::test]
async fn a_forged_report_is_rejected() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    world.reports_come("lost").await;
    let id = world
        .write(&customer, number, "+14155550123", "Hello")
        .await
        .unwrap();
    let forged = json!({ "message": "+14155550123", "forge": true });
    let answer = world.sandbox.post("/_sandbox/webhooks/twilio", forged).await;
    assert_eq!(answer["statuses"], json!([401, 401]));
    world.run_jobs().await;
    assert_eq!(world.state_of(id).await, "accepted");
    assert_eq!(world.count("select count(*) from webhook_events").await, 0);
    world.prove().await;
}

/// The same id twice is one message, and another text under it is refused.
#[tokio::test]
async fn an_id_is_one_message() {
    use clouddail::domain::{messages::Dispatch, orders::place::Payer};
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    let mut request = Dispatch {
        id: MessageId::new(),
        draft: messages::Draft {
            number,
            to: "+14155550123".into(),
            body: "Once".into(),
        },
        payer: Payer::Customer,
        max_price: None,
        daily_cap: None,
    };
    for _ in 0..3 {
        messages::send(&world.backend, &customer, &request).await.unwrap();
    }
    assert_eq!(
        (world.sandbox.calls(SENT).await, world.count(SALES).await),
        (1, 1)
    );
    request.draft.body = "Twice".into();
    let refused = messages::send(&world.backend, &customer, &request).await;
    assert!(matches!(refused, Err(SendError::Reused)), "{refused:?}");
    world.prove().await;
}

#[tokio::test]
async fn what_must_not_be_sent_is_refused_before_anything_is_held() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, own) = world.number_of(&customer, "1").await;
    let long = "a".repeat(1_601);
    for (to, body) in [
        ("+14155550123", ""),
        ("+14155550123", "\u{0}\u{7}"),
        ("+14155550123", long.as_str()),
        ("hello", "Hello"),
        ("", "Hello"),
        (own.as_str(), "Hello"),
        // Cuba is not on the list, and no number there is on sale.
        ("+5352345678", "Hello"),
    ] {
        let refused = world.write(&customer, number, to, body).await;
        assert!(matches!(refused, Err(SendError::Draft(_))), "{to} {refused:?}");
    }
    let neighbour = world.customer(&world.aurora, "owner@northwind.test").await;
    let refused = world.write(&neighbour, number, "+14155550123", "Hello").await;
    assert!(matches!(refused, Err(SendError::Draft(DraftError::NotFound))));
    let elsewhere = world.kite_customer().await;
    let refused = world.write(&elsewhere, number, "+14155550123", "Hello").await;
    assert!(matches!(refused, Err(SendError::Draft(DraftError::NotFound))));
    assert_eq!(world.count("select count(*) from messages").await, 0);
    assert_eq!(world.sandbox.calls(SENT).await, 0);
    world.prove().await;
}

#[tokio::test]
async fn quiet_hours_are_by_the_owners_clock() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    let clock = |minutes: i64| {
        (world.backend.now() + chrono::TimeDelta::minutes(minutes))
            .format("%H:%M")
            .to_string()
    };
    let (from, until) = (clock(-60), clock(60));
    messages::set_quiet_hours(&world.backend, &customer, number, &from, &until)
        .await
        .unwrap();
    let refused = world.write(&customer, number, "+14155550123", "Hello").await;
    let Err(SendError::Draft(DraftError::Quiet { until: told })) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(told, until);
    world.pass(2 * 3_600).await;
    world
        .write(&customer, number, "+14155550123", "Hello")
        .await
        .unwrap();
    messages::set_quiet_hours(&world.backend, &customer, number, "", "")
        .await
        .unwrap();
    assert_eq!(world.count("select count(*) from message_quiet_hours").await, 0);
    world.prove().await;
}

/// Recorded at first, refused once the shop says so.
#[tokio::test]
async fn pumping_is_written_down_and_then_refused() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    let system = clouddail::domain::scope::System::of(customer.reseller(), "test");
    let origin = clouddail::domain::audit::Origin {
        address: std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST),
        request_id: None,
    };
    let guard = MessageGuard {
        is_enforced: false,
        range_max: 2,
        ..MessageGuard::USUAL
    };
    messages::save_guard(&world.backend, &system, guard, &origin)
        .await
        .unwrap();
    for last in 0..4 {
        let to = format!("+1415555012{last}");
        world.write(&customer, number, &to, "Hello").await.unwrap();
    }
    assert_eq!(
        world
            .count("select count(*) from message_alarms where kind = 'range' and not is_refused")
            .await,
        1
    );
    let guard = MessageGuard {
        is_enforced: true,
        ..guard
    };
    messages::save_guard(&world.backend, &system, guard, &origin)
        .await
        .unwrap();
    let refused = world.write(&customer, number, "+14155550129", "Hello").await;
    assert!(matches!(refused, Err(SendError::TooMany)), "{refused:?}");
    assert_eq!(
        world
            .count("select count(*) from message_alarms where is_refused")
            .await,
        1
    );
    world.pass(601).await;
    world
        .write(&customer, number, "+14155550129", "Hello")
        .await
        .unwrap();
    assert_eq!(
        world
            .count("select count(*) from audit_logs where action = 'message_guard.changed'")
            .await,
        2
    );
    world.prove().await;
}

/// The next holder of a number never sees what was written to the one before, who still can.
#[tokio::test]
async fn the_messages_of_a_number_stay_with_its_holder() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (first, e164) = world.number_of(&customer, "1").await;
    let incoming = json!({ "from": "+14155550123", "to": e164, "body": "A secret" });
    world.sandbox.post("/_sandbox/messages", incoming.clone()).await;
    world.reported(1).await;
    numbers::release::release(&world.backend, &customer_as_system(&customer), first)
        .await
        .unwrap();
    let next = world.customer(&world.aurora, "owner@northwind.test").await;
    sqlx::query(
        "insert into virtual_numbers (id, reseller_id, user_id, order_id, e164, country, kind, has_voice, has_sms, has_mms,
                                      provider, provider_number_id, cost_micros, cost_currency, monthly_micros, currency,
                                      renewal_day, purchased_at, expires_at)
         select gen_random_uuid(), n.reseller_id, $2, o.id, n.e164, n.country, n.kind, true, true, true, n.provider, 'PNnext',
                1, 'USD', 1, 'USD', 1, now(), now()
         from virtual_numbers n, orders o where n.id = $1 and o.id <> n.order_id limit 1",
    )
    .bind(first.uuid())
    .bind(next.user().uuid())
    .execute(&mut world.owner().await)
    .await
    .unwrap();
    let inbox = messages::inbox(&world.backend, &next, "", None).await.unwrap();
    assert!(inbox.conversations.is_empty());
    let inbox = messages::inbox(&world.backend, &customer, "secret", None)
        .await
        .unwrap();
    assert_eq!(inbox.conversations.len(), 1);
    let kept = messages::conversation(&world.backend, &customer, first, "+14155550123", None)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(kept.messages[0].body, "A secret");
    assert!(!kept.number.is_active);
    let refused = world.write(&customer, first, "+14155550123", "Hello").await;
    assert!(matches!(refused, Err(SendError::Draft(DraftError::NumberOff))));
    sqlx::query("delete from virtual_numbers where provider_number_id = 'PNnext'")
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    world.prove().await;
}

fn customer_as_system(customer: &impl Scope) -> clouddail::domain::scope::System {
    clouddail::domain::scope::System::of(customer.reseller(), "test")
}

/// Numbers sold before messages were there get their inbox by the sweep, once.
#[tokio::test]
async fn numbers_already_sold_get_an_inbox() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    world.number_of(&customer, "1").await;
    let without = "select count(*) from virtual_numbers where inbox_at is null";
    assert_eq!(world.count(without).await, 1);
    for _ in 0..2 {
        world.schedule("sweep_messages", json!({})).await;
        world.run_jobs().await;
    }
    assert_eq!(world.count(without).await, 0);
    assert_eq!(world.sandbox.calls("twilio.update").await, 1);
    let inventory = world.sandbox.inventory().await;
    let url = inventory["numbers"][0]["settings"]["SmsUrl"].as_str().unwrap();
    assert!(url.ends_with("/webhooks/twilio"), "{url}");
    world.prove().await;
}

/// Verify names a message without its money, and money without its message.
#[tokio::test]
async fn verify_misses_no_micro_unit_of_a_message() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let traveller = world.kite_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    let (other, _) = world.number_of(&traveller, "2").await;
    world.reports_come("lost").await;
    world
        .write(&customer, number, "+14155550123", "Hello")
        .await
        .unwrap();
    world
        .write(&traveller, other, "+14155550123", "Bonjour à tous, ça va ?")
        .await
        .unwrap();
    assert_eq!(verify::books(&world.backend).await.unwrap(), vec![]);
    let figures = "select coalesce(sum(f.charged_micros), 0)::bigint from resellers r
                   cross join lateral figures_of_ledger(r.id, '-infinity', 'infinity', 'UTC') f where f.kind = 'message'";
    let charged = "select sum(charged_micros)::bigint from messages";
    assert_eq!(world.count(figures).await, world.count(charged).await);
    let captured = "every message sent is captured once, for its price";
    let holds = "every message in flight holds its price, and no other";
    for (change, back, check) in [
        (
            "update messages set charged_micros = charged_micros + 1",
            "update messages set charged_micros = charged_micros - 1",
            captured,
        ),
        (
            "update messages set state = 'refused', provider_message_id = 'x' || provider_message_id",
            "update messages set state = 'accepted', provider_message_id = substr(provider_message_id, 2)",
            captured,
        ),
        (
            "update messages set state = 'unknown'",
            "update messages set state = 'accepted'",
            holds,
        ),
        (
            "update ledger_transfers set reference_id = gen_random_uuid() where reference_type = 'message'",
            "update ledger_transfers t set reference_id = m.id from messages m where t.key = 'sale:sms_' || replace(m.id::text, '-', '')",
            captured,
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
