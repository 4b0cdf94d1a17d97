//! Rules, settings and rates as they are kept, and the prices that come of them in two shops.

mod ties;

use chrono::TimeDelta;
use clouddail::{
    domain::{
        esims::catalogue::{catalogue, plan_on_sale},
        numbers::search::{self, search},
        pricing::{
            self, Basis, Subject,
            end_rule::{EndRule, EndRuleError},
            rounding::Rounding,
            rule::{Markup, Rule},
            save_rule::{SaveRule, SaveRuleError},
            save_settings::PriceSettings,
            set_rate::{SetRate, SetRateError},
            simulate::{Hypothetical, Maker},
        },
        scope::{Customer, Scope, System},
        tenancy::Shop,
    },
    shared::{
        currency::Currency,
        ids::OrderId,
        money::Money,
        number::NumberSearch,
        price::{PriceStack, Service},
    },
};
use sqlx::Executor;

use super::prices::{money, percent, rule, usd};
use crate::support::World;

fn of(shop: &Shop) -> System {
    System::of(shop.id, "test")
}

fn bundle(name: &str, markup: Markup) -> Rule {
    Rule {
        service: Some(Service::Package),
        ..rule(name, markup)
    }
}

fn open(world: &World, rule: Rule) -> SaveRule {
    SaveRule {
        id: None,
        rule,
        valid_from: world.backend.now(),
        valid_until: None,
        succeeds: false,
    }
}

/// The stack an order keeps.
async fn kept(world: &World, order: OrderId) -> PriceStack {
    let stack: serde_json::Value =
        sqlx::query_scalar("select price_stack from order_lines where order_id = $1")
            .bind(order.uuid())
            .fetch_one(&mut world.owner().await)
            .await
            .unwrap();
    serde_json::from_value(stack).unwrap()
}

/// A rule that changes nothing for what is asked about.
fn beside_the_point() -> Hypothetical {
    Hypothetical {
        maker: Maker::Reseller,
        rule: bundle("beside the point", percent("5")),
    }
}

async fn same_plan_everywhere(world: &World, shop: &Shop, customer: &Customer) -> PriceStack {
    let id = world.plan("114701").await;
    let list = catalogue(&world.backend, &shop.visitor).await.unwrap();
    let rows = list.destination("fr").unwrap().plans;
    let listed = rows.iter().find(|row| row.id == id).unwrap().price;
    let page = list.plan(id).unwrap().row.price;

    let mut tx = world.backend.begin(customer).await.unwrap();
    let plan = plan_on_sale(&mut tx, customer, id).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    let simulated = pricing::simulate(
        &world.backend,
        &of(shop),
        &plan.subject(),
        &plan.basis(),
        beside_the_point(),
    )
    .await
    .unwrap();
    assert_eq!(simulated.before, simulated.after);

    let quoted = world.quote_plan(customer, "114701").await;
    let order = world.place(customer, &quoted).await.unwrap();
    let stack = kept(world, order).await;
    assert_eq!(simulated.before, stack);
    assert_eq!(
        [listed, page, quoted.charged],
        [stack.charged; 3],
        "{}",
        stack.explain()
    );
    stack
}

async fn same_number_everywhere(world: &World, shop: &Shop, customer: &Customer) -> PriceStack {
    let wanted = NumberSearch {
        country: "US".into(),
        kind: "local".into(),
        contains: String::new(),
        sms: false,
        voice: false,
    };
    let found = search(&world.backend, &shop.visitor, &wanted).await.unwrap();
    let quoted = world.quote_number(customer, "3").await;
    let e164 = world.number("3").await;
    let mut listed = found.found.iter().map(|found| &found.offer);
    let listed = listed.find(|offer| offer.e164 == e164).unwrap();
    let query = search::parse(&wanted).unwrap();
    let costs = world.vendor("twilio").costs(query.country).await.unwrap();
    let cost = costs.iter().find(|cost| cost.kind == query.kind).unwrap();
    let subject = Subject {
        service: Service::NumberPurchase,
        country: Some(query.country),
        provider: world.vendor("twilio").name(),
        plan: None,
    };
    let basis = Basis::of(cost.monthly);
    let simulated = pricing::simulate(&world.backend, &of(shop), &subject, &basis, beside_the_point())
        .await
        .unwrap();
    let order = world.place(customer, &quoted).await.unwrap();
    let stack = kept(world, order).await;
    assert_eq!(simulated.before, stack);
    assert_eq!([listed.price, quoted.charged], [stack.charged; 2]);
    assert_eq!(quoted.monthly, Some(listed.monthly));
    stack
}

