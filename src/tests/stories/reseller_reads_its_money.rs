//! The money page: the float's balance is the ledger's, invoices are read page by page and one by one, and what somebody
//! typed about a bank account is in no cookie.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use clouddail::domain::{
    figures::margins::margins, scope::System, settlement::float_balance::float_balance, wallet::open::Owner,
};
use clouddail::shared::figures::{By, Span};

use crate::support::{Client, World};

async fn page(client: &mut Client, path: &str) -> String {
    let answer = client.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.text()
}

#[tokio::test]
async fn the_float_is_shown_as_the_ledger_has_it() {
    let world = World::new().await;
    let kite = world.kite.clone();
    let system = System::of(kite.id, "test");
    // Noon, so that no midnight falls between two steps.
    let now = world.backend.now();
    let noon = (now + TimeDelta::days(1))
        .date_naive()
        .and_hms_opt(12, 0, 0)
        .unwrap();
    world.backend.clock.advance(noon.and_utc() - now);
    let customer = world.kite_customer().await;
    let before = world.booked(&kite, "reseller_float").await;
    world.buy_plan(&customer, "114701").await;
    world.run_jobs().await;
    let after_one = world.booked(&kite, "reseller_float").await;
    assert!(after_one.micros() < before.micros());
    world.backend.clock.advance(TimeDelta::days(2));
    let customer = world.kite_customer().await;
    world.buy_plan(&customer, "114701").await;
    world.run_jobs().await;
    let after_two = world.booked(&kite, "reseller_float").await;

    let days = float_balance(&world.backend, &system).await.unwrap();
    assert_eq!(days.len(), 30);
    let last: Vec<_> = days[27..].iter().map(|row| row.balance).collect();
    assert_eq!(last, [after_one, after_one, after_two]);
    assert!(days[0].balance.is_zero(), "the float was opened after that day");

    let mut owner = world.browser("kite.localhost", "owner@kite.test").await;
    let shown = page(&mut owner, "/reseller/money").await;
    assert!(shown.contains("In the float"), "{shown}");
    assert!(
        shown.contains("At the pace of the last two weeks the float lasts"),
        "{shown}"
    );
    assert!(
        shown.contains(&after_one.to_string()),
        "{after_one} not in {shown}"
    );
    world.prove().await;
}

#[tokio::test]
async fn a_shop_the_platform_collects_for_needs_no_float() {
    let world = World::new().await;
    world.open(&world.aurora, Owner::ResellerFloat).await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let shown = page(&mut owner, "/reseller/money").await;
    assert!(shown.contains("Your shop needs no float"), "{shown}");
    assert!(!shown.contains("The float lasts"), "{shown}");
    // Where the reseller collects, a float of which nothing was spent yet lasts.
    let mut owner = world.browser("kite.localhost", "owner@kite.test").await;
    let shown = page(&mut owner, "/reseller/money").await;
    assert!(shown.contains("The float lasts"), "{shown}");
    assert!(!shown.contains("needs no float"), "{shown}");
    world.prove().await;
}

