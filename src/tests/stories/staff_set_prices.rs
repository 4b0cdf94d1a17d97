//! Staff set prices, switch products off and make codes, by the forms of the dashboard; customers see it at once.

mod codes;
mod simulator;

use crate::support::{Client, World};

fn field(page: &str, name: &str) -> String {
    let at = page
        .find(&format!("name=\"{name}\""))
        .unwrap_or_else(|| panic!("no field {name} in {page}"));
    let rest = &page[at..];
    let value = rest.split("value=\"").nth(1).unwrap();
    value.split('"').next().unwrap().to_owned()
}

async fn page(client: &mut Client, path: &str) -> String {
    let answer = client.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.text()
}

/// Sends a form that must be taken, and opens the page it leads to.
async fn send(client: &mut Client, from: &str, endpoint: &str, form: &[(&str, &str)]) -> String {
    let answer = client.post(from, &format!("/do/{endpoint}"), form).await;
    let location = answer.location.clone().unwrap_or_default();
    assert!(
        !location.contains("__err") && answer.status.is_redirection(),
        "{endpoint}: {} {location} {}",
        answer.status,
        answer.text()
    );
    let path = location
        .split_once("localhost")
        .map_or(location.clone(), |(_, rest)| {
            rest[rest.find('/').unwrap()..].to_owned()
        });
    page(client, &path).await
}

const RULE: [(&str, &str); 8] = [
    ("rule_name", "France"),
    ("rule_service", "data_plan"),
    ("rule_country", "FR"),
    ("rule_plan", ""),
    ("markup_kind", "percent"),
    ("markup_value", "70"),
    ("rule_from", ""),
    ("rule_until", ""),
];

#[tokio::test]
async fn a_rule_is_simulated_saved_seen_in_the_shop_and_ended() {
    let world = World::new().await;
    let plan = world.plan("114701").await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let customer = world.aurora_customer().await;
    let before = world.quote_plan(&customer, "114701").await;

    let question = format!("/reseller/prices/simulator?product={plan}&markup_kind=percent&markup_value=70");
    let simulated = page(&mut owner, &question).await;
    assert!(simulated.contains("With the rule"), "{simulated}");
    assert_eq!(
        world
            .count("select count(*) from audit_logs where action = 'price_rule.saved'")
            .await,
        0
    );
    let floored = page(&mut owner, &question.replace("=70", "=0")).await;

    let prices = send(&mut owner, "/reseller/prices", "prices/save_rule", &RULE).await;
    assert!(
        prices.contains("data plans in France") && prices.contains("+70 %"),
        "{prices}"
    );
    world.backend.clock.advance(chrono::TimeDelta::minutes(20));
    let after = world.quote_plan(&customer, "114701").await;
    assert!(after.charged.micros() > before.charged.micros());
    assert!(
        simulated.contains(&after.charged.to_string()),
        "the customer pays {}, not in {simulated}",
        after.charged
    );
    assert!(!floored.contains("is not right"));

    let history = page(&mut owner, "/reseller/prices/history").await;
    assert!(
        history.contains("owner@aurora.test") && history.contains("Rule saved"),
        "{history}"
    );
    let rule: uuid::Uuid = sqlx::query_scalar("select id from pricing_rules where name = 'France'")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    let rule = clouddail::shared::ids::RuleId::from(rule).to_string();
    let mut elsewhere = world.browser("kite.localhost", "owner@kite.test").await;
    let refused = elsewhere
        .post_json("/do/prices/end_rule", &[("rule", &rule)])
        .await;
    assert!(refused.text().contains("NotFound"), "{}", refused.text());
    assert!(
        !page(&mut elsewhere, "/reseller/prices")
            .await
            .contains("data plans in France")
    );
    let prices = send(
        &mut owner,
        "/reseller/prices",
        "prices/end_rule",
        &[("rule", &rule)],
    )
    .await;
    assert!(!prices.contains("data plans in France"), "{prices}");
    world.prove().await;
}