/// List, page, quote, order and simulator: one price, with every kind of rule, floor and rounding in play.
#[tokio::test]
async fn a_price_is_the_same_on_every_path() {
    let world = World::new().await;
    for (shop, rounding) in [
        (&world.aurora, Rounding::FiveCents),
        (&world.kite, Rounding::NinetyNine),
    ] {
        let currency = shop.brand.currency;
        let settings = PriceSettings {
            rounding,
            minimum_margin: money("0.31", currency),
            minimum_margin_percent: 3.into(),
        };
        pricing::save_settings(&world.backend, &of(shop), settings)
            .await
            .unwrap();
    }
    let (aurora, kite) = (world.aurora_customer().await, world.kite_customer().await);
    let plan = same_plan_everywhere(&world, &world.aurora, &aurora).await;
    assert_eq!(plan.charged.micros() % 50_000, 0);
    assert!(plan.explain().contains("% Aurora Mobile →"), "{}", plan.explain());
    same_number_everywhere(&world, &world.aurora, &aurora).await;
    let plan = same_plan_everywhere(&world, &world.kite, &kite).await;
    assert_eq!(plan.charged.micros() % 1_000_000, 990_000);
    let fx = plan.fx.unwrap();
    assert_eq!(
        (fx.rate.to_string().as_str(), fx.source.as_str()),
        ("0.92", "demo seed")
    );
    same_number_everywhere(&world, &world.kite, &kite).await;
    world.prove().await;
}

#[tokio::test]
async fn a_platform_rule_changes_every_shop_and_the_simulator_tells_before() {
    let world = World::new().await;
    let (backend, operator) = (&world.backend, of(&world.aurora));
    let customer = world.aurora_customer().await;
    let before = world.quote_plan(&customer, "114701").await;
    let mut tx = backend.begin(&customer).await.unwrap();
    let plan = plan_on_sale(&mut tx, &customer, world.plan("114701").await)
        .await
        .unwrap()
        .unwrap();
    tx.commit().await.unwrap();
    let wanted = Rule {
        plan: Some(plan.id),
        ..rule("flagship", percent("100"))
    };
    let hypothetical = Hypothetical {
        maker: Maker::Platform,
        rule: wanted.clone(),
    };
    let simulated = pricing::simulate(
        backend,
        &of(&world.aurora),
        &plan.subject(),
        &plan.basis(),
        hypothetical,
    )
    .await
    .unwrap();
    assert_eq!(simulated.before.charged, before.charged);
    assert_eq!(simulated.after.platform_price, plan.cost.times(2.into()).unwrap());
    let explained = simulated.after.explain();
    assert!(
        explained.contains("+100 % platform rule 'flagship'"),
        "{explained}"
    );
    let shares = simulated.shares_after;
    let sum = shares.provider.micros() + shares.platform.micros() + shares.reseller.micros();
    assert_eq!(sum, simulated.after.charged.micros());
    let gains = shares.reseller.minus(simulated.shares_before.reseller).unwrap();
    assert_eq!(simulated.reseller_gains().unwrap(), gains);
    let nothing_saved = world
        .count("select count(*) from platform_pricing_rules where name = 'flagship'")
        .await;
    assert_eq!(nothing_saved, 0);

    pricing::save_platform_rule(backend, &operator, open(&world, wanted))
        .await
        .unwrap();
    assert_eq!(
        world.quote_plan(&customer, "114701").await.charged,
        before.charged
    );
    let list = catalogue(backend, &world.aurora.visitor).await.unwrap();
    assert_eq!(list.plan(plan.id).unwrap().row.price, simulated.after.charged);
    assert_eq!(
        world
            .count(
                "select count(*) from audit_logs a join resellers r on r.id = a.reseller_id
                 where a.action = 'price_rule.saved' and r.is_platform and a.after ->> 'name' = 'flagship'"
            )
            .await,
        1
    );
    world.prove().await;
}

