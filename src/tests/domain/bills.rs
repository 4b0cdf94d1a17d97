//! Providers' bills: every outcome with its cause, files that are none, the same file twice.

use chrono::{Datelike, Months, NaiveDate};
use clouddail::{
    domain::{
        operations::{
            bills::{Bill, BillRow, Import, ImportError, ParseError, import, show},
            case,
        },
        scope::{Customer, Operator},
    },
    shared::{ids::OrderId, money::Money},
};
use sqlx::{AssertSqlSafe, Executor};

use crate::support::World;

const HEADER: &str = "reference,description,amount,currency\n";

async fn bill(world: &World, provider: &str, file: &str) -> Result<Bill, ImportError> {
    bill_later(world, provider, file, 0).await
}

/// Imports for the month of the world's clock, or so many months later.
async fn bill_later(world: &World, provider: &str, file: &str, months: u32) -> Result<Bill, ImportError> {
    let today = world.backend.now().date_naive();
    let first = NaiveDate::from_ymd_opt(today.year(), today.month(), 1).unwrap() + Months::new(months);
    let new = Import {
        provider,
        name: "bill.csv",
        file: file.as_bytes(),
        from: first,
        until: first + Months::new(1),
    };
    import(&world.backend, &Operator::command_line(), &new).await
}

async fn buy_plan(world: &World, customer: &Customer) -> OrderId {
    let quoted = world.copies_of_a_quote(customer, "114701", 1).await;
    world.place(customer, &quoted[0]).await.unwrap()
}

async fn text(world: &World, sql: &'static str) -> String {
    sqlx::query_scalar(sql)
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap()
}

/// What the provider asks for the only plan sold, in dollars.
async fn cost(world: &World) -> String {
    text(
        world,
        "select price_stack #>> '{provider_cost,amount}' from order_lines limit 1",
    )
    .await
}

fn causes(bill: &Bill) -> Vec<(&str, &str)> {
    bill.rows
        .iter()
        .map(|row| (row.outcome.as_str(), row.cause.as_str()))
        .collect()
}

fn lines(bill: &Bill, outcome: &str) -> i64 {
    bill.summary
        .iter()
        .find(|part| part.outcome == outcome)
        .map_or(0, |part| part.lines)
}

#[tokio::test]
async fn a_bill_that_agrees_matches_by_any_name_of_the_thing() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let first = buy_plan(&world, &customer).await;
    buy_plan(&world, &customer).await;
    let cost = cost(&world).await;
    let other: (String, String) =
        sqlx::query_as("select iccid, provider_order_id from esim_activations where order_id <> $1")
            .bind(first.uuid())
            .fetch_one(&mut world.owner().await)
            .await
            .unwrap();
    let a_cent_more =
        (cost.parse::<rust_decimal::Decimal>().unwrap() + rust_decimal::Decimal::new(1, 2)).to_string();
    let file = format!(
        "{HEADER}{first},Plan,{cost},USD\n{},Plan,{a_cent_more},USD\n",
        other.0
    );
    let taken = bill(&world, "telna", &file).await.unwrap();
    assert_eq!(
        (lines(&taken, "matched"), taken.summary.len()),
        (2, 1),
        "{taken:#?}"
    );
    assert!(case::open_ones(&world.backend).await.unwrap().is_empty());
    // By the provider's own id too, in another file.
    let file = format!("{HEADER}{first},Plan,{cost},USD\n{},Plan,{cost},USD\n", other.1);
    assert_eq!(lines(&bill(&world, "telna", &file).await.unwrap(), "matched"), 2);
    world.prove().await;
}

#[tokio::test]
async fn every_difference_has_its_cause_and_the_bill_its_case() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let sold = buy_plan(&world, &customer).await;
    let dearer = buy_plan(&world, &customer).await;
    let unbilled = buy_plan(&world, &customer).await;
    world.sandbox.fail("telna.order", "drop_before", 1).await;
    let given_back = buy_plan(&world, &customer).await;
    for _ in 0..8 {
        world.pass(60).await;
    }
    let cost = cost(&world).await;
    let file = format!(
        "{HEADER}{sold},Plan,{cost},USD\n{sold},Plan again,{cost},USD\n{dearer},Plan,9.99,USD\n\
         {given_back},Plan,{cost},USD\n8944999999999999999,Plan,3.00,USD\n"
    );
    let taken = bill(&world, "telna", &file).await.unwrap();
    let found = causes(&taken);
    assert_eq!(found.len(), 5, "{found:#?}");
    assert_eq!(
        found[0],
        ("provider_only", "Billed twice: line 1 has it already.")
    );
    assert_eq!(found[1].0, "amount_differs");
    assert!(
        found[1]
            .1
            .starts_with(&format!("Another price: booked at {cost} on ")),
        "{found:?}"
    );
    assert!(found[2].1.starts_with("Given back here on "), "{found:?}");
    assert_eq!(
        found[3],
        (
            "provider_only",
            "Unknown to us: no order, number or eSIM of ours has this reference."
        )
    );
    assert_eq!(found[4].0, "ours_only");
    assert!(found[4].1.ends_with("the bill has no line for it."), "{found:?}");
    let ours: &BillRow = &taken.rows[4];
    assert_eq!(
        (ours.order, ours.ours),
        (Some(unbilled), Some(Money::parse(&cost, taken.currency).unwrap()))
    );
    assert_eq!(ours.amount, Money::zero(taken.currency));

    // The same file again is the same bill, and has one case.
    let again = bill(&world, "telna", &file).await.unwrap();
    assert_eq!(again, taken);
    assert_eq!(show(&world.backend, taken.id).await.unwrap(), Some(taken.clone()));
    let cases = case::open_ones(&world.backend).await.unwrap();
    assert_eq!(cases.len(), 1);
    assert_eq!(
        (cases[0].kind.as_str(), &cases[0].reference),
        ("bill_differs", &taken.id.to_string())
    );
    assert!(
        cases[0].summary.contains("provider_only: 2 lines"),
        "{}",
        cases[0].summary
    );
    world.prove().await;
}

