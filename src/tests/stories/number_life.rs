//! The life of a number: paid month by month, in grace, suspended, given back, and somebody else's one day.

use chrono::TimeDelta;
use clouddail::{
    domain::{
        orders::{
            quote::{QuoteError, Wish, quote},
            renew,
        },
        renewals,
        scope::{Scope, System},
    },
    shared::{ids::NumberId, number::NumberType},
};
use serde_json::json;
use uuid::Uuid;

use crate::support::World;

const DAY: i64 = 86_400;
const HOST: &str = "aurora.localhost";
const CUSTOMER: &str = "customer@aurora.test";

impl World {
    /// Time passes until so long after (or before) the number's paid time ends, and the regular job looks at it.
    async fn pass_expiry(&self, number: NumberId, by: TimeDelta) {
        let mut owner = self.owner().await;
        let until: chrono::DateTime<chrono::Utc> =
            sqlx::query_scalar("select expires_at from virtual_numbers where id = $1")
                .bind(number.uuid())
                .fetch_one(&mut owner)
                .await
                .unwrap();
        self.pass((until + by - self.backend.now()).num_seconds()).await;
        self.look().await;
    }

    /// What the regular job does, and what comes of it.
    async fn look(&self) {
        self.schedule("sweep_numbers", json!({})).await;
        self.run_jobs().await;
    }

    async fn number_state(&self, number: NumberId) -> String {
        sqlx::query_scalar("select state from virtual_numbers where id = $1")
            .bind(number.uuid())
            .fetch_one(&mut self.owner().await)
            .await
            .unwrap()
    }

    async fn subjects(&self, to: &str) -> Vec<String> {
        let mails = self.sandbox.mails(to).await;
        mails
            .iter()
            .map(|mail| mail["subject"].as_str().unwrap().to_owned())
            .collect()
    }

    async fn hears(&self, e164: &str, text: &str) {
        let incoming = json!({ "from": "+14155550123", "to": e164, "body": text });
        let before = self
            .count("select count(*) from webhook_events where provider = 'twilio'")
            .await;
        self.sandbox.post("/_sandbox/messages", incoming).await;
        self.reported(before + 1).await;
    }
}

fn told(subjects: &[String], what: &str) -> usize {
    subjects.iter().filter(|subject| subject.contains(what)).count()
}

#[tokio::test]
async fn a_number_is_renewed_month_by_month() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    let before = world.available(&world.aurora, &customer).await;
    world.pass_expiry(number, TimeDelta::days(-6)).await;
    world.look().await;
    let subjects = world.subjects(CUSTOMER).await;
    assert_eq!(
        told(&subjects, "renews on"),
        1,
        "a week before, once: {subjects:?}"
    );
    world.pass_expiry(number, TimeDelta::hours(-20)).await;
    assert_eq!(
        told(&world.subjects(CUSTOMER).await, "renews on"),
        2,
        "the day before"
    );
    assert_eq!(
        world.available(&world.aurora, &customer).await,
        before,
        "nothing yet"
    );

    // Eight workers look at the same moment: one month is paid.
    world.pass_expiry(number, TimeDelta::minutes(-1)).await;
    world.backend.clock.advance(TimeDelta::minutes(5));
    let mut looks = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let (backend, system) = (world.backend.clone(), System::of(customer.reseller(), "test"));
        looks.spawn(async move { renewals::advance(&backend, &system, number).await });
    }
    while let Some(look) = looks.join_next().await {
        look.unwrap().unwrap();
    }
    world.run_jobs().await;
    let after = world.available(&world.aurora, &customer).await;
    let paid = before.minus(after).unwrap();
    let monthly: i64 = world
        .count("select max(monthly_micros) from virtual_numbers")
        .await;
    assert_eq!(paid.micros(), monthly);
    assert_eq!(world.count("select count(*) from number_months").await, 1);
    let system = System::of(customer.reseller(), "test");
    assert!(
        matches!(
            renew::renew(&world.backend, &system, number).await,
            Err(renew::RenewError::Paid(_))
        ),
        "a month is paid once"
    );
    let mut browser = world.browser(HOST, CUSTOMER).await;
    let orders = browser.get("/account/orders").await.text();
    let page = browser.get(&format!("/account/numbers/{number}")).await.text();
    assert!(page.contains("Renewal"), "{page}");
    let order: Uuid = sqlx::query_scalar("select order_id from number_months")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    let order = clouddail::shared::ids::OrderId::from(order);
    assert!(orders.contains(&order.to_string()), "{orders}");
    let page = browser.get(&format!("/account/orders/{order}")).await.text();
    assert!(page.contains("Another month"), "{page}");

    // And the next one.
    world.pass_expiry(number, TimeDelta::minutes(1)).await;
    assert_eq!(world.count("select count(*) from number_months").await, 2);
    world.prove().await;
}