/// What was sold at yesterday's rate says so for ever; what is quoted today is not.
#[tokio::test]
async fn an_order_keeps_its_exchange_rate() {
    let world = World::new().await;
    let (backend, operator) = (&world.backend, of(&world.kite));
    let customer = world.kite_customer().await;
    let quoted = world.quote_plan(&customer, "114701").await;
    let order = world.place(&customer, &quoted).await.unwrap();
    let before = kept(&world, order).await;

    backend.clock.advance(TimeDelta::days(1));
    let rate = SetRate {
        base: Currency::USD,
        quote: Currency::EUR,
        rate: "1.5".parse().unwrap(),
        as_of: backend.now(),
        source: "European Central Bank".into(),
    };
    pricing::set_rate(backend, &operator, rate.clone()).await.unwrap();
    assert!(matches!(
        pricing::set_rate(backend, &operator, rate.clone()).await,
        Err(SetRateError::Taken)
    ));
    assert_eq!(kept(&world, order).await, before);
    let quoted = world.quote_plan(&customer, "114701").await;
    let order = world.place(&customer, &quoted).await.unwrap();
    let after = kept(&world, order).await;
    let fx = after.fx.as_ref().unwrap();
    assert_eq!((fx.rate, &fx.source), (rate.rate, &rate.source));
    assert_eq!(fx.as_of.timestamp_micros(), rate.as_of.timestamp_micros());
    assert_eq!(
        after.cost,
        Money::from_micros(after.provider_cost.micros() * 3 / 2, Currency::EUR)
    );
    assert_ne!(before.fx, after.fx);

    // An old rate goes on selling, and operators are told.
    assert_eq!(pricing::old_rates(backend).await.unwrap().len(), 0);
    backend.clock.advance(TimeDelta::days(7));
    let old = pricing::old_rates(backend).await.unwrap();
    assert_eq!(old.len(), 1, "{old:?}");
    assert_eq!((old[0].base, old[0].quote), (Currency::EUR, Currency::USD));
    world.quote_plan(&customer, "114701").await;
    world.prove().await;
}

#[tokio::test]
async fn a_suppliers_minimum_selling_price_holds_in_every_shop() {
    let world = World::new().await;
    world
        .owner()
        .await
        .execute(
            "update esim_data_plans set minimum_price_micros = 40000000, minimum_price_currency = 'USD'
             where provider_product_id = '114701'",
        )
        .await
        .unwrap();
    let (aurora, kite) = (world.aurora_customer().await, world.kite_customer().await);
    assert_eq!(world.quote_plan(&aurora, "114701").await.charged, usd("40"));
    let stack = same_plan_everywhere(&world, &world.kite, &kite).await;
    assert_eq!(stack.charged, money("36.80", Currency::EUR));
    assert!(
        stack
            .explain()
            .ends_with("→ supplier's minimum selling price 40.00 USD → 36.80"),
        "{}",
        stack.explain()
    );
    world.prove().await;
}

#[tokio::test]
async fn what_makes_no_sense_is_not_saved() {
    let world = World::new().await;
    let system = of(&world.aurora);
    let try_rule = async |rule: Rule| {
        let outcome = pricing::save_rule(&world.backend, &system, open(&world, rule)).await;
        outcome.unwrap_err().to_string()
    };
    let euro = Currency::EUR;
    assert_eq!(
        [
            try_rule(bundle(" ", percent("1"))).await,
            try_rule(bundle("much", percent("1000.1"))).await,
            try_rule(bundle("fine", percent("0.0000001"))).await,
            try_rule(bundle("less", Markup::Fixed(usd("-0.01")))).await,
            try_rule(bundle("yen", Markup::Fixed(money("1", Currency::JPY)))).await,
            try_rule(Rule {
                provider: Some(" ".into()),
                ..bundle("who", percent("1"))
            })
            .await,
        ],
        [
            "a name has 1 to 80 characters",
            "a percentage is 0 to 1000, with at most six decimals",
            "a percentage is 0 to 1000, with at most six decimals",
            "a fixed markup is not below zero",
            "no exchange rate from JPY to USD is known",
            "a provider has a name",
        ]
    );
    let backwards = SaveRule {
        valid_until: Some(world.backend.now()),
        ..open(&world, bundle("never", percent("1")))
    };
    assert!(matches!(
        pricing::save_rule(&world.backend, &system, backwards).await,
        Err(SaveRuleError::Window)
    ));
    let try_rate = async |base, rate: &str, ahead: i64, source: &str| {
        let request = SetRate {
            base,
            quote: Currency::USD,
            rate: rate.parse().unwrap(),
            as_of: world.backend.now() + TimeDelta::seconds(ahead),
            source: source.into(),
        };
        let outcome = pricing::set_rate(&world.backend, &system, request).await;
        outcome.unwrap_err().to_string()
    };
    assert_eq!(
        [
            try_rate(Currency::USD, "1", 0, "bank").await,
            try_rate(euro, "0", 0, "bank").await,
            try_rate(euro, "1.00000000001", 0, "bank").await,
            try_rate(euro, "1", 1, "bank").await,
            try_rate(euro, "1", 0, "").await,
        ],
        [
            "a rate is between two currencies",
            "a rate is above zero, below ten billion, with at most ten decimals",
            "a rate is above zero, below ten billion, with at most ten decimals",
            "a rate's moment is not in the future",
            "a source has 1 to 80 characters",
        ]
    );
    world.prove().await;
}