/// A refund takes the provider's share back in our books; the provider bills it all the same.
#[tokio::test]
async fn what_was_refunded_here_and_billed_there_is_told() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let order = buy_plan(&world, &customer).await;
    let cost = cost(&world).await;
    // The refund as the ledger sees it: the exact opposite of the sale.
    let mut owner = world.owner().await;
    let refund = format!(
        "set session_replication_role = replica;
         insert into ledger_transfers select gen_random_uuid(), reseller_id, 'refund', 'refund:x', fingerprint, description,
                reference_type, reference_id, currency, actor_id, at from ledger_transfers where key = 'sale:{order}';
         insert into ledger_entries (reseller_id, transfer_id, account, currency, amount_micros)
         select e.reseller_id, (select id from ledger_transfers where key = 'refund:x'), e.account, e.currency,
                -e.amount_micros from ledger_entries e join ledger_transfers t on t.id = e.transfer_id
         where t.key = 'sale:{order}' and e.account = 'provider_payable'"
    );
    owner.execute(AssertSqlSafe(refund)).await.unwrap();
    let file = format!("{HEADER}{order},Plan,{cost},USD\n");
    let taken = bill(&world, "telna", &file).await.unwrap();
    let found = causes(&taken);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].1.starts_with("Refunded here on ") && found[0].1.ends_with("but billed there."),
        "{found:?}"
    );
    assert!(taken.rows[0].ours.unwrap().is_zero());
    owner
        .execute("delete from ledger_entries where transfer_id = (select id from ledger_transfers where key = 'refund:x');
                  delete from ledger_transfers where key = 'refund:x'")
        .await
        .unwrap();
    world.prove().await;
}

#[tokio::test]
async fn a_number_is_billed_each_month_until_it_is_given_back() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let quoted = world.quote_number(&customer, "1").await;
    world.place(&customer, &quoted).await.unwrap();
    let e164 = text(&world, "select e164 from virtual_numbers").await;
    let cost = cost(&world).await;
    let file = format!("{HEADER}{e164},First month,{cost},USD\n");
    assert_eq!(lines(&bill(&world, "twilio", &file).await.unwrap(), "matched"), 1);
    let file = format!("{HEADER}{e164},Second month,{cost},USD\n");
    assert_eq!(
        lines(&bill_later(&world, "twilio", &file, 1).await.unwrap(), "matched"),
        1
    );
    let mut owner = world.owner().await;
    owner
        .execute("update virtual_numbers set state = 'released', released_at = purchased_at")
        .await
        .unwrap();
    let file = format!("{HEADER}{e164},Third month,{cost},USD\n");
    let late = bill_later(&world, "twilio", &file, 2).await.unwrap();
    assert!(
        late.rows[0]
            .cause
            .starts_with("Released late: given back here on "),
        "{late:#?}"
    );
    owner
        .execute("update virtual_numbers set state = 'active', released_at = null")
        .await
        .unwrap();
    world.prove().await;
}

#[tokio::test]
async fn a_file_that_is_no_bill_leaves_nothing_behind() {
    let world = World::new().await;
    let wrong = format!("{HEADER}a,b,1.00,USD\na,b,ten,USD\na,b,1.00,EUR\n");
    let Err(ImportError::Unreadable(ParseError::Lines(lines))) = bill(&world, "telna", &wrong).await else {
        panic!("all or nothing")
    };
    assert_eq!(lines.iter().map(|line| line.line).collect::<Vec<_>>(), [3, 4]);
    assert!(matches!(
        bill(&world, "nobody", HEADER).await,
        Err(ImportError::NoSuchProvider(..))
    ));
    let day = world.backend.now().date_naive();
    let backwards = Import {
        provider: "telna",
        name: "bill.csv",
        file: HEADER.as_bytes(),
        from: day,
        until: day,
    };
    assert!(matches!(
        import(&world.backend, &Operator::command_line(), &backwards).await,
        Err(ImportError::Period)
    ));
    assert_eq!(world.count("select count(*) from provider_bills").await, 0);
    world.prove().await;
}
