//! Days of the accounts: what closed days say is what the ledger alone says, to the micro-unit; late transfers; a
//! changed row is found.

use chrono::{Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta};
use clouddail::{
    domain::{
        figures::close_days,
        operations::verify,
        settlement::{
            approve_payout::approve_payout,
            even_out::position,
            float_on_switch::float_on_switch,
            fund_float::{FundFloat, fund_float},
            issue_invoices::issue_invoices,
            mark_paid::mark_paid,
            payout_details::payout_details,
            statement::{Statement, statement},
            switch_mode::switch_mode,
        },
        tenancy::{
            Shop,
            shop::SettlementMode::{PlatformCollects, ResellerCollects},
        },
    },
    shared::{
        ids::PayoutId,
        money::{Money, PositiveMoney},
    },
};
use sqlx::{AssertSqlSafe, Executor};

use crate::support::{
    World,
    settlement::{PLAIN, Price, eur, system, usd},
};

/// Thirds that do not end.
const ODD: Price = Price {
    provider_cost: "1.111111",
    cost: "1.111111",
    platform: "1.777777",
    charged: "3.01",
    commission: 10,
};

const CHECK: &str = "every closed day's accounts equal the ledger";

async fn read(world: &World, shop: &Shop, from: NaiveDate, until: NaiveDate) -> Statement {
    statement(&world.backend, &system(shop), from, until)
        .await
        .unwrap()
}

/// A sum over the ledger's entries, by SQL that knows no days; `of` picks them.
async fn ledger(
    world: &World,
    shop: &Shop,
    of: &str,
    from: Option<NaiveDate>,
    until: NaiveDate,
) -> (i64, Money) {
    let sql = format!(
        "select count(*), coalesce(sum(e.amount_micros), 0)::bigint from ledger_entries e
         join ledger_transfers t on t.reseller_id = e.reseller_id and t.id = e.transfer_id
         left join wallets w on w.reseller_id = e.reseller_id and w.id = e.wallet_id
         where e.reseller_id = $1 and e.currency = $2 and ({of})
           and t.at >= coalesce($3::date, '-infinity')::timestamp at time zone 'UTC'
           and t.at < $4::date::timestamp at time zone 'UTC'"
    );
    let currency = shop.brand.currency;
    let (count, micros): (i64, i64) = sqlx::query_as(AssertSqlSafe(sql))
        .bind(shop.id.uuid())
        .bind(currency.code())
        .bind(from)
        .bind(until)
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    (count, Money::from_micros(micros, currency))
}

/// The statement of a span against the ledger alone: opening and closing of both accounts, payouts and sales.
async fn agrees(world: &World, shop: &Shop, from: NaiveDate, until: NaiveDate) {
    let found = read(world, shop, from, until).await;
    for (part, of) in [
        (&found.earnings, "e.account = 'reseller_earnings'"),
        (&found.float, "w.owner_kind = 'reseller_float'"),
    ] {
        assert_eq!(
            part.opening,
            ledger(world, shop, of, None, from).await.1,
            "{of} {from}"
        );
        assert_eq!(
            part.closing,
            ledger(world, shop, of, None, until).await.1,
            "{of} {until}"
        );
    }
    let line = |part: &[clouddail::domain::settlement::statement::StatementLine], what: &str| {
        part.iter()
            .find(|line| line.what == what)
            .map(|line| (line.count, line.amount))
    };
    let some = |(count, amount): (i64, Money)| (count > 0).then_some((count, amount));
    for (part, what, of) in [
        (
            &found.earnings,
            "Taken back by refunds",
            "e.account = 'reseller_earnings' and t.kind = 'refund'",
        ),
        (
            &found.earnings,
            "Payouts",
            "e.account = 'reseller_earnings' and t.kind = 'payout'",
        ),
        (
            &found.float,
            "Charged for sales",
            "w.owner_kind = 'reseller_float' and t.kind = 'sale'",
        ),
        (
            &found.float,
            "Funded",
            "w.owner_kind = 'reseller_float' and t.kind = 'float_funding'",
        ),
    ] {
        let booked = ledger(world, shop, of, Some(from), until).await;
        assert_eq!(line(&part.lines, what), some(booked), "{what}, {from} to {until}");
    }
    let of = "e.account = 'commission' and t.kind = 'sale' and not exists (
        select from ledger_entries f join wallets v on v.reseller_id = f.reseller_id and v.id = f.wallet_id
        where f.reseller_id = t.reseller_id and f.transfer_id = t.id and v.owner_kind = 'reseller_float')";
    let (count, commission) = ledger(world, shop, of, Some(from), until).await;
    let withheld = some((count, commission.negated().unwrap()));
    assert_eq!(
        line(&found.earnings.lines, "Commission"),
        withheld,
        "{from} to {until}"
    );
}

/// Every day, every month and the whole of the last hundred days.
async fn all_agree(world: &World, shop: &Shop) {
    let today = world.backend.now().date_naive();
    let month = today.with_day(1).unwrap();
    for back in 0..3 {
        let from = month - Months::new(back);
        agrees(world, shop, from, from + Months::new(1)).await;
    }
    for back in 0..6 {
        let from = today - Days::new(back);
        agrees(world, shop, from, from + Days::new(1)).await;
    }
    agrees(world, shop, today - Days::new(100), today + Days::new(1)).await;
}

