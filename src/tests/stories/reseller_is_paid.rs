//! A reseller's share from the sale to its bank, by the pages alone; the figures beside it; and who may see them.

use clouddail::{
    domain::{accounts::Role, operations::prove::prove},
    shared::permissions::StaffRole,
};

use crate::support::{Client, World, settlement::PLAIN};

/// The id in an address such as `/admin/payouts/pyt_…`.
fn id(page: &str, before: &str) -> String {
    let rest = page
        .split(before)
        .nth(1)
        .unwrap_or_else(|| panic!("no {before} in {page}"));
    rest.chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
        .collect()
}

async fn page(browser: &mut Client, path: &str) -> String {
    let answer = browser.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.text()
}

#[tokio::test]
async fn a_share_reaches_the_bank_comes_back_and_is_asked_for_again() {
    let world = World::new().await;
    let (shop, customer) = (world.aurora.clone(), world.aurora_customer().await);
    world.no_payout_minimum().await;
    let order = world.sell(&shop, &customer, PLAIN).await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;

    // On the overview the earning is the ledger's, to the micro-unit.
    let earned = world.booked(&shop, "reseller_earnings").await.amount();
    let overview = page(&mut owner, "/reseller?days=7").await;
    assert!(overview.contains(&format!("value=\"{earned}\"")), "{overview}");
    assert!(overview.contains("/reseller/orders?from="), "{overview}");
    let nonsense = page(&mut owner, "/reseller?from=2026-02-02&until=2026-02-01").await;
    assert!(nonsense.contains("at most a year apart"), "{nonsense}");

    // Before the hold window is over nothing can be asked for.
    let money = page(&mut owner, "/reseller/money").await;
    assert!(money.contains("What becomes payable when"), "{money}");
    let form = |iban| {
        [
            ("key", "story-key-1"),
            ("holder", "Aurora Mobile ehf."),
            ("iban", iban),
            ("account_number", ""),
            ("bic", ""),
        ]
    };
    let early = form("DE89370400440532013000");
    let answer = owner.post_json("/do/money/request_payout", &early).await;
    assert!(
        answer.text().contains("Nothing was requested"),
        "{}",
        answer.text()
    );
    assert_eq!(world.count("select count(*) from payouts").await, 0);

    world.backend.clock.advance(chrono::TimeDelta::days(14));
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let mut admin = world.browser("localhost", "admin@clouddail.test").await;
    let wrong = form("DE88370400440532013000");
    let answer = owner.post_json("/do/money/request_payout", &wrong).await;
    assert!(answer.text().contains("This is not an IBAN"), "{}", answer.text());
    let answer = owner
        .post("/reseller/money", "/do/money/request_payout", &early)
        .await;
    let asked = page(&mut owner, &path_of(&answer.location.unwrap())).await;
    assert!(
        asked.contains("The payout is requested") && asked.contains("Waits for approval"),
        "{asked}"
    );
    assert!(asked.contains("•••• 3000"), "{asked}");

    // The console: everything to decide, then the decisions.
    let list = page(&mut admin, "/admin/payouts?state=requested").await;
    let payout = id(&list, "/admin/payouts/");
    let here = format!("/admin/payouts/{payout}");
    let details = page(&mut admin, &here).await;
    assert!(
        details.contains("Aurora Mobile ehf.") && details.contains("owner@aurora.test"),
        "{details}"
    );
    assert!(details.contains(": the same"), "{details}");
    admin
        .post(&here, "/do/payouts/approve", &[("id", payout.as_str())])
        .await;
    assert!(page(&mut admin, &here).await.contains("Mark as paid"));
    let file = [("currency", "USD"), ("format", "csv")];
    let written = admin.post("/admin/payouts", "/admin/payouts/file", &file).await;
    assert_eq!(written.status, 200, "{}", written.text());
    assert!(
        written.text().contains("DE89370400440532013000,,,0.20,USD"),
        "{}",
        written.text()
    );
    let again = admin.post("/admin/payouts", "/admin/payouts/file", &file).await;
    assert_eq!(again.status, 409, "each payout is in one file");
    let paid = [("id", payout.as_str()), ("bank_reference", "BANK-7")];
    admin.post(&here, "/do/payouts/paid", &paid).await;
    let money = page(&mut owner, "/reseller/money").await;
    assert!(money.contains(">Paid<") && money.contains("BANK-7"), "{money}");
    let back = [("id", payout.as_str()), ("return_reason", "Account closed")];
    admin.post(&here, "/do/payouts/returned", &back).await;
    let money = page(&mut owner, "/reseller/money").await;
    assert!(
        money.contains("Came back") && money.contains("Account closed"),
        "{money}"
    );
    assert!(page(&mut owner, "/reseller").await.contains("payouts came back"));

    // Files carry the same.
    let month = world.backend.now().format("%Y-%m");
    let statement = page(&mut owner, &format!("/reseller/money/statement?month={month}")).await;
    assert!(statement.contains("Payouts that came back"), "{statement}");
    let csv = page(
        &mut owner,
        &format!("/reseller/money/statement.csv?month={month}"),
    )
    .await;
    assert!(csv.contains("earnings,Payouts that came back,1,0.2"), "{csv}");
    assert!(
        page(&mut owner, "/reseller/money/payouts.csv")
            .await
            .contains("BANK-7")
    );
    assert_eq!(
        owner.get("/reseller/money/statement?month=2026-1").await.status,
        404
    );

    // The ledger leads from the sale to the provider, and from the wallet back.
    let found = page(&mut admin, &format!("/admin/ledger?reference={order}&kind=sale")).await;
    let transfer = page(
        &mut admin,
        &format!(
            "/admin/ledger/transfers/{}",
            id(&found, "/admin/ledger/transfers/")
        ),
    )
    .await;
    assert!(
        transfer.contains("provider payable") && transfer.contains("telna"),
        "{transfer}"
    );
    let wallet = page(
        &mut admin,
        &format!(
            "/admin/ledger/wallets/{}",
            id(&transfer, "/admin/ledger/wallets/")
        ),
    )
    .await;
    assert!(
        wallet.contains("customer wallet at aurora") && wallet.contains("value=\"47"),
        "{wallet}"
    );
    assert!(
        page(&mut admin, "/admin/ledger?shop=kite&account=reseller_earnings")
            .await
            .contains("No such transfer")
    );
    assert!(
        page(&mut admin, "/admin/ledger")
            .await
            .contains("have not been proven yet")
    );
    world.run_jobs().await;
    let findings = prove(&world.backend).await.unwrap();
    assert_eq!(findings, 0);
    assert!(
        page(&mut admin, "/admin/ledger")
            .await
            .contains("promises are kept")
    );
    let margin = page(&mut admin, "/admin/margin?by=reseller&days=30").await;
    assert!(
        margin.contains("aurora") && margin.contains("value=\"0.80\""),
        "{margin}"
    );
    assert!(
        page(&mut admin, "/admin/margin.csv?by=country&days=30")
            .await
            .contains("FR,USD,1,0,3")
    );
    world.prove().await;
}

