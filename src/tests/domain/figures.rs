//! Figures are the ledger's: after sales, refunds, a dispute and a change of mode; at the edges of a shop's day; and a
//! changed row is found.

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};
use clouddail::{
    domain::{
        figures::{close_days, margins::margins, shop::shop as figures_of},
        operations::verify,
        payments::dispute::open::{Open, open},
        settlement::{
            fund_float::{FundFloat, fund_float},
            switch_mode::switch_mode,
        },
        tenancy::{
            Shop,
            shop::SettlementMode::{PlatformCollects, ResellerCollects},
        },
    },
    shared::{
        figures::{By, Figures, Span, Totals},
        money::{Money, PositiveMoney},
    },
};
use sqlx::{AssertSqlSafe, Connection, Executor};

use crate::support::{
    World,
    settlement::{PLAIN, Price, eur, money, system, usd},
};

/// Thirds that do not end: 3.01 to the customer, commission 10 %.
const ODD: Price = Price {
    provider_cost: "1.111111",
    cost: "1.111111",
    platform: "1.777777",
    charged: "3.01",
    commission: 10,
};

fn year() -> Span {
    Span {
        days: Some("366".into()),
        ..Span::default()
    }
}

async fn read(world: &World, shop: &Shop) -> Figures {
    figures_of(&world.backend, &system(shop), &year()).await.unwrap()
}

/// What the ledger's sales and refunds booked on an account; the float by its name.
async fn booked(world: &World, shop: &Shop, account: &str) -> Money {
    let micros: i64 = sqlx::query_scalar(
        "select coalesce(sum(e.amount_micros), 0)::bigint from ledger_entries e
         join ledger_transfers t on t.reseller_id = e.reseller_id and t.id = e.transfer_id
         left join wallets w on w.reseller_id = e.reseller_id and w.id = e.wallet_id
         where e.reseller_id = $1 and t.kind in ('sale', 'refund') and coalesce(w.owner_kind, e.account) = $2",
    )
    .bind(shop.id.uuid())
    .bind(account)
    .fetch_one(&mut world.owner().await)
    .await
    .unwrap();
    Money::from_micros(micros, shop.brand.currency)
}

async fn agree(world: &World, shop: &Shop) -> Totals {
    let totals = read(world, shop).await.totals;
    let sold = booked(world, shop, "reseller_sales").await;
    let float = booked(world, shop, "reseller_float").await;
    assert_eq!(totals.earned, booked(world, shop, "reseller_earnings").await);
    assert_eq!(totals.cost, booked(world, shop, "provider_payable").await);
    assert_eq!(totals.platform, booked(world, shop, "platform_revenue").await);
    assert_eq!(totals.commission, booked(world, shop, "commission").await);
    assert_eq!(totals.float, float.negated().unwrap());
    assert_eq!(
        totals.taken().unwrap(),
        booked(world, shop, "customer").await.negated().unwrap()
    );
    assert_eq!(
        totals.share,
        totals.earned.plus(sold).unwrap().plus(float).unwrap()
    );
    totals
}

#[tokio::test]
async fn a_mixed_story_is_the_ledgers_to_the_micro_unit_before_and_after_days_are_closed() {
    let world = World::new().await;
    let day = TimeDelta::days(1);
    let payer = world.aurora_customer().await;
    let payment = world.pay_in(&payer, "20", "figures-1").await;
    for (shop, customer, funds) in [
        (world.aurora.clone(), world.aurora_customer().await, usd("500")),
        (world.kite.clone(), world.kite_customer().await, eur("500")),
    ] {
        let before = agree(&world, &shop).await;
        let first = world.sell(&shop, &customer, ODD).await;
        world.sell(&shop, &customer, PLAIN).await;
        world.backend.clock.advance(day);
        world.give_back_percent(&shop, first, 1, 33).await;
        let funding = FundFloat {
            amount: PositiveMoney::new(funds).unwrap(),
            key: "story",
            note: "for the story",
        };
        fund_float(&world.backend, &system(&shop), funding).await.unwrap();
        let other = match shop.settlement_mode {
            PlatformCollects => ResellerCollects,
            ResellerCollects => PlatformCollects,
        };
        switch_mode(&world.backend, &system(&shop), other, "for the story")
            .await
            .unwrap();
        let second = world.sell(&shop, &customer, ODD).await;
        world.give_back_percent(&shop, second, 1, 50).await;
        world.give_back_percent(&shop, first, 2, 20).await;

        let after = agree(&world, &shop).await;
        assert_eq!(after.sales - before.sales, 3);
        assert_eq!(after.refunds - before.refunds, 3);
        let charged = after.charged.minus(before.charged).unwrap();
        assert_eq!(charged, money("9.02", shop.brand.currency));
        assert!(!after.earned.is_zero() && !after.float.is_zero());
    }
    // A dispute takes from the customer's wallet and no sale back.
    let sold = agree(&world, &world.aurora).await;
    let dispute = Open {
        payment,
        provider_dispute_id: "d-1".into(),
        amount: PositiveMoney::new(usd("20")).unwrap(),
    };
    open(&world.backend, &system(&world.aurora), &dispute)
        .await
        .unwrap();
    assert_eq!(agree(&world, &world.aurora).await, sold);

    let open_days = (read(&world, &world.aurora).await, read(&world, &world.kite).await);
    world.backend.clock.advance(TimeDelta::days(2));
    assert!(close_days(&world.backend).await.unwrap() >= 2);
    assert_eq!(close_days(&world.backend).await.unwrap(), 0, "closed once");
    assert!(world.count("select count(*) from figures_daily").await > 0);
    agree(&world, &world.aurora).await;
    agree(&world, &world.kite).await;
    assert_eq!(read(&world, &world.aurora).await.totals, open_days.0.totals);
    assert_eq!(read(&world, &world.kite).await.totals, open_days.1.totals);

    // The console's margins are the same sums, however they are cut.
    let admin = world.admin().await;
    for by in By::ALL {
        let all = margins(&world.backend, &admin, by, &year()).await.unwrap();
        let dollars = all
            .currencies
            .iter()
            .find(|found| found.currency == usd("0").currency())
            .unwrap();
        let kept = |part: &clouddail::shared::figures::Part| part.totals.margin().unwrap().micros();
        let sum: i64 = dollars.parts.iter().map(kept).sum();
        assert_eq!(sum, dollars.totals.margin().unwrap().micros(), "{by:?}");
        assert!(sum >= open_days.0.totals.margin().unwrap().micros());
    }
    world.prove().await;
}