#[tokio::test]
async fn an_unpaid_number_is_kept_through_grace_and_suspension_and_works_again_once_paid() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, e164) = world.number_of(&customer, "1").await;
    world.spend_down_to(&customer, 0).await;
    world.pass_expiry(number, TimeDelta::minutes(1)).await;
    assert_eq!(world.number_state(number).await, "grace");
    world.look().await;
    assert_eq!(told(&world.subjects(CUSTOMER).await, "is not paid"), 1);
    world.hears(&e164, "in grace").await;
    assert_eq!(world.count("select count(*) from messages").await, 1);

    let page = format!("/account/numbers/{number}");
    let id = number.to_string();
    let mut browser = world.browser(HOST, CUSTOMER).await;
    let shown = browser.get(&page).await.text();
    assert!(shown.contains("The month is not paid"), "{shown}");
    let poor = browser.post(&page, "/do/numbers/pay_month", &[("id", &id)]).await;
    let shown = browser.follow(&poor).await.text();
    assert!(shown.contains("short. Nothing was charged"), "{shown}");

    world.pass(6 * DAY + DAY / 2).await;
    world.look().await;
    assert_eq!(told(&world.subjects(CUSTOMER).await, "Last day"), 1);
    world.pass(DAY).await;
    world.look().await;
    assert_eq!(world.number_state(number).await, "suspended");
    assert_eq!(told(&world.subjects(CUSTOMER).await, "is suspended"), 1);
    world.hears(&e164, "lost on the way").await;
    assert_eq!(
        world.count("select count(*) from messages").await,
        1,
        "it receives nothing"
    );

    world.topped_up(&world.aurora, &customer, "20", "again").await;
    let paid = browser.post(&page, "/do/numbers/pay_month", &[("id", &id)]).await;
    let shown = browser.follow(&paid).await.text();
    assert!(shown.contains("Paid. The number works."), "{shown}");
    assert_eq!(world.number_state(number).await, "active");
    world.hears(&e164, "here again").await;
    assert_eq!(world.count("select count(*) from messages").await, 2);

    // Nobody else does anything to it.
    for (host, email) in [
        (HOST, "owner@northwind.test"),
        ("kite.localhost", "customer@kite.test"),
    ] {
        let mut other = world.browser(host, email).await;
        for verb in [
            "pay_month",
            "suspend_number",
            "reactivate_number",
            "set_renewal",
            "set_message_mails",
        ] {
            let answer = other
                .post_json(
                    &format!("/do/numbers/{verb}"),
                    &[("id", id.as_str()), ("is_on", "true")],
                )
                .await;
            assert!(
                answer.text().contains("NotFound"),
                "{verb} as {email}: {}",
                answer.text()
            );
        }
    }
    world.prove().await;
}

#[tokio::test]
async fn a_number_nobody_pays_is_given_back_and_its_next_owner_finds_no_past() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, e164) = world.number_of(&customer, "1").await;
    world.hears(&e164, "for the first owner only").await;
    world.spend_down_to(&customer, 0).await;
    world.pass_expiry(number, TimeDelta::minutes(1)).await;
    world.pass(7 * DAY + 3600).await;
    world.look().await;
    assert_eq!(world.number_state(number).await, "suspended");
    world.pass(14 * DAY).await;
    world.look().await;
    assert_eq!(world.number_state(number).await, "released");
    let subjects = world.subjects(CUSTOMER).await;
    for what in ["is not paid", "is suspended", "has ended"] {
        assert!(told(&subjects, what) >= 1, "{what}: {subjects:?}");
    }
    assert_eq!(
        world.count("select count(*) from number_months").await,
        0,
        "nothing was charged"
    );

    // Kept from others for a while.
    let neighbour = world.kite_customer().await;
    let wish = Wish::Number {
        e164: e164.clone(),
        country: "US".parse().unwrap(),
        kind: NumberType::Local,
    };
    let refused = quote(&world.backend, &neighbour, &wish).await;
    assert!(matches!(refused, Err(QuoteError::Gone)), "{refused:?}");
    let digits = e164.trim_start_matches('+');
    let listed = world
        .kite_api()
        .get(&format!("/api/v1/numbers/available?country=US&contains={digits}"))
        .await;
    assert!(!listed.json.to_string().contains(&e164), "{listed:?}");
    let own = quote(&world.backend, &customer, &wish).await.unwrap();
    assert!(
        own.missing.is_some(),
        "its former owner may have it again, for money"
    );

    world.pass(30 * DAY).await;
    world.look().await;
    let quoted = world.quote_exactly(&neighbour, &e164, "US").await;
    world.place(&neighbour, &quoted).await.unwrap();
    world.hears(&e164, "for the second owner only").await;
    let mut second = world.browser("kite.localhost", "customer@kite.test").await;
    let inbox = second.get("/account/messages").await.text();
    assert!(inbox.contains("for the second owner only"), "{inbox}");
    assert!(!inbox.contains("for the first owner only"), "{inbox}");
    let file = second.get("/account/messages.csv").await.text();
    assert!(!file.contains("for the first owner only"), "{file}");
    let mut first = world.browser(HOST, CUSTOMER).await;
    let file = first.get("/account/messages.csv").await.text();
    assert!(
        file.contains("for the first owner only") && !file.contains("for the second owner only"),
        "{file}"
    );
    world.prove().await;
}

