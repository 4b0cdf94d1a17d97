//! What the platform and a reseller owe each other: earnings, payouts, files, statements, invoices, floats.

mod floats;
mod payouts;

use clouddail::domain::settlement::{
    approve_payout::approve_payout, check_float::float_history, invoices::invoices,
    issue_invoices::issue_invoices, list_payouts::list_payouts, mark_paid::mark_paid, payable::payable,
    reject_payout::reject_payout, request_payout::RequestPayoutError, statement::statement,
};

use crate::support::{
    World,
    settlement::{PLAIN, Price, eur, system, usd},
};

const DAY: i64 = 86_400;

#[tokio::test]
async fn a_share_is_payable_from_the_fourteenth_day_on_and_not_a_second_before() {
    let world = World::new().await;
    let (shop, customer) = (world.aurora.clone(), world.aurora_customer().await);
    world.no_payout_minimum().await;
    world.sell(&shop, &customer, PLAIN).await;
    let sold_at = world.backend.now();

    world
        .backend
        .clock
        .advance(chrono::TimeDelta::seconds(14 * DAY - 1));
    let waiting = payable(&world.backend, &system(&shop)).await.unwrap();
    assert_eq!((waiting.payable, waiting.pending), (usd("0"), usd("0.20")));
    let next = waiting.next_at.unwrap();
    assert_eq!(
        next.timestamp_micros(),
        (sold_at + chrono::TimeDelta::days(14)).timestamp_micros()
    );
    assert!(matches!(
        world.request(&shop, "early").await,
        Err(RequestPayoutError::BelowMinimum { .. })
    ));

    world.backend.clock.advance(chrono::TimeDelta::seconds(1));
    let due = payable(&world.backend, &system(&shop)).await.unwrap();
    assert_eq!(
        (due.payable, due.pending, due.next_at),
        (usd("0.20"), usd("0"), None)
    );
    world.request(&shop, "due").await.unwrap();
    world.prove().await;
}

/// A refund waits with its sale, counts at once when the sale is on its way to the bank, and is carried forward when
/// more was paid than is left.
#[tokio::test]
async fn a_refund_takes_its_share_back_wherever_the_sale_is() {
    let world = World::new().await;
    let (shop, customer) = (world.aurora.clone(), world.aurora_customer().await);
    let operator = system(&shop);
    world.no_payout_minimum().await;
    let early = world.sell(&shop, &customer, PLAIN).await;
    world.backend.clock.advance(chrono::TimeDelta::days(1));
    // Still waiting: half of it waits less.
    world.give_back_percent(&shop, early, 1, 50).await;
    let figures = payable(&world.backend, &operator).await.unwrap();
    assert_eq!((figures.payable, figures.pending), (usd("0"), usd("0.10")));

    world.backend.clock.advance(chrono::TimeDelta::days(13));
    let requested = world.request(&shop, "one").await.unwrap();
    // On its way: a quarter counts against the next payout, whatever becomes of this one.
    world.give_back_percent(&shop, early, 2, 25).await;
    let owed = |text: &str| usd(text).negated().unwrap();
    assert_eq!(
        payable(&world.backend, &operator).await.unwrap().payable,
        owed("0.05")
    );
    approve_payout(&world.backend, &operator, requested)
        .await
        .unwrap();
    world.give_back_percent(&shop, early, 3, 15).await;
    mark_paid(&world.backend, &operator, requested, "B")
        .await
        .unwrap();
    world.give_back_percent(&shop, early, 4, 10).await;
    assert_eq!(
        payable(&world.backend, &operator).await.unwrap().payable,
        owed("0.10")
    );
    assert_eq!(world.booked(&shop, "bank").await, usd("0.10"));
    assert_eq!(world.booked(&shop, "reseller_earnings").await, owed("0.10"));

    // The next sale pays the debt before it is paid out.
    world.sell(&shop, &customer, PLAIN).await;
    world.backend.clock.advance(chrono::TimeDelta::days(14));
    let second = world.request(&shop, "two").await.unwrap();
    let rows = list_payouts(&world.backend, &operator).await.unwrap();
    assert_eq!(
        rows.iter().find(|row| row.id == second).unwrap().amount,
        usd("0.10")
    );
    // Rejected: sale and debts are payable together again.
    reject_payout(&world.backend, &operator, second, "no")
        .await
        .unwrap();
    assert_eq!(
        payable(&world.backend, &operator).await.unwrap().payable,
        usd("0.10")
    );
    world.prove().await;
}