#[tokio::test]
async fn invoices_have_pages_and_lines() {
    let world = World::new().await;
    // Each gives back what it withheld, since nothing was sold in those months.
    sqlx::query(
        r#"insert into reseller_invoices (id, reseller_id, number, period_from, period_until, currency, total_micros,
                                          lines, issued_at)
           select gen_random_uuid(), $1, n, make_date(2000 + n / 12, n % 12 + 1, 1),
                  make_date(2000 + n / 12, n % 12 + 1, 28), 'USD', 0,
                  jsonb_build_array(
                      jsonb_build_object('what', 'Commission withheld from sales', 'count', n,
                          'amount', jsonb_build_object('amount', n::text || '.00', 'currency', 'USD')),
                      jsonb_build_object('what', 'Commission given back with refunds', 'count', n,
                          'amount', jsonb_build_object('amount', '-' || n::text || '.00', 'currency', 'USD'))), $2
           from generate_series(1, 130) n"#,
    )
    .bind(world.aurora.id.uuid())
    .bind(world.backend.now())
    .execute(&mut world.owner().await)
    .await
    .unwrap();
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let mut path = "/reseller/money".to_owned();
    let mut seen = vec![];
    loop {
        let shown = page(&mut owner, &path).await;
        let numbers = shown.split("/reseller/money/invoices/").skip(1);
        seen.extend(numbers.map(|rest| rest.split('"').next().unwrap().parse::<i64>().unwrap()));
        let next = shown.split("\"/reseller/money?invoices_after=").nth(1);
        let Some(next) = next.and_then(|rest| rest.split('#').next()) else {
            break;
        };
        path = format!("/reseller/money?invoices_after={next}");
    }
    assert_eq!(seen, (1..=130).rev().collect::<Vec<_>>());
    let file = page(&mut owner, "/reseller/money/invoices.csv").await;
    assert_eq!(file.lines().count(), 131);

    let one = page(&mut owner, "/reseller/money/invoices/77").await;
    assert!(
        one.contains("Invoice 77")
            && one.contains("Commission withheld from sales")
            && one.contains("$77.00"),
        "{one}"
    );
    for path in ["/reseller/money/invoices/131", "/reseller/money/invoices/x"] {
        assert_eq!(owner.get(path).await.status, 404, "{path}");
    }
    let mut elsewhere = world.browser("kite.localhost", "owner@kite.test").await;
    assert_eq!(elsewhere.get("/reseller/money/invoices/77").await.status, 404);
    let mut support = world
        .staff_browser(clouddail::shared::permissions::StaffRole::Support)
        .await;
    assert_eq!(support.get("/reseller/money/invoices/77").await.status, 403);
    world.prove().await;
}

#[tokio::test]
async fn a_bank_account_that_was_refused_is_in_no_cookie() {
    let world = World::new().await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let form = [
        ("key", "a-key-of-a-form"),
        ("holder", "Ann Example"),
        ("iban", "DE88370400440532013000"),
        ("account_number", "998877665544"),
        ("bic", ""),
    ];
    let refused = owner
        .post("/reseller/money", "/do/money/request_payout", &form)
        .await;
    let cookies: Vec<String> = refused
        .headers
        .get_all("set-cookie")
        .iter()
        .filter_map(|cookie| {
            cookie
                .to_str()
                .ok()?
                .split_once('=')?
                .1
                .split(';')
                .next()
                .map(str::to_owned)
        })
        .filter_map(|value| URL_SAFE_NO_PAD.decode(value).ok())
        .filter_map(|bytes| String::from_utf8(bytes).ok())
        .collect();
    let all = cookies.join("\n");
    assert!(
        all.contains("Ann+Example"),
        "what else was typed comes back: {all}"
    );
    assert!(
        !all.contains("DE88370400440532013000") && !all.contains("998877665544"),
        "{all}"
    );
    let location = refused.location.unwrap_or_default();
    assert!(!location.contains("DE88370400440532013000"), "{location}");
    world.prove().await;
}

/// Whatever margins are split by, the parts of a currency sum to its total.
#[tokio::test]
async fn the_total_of_margins_is_the_sum_of_its_rows() {
    let world = World::new().await;
    for customer in [world.aurora_customer().await, world.kite_customer().await] {
        for _ in 0..2 {
            world.buy_plan(&customer, "114701").await;
        }
    }
    world.run_jobs().await;
    let system = System::of(world.aurora.id, "test");
    for by in By::ALL {
        let found = margins(&world.backend, &system, by, &Span::default())
            .await
            .unwrap();
        assert_eq!(found.currencies.len(), 2, "{by:?}");
        for one in found.currencies {
            let sum = |of: fn(&clouddail::shared::figures::Totals) -> i64| -> i64 {
                one.parts.iter().map(|part| of(&part.totals)).sum()
            };
            let total = one.totals;
            assert_eq!(sum(|part| part.sales), total.sales, "{by:?}");
            assert_eq!(total.sales, 2);
            assert_eq!(sum(|part| part.charged.micros()), total.charged.micros());
            assert_eq!(sum(|part| part.cost.micros()), total.cost.micros());
            assert_eq!(sum(|part| part.platform.micros()), total.platform.micros());
            assert_eq!(sum(|part| part.commission.micros()), total.commission.micros());
        }
    }
    world.prove().await;
}