/// The first second of the next month.
fn to_next_month(world: &World) {
    let now = world.backend.now();
    let first = (now.date_naive() + Months::new(1)).with_day(1).unwrap();
    world
        .backend
        .clock
        .advance(first.and_time(NaiveTime::MIN).and_utc() - now);
}

async fn closed_rows(world: &World) -> i64 {
    world.count("select count(*) from account_days").await
}

#[tokio::test]
async fn statements_of_closed_days_are_the_ledgers_to_the_micro_unit_over_the_ends_of_months() {
    let world = World::new().await;
    world.no_payout_minimum().await;
    let shops = [
        (world.aurora.clone(), world.aurora_customer().await, usd("500")),
        (world.kite.clone(), world.kite_customer().await, eur("500")),
    ];
    // Two sales in the last second of a month, two in the first of the next; refunds of both a day later.
    to_next_month(&world);
    to_next_month(&world);
    world.backend.clock.advance(TimeDelta::seconds(-1));
    let mut sold = vec![];
    for (shop, customer, _) in &shops {
        sold.push(world.sell(shop, customer, ODD).await);
        world.sell(shop, customer, PLAIN).await;
    }
    world.backend.clock.advance(TimeDelta::seconds(1));
    for (shop, customer, _) in &shops {
        world.sell(shop, customer, ODD).await;
        world.sell(shop, customer, PLAIN).await;
    }
    world.backend.clock.advance(TimeDelta::days(1));
    for ((shop, customer, funds), order) in shops.iter().zip(&sold) {
        world.give_back_percent(shop, *order, 1, 33).await;
        let funding = FundFloat {
            amount: PositiveMoney::new(*funds).unwrap(),
            key: "story",
            note: "for the story",
        };
        fund_float(&world.backend, &system(shop), funding).await.unwrap();
        let other = match shop.settlement_mode {
            PlatformCollects => ResellerCollects,
            ResellerCollects => PlatformCollects,
        };
        switch_mode(&world.backend, &system(shop), other, "for the story")
            .await
            .unwrap();
        world.sell(shop, customer, ODD).await;
    }
    world.backend.clock.advance(TimeDelta::days(15));
    let payout = world.request(&world.aurora, "one").await.unwrap();
    approve_payout(&world.backend, &system(&world.aurora), payout)
        .await
        .unwrap();

    // Nothing is closed: the ledger alone.
    assert_eq!(closed_rows(&world).await, 0);
    let month = world.backend.now().date_naive().with_day(1).unwrap();
    let mut open = vec![];
    for (shop, ..) in &shops {
        all_agree(&world, shop).await;
        open.push(read(&world, shop, month, month + Months::new(1)).await);
        open.push(read(&world, shop, month - Months::new(1), month).await);
    }

    // Closed but for today, which has a payout in it.
    assert!(close_days(&world.backend).await.unwrap() >= 2);
    assert_eq!(close_days(&world.backend).await.unwrap(), 0, "closed once");
    assert!(closed_rows(&world).await > 0);
    let mut closed = vec![];
    for (shop, customer, _) in &shops {
        all_agree(&world, shop).await;
        closed.push(read(&world, shop, month, month + Months::new(1)).await);
        closed.push(read(&world, shop, month - Months::new(1), month).await);
        // What a page says would move at once is what would: by the days and by the ledger.
        world.sell(shop, customer, PLAIN).await;
        for mode in [PlatformCollects, ResellerCollects] {
            let by_days = float_on_switch(&world.backend, &system(shop), mode)
                .await
                .unwrap();
            let by_ledger = position(&world.backend, &system(shop)).await.unwrap();
            assert_eq!(by_days, by_ledger.owed(mode).unwrap(), "{mode:?}");
        }
        all_agree(&world, shop).await;
    }
    assert_eq!(open, closed);

    // The documents of a month that is closed are the ledger's, which verify proves.
    to_next_month(&world);
    world.backend.clock.advance(TimeDelta::hours(2));
    assert!(close_days(&world.backend).await.unwrap() >= 2);
    assert_eq!(issue_invoices(&world.backend).await.unwrap(), 2);
    assert_eq!(verify::books(&world.backend).await.unwrap(), []);
    world.prove().await;
}

