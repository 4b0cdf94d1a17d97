//! Codes: who bears them to the micro-unit, how often they can be used, and what floors leave of them.

use std::{collections::BTreeMap, sync::Arc};

use clouddail::{
    domain::{
        orders::{
            place::{Payer, Place, PlaceError, SaleKind, place},
            quote::{Quoted, Wish, quote_with_code},
            refund::Destination,
        },
        pricing::promote::Off,
        promotions::{
            self, PromoError,
            save::{NewPromo, On, SavePromoError},
        },
        scope::{Customer, Scope, System},
        tenancy::Shop,
    },
    shared::{
        ids::{OrderId, PromoId},
        money::Money,
        price::{PriceStack, QuoteView},
        promotion::FundedBy,
    },
};
use rust_decimal::Decimal;
use tokio::task::JoinSet;

use crate::support::World;

fn terms(world: &World, shop: &Shop, code: &str, percent: i64) -> NewPromo {
    NewPromo {
        code: code.into(),
        name: "A test".into(),
        off: Off::Percent(Decimal::from(percent)),
        minimum: Money::zero(shop.brand.currency),
        maximum: None,
        on: On::default(),
        valid_from: world.backend.now(),
        valid_until: None,
        limit_total: None,
        limit_per_customer: None,
    }
}

async fn make(world: &World, shop: &Shop, new: &NewPromo, funded_by: FundedBy) -> PromoId {
    let system = System::of(shop.id, "test");
    match funded_by {
        FundedBy::Reseller => promotions::save(&world.backend, &system, new).await,
        FundedBy::Platform => promotions::save_platform_funded(&world.backend, &system, new).await,
    }
    .unwrap()
}

async fn with_code(world: &World, customer: &Customer, code: &str) -> Quoted {
    let wish = Wish::Plan(world.plan("114701").await);
    quote_with_code(&world.backend, customer, &wish, Some(code))
        .await
        .unwrap()
}

async fn kept(world: &World, order: OrderId) -> PriceStack {
    let stack: serde_json::Value =
        sqlx::query_scalar("select price_stack from order_lines where order_id = $1")
            .bind(order.uuid())
            .fetch_one(&mut world.owner().await)
            .await
            .unwrap();
    serde_json::from_value(stack).unwrap()
}

async fn changes(world: &World, shop: &Shop, before: &BTreeMap<String, i64>) -> BTreeMap<String, i64> {
    let mut after = world.holdings(shop).await;
    for (account, amount) in before {
        *after.entry(account.clone()).or_default() -= amount;
    }
    after.retain(|_, amount| *amount != 0);
    after
}

async fn uses(world: &World) -> i64 {
    world
        .count("select coalesce(sum(uses), 0)::bigint from promo_codes")
        .await
}

/// Half to even, as the books round.
fn percent_of(micros: i64, percent: Decimal) -> i64 {
    let exact = Decimal::from(micros) * percent / Decimal::ONE_HUNDRED;
    i64::try_from(exact.round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointNearestEven))
        .unwrap()
}

/// What each account holds more after the sale, from the prices alone.
fn expected(stack: &PriceStack, shop: &Shop, funded_by: FundedBy) -> BTreeMap<String, i64> {
    let (cost, platform) = (stack.cost.micros(), stack.platform_price.micros());
    let (retail, charged) = (stack.retail.micros(), stack.charged.micros());
    let (given, sold) = match funded_by {
        FundedBy::Reseller => (0, charged),
        FundedBy::Platform => (retail - charged, retail),
    };
    let commission = percent_of(sold, shop.commission_percent);
    let mut booked = vec![
        ("customer", -charged),
        ("provider_payable", cost),
        ("platform_revenue", platform - cost - given),
        ("commission", commission),
    ];
    if shop.brand.name.starts_with("Aurora") {
        booked.push(("reseller_earnings", charged - platform - commission + given));
    } else {
        booked.push(("reseller_sales", charged));
        booked.push(("reseller_float", -(platform + commission - given)));
    }
    booked
        .into_iter()
        .filter(|(_, amount)| *amount != 0)
        .map(|(account, amount)| (account.to_owned(), amount))
        .collect()
}