/// The next moment of this time of the day (UTC), at least a day ahead.
fn at(now: DateTime<Utc>, time: NaiveTime) -> DateTime<Utc> {
    (now.date_naive() + Days::new(2)).and_time(time).and_utc()
}

#[tokio::test]
async fn a_day_begins_at_midnight_where_the_shop_is() {
    let world = World::new().await;
    let (shop, customer) = (world.aurora.clone(), world.aurora_customer().await);
    let mut owner = world.owner().await;
    // Half past six in the evening, UTC, is midnight in Kolkata, all year round.
    owner
        .execute("update resellers set timezone = 'Asia/Kolkata'")
        .await
        .unwrap();
    let last_second = at(world.backend.now(), NaiveTime::from_hms_opt(18, 29, 59).unwrap());
    world.backend.clock.advance(last_second - world.backend.now());
    world.sell(&shop, &customer, PLAIN).await;
    world.backend.clock.advance(TimeDelta::seconds(1));
    world.sell(&shop, &customer, PLAIN).await;
    world.sell(&shop, &customer, PLAIN).await;

    let day = last_second.date_naive();
    let sales = |figures: &Figures| -> Vec<(String, i64)> {
        let sold = figures.days.iter().filter(|part| part.totals.sales > 0);
        sold.map(|part| (part.key.clone(), part.totals.sales)).collect()
    };
    let expected = vec![(day.to_string(), 1), ((day + Days::new(1)).to_string(), 2)];
    assert_eq!(sales(&read(&world, &shop).await), expected);
    let one_day = |day: chrono::NaiveDate| Span {
        days: None,
        from: Some(day.to_string()),
        until: Some(day.to_string()),
    };
    let span = one_day(day + Days::new(1));
    let found = figures_of(&world.backend, &system(&shop), &span).await.unwrap();
    assert_eq!((found.totals.sales, found.totals_before.sales), (2, 1));

    // Not before an hour of the new day is over is the old one closed.
    world.backend.clock.advance(TimeDelta::minutes(59));
    close_days(&world.backend).await.unwrap();
    assert_eq!(
        world
            .count("select coalesce(sum(sales), 0)::bigint from figures_daily")
            .await,
        0
    );
    world.backend.clock.advance(TimeDelta::minutes(1));
    close_days(&world.backend).await.unwrap();
    assert_eq!(
        world.count("select sum(sales)::bigint from figures_daily").await,
        1
    );
    assert_eq!(sales(&read(&world, &shop).await), expected);

    // The shop moves: the same sales are of other days, at once and after they are closed anew.
    owner
        .execute("update resellers set timezone = 'UTC'")
        .await
        .unwrap();
    let moved = vec![(day.to_string(), 3)];
    assert_eq!(sales(&read(&world, &shop).await), moved);
    world.backend.clock.advance(TimeDelta::days(1));
    close_days(&world.backend).await.unwrap();
    assert_eq!(
        world.count("select sum(sales)::bigint from figures_daily").await,
        3
    );
    assert_eq!(sales(&read(&world, &shop).await), moved);
    world.prove().await;
}

const CORRUPTIONS: [&str; 4] = [
    "update figures_daily set charged_micros = charged_micros + 1",
    "update figures_daily set day = day - 1",
    "delete from figures_daily",
    "update figures_closed set open_from = open_from + 1 where reseller_id in (select reseller_id from figures_daily)",
];

#[tokio::test]
async fn a_closed_day_that_was_changed_is_found() {
    let world = World::new().await;
    let (shop, customer) = (world.aurora.clone(), world.aurora_customer().await);
    world.sell(&shop, &customer, PLAIN).await;
    world.skip_to_noon();
    close_days(&world.backend).await.unwrap();
    world.sell(&shop, &customer, PLAIN).await;
    assert_eq!(verify::books(&world.backend).await.unwrap(), []);
    let mut owner = world.owner().await;
    for table in ["figures_daily", "figures_closed"] {
        let copy = format!("create table sound_{table} as table {table}");
        owner.execute(AssertSqlSafe(copy)).await.unwrap();
    }
    for corruption in CORRUPTIONS {
        assert!(
            owner.execute(corruption).await.unwrap().rows_affected() > 0,
            "{corruption}"
        );
        let found = verify::books(&world.backend).await.unwrap();
        let check = "every closed day's figures equal the ledger";
        assert!(
            found.iter().any(|finding| finding.check == check),
            "{corruption}: {found:#?}"
        );
        let mut tx = owner.begin().await.unwrap();
        for table in ["figures_daily", "figures_closed"] {
            let restore = format!("delete from {table}; insert into {table} select * from sound_{table}");
            tx.execute(AssertSqlSafe(restore)).await.unwrap();
        }
        tx.commit().await.unwrap();
    }
    world.prove().await;
}