/// Path and query of an address.
fn path_of(address: &str) -> String {
    match address.split_once("://") {
        Some((_, rest)) => rest[rest.find('/').unwrap()..].to_owned(),
        None => address.to_owned(),
    }
}

#[tokio::test]
async fn a_float_is_funded_once_by_its_bank_reference() {
    let world = World::new().await;
    let mut admin = world.browser("localhost", "admin@clouddail.test").await;
    let before = world.booked(&world.kite, "reseller_float").await;
    let form = |amount| {
        [
            ("shop", "kite"),
            ("amount", amount),
            ("bank_reference", "IN-1"),
            ("note", "Arrived today"),
        ]
    };
    for _ in 0..2 {
        let answer = admin
            .post("/admin/payouts", "/do/payouts/fund_float", &form("250.50"))
            .await;
        assert!(answer.location.unwrap().ends_with("saved=funded"));
    }
    let answer = admin.post_json("/do/payouts/fund_float", &form("99")).await;
    let refused = answer.text();
    assert!(refused.contains("booked before with another amount"), "{refused}");
    let after = world.booked(&world.kite, "reseller_float").await;
    assert_eq!(after.minus(before).unwrap().amount(), "250.50");
    assert_eq!(
        world
            .count("select count(*) from audit_logs where action = 'float.funded'")
            .await,
        1
    );

    let mut owner = world.browser("kite.localhost", "owner@kite.test").await;
    let money = page(&mut owner, "/reseller/money").await;
    assert!(
        money.contains("FLOAT KITE") && money.contains("The float lasts"),
        "{money}"
    );
    assert!(
        money.contains(&format!("value=\"{}\"", after.amount())),
        "{money}"
    );
    world.prove().await;
}

#[tokio::test]
async fn money_is_seen_by_those_who_may_and_by_nobody_of_another_shop() {
    let world = World::new().await;
    let mut support = world.staff_browser(StaffRole::Support).await;
    assert!(!page(&mut support, "/reseller").await.contains("Payable now"));
    let mut viewer = world.staff_browser(StaffRole::ReadOnly).await;
    assert!(page(&mut viewer, "/reseller").await.contains("Payable now"));
    assert!(
        !page(&mut viewer, "/reseller/money")
            .await
            .contains("/do/money/request_payout")
    );
    let mut customer = world.browser("aurora.localhost", "customer@aurora.test").await;
    let mut elsewhere = world.stranger("aurora.localhost");
    elsewhere.session = world.browser("kite.localhost", "owner@kite.test").await.session;
    for (path, is_file) in [
        ("/reseller/money", false),
        ("/reseller/money/statement", false),
        ("/reseller/money/statement.csv?month=2026-01", true),
        ("/reseller/money/invoices.csv", true),
        ("/reseller/money/payouts.csv", true),
    ] {
        assert_eq!(support.get(path).await.status, 403, "{path}");
        assert_eq!(
            viewer.get(path).await.status,
            if is_file { 403 } else { 200 },
            "{path}"
        );
        assert_eq!(customer.get(path).await.status, 404, "{path}");
        let answer = elsewhere.get(path).await;
        let is_refused = answer.status == 401 || answer.location.is_some_and(|to| to.starts_with("/sign-in"));
        assert!(is_refused, "{path}");
    }
    let mut admin = world.person_browser("localhost", Role::Admin, None).await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    for (path, status) in [
        ("/admin/payouts", 403),
        ("/admin/payouts/pyt_0192d5e8a0000000000000000000000a", 403),
        ("/admin/ledger", 200),
        (
            "/admin/ledger/transfers/trf_0192d5e8a0000000000000000000000a",
            404,
        ),
        ("/admin/ledger/wallets/wal_0192d5e8a0000000000000000000000a", 404),
        ("/admin/margin", 200),
        ("/admin/margin.csv", 200),
    ] {
        assert_eq!(admin.get(path).await.status, status, "{path}");
        assert_eq!(owner.get(path).await.status, 404, "{path} at a reseller");
    }
    let file = [("currency", "USD"), ("format", "csv")];
    assert_eq!(
        admin
            .post("/admin/payouts", "/admin/payouts/file", &file)
            .await
            .status,
        403
    );
    assert_eq!(
        owner
            .post("/admin/payouts", "/admin/payouts/file", &file)
            .await
            .status,
        404
    );
    world.prove().await;
}