/// Aurora's plans have suppliers' minimum prices; a rule below one is explained, not silently raised.
#[tokio::test]
async fn a_floor_that_bites_is_explained() {
    let world = World::new().await;
    let plan = world.plan("114701").await;
    sqlx::query(
        "update esim_data_plans set minimum_price_micros = 99000000, minimum_price_currency = 'USD' where id = $1",
    )
    .bind(plan.uuid())
    .execute(&mut world.owner().await)
    .await
    .unwrap();
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let question = format!("/reseller/prices/simulator?product={plan}&markup_kind=percent&markup_value=1");
    let simulated = page(&mut owner, &question).await;
    assert!(
        simulated.contains("Your rule says") && simulated.contains("minimum selling price 99.00 USD"),
        "{simulated}"
    );
    world.prove().await;
}

#[tokio::test]
async fn what_is_switched_off_is_neither_listed_nor_sold() {
    let world = World::new().await;
    let plan = world.plan("114701").await.to_string();
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let mut customer = world.browser("aurora.localhost", "customer@aurora.test").await;
    let buyer = world.aurora_customer().await;
    let shown = world.quote_plan(&buyer, "114701").await;
    let catalogue = page(&mut owner, "/reseller/catalogue?place=fr").await;
    assert!(catalogue.contains(&plan), "{catalogue}");
    let switch = |kind: &'static str, of: String, to: &'static str| {
        vec![
            ("switch_kind", kind.to_owned()),
            ("switch_of", of),
            ("switch_to", to.to_owned()),
            ("back", "/reseller/catalogue?place=fr".to_owned()),
        ]
    };
    for (kind, of) in [("plan", plan.clone()), ("place", "fr".to_owned())] {
        let form = switch(kind, of.clone(), "off");
        let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let after = send(
            &mut owner,
            "/reseller/catalogue?place=fr",
            "assortment/switch",
            &form,
        )
        .await;
        assert!(
            after.contains("Switch on") || after.contains("the whole place is off"),
            "{after}"
        );
        let listed = customer.get("/esim/fr").await.text();
        assert!(!listed.contains(&plan), "{kind}: {listed}");
        let checkout = customer.get(&format!("/checkout/plan/{plan}")).await;
        assert!(
            checkout.text().contains("no longer on offer"),
            "{}",
            checkout.text()
        );
        let refused = world.place(&buyer, &shown).await;
        assert!(
            matches!(
                refused,
                Err(clouddail::domain::orders::place::PlaceError::NotSold)
            ),
            "{refused:?}"
        );
        let api = world.aurora_api();
        let who = api.customer(&format!("{kind}@example.test"), "wallet").await;
        let body = serde_json::json!({ "customer_id": who, "item": { "kind": "esim", "plan_id": plan }, "dry_run": true });
        assert_eq!(api.post("/api/v1/orders", body).await.status, 404);
        let listed = api.get("/api/v1/esim/plans?country=FR&limit=100").await;
        assert!(
            !String::from_utf8_lossy(&listed.bytes).contains(&plan),
            "{listed:?}"
        );
        let sitemap = customer.get("/sitemap.xml").await.text();
        assert_eq!(sitemap.contains("/esim/fr<"), kind == "plan", "{sitemap}");
        let mut elsewhere = world.browser("kite.localhost", "customer@kite.test").await;
        assert!(
            elsewhere.get("/esim/fr").await.text().contains(&plan),
            "Kite sells it"
        );
        let form = switch(kind, of, "on");
        let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        send(&mut owner, "/reseller/catalogue", "assortment/switch", &form).await;
    }
    assert!(customer.get("/esim/fr").await.text().contains(&plan));
    world.place(&buyer, &shown).await.unwrap();

    let quoted = world.quote_number(&buyer, "1").await;
    let form = [
        ("switch_kind", "number"),
        ("switch_of", "US:local"),
        ("switch_to", "off"),
        ("back", "/reseller/catalogue/numbers"),
    ];
    send(
        &mut owner,
        "/reseller/catalogue/numbers",
        "assortment/switch",
        &form,
    )
    .await;
    let listed = world
        .aurora_api()
        .get("/api/v1/numbers/available?country=US&type=local")
        .await;
    assert_eq!(
        listed.json["data"].as_array().map(Vec::len),
        Some(0),
        "{listed:?}"
    );
    assert!(world.place(&buyer, &quoted).await.is_err());
    let listed = world
        .kite_api()
        .get("/api/v1/numbers/available?country=US&type=local")
        .await;
    assert_ne!(listed.json["data"].as_array().map(Vec::len), Some(0));
    world.run_jobs().await;
    world.prove().await;
}