#[tokio::test]
async fn what_committed_late_is_named_and_is_in_its_day_by_the_next_night() {
    let world = World::new().await;
    let (shop, customer) = (world.aurora.clone(), world.aurora_customer().await);
    to_next_month(&world);
    world.sell(&shop, &customer, PLAIN).await;
    let day = world.backend.now().date_naive();
    let next = day + Days::new(1);

    // An hour after midnight the day is closed, not before.
    world.backend.clock.advance(TimeDelta::minutes(24 * 60 + 59));
    close_days(&world.backend).await.unwrap();
    let sold =
        || world.count("select coalesce(sum(transfers), 0)::bigint from account_days where kind = 'sale'");
    assert_eq!(sold().await, 0);
    world.backend.clock.advance(TimeDelta::minutes(1));
    close_days(&world.backend).await.unwrap();
    assert_eq!(sold().await, 1);

    // A server whose clock stood back by a day sells.
    world.backend.clock.advance(TimeDelta::days(-1));
    world.sell(&shop, &customer, PLAIN).await;
    world.backend.clock.advance(TimeDelta::days(1));
    let late = read(&world, &shop, day, next).await;
    assert_eq!(late.earnings.lines[0].count, 1, "not in its day yet");
    let found = verify::books(&world.backend).await.unwrap();
    assert!(
        found
            .iter()
            .any(|finding| finding.check == CHECK && finding.detail.contains("2 transfers")),
        "{found:#?}"
    );

    world.backend.clock.advance(TimeDelta::days(1));
    assert!(close_days(&world.backend).await.unwrap() > 0);
    all_agree(&world, &shop).await;
    assert_eq!(read(&world, &shop, day, next).await.earnings.lines[0].count, 2);
    // The figures of the same days too.
    world.prove().await;
}

const CORRUPTIONS: [&str; 5] = [
    "update account_days set earnings_micros = earnings_micros + 1",
    "update account_days set transfers = transfers + 1",
    "update account_days set day = day - 1",
    "delete from account_days",
    "update figures_closed set accounts_open_from = accounts_open_from + 1
     where reseller_id in (select reseller_id from account_days)",
];

#[tokio::test]
async fn a_closed_day_of_accounts_that_was_changed_is_found() {
    let world = World::new().await;
    let (shop, customer) = (world.aurora.clone(), world.aurora_customer().await);
    world.sell(&shop, &customer, PLAIN).await;
    world.skip_to_noon();
    close_days(&world.backend).await.unwrap();
    world.sell(&shop, &customer, PLAIN).await;
    assert_eq!(verify::books(&world.backend).await.unwrap(), []);
    let mut owner = world.owner().await;
    for table in ["account_days", "figures_closed"] {
        let copy = format!("create table sound_{table} as table {table}");
        owner.execute(AssertSqlSafe(copy)).await.unwrap();
    }
    for corruption in CORRUPTIONS {
        assert!(
            owner.execute(corruption).await.unwrap().rows_affected() > 0,
            "{corruption}"
        );
        let found = verify::books(&world.backend).await.unwrap();
        assert!(
            found.iter().any(|finding| finding.check == CHECK),
            "{corruption}: {found:#?}"
        );
        for table in ["account_days", "figures_closed"] {
            let restore = format!("delete from {table}; insert into {table} select * from sound_{table}");
            owner.execute(AssertSqlSafe(restore)).await.unwrap();
        }
    }
    world.prove().await;
}

#[tokio::test]
async fn an_operator_sees_what_the_ledger_leaves_for_a_payout_and_what_it_took() {
    let world = World::new().await;
    world.no_payout_minimum().await;
    let (shop, customer) = (world.aurora.clone(), world.aurora_customer().await);
    let back = world.sell(&shop, &customer, ODD).await;
    world.sell(&shop, &customer, PLAIN).await;
    world.give_back_percent(&shop, back, 1, 33).await;
    world.backend.clock.advance(TimeDelta::days(15));
    close_days(&world.backend).await.unwrap();
    let first = world.request(&shop, "one").await.unwrap();
    // Not payable yet, and another payout that waits: neither is this one's.
    world.sell(&shop, &customer, ODD).await;
    world.backend.clock.advance(TimeDelta::days(15));
    let second = world.request(&shop, "two").await.unwrap();
    world.sell(&shop, &customer, PLAIN).await;
    let admin = world.admin().await;
    let details = async |id: PayoutId| {
        let found = payout_details(&world.backend, &admin, id).await.unwrap();
        found.unwrap()
    };
    for id in [first, second] {
        let found = details(id).await;
        assert_eq!(found.booked, found.payout.amount);
        assert_eq!(found.earnings, world.booked(&shop, "reseller_earnings").await);
    }
    assert_eq!((details(first).await.rows, details(second).await.rows), (3, 1));

    // A row that says more than was booked: the page says so, before money leaves.
    let mut owner = world.owner().await;
    let wrong = "update earnings set amount_micros = amount_micros + $1 where payout_id is null";
    for micros in [1_i64, -1] {
        let changed = sqlx::query(wrong).bind(micros).execute(&mut owner).await.unwrap();
        assert_eq!(changed.rows_affected(), 1);
        let found = details(first).await;
        let agrees = found.booked == found.payout.amount;
        assert_eq!(agrees, micros < 0);
    }

    approve_payout(&world.backend, &system(&shop), first)
        .await
        .unwrap();
    for id in [first, second] {
        let found = details(id).await;
        assert_eq!(found.booked, found.payout.amount);
    }
    mark_paid(&world.backend, &system(&shop), first, "BANK-1")
        .await
        .unwrap();
    assert_eq!(details(first).await.booked, details(first).await.payout.amount);
    world.prove().await;
}
