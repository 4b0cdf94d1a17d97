//! An operator pauses a vendor, sees one fail, gives it other keys, and reads what its catalogue changed.

use clouddail::{
    domain::{
        accounts::Role,
        orders,
        orders::quote::{QuoteError, Wish, quote},
        supply,
    },
    shared::order::OrderStatus,
};
use sqlx::Executor;

use crate::support::{Client, World};

const TWILIO: &str = "/admin/providers/twilio";

async fn admin(world: &World) -> Client {
    world.browser("localhost", "admin@clouddail.test").await
}

async fn page(browser: &mut Client, path: &str) -> String {
    let answer = browser.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.text()
}

#[tokio::test]
async fn a_paused_provider_sells_nothing_and_finishes_what_it_sold() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let e164 = world.number("1").await;
    let flying = world.quote_number(&customer, "1").await;
    let quoted = world.quote_number(&customer, "2").await;
    world.sandbox.fail("twilio.buy", "drop_before", 1).await;
    let flying = world.place(&customer, &flying).await.unwrap();
    // Sold there, unknown here.
    world
        .vendor("twilio")
        .buy(&e164, &flying.to_string())
        .await
        .unwrap();
    let plan = world.quote_plan(&customer, "114701").await;

    let mut operator = admin(&world).await;
    let other = [("provider", "telnyx"), ("reason", "This story is about Twilio")];
    operator
        .post("/admin/providers/telnyx", "/do/supply/pause", &other)
        .await;
    let form = [("provider", "twilio"), ("reason", "  ")];
    let refused = operator.post_json("/do/supply/pause", &form).await.text();
    assert!(refused.contains("Please say why"), "{refused}");
    let form = [("provider", "twilio"), ("reason", "They told us of an outage")];
    let paused = operator.post(TWILIO, "/do/supply/pause", &form).await;
    assert_eq!(paused.location.as_deref(), Some(TWILIO));
    let text = page(&mut operator, TWILIO).await;
    assert!(
        text.contains("They told us of an outage") && text.contains("Resume sales"),
        "{text}"
    );
    assert!(page(&mut operator, "/admin").await.contains("Paused"));

    // Nothing new: not the search, not a new price, not an old quote.
    let mut buyer = world.browser("aurora.localhost", "customer@aurora.test").await;
    let search = [
        ("search[country]", "US"),
        ("search[kind]", "local"),
        ("search[contains]", ""),
        ("search[sms]", "false"),
        ("search[voice]", "false"),
    ];
    let found = buyer.post_json("/do/shop/search_numbers", &search).await.text();
    assert!(!found.contains("+1"), "{found}");
    let id = quoted.id.to_string();
    let form = [("quote", id.as_str()), ("max_price", "99.00")];
    let before = world.available(&world.aurora, &customer).await;
    let answer = buyer.post_json("/do/orders/place_order", &form).await.text();
    assert!(
        answer.contains("Sales of this are paused") && answer.contains("Nothing was charged"),
        "{answer}"
    );
    assert_eq!(world.available(&world.aurora, &customer).await, before);
    let wish = Wish::Number {
        e164: "+14155550100".into(),
        country: "US".parse().unwrap(),
        kind: clouddail::shared::number::NumberType::Local,
    };
    let refused = quote(&world.backend, &customer, &wish).await;
    assert!(
        matches!(refused, Err(QuoteError::Closed(supply::Closed::Paused))),
        "{refused:?}"
    );

    // What is in flight finishes, and other vendors go on.
    world.pass(10).await;
    let view = orders::view::view(&world.backend, &customer, flying)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(view.row.status, OrderStatus::Fulfilled);
    world.place(&customer, &plan).await.unwrap();

    operator
        .post(TWILIO, "/do/supply/resume", &[("provider", "twilio")])
        .await;
    assert!(page(&mut operator, TWILIO).await.contains("Pause new sales"));
    world.place(&customer, &quoted).await.unwrap();
    let acts: i64 = world
        .count("select count(*) from audit_logs where action in ('provider.paused', 'provider.resumed') and entity = 'twilio'")
        .await;
    assert_eq!(acts, 2);
    world.prove().await;
}