#[tokio::test]
async fn operators_set_platform_prices_and_make_codes_the_platform_bears() {
    let world = World::new().await;
    let plan = world.plan("114701").await;
    let mut admin = world.browser("localhost", "admin@clouddail.test").await;
    let start = page(&mut admin, "/admin/prices").await;
    assert!(
        start.contains("Exchange rates") && start.contains("What suppliers ask at least"),
        "{start}"
    );
    let question =
        format!("/admin/prices/simulator?shop_slug=kite&product={plan}&markup_kind=percent&markup_value=90");
    let simulated = page(&mut admin, &question).await;
    assert!(simulated.contains("With the rule"), "{simulated}");
    let traveller = world.kite_customer().await;
    let form = [
        ("rule_name", "Flagship"),
        ("rule_service", "data_plan"),
        ("rule_country", ""),
        ("rule_provider", ""),
        ("rule_plan", &plan.to_string()),
        ("markup_kind", "percent"),
        ("markup_value", "90"),
        ("markup_currency", "USD"),
        ("rule_from", ""),
        ("rule_until", ""),
    ];
    let saved = send(&mut admin, "/admin/prices", "platform_prices/save_rule", &form).await;
    assert!(saved.contains("Flagship") && saved.contains("+90 %"), "{saved}");
    let priced = world.quote_plan(&traveller, "114701").await;
    assert!(
        simulated.contains(&priced.charged.to_string()),
        "{} not in {simulated}",
        priced.charged
    );
    let form = [
        ("rate_base", "USD"),
        ("rate_quote", "EUR"),
        ("rate_value", "0.81"),
        ("rate_source", "A test"),
    ];
    let saved = send(&mut admin, "/admin/prices", "platform_prices/set_rate", &form).await;
    assert!(saved.contains("0.81") && saved.contains("A test"), "{saved}");
    let form = [
        ("floor_currency", "EUR"),
        ("rounding", "ninety_nine"),
        ("margin", "0.10"),
        ("margin_percent", "1"),
    ];
    let saved = send(&mut admin, "/admin/prices", "platform_prices/save_floors", &form).await;
    assert!(saved.contains("ninety nine"), "{saved}");
    let history = page(&mut admin, "/admin/prices/history").await;
    assert!(
        history.contains("admin@clouddail.test") && history.contains("Exchange rate"),
        "{history}"
    );
    let form = [
        ("shop_slug", "kite"),
        ("promo", "FROM-US"),
        ("promo_name", "Borne by the platform"),
        ("off_kind", "percent"),
        ("off_value", "5"),
        ("minimum", ""),
        ("maximum", ""),
        ("promo_service", ""),
        ("promo_country", ""),
        ("promo_plan", ""),
        ("promo_from", ""),
        ("promo_until", ""),
        ("limit_total", ""),
        ("limit_per_customer", ""),
    ];
    let made = send(
        &mut admin,
        "/admin/prices/promotion",
        "platform_prices/save_promotion",
        &form,
    )
    .await;
    assert!(made.contains("The code is made."), "{made}");
    assert!(made.contains("FROM-US") && made.contains("5 % off"), "{made}");
    let code = made
        .split("/admin/prices/promotion/")
        .find(|part| part.starts_with("pro_"))
        .and_then(|part| part.split('"').next())
        .unwrap()
        .to_owned();
    let detail = format!("/admin/prices/promotion/{code}");
    let shown = page(&mut admin, &detail).await;
    assert!(
        shown.contains("FROM-US") && shown.contains("the platform") && shown.contains("Not used yet"),
        "{shown}"
    );
    let form = [("id", code.as_str()), ("pause", "yes")];
    let paused = send(&mut admin, &detail, "platform_promotions/pause", &form).await;
    assert!(paused.contains("Let it go on"), "{paused}");
    let mut owner = world.browser("kite.localhost", "owner@kite.test").await;
    assert_eq!(owner.get(&detail).await.status, 404);
    assert!(page(&mut owner, "/reseller/promotions").await.contains("FROM-US"));
    assert_eq!(owner.get("/admin/prices").await.status, 404);
    let mut customer = world.browser("kite.localhost", "customer@kite.test").await;
    for path in ["/reseller/prices", "/reseller/catalogue", "/reseller/promotions"] {
        assert_eq!(customer.get(path).await.status, 404, "{path}");
    }
    world.prove().await;
}