/// In both settlement modes and for both funders: the funder bears it, the other keeps its share, and refunds in parts
/// bring everybody back to where they began.
#[tokio::test]
async fn the_funder_bears_it_and_refunds_bring_everybody_back() {
    let world = World::new().await;
    for (shop, customer) in [
        (world.aurora.clone(), world.aurora_customer().await),
        (world.kite.clone(), world.kite_customer().await),
    ] {
        for (code, funded_by) in [("OURS", FundedBy::Reseller), ("THEIRS", FundedBy::Platform)] {
            make(&world, &shop, &terms(&world, &shop, code, 4), funded_by).await;
            let before = world.holdings(&shop).await;
            let quoted = with_code(&world, &customer, &code.to_lowercase()).await;
            assert!(quoted.refused.is_none(), "{:?}", quoted.refused);
            assert_eq!(quoted.view.promo_code.as_deref(), Some(code));
            let order = world.place(&customer, &quoted.view).await.unwrap();
            let stack = kept(&world, order).await;
            assert!(stack.discount.is_positive());
            assert_eq!(stack.promotion.as_ref().unwrap().funded_by, funded_by);
            let due = expected(&stack, &shop, funded_by);
            assert_eq!(changes(&world, &shop, &before).await, due, "{code}");
            assert!(
                due.get("reseller_earnings").is_none_or(|earned| *earned >= 0),
                "{due:?}"
            );
            assert_eq!(uses(&world).await, 1);

            let third = stack.charged.micros() / 3;
            for part in 0..3 {
                let amount = (part < 2).then_some(third);
                let key = format!("{order}-{part}");
                world
                    .give_back(&customer, order, amount, Destination::Wallet, &key)
                    .await
                    .unwrap();
                assert_eq!(
                    uses(&world).await,
                    i64::from(part < 2),
                    "counted until all is refunded"
                );
            }
            assert_eq!(changes(&world, &shop, &before).await, BTreeMap::new());
        }
    }
    world.run_jobs().await;
    world.prove().await;
}

/// However much a code promises, it ends where the funder's share does.
#[tokio::test]
async fn a_code_takes_no_more_than_its_funders_share() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let shop = world.aurora.clone();
    for (code, funded_by) in [
        ("ALL-OURS", FundedBy::Reseller),
        ("ALL-THEIRS", FundedBy::Platform),
    ] {
        make(&world, &shop, &terms(&world, &shop, code, 100), funded_by).await;
        let quoted = with_code(&world, &customer, code).await;
        let order = world.place(&customer, &quoted.view).await.unwrap();
        let stack = kept(&world, order).await;
        let shares = stack.shares().unwrap();
        assert!(stack.charged.micros() >= stack.cost.micros());
        assert!(
            !shares.reseller.is_negative() && !shares.platform.is_negative(),
            "{shares:?}"
        );
        let (bearer, cent) = match funded_by {
            FundedBy::Reseller => (shares.reseller, 10_000),
            FundedBy::Platform => (shares.platform, 10_000),
        };
        assert!(bearer.micros() < cent, "{code} leaves {bearer:?}");
        assert!(
            stack.explain().contains("more would cross a floor"),
            "{}",
            stack.explain()
        );
    }
    world.prove().await;
}