#[tokio::test]
async fn paused_plans_leave_the_shop_and_come_back() {
    let world = World::new().await;
    let mut operator = admin(&world).await;
    let mut stranger = world.stranger("aurora.localhost");
    assert!(page(&mut stranger, "/esim/fr").await.contains("France"));
    let telna = "/admin/providers/telna";
    operator
        .post(
            telna,
            "/do/supply/pause",
            &[("provider", "telna"), ("reason", "prices are wrong")],
        )
        .await;
    assert_eq!(stranger.get("/esim/fr").await.status, 404);
    operator
        .post(telna, "/do/supply/resume", &[("provider", "telna")])
        .await;
    assert!(page(&mut stranger, "/esim/fr").await.contains("France"));
    world.prove().await;
}

#[tokio::test]
async fn a_provider_that_keeps_failing_is_left_alone_until_one_try_succeeds() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let quoted = world.quote_number(&customer, "1").await;
    world.sandbox.fail("twilio", "500_before", 1_000).await;
    let wish = Wish::Number {
        e164: "+14155550100".into(),
        country: "DE".parse().unwrap(),
        kind: clouddail::shared::number::NumberType::Local,
    };
    for _ in 0..4 {
        let refused = quote(&world.backend, &customer, &wish).await;
        assert!(matches!(refused, Err(QuoteError::Unavailable(_))), "{refused:?}");
    }
    let asked = world.sandbox.calls("twilio.pricing_numbers").await;
    let refused = quote(&world.backend, &customer, &wish).await;
    assert!(
        matches!(refused, Err(QuoteError::Closed(supply::Closed::Resting))),
        "{refused:?}"
    );
    assert_eq!(
        world.sandbox.calls("twilio.pricing_numbers").await,
        asked,
        "it is not asked"
    );
    // An old quote is refused too, with nothing charged.
    let mut buyer = world.browser("aurora.localhost", "customer@aurora.test").await;
    let id = quoted.id.to_string();
    let form = [("quote", id.as_str()), ("max_price", "99.00")];
    let answer = buyer.post_json("/do/orders/place_order", &form).await.text();
    assert!(
        answer.contains("cannot reach our supplier") && answer.contains("Nothing was charged"),
        "{answer}"
    );
    // A refusal is no failure: Telna sells on.
    let plan = world.quote_plan(&customer, "11470666").await;
    world.place(&customer, &plan).await.unwrap();

    let mut operator = admin(&world).await;
    let text = page(&mut operator, TWILIO).await;
    assert!(text.contains("Circuit open"), "{text}");
    assert!(page(&mut operator, "/admin").await.contains("Circuit open"));
    assert_eq!(
        world
            .count("select count(distinct provider) from provider_health where failed > 0")
            .await,
        1
    );

    world.sandbox.heal().await;
    world.pass(31).await;
    assert!(page(&mut operator, TWILIO).await.contains("Circuit half-open"));
    world.place(&customer, &quoted).await.unwrap();
    assert!(
        page(&mut operator, TWILIO)
            .await
            .contains("Closed: it is asked as usual")
    );
    world.prove().await;
}

#[tokio::test]
async fn an_order_waits_in_front_of_an_open_circuit_and_is_bought_once_it_closes() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let quoted = world.quote_number(&customer, "1").await;
    // Sold out of reach between the hold and the purchase.
    world.sandbox.fail("twilio.list", "429", 10).await;
    let order = world.place(&customer, &quoted).await.unwrap();
    world.sandbox.heal().await;
    let watch = &world.backend.providers.watch;
    for _ in 0..clouddail::providers::watch::FAILURES_MAX {
        watch.count(
            "twilio",
            clouddail::providers::watch::Ended::Failed,
            std::time::Duration::ZERO,
        );
    }
    assert!(!watch.may_ask("twilio", world.backend.now()));
    let asked = world.sandbox.calls("twilio.buy").await;
    world.pass(20).await;
    assert_eq!(world.sandbox.calls("twilio.buy").await, asked, "not asked");
    world.pass(60).await;
    let view = orders::view::view(&world.backend, &customer, order)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(view.row.status, OrderStatus::Fulfilled);
    world.prove().await;
}

