//! What the platform and a reseller owe each other: earnings, payouts, files, statements, invoices, floats.

use clouddail::{
    domain::{
        orders::place::{Payer, Place, PlaceError, SaleKind, place},
        scope::Operator,
        settlement::{
            approve_payout::approve_payout,
            check_float::{FloatFigures, FloatStage, check_floats, float, float_history, outlook},
            destination::Destination,
            export_payouts::{Debtor, ExportPayoutsError, FileFormat, export_payouts},
            fund_float::{FundFloat, FundFloatError, fund_float},
            invoices::invoices,
            issue_invoices::issue_invoices,
            list_payouts::{list_all_payouts, list_payouts, reseller_of_payout},
            mark_paid::mark_paid,
            payable::payable,
            payout::{DecideError, PayoutState},
            reject_payout::reject_payout,
            request_payout::{RequestPayout, RequestPayoutError, request_payout},
            return_payout::return_payout,
            statement::statement,
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
    settlement::{PLAIN, Price, bank, eur, system, usd},
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

#[tokio::test]
async fn a_payout_goes_from_request_to_the_bank_and_comes_back() {
    let world = World::new().await;
    let (shop, customer) = (world.aurora.clone(), world.aurora_customer().await);
    let operator = system(&shop);
    // 0.83297 earned: the bank moves 0.83.
    let odd = Price {
        charged: "3.7033",
        ..PLAIN
    };
    world.sell(&shop, &customer, odd).await;
    world.backend.clock.advance(chrono::TimeDelta::days(14));
    let refused = world.request(&shop, "one").await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "$0.83297 is payable; the smallest payout is $50.00"
    );
    world.no_payout_minimum().await;

    let id = world.request(&shop, "one").await.unwrap();
    assert_eq!(
        world.request(&shop, "one").await.unwrap(),
        id,
        "the same key, the same payout"
    );
    let elsewhere = bank("Somebody Else");
    let reused = request_payout(
        &world.backend,
        &operator,
        RequestPayout {
            key: "one",
            destination: &elsewhere,
        },
    )
    .await;
    assert!(matches!(reused, Err(RequestPayoutError::KeyReused)));
    assert!(matches!(
        world.request(&shop, "two").await,
        Err(RequestPayoutError::BelowMinimum { .. })
    ));
    let sealed: Vec<u8> = sqlx::query_scalar("select destination_sealed from payouts")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    assert!(
        !String::from_utf8_lossy(&sealed).contains("DE89"),
        "the account is sealed"
    );

    // Another reseller's operator finds nothing.
    let stranger = system(&world.kite);
    assert!(matches!(
        approve_payout(&world.backend, &stranger, id).await,
        Err(DecideError::NotFound)
    ));
    assert!(list_payouts(&world.backend, &stranger).await.unwrap().is_empty());
    assert_eq!(
        reseller_of_payout(&world.backend, id).await.unwrap(),
        Some(shop.id)
    );

    reject_payout(&world.backend, &operator, id, "Please send your papers.")
        .await
        .unwrap();
    assert!(matches!(
        approve_payout(&world.backend, &operator, id).await,
        Err(DecideError::WrongState(PayoutState::Rejected))
    ));
    let id = world.request(&shop, "three").await.unwrap();
    approve_payout(&world.backend, &operator, id).await.unwrap();
    approve_payout(&world.backend, &operator, id).await.unwrap();
    assert_eq!(world.booked(&shop, "payouts").await, usd("0.83297"));
    assert_eq!(world.booked(&shop, "reseller_earnings").await, usd("0"));
    mark_paid(&world.backend, &operator, id, "BANK-1").await.unwrap();
    mark_paid(&world.backend, &operator, id, "BANK-1").await.unwrap();
    assert!(matches!(
        mark_paid(&world.backend, &operator, id, "BANK-2").await,
        Err(DecideError::WrongState(PayoutState::Paid))
    ));
    assert_eq!(world.booked(&shop, "payouts").await, usd("0"));
    assert_eq!(world.booked(&shop, "bank").await, usd("0.83"));
    assert_eq!(world.booked(&shop, "rounding").await, usd("0.00297"));

    return_payout(&world.backend, &operator, id, "Account closed")
        .await
        .unwrap();
    return_payout(&world.backend, &operator, id, "Account closed")
        .await
        .unwrap();
    for (account, left) in [
        ("bank", "0"),
        ("rounding", "0"),
        ("payouts", "0"),
        ("reseller_earnings", "0.83297"),
    ] {
        assert_eq!(world.booked(&shop, account).await, usd(left), "{account}");
    }
    let again = world.request(&shop, "four").await.unwrap();
    approve_payout(&world.backend, &operator, again).await.unwrap();
    return_payout(&world.backend, &operator, again, "The bank refused the file")
        .await
        .unwrap();
    assert_eq!(world.booked(&shop, "payouts").await, usd("0"));
    assert_eq!(
        payable(&world.backend, &operator).await.unwrap().payable,
        usd("0.83297")
    );
    world.prove().await;
}

#[tokio::test]
async fn whoever_requested_a_payout_cannot_approve_it() {
    let world = World::new().await;
    let (shop, customer) = (world.aurora.clone(), world.aurora_customer().await);
    world.no_payout_minimum().await;
    world.sell(&shop, &customer, PLAIN).await;
    world.backend.clock.advance(chrono::TimeDelta::days(14));
    let id = world.request(&shop, "one").await.unwrap();
    let admin = world.admin().await;
    sqlx::query("update payouts set requested_by = $1")
        .bind(admin.user().uuid())
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    let refused = approve_payout(&world.backend, &Operator::console(&admin).at(shop.id), id).await;
    assert!(matches!(refused, Err(DecideError::SamePerson)));
    assert_eq!(
        list_all_payouts(&world.backend).await.unwrap()[0].state,
        PayoutState::Requested
    );
    sqlx::query("update payouts set requested_by = null")
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    approve_payout(&world.backend, &Operator::console(&admin).at(shop.id), id)
        .await
        .unwrap();
    let audited: String =
        sqlx::query_scalar("select actor_id::text from audit_logs where action = 'payout.approved'")
            .fetch_one(&mut world.owner().await)
            .await
            .unwrap();
    assert_eq!(audited, admin.user().uuid().to_string());
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
async fn of_many_requests_at_once_one_gets_everything() {
    let world = World::new().await;
    let (shop, customer) = (world.aurora.clone(), world.aurora_customer().await);
    world.no_payout_minimum().await;
    for _ in 0..3 {
        world.sell(&shop, &customer, PLAIN).await;
    }
    world.backend.clock.advance(chrono::TimeDelta::days(14));
    let (a, b, c, d) = tokio::join!(
        world.request(&shop, "a"),
        world.request(&shop, "b"),
        world.request(&shop, "c"),
        world.request(&shop, "d"),
    );
    let made: Vec<_> = [a, b, c, d].into_iter().filter_map(Result::ok).collect();
    assert_eq!(made.len(), 1);
    let rows = list_all_payouts(&world.backend).await.unwrap();
    assert_eq!((rows.len(), rows[0].amount), (1, usd("0.60")));
    world.prove().await;
}

#[tokio::test]
async fn requests_and_refunds_at_once_lose_nothing() {
    let world = World::new().await;
    let (shop, customer) = (world.aurora.clone(), world.aurora_customer().await);
    world.no_payout_minimum().await;
    let mut orders = vec![];
    for _ in 0..4 {
        orders.push(world.sell(&shop, &customer, PLAIN).await);
    }
    world.backend.clock.advance(chrono::TimeDelta::days(14));
    let (payout, ..) = tokio::join!(
        world.request(&shop, "a"),
        world.give_back_percent(&shop, orders[0], 1, 100),
        world.give_back_percent(&shop, orders[1], 1, 50),
        world.give_back_percent(&shop, orders[2], 1, 50),
    );
    let paid = match payout {
        Ok(_) => list_all_payouts(&world.backend).await.unwrap()[0].amount,
        Err(error) => panic!("{error}"),
    };
    let left = payable(&world.backend, &system(&shop)).await.unwrap().payable;
    // Four times 0.20, less 0.20, 0.10 and 0.10.
    assert_eq!(paid.plus(left).unwrap(), usd("0.40"));
    world.prove().await;
}

#[tokio::test]
async fn each_approved_payout_is_in_one_file_which_can_be_written_again() {
    let world = World::new().await;
    let (shop, customer) = (world.aurora.clone(), world.aurora_customer().await);
    let operator = system(&shop);
    world.no_payout_minimum().await;
    let debtor = Debtor::parse("CloudDail & Sons <Ltd>", "GB82WEST12345698765432", "WESTGB22").unwrap();
    let pain = FileFormat::Pain001(debtor);
    let export = async |format: &FileFormat, again: Option<&str>| {
        export_payouts(
            &world.backend,
            &Operator::command_line(),
            Currency::USD,
            format,
            again,
        )
        .await
    };
    assert!(matches!(
        export(&pain, None).await,
        Err(ExportPayoutsError::Nothing)
    ));

    world.sell(&shop, &customer, PLAIN).await;
    world.backend.clock.advance(chrono::TimeDelta::days(14));
    let destination = Destination::iban("=cmd|'/C calc'!A0", "DE89370400440532013000").unwrap();
    let request = RequestPayout {
        key: "one",
        destination: &destination,
    };
    let first = request_payout(&world.backend, &operator, request).await.unwrap();
    approve_payout(&world.backend, &operator, first).await.unwrap();
    let file = export(&pain, None).await.unwrap();
    assert_eq!((file.payouts, file.total), (1, usd("0.20")));
    assert!(matches!(
        export(&pain, None).await,
        Err(ExportPayoutsError::Nothing)
    ));

    // A second one, at the same moment of the clock, is in a file of its own.
    world.sell(&shop, &customer, PLAIN).await;
    world.backend.clock.advance(chrono::TimeDelta::days(14));
    let number = Destination::number("Zoë Ltd", "00123456789", "CHASUS33").unwrap();
    let request = RequestPayout {
        key: "two",
        destination: &number,
    };
    let second = request_payout(&world.backend, &operator, request).await.unwrap();
    approve_payout(&world.backend, &operator, second).await.unwrap();
    let next = export(&pain, None).await.unwrap();
    assert_ne!(next.message_id, file.message_id);
    assert!(next.text.contains("<BICFI>CHASUS33</BICFI>") && next.text.contains("<Nm>Zoë Ltd</Nm>"));

    // Written again, whatever became of the payout since, it is the same to the byte.
    mark_paid(&world.backend, &operator, first, "BANK-1")
        .await
        .unwrap();
    assert_eq!(export(&pain, Some(&file.message_id)).await.unwrap(), file);
    assert!(matches!(
        export(&pain, Some("PAYOUTS-USD-1")).await,
        Err(ExportPayoutsError::NoSuchFile)
    ));
    let csv = export(&FileFormat::Csv, Some(&file.message_id))
        .await
        .unwrap()
        .text;
    let line = csv.lines().nth(1).unwrap();
    assert!(
        line.starts_with(&format!(
            "{first},aurora,'=cmd|'/C calc'!A0,DE89370400440532013000,,,0.20,USD,"
        )),
        "{line}"
    );

    let created: chrono::DateTime<chrono::Utc> =
        sqlx::query_scalar("select exported_at from payouts where id = $1")
            .bind(first.uuid())
            .fetch_one(&mut world.owner().await)
            .await
            .unwrap();
    let requested: chrono::DateTime<chrono::Utc> =
        sqlx::query_scalar("select requested_at from payouts where id = $1")
            .bind(first.uuid())
            .fetch_one(&mut world.owner().await)
            .await
            .unwrap();
    let expected = include_str!("settlement_pain001.xml")
        .replace("MESSAGE", &file.message_id)
        .replace(
            "CREATED",
            &created.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        )
        .replace("TODAY", &created.date_naive().to_string())
        .replace("REQUESTED", &requested.date_naive().to_string())
        .replace("REFERENCE", &first.uuid().simple().to_string());
    assert_eq!(file.text, expected);
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