/// As many quotes as buyers, each with the code.
async fn copies(world: &World, quoted: &QuoteView, count: i32) -> Vec<QuoteView> {
    let ids: Vec<uuid::Uuid> = sqlx::query_scalar(
        "insert into quotes select gen_random_uuid(), reseller_id, user_id, subject, item, stack, charged_micros,
                                   monthly_micros, currency, created_at, expires_at
         from quotes, generate_series(1, $2) where id = $1 returning id",
    )
    .bind(quoted.id.uuid())
    .bind(count)
    .fetch_all(&mut world.owner().await)
    .await
    .unwrap();
    ids.into_iter()
        .map(|id| QuoteView {
            id: id.into(),
            ..quoted.clone()
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_buyers_of_a_code_for_ten_use_it_ten_times() {
    let world = Arc::new(World::new().await);
    let customer = world.aurora_customer().await;
    world.spend_down_to(&customer, 900_000_000).await;
    let shop = world.aurora.clone();
    let mut new = terms(&world, &shop, "TEN", 4);
    new.limit_total = Some(10);
    make(&world, &shop, &new, FundedBy::Reseller).await;
    let quoted = with_code(&world, &customer, "TEN").await.view;
    let mut buyers = JoinSet::new();
    for quote in copies(&world, &quoted, 50).await {
        let world = world.clone();
        buyers.spawn(async move { world.place(&customer, &quote).await });
    }
    let mut bought = 0;
    while let Some(result) = buyers.join_next().await {
        match result.unwrap() {
            Ok(_) => bought += 1,
            Err(PlaceError::Promo(PromoError::UsedUp)) => {}
            Err(error) => panic!("{error}"),
        }
    }
    let world = Arc::into_inner(world).unwrap();
    assert_eq!((bought, uses(&world).await), (10, 10));
    let again = with_code(&world, &customer, "TEN").await;
    assert_eq!(
        again.view.promo_code.as_deref(),
        Some("TEN"),
        "the price shown a moment ago stands"
    );
    let refused = world.place(&customer, &again.view).await;
    assert!(matches!(refused, Err(PlaceError::Promo(PromoError::UsedUp))));
    world.run_jobs().await;
    world.prove().await;
}

/// A refused order gives its use back; the next buyer gets it.
#[tokio::test]
async fn a_failed_order_gives_its_use_back() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let shop = world.aurora.clone();
    let mut new = terms(&world, &shop, "ONCE", 4);
    new.limit_total = Some(1);
    new.limit_per_customer = Some(1);
    make(&world, &shop, &new, FundedBy::Reseller).await;
    let wish = |e164: String| Wish::Number {
        e164,
        country: "US".parse().unwrap(),
        kind: clouddail::shared::number::NumberType::Local,
    };
    let sold_out = wish(world.number("0666").await);
    let quoted = quote_with_code(&world.backend, &customer, &sold_out, Some("ONCE"))
        .await
        .unwrap();
    let request = Place {
        quote: quoted.view.id,
        payer: Payer::Customer,
        kind: SaleKind::New,
        max_price: quoted.view.charged,
    };
    place(&world.backend, &customer, request).await.unwrap();
    world.run_jobs().await;
    assert_eq!(
        world
            .count("select count(*) from orders where state = 'released'")
            .await,
        1
    );
    assert_eq!(uses(&world).await, 0);
    let quoted = with_code(&world, &customer, "ONCE").await;
    world.place(&customer, &quoted.view).await.unwrap();
    assert_eq!(uses(&world).await, 1);
    // Another wish, since the live quote of the first one stands.
    let other = wish(world.number("1").await);
    let refused = quote_with_code(&world.backend, &customer, &other, Some("once"))
        .await
        .unwrap();
    assert!(
        matches!(refused.refused, Some(PromoError::UsedUp)),
        "{:?}",
        refused.refused
    );
    assert!(refused.view.promo_code.is_none());
    world.run_jobs().await;
    world.prove().await;
}

#[tokio::test]
async fn terms_are_kept_and_codes_are_of_one_shop() {
    let world = World::new().await;
    let (customer, traveller) = (world.aurora_customer().await, world.kite_customer().await);
    let shop = world.aurora.clone();
    let system = System::of(shop.id, "test");
    let code = terms(&world, &shop, "summer-26", 4);
    promotions::save(&world.backend, &system, &code).await.unwrap();
    let taken = promotions::save(&world.backend, &system, &terms(&world, &shop, "SUMMER-26", 9)).await;
    assert!(matches!(taken, Err(SavePromoError::Taken)), "{taken:?}");
    let unknown = with_code(&world, &traveller, "SUMMER-26").await;
    assert!(matches!(unknown.refused, Some(PromoError::Unknown)));
    assert_eq!(traveller.reseller(), world.kite.id);

    let mut new = terms(&world, &shop, "LARGE", 4);
    new.minimum = Money::from_micros(500_000_000, shop.brand.currency);
    make(&world, &shop, &new, FundedBy::Reseller).await;
    let mut new = terms(&world, &shop, "NUMBERS", 4);
    new.on.service = Some(clouddail::shared::price::Service::NumberPurchase);
    make(&world, &shop, &new, FundedBy::Reseller).await;
    let mut new = terms(&world, &shop, "LATER", 4);
    new.valid_from = world.backend.now() + chrono::TimeDelta::days(1);
    new.valid_until = Some(world.backend.now() + chrono::TimeDelta::days(2));
    make(&world, &shop, &new, FundedBy::Reseller).await;
    let refused = |code: &'static str| {
        let world = &world;
        async move { with_code(world, &customer, code).await.refused }
    };
    assert!(matches!(
        refused("LARGE").await,
        Some(PromoError::TooSmall { .. })
    ));
    assert!(matches!(refused("NUMBERS").await, Some(PromoError::NotForThis)));
    assert!(matches!(refused("LATER").await, Some(PromoError::NotYet { .. })));
    world.backend.clock.advance(chrono::TimeDelta::days(3));
    assert!(matches!(refused("LATER").await, Some(PromoError::Over)));
    world.prove().await;
}