#[tokio::test]
async fn new_keys_are_tried_sealed_used_and_removed() {
    let world = World::new().await;
    let mut operator = admin(&world).await;
    let sid = "AC11111111111111111111111111111111";
    let wrong = [
        ("provider", "twilio"),
        ("key", sid),
        ("second_key", "not-the-token"),
    ];
    let refused = operator.post_json("/do/supply/save_keys", &wrong).await.text();
    assert!(refused.contains("refuses these keys"), "{refused}");
    let odd = [("provider", "twilio"), ("key", "hello"), ("second_key", "world")];
    let refused = operator.post_json("/do/supply/save_keys", &odd).await.text();
    assert!(refused.contains("do not look like keys"), "{refused}");
    assert_eq!(world.count("select count(*) from provider_credentials").await, 0);

    let token = clouddail::boot::config::sandbox_keys::TWILIO_AUTH_TOKEN;
    let good = [("provider", "twilio"), ("key", sid), ("second_key", token)];
    let saved = operator.post(TWILIO, "/do/supply/save_keys", &good).await;
    assert_eq!(
        saved.location.as_deref(),
        Some("/admin/providers/twilio?done=keys")
    );
    let text = page(&mut operator, TWILIO).await;
    assert!(
        text.contains("ending in …oken") && !text.contains(token) && !text.contains(sid),
        "{text}"
    );
    assert!(
        text.contains("25,000.00") || text.contains("25000.00"),
        "the balance: {text}"
    );
    let account = world
        .backend
        .providers
        .accounts
        .iter()
        .find(|one| one.name() == "twilio")
        .unwrap();
    let in_use = |at| secrecy::ExposeSecret::expose_secret(&account.keys().get(at)).to_owned();
    assert_eq!((in_use(0).as_str(), in_use(1).as_str()), (sid, token));
    // Another process finds them in the database; nothing there is readable.
    account.keys().put(None);
    supply::take_keys(&world.backend).await.unwrap();
    assert_eq!(in_use(0), sid);
    let readable: i64 = world
        .count("select count(*) from provider_credentials where position('token'::bytea in sealed) > 0")
        .await;
    assert_eq!(readable, 0);

    operator
        .post(TWILIO, "/do/supply/remove_keys", &[("provider", "twilio")])
        .await;
    assert!(
        page(&mut operator, TWILIO)
            .await
            .contains("Those of the environment")
    );
    assert_ne!(in_use(0), sid);
    assert_eq!(
        world
            .count("select count(*) from audit_logs where action like 'provider_keys.%'")
            .await,
        2
    );
    // An admin may pause, but not change keys.
    let mut junior = world.person_browser("localhost", Role::Admin, None).await;
    let answer = junior.post_json("/do/supply/save_keys", &good).await.text();
    assert!(answer.contains("Forbidden"), "{answer}");
    world.prove().await;
}

#[tokio::test]
async fn a_reading_of_the_catalogue_tells_what_changed() {
    let world = World::new().await;
    let mut owner = world.owner().await;
    owner
        .execute("update esim_data_plans set cost_micros = 1000000 where provider_product_id = '114701'")
        .await
        .unwrap();
    owner
        .execute("update esim_data_plans set is_active = false where provider_product_id = '114702'")
        .await
        .unwrap();
    owner
        .execute(
            "insert into esim_data_plans (id, provider, provider_product_id, name, coverage, place, place_slug, countries,
                 validity_days, cost_micros, cost_currency, synced_at)
             values (gen_random_uuid(), 'telna', 'old', 'Atlantis 1 GB', 'local', 'Atlantis', 'xx', array['FR'], 7, 2500000,
                 'USD', now() - interval '1 day')",
        )
        .await
        .unwrap();
    let mut operator = admin(&world).await;
    let asked = operator
        .post("/admin/catalogue", "/do/supply/sync_now", &[])
        .await;
    assert_eq!(asked.location.as_deref(), Some("/admin/catalogue?done=asked"));
    world.run_jobs().await;
    let id: uuid::Uuid =
        sqlx::query_scalar("select id from catalogue_syncs where added = 1 and gone = 1 and changed = 1")
            .fetch_one(&mut owner)
            .await
            .unwrap();
    let id = clouddail::shared::ids::SyncId::from(id);
    assert!(
        page(&mut operator, "/admin/catalogue")
            .await
            .contains(&id.to_string())
    );
    let text = page(&mut operator, &format!("/admin/catalogue/{id}")).await;
    for words in [
        "Atlantis 1 GB",
        "Gone",
        "Back on sale",
        "Another cost",
        "$1.00",
        "$2.50",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    // A list that does not come changes nothing, and is told.
    world.sandbox.fail("telna.products", "500_before", 10).await;
    let failed = clouddail::domain::esims::sync::sync(&world.backend).await;
    assert!(failed.is_err());
    assert!(
        page(&mut operator, "/admin/catalogue")
            .await
            .contains("left as it was")
    );
    world.prove().await;
}