#[tokio::test]
async fn an_owner_pauses_starts_and_ends_a_number_and_has_its_messages_mailed() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, e164) = world.number_of(&customer, "1").await;
    let page = format!("/account/numbers/{number}");
    let id = number.to_string();
    let mut browser = world.browser(HOST, CUSTOMER).await;
    let mailed = browser
        .post(
            &page,
            "/do/numbers/set_message_mails",
            &[("id", &id), ("is_on", "true")],
        )
        .await;
    assert!(browser.follow(&mailed).await.text().contains("Saved."));
    world.hears(&e164, "the plumber is here").await;
    let mails = world.sandbox.mails(CUSTOMER).await;
    let mails: Vec<_> = mails
        .iter()
        .filter(|mail| mail.to_string().contains("the plumber is here"))
        .collect();
    assert_eq!(mails.len(), 1, "{mails:?}");

    let paused = browser
        .post(&page, "/do/numbers/suspend_number", &[("id", &id)])
        .await;
    let shown = browser.follow(&paused).await.text();
    assert!(shown.contains("Start the number again"), "{shown}");
    world.hears(&e164, "nobody hears this").await;
    assert_eq!(world.count("select count(*) from messages").await, 1);
    // Its months go on.
    world.pass_expiry(number, TimeDelta::minutes(1)).await;
    assert_eq!(world.count("select count(*) from number_months").await, 1);
    assert_eq!(world.number_state(number).await, "suspended");
    let mut browser = world.browser(HOST, CUSTOMER).await;
    let started = browser
        .post(&page, "/do/numbers/reactivate_number", &[("id", &id)])
        .await;
    let shown = browser.follow(&started).await.text();
    assert!(shown.contains("The number works again."), "{shown}");

    // Off: it ends with its paid time, and nothing more is charged.
    let off = browser
        .post(&page, "/do/numbers/set_renewal", &[("id", &id)])
        .await;
    assert!(browser.follow(&off).await.text().contains("Saved."));
    let before = world.available(&world.aurora, &customer).await;
    world.pass_expiry(number, TimeDelta::hours(-1)).await;
    assert_eq!(world.number_state(number).await, "active");
    world.pass_expiry(number, TimeDelta::minutes(1)).await;
    assert_eq!(world.number_state(number).await, "released");
    assert_eq!(world.available(&world.aurora, &customer).await, before);
    let acts = world
        .count(
            "select count(distinct action) from audit_logs where action in ('number.suspended', 'number.reactivated',
                 'number.renewal_set', 'number.mails_set')",
        )
        .await;
    assert_eq!(acts, 4);
    world.prove().await;
}

#[tokio::test]
async fn a_shop_sets_its_days_of_grace_and_a_float_pays_its_part_of_a_month() {
    let world = World::new().await;
    let mut owner = world.browser("kite.localhost", "owner@kite.test").await;
    for (days, wanted) in [
        ("0", "1 to 14 days"),
        ("lots", "1 to 14 days"),
        ("2", "Saved. It holds"),
    ] {
        let saved = owner
            .post(
                "/reseller/settings",
                "/do/shop_settings/save_grace",
                &[("grace_days", days)],
            )
            .await;
        let shown = owner.follow(&saved).await.text();
        assert!(shown.contains(wanted), "{days}: {shown}");
    }
    let customer = world.kite_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    world.pass_expiry(number, TimeDelta::minutes(1)).await;
    assert_eq!(world.count("select count(*) from number_months").await, 1);
    // A frozen wallet cannot pay: two days of grace.
    sqlx::query("update wallets set frozen_at = now() where reseller_id = $1 and owner_kind = 'customer'")
        .bind(world.kite.id.uuid())
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    world.pass_expiry(number, TimeDelta::minutes(1)).await;
    assert_eq!(world.number_state(number).await, "grace");
    let days = world
        .count("select extract(epoch from grace_until - expires_at)::bigint / 86400 from virtual_numbers where state = 'grace'")
        .await;
    assert_eq!(days, 2);
    world.prove().await;
}