#[tokio::test]
async fn a_statement_and_an_invoice_say_what_the_ledger_says() {
    let world = World::new().await;
    let (aurora, kite) = (world.aurora.clone(), world.kite.clone());
    let (carla, karl) = (world.aurora_customer().await, world.kite_customer().await);
    world.no_payout_minimum().await;
    // To the first second of a month, so that everything below is in it.
    let now = world.backend.now();
    let first = now
        .date_naive()
        .checked_add_months(chrono::Months::new(1))
        .unwrap();
    let first = chrono::Datelike::with_day(&first, 1).unwrap();
    let midnight = first.and_time(chrono::NaiveTime::MIN).and_utc();
    world.backend.clock.advance(midnight - now);
    let until = first.checked_add_months(chrono::Months::new(1)).unwrap();

    world.sell(&aurora, &carla, PLAIN).await;
    let back = world.sell(&aurora, &carla, PLAIN).await;
    world.give_back_percent(&aurora, back, 1, 50).await;
    let euros = Price {
        provider_cost: "2.00",
        cost: "1.84",
        platform: "2.30",
        charged: "2.99",
        commission: 10,
    };
    world.sell(&kite, &karl, euros).await;
    world.backend.clock.advance(chrono::TimeDelta::days(14));
    let payout = world.request(&aurora, "one").await.unwrap();
    approve_payout(&world.backend, &system(&aurora), payout)
        .await
        .unwrap();

    let found = statement(&world.backend, &system(&aurora), first, until)
        .await
        .unwrap();
    let lines: Vec<_> = found
        .earnings
        .lines
        .iter()
        .map(|line| (line.what, line.count, line.amount.amount()))
        .collect();
    assert_eq!(
        lines,
        [
            ("Sales", 2, "1.00".to_owned()),
            ("Commission", 2, "-0.60".to_owned()),
            ("Payouts", 1, "-0.30".to_owned()),
            ("Taken back by refunds", 1, "-0.10".to_owned()),
        ]
    );
    assert_eq!(
        (found.earnings.opening, found.earnings.closing),
        (usd("0"), usd("0"))
    );
    assert_eq!(
        found.earnings.closing,
        world.booked(&aurora, "reseller_earnings").await
    );
    let csv = found.csv().unwrap();
    assert!(csv.contains("earnings,Commission,2,-0.60,USD\n"), "{csv}");

    let found = statement(&world.backend, &system(&kite), first, until)
        .await
        .unwrap();
    // 2.30 and 10 % of 2.99.
    assert_eq!(found.float.opening, eur("5000"));
    assert_eq!(found.float.closing, eur("4997.401"));
    assert_eq!(found.float.closing, world.booked(&kite, "reseller_float").await);
    let day = &float_history(&world.backend, &system(&kite)).await.unwrap();
    assert_eq!(day.len(), 0, "fourteen days ago is not within fourteen days");

    // The month is not over: nothing to issue. Then each gets one, once.
    assert_eq!(issue_invoices(&world.backend).await.unwrap(), 0);
    let end = until.and_time(chrono::NaiveTime::MIN).and_utc();
    world.backend.clock.advance(end - world.backend.now());
    let (a, b) = tokio::join!(issue_invoices(&world.backend), issue_invoices(&world.backend));
    assert_eq!(a.unwrap() + b.unwrap(), 2);
    assert_eq!(issue_invoices(&world.backend).await.unwrap(), 0);
    let issued = &invoices(&world.backend, &system(&aurora), None)
        .await
        .unwrap()
        .rows[0];
    assert_eq!((issued.number, issued.from, issued.until), (1, first, until));
    assert_eq!(issued.total, usd("0.45"), "0.60 withheld, 0.15 given back");
    assert_eq!(issued.total, world.booked(&aurora, "commission").await);
    let issued = &invoices(&world.backend, &system(&kite), None).await.unwrap().rows[0];
    assert_eq!(issued.total, eur("2.599"), "what the float was charged");
    assert_eq!(issued.lines[0].amount, eur("2.30"));
    world.prove().await;
}
