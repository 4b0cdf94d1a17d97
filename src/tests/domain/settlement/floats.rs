//! Floats: how long they last, and what happens when they do not.

use clouddail::{
    domain::{
        orders::place::{Payer, Place, PlaceError, SaleKind, place},
        settlement::{
            check_float::{FloatFigures, FloatStage, check_floats, float, outlook},
            fund_float::{FundFloat, FundFloatError, fund_float},
        },
        tenancy::shop::SettlementMode,
    },
    shared::{
        currency::Currency,
        money::{Money, PositiveMoney},
        price::QuoteView,
    },
};

use crate::support::{
    World,
    settlement::{eur, system},
};

#[test]
fn a_float_is_worried_about_by_the_days_it_lasts() {
    let now = chrono::DateTime::from_timestamp(1_800_000_000, 0).unwrap();
    let at = |available: &str, spent: &str, reserve: &str, age_days: i64| {
        let figures = FloatFigures {
            mode: SettlementMode::ResellerCollects,
            available: eur(available),
            spent: eur(spent),
            reserve: eur(reserve),
            opened_at: now - chrono::TimeDelta::days(age_days),
        };
        let found = outlook(&figures, now).unwrap();
        (found.stage, found.days_left, found.daily_spend.amount())
    };
    let daily = |text: &str| text.to_owned();
    assert_eq!(
        at("140", "140", "0", 99),
        (FloatStage::Ok, Some(14), daily("10.00"))
    );
    assert_eq!(
        at("139.99", "140", "0", 99),
        (FloatStage::Low, Some(13), daily("10.00"))
    );
    assert_eq!(
        at("50", "140", "0", 99),
        (FloatStage::Low, Some(5), daily("10.00"))
    );
    assert_eq!(
        at("49.99", "140", "0", 99),
        (FloatStage::Critical, Some(4), daily("10.00"))
    );
    assert_eq!(
        at("20", "140", "20", 99),
        (FloatStage::Paused, Some(2), daily("10.00"))
    );
    assert_eq!(
        at("20.01", "140", "20", 99),
        (FloatStage::Critical, Some(2), daily("10.00"))
    );
    assert_eq!(at("0", "0", "0", 99), (FloatStage::Paused, None, daily("0.00")));
    assert_eq!(at("1", "0", "0", 99), (FloatStage::Ok, None, daily("0.00")));
    // A float of yesterday has two days of sales, not fourteen.
    assert_eq!(
        at("100", "20", "0", 1),
        (FloatStage::Low, Some(10), daily("10.00"))
    );
    // More refunded than captured is no spending.
    assert_eq!(at("100", "-20", "0", 99), (FloatStage::Ok, None, daily("0.00")));
    let unused = FloatFigures {
        mode: SettlementMode::PlatformCollects,
        available: eur("0"),
        spent: eur("0"),
        reserve: eur("0"),
        opened_at: now,
    };
    assert_eq!(outlook(&unused, now).unwrap().stage, FloatStage::Ok);
}

#[tokio::test]
async fn a_used_up_float_pauses_new_sales_tells_the_staff_once_and_reopens_when_funded() {
    let world = World::new().await;
    let (kite, customer) = (world.kite.clone(), world.kite_customer().await);
    // A number that renews within a week: 1.15 a month at cost, times the platform's markup.
    let quoted = world.quote_number(&customer, "1").await;
    world.place(&customer, &quoted).await.unwrap();
    sqlx::query("update virtual_numbers set expires_at = $1")
        .bind(world.backend.now() + chrono::TimeDelta::days(7))
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    let reserve = float(&world.backend, &system(&kite))
        .await
        .unwrap()
        .unwrap()
        .reserve;
    let (cost, monthly): (i64, i64) =
        sqlx::query_as("select cost_micros, monthly_micros from virtual_numbers")
            .fetch_one(&mut world.owner().await)
            .await
            .unwrap();
    let by_hand = eur("0")
        .plus(usd_to_eur(cost))
        .unwrap()
        .times("1.25".parse().unwrap())
        .unwrap();
    assert_eq!(
        reserve, by_hand,
        "monthly cost, exchange rate, the platform's 25 %"
    );
    assert!(reserve.micros() < monthly);

    // A month dear enough that a sale fits into what is kept back for it.
    sqlx::query("update virtual_numbers set cost_micros = 100000000")
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    world.float_down_to(&kite, eur("115")).await;
    check_floats(&world.backend).await.unwrap();
    check_floats(&world.backend).await.unwrap();
    let recipients: Vec<String> =
        sqlx::query_scalar("select recipient from mails where template = 'float_runs_low'")
            .fetch_all(&mut world.owner().await)
            .await
            .unwrap();
    assert_eq!(recipients, ["owner@kite.test"], "told once");

    let quoted = world.quote_plan(&customer, "114701").await;
    let request = |quoted: &QuoteView, kind| Place {
        quote: quoted.id,
        payer: Payer::Customer,
        kind,
        max_price: quoted.charged,
    };
    let refused = place(&world.backend, &customer, request(&quoted, SaleKind::New)).await;
    assert!(matches!(refused, Err(PlaceError::ShopClosed)));
    let held = "select count(*) from holds where state = 'open'";
    assert_eq!(world.count(held).await, 0);
    // What was sold is renewed.
    place(&world.backend, &customer, request(&quoted, SaleKind::Renewal))
        .await
        .unwrap();

    let left = world.booked(&kite, "reseller_float").await;
    let fund = async |amount| {
        let funding = FundFloat {
            amount: PositiveMoney::new(eur(amount)).unwrap(),
            key: "bank-1",
            note: "by bank",
        };
        fund_float(&world.backend, &system(&kite), funding).await
    };
    let now = fund("1000").await.unwrap();
    assert_eq!(now, left.plus(eur("1000")).unwrap());
    assert_eq!(fund("1000").await.unwrap(), now, "the same money comes once");
    assert!(matches!(fund("999").await, Err(FundFloatError::KeyReused)));
    assert_eq!(world.booked(&kite, "bank").await, eur("-1000"));
    let quoted = world.quote_plan(&customer, "114701").await;
    place(&world.backend, &customer, request(&quoted, SaleKind::New))
        .await
        .unwrap();
    world.prove().await;
}

fn usd_to_eur(micros: i64) -> Money {
    Money::from_micros(micros, Currency::USD)
        .convert("0.92".parse().unwrap(), Currency::EUR)
        .unwrap()
}
