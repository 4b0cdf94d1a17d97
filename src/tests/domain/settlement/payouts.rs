//! Payouts and the files that pay them.

use clouddail::{
    domain::{
        scope::Operator,
        settlement::{
            approve_payout::approve_payout,
            destination::Destination,
            export_payouts::{Debtor, ExportPayoutsError, FileFormat, export_payouts},
            list_payouts::{list_all_payouts, list_payouts, reseller_of_payout},
            mark_paid::mark_paid,
            payable::payable,
            payout::{DecideError, PayoutState},
            reject_payout::reject_payout,
            request_payout::{RequestPayout, RequestPayoutError, request_payout},
            return_payout::return_payout,
        },
    },
    shared::currency::Currency,
};

use crate::support::{
    World,
    settlement::{PLAIN, Price, bank, system, usd},
};

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
    let expected = include_str!("pain001.xml")
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
