//! A company has money of its own: its finance people add some, its shop may let it buy on credit.

use clouddail::shared::permissions::OrganizationRole;

use crate::support::{Client, World};

const SHOP: &str = "aurora.localhost";
const KITE: &str = "kite.localhost";

async fn company(world: &World, name: &str) -> String {
    let id: uuid::Uuid = sqlx::query_scalar("select id from organizations where name = $1")
        .bind(name)
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    clouddail::shared::ids::OrganizationId::from(id).to_string()
}

/// Sends the form and pays at the gateway; the page the payer comes back to.
async fn add_money(world: &World, browser: &mut Client, amount: &str, key: &str) -> String {
    let form = [("amount", amount), ("key", key)];
    let sent = browser
        .post("/business/wallet", "/do/company_wallet/top_up", &form)
        .await;
    let gateway = sent.location.clone().expect("the gateway's page");
    assert!(gateway.starts_with("http"), "{gateway}");
    let back = world.sandbox.choose(&gateway, "pay").await;
    let path = back.split(SHOP).nth(1).expect("back at the shop");
    let path = &path[path.find('/').unwrap()..];
    path.split('?').next().unwrap().to_owned()
}

#[tokio::test]
async fn finance_adds_money_to_the_companys_wallet_and_not_to_their_own() {
    let world = World::new().await;
    let mut finance = world.browser(SHOP, "finance@northwind.test").await;
    let before = finance.get("/account/wallet").await.text();
    let back = add_money(&world, &mut finance, "250", "company-key-1").await;
    assert!(back.starts_with("/business/wallet/payments/"), "{back}");

    let page = finance.get(&back).await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("$250.00"), "{}", page.text());
    let wallet = finance.get("/business/wallet").await.text();
    assert!(
        wallet.contains("$250.00") && wallet.contains("Top-up"),
        "{wallet}"
    );
    let statement = finance.get("/business/wallet/statement").await.text();
    assert!(
        statement.contains("+$250.00") || statement.contains("$250.00"),
        "{statement}"
    );

    // Their own wallet and account know nothing of it.
    let own = finance.get("/account/wallet").await.text();
    assert_eq!(own.matches("$0.00").count(), before.matches("$0.00").count());
    assert!(!own.contains("250.00"), "{own}");
    let payment = back.rsplit('/').next().unwrap();
    assert_eq!(
        finance.get(&format!("/account/payments/{payment}")).await.status,
        404
    );

    // The owner sees it; the form again is the same payment; the mail leads to the company's page.
    let mut owner = world.browser(SHOP, "owner@northwind.test").await;
    assert_eq!(owner.get(&back).await.status, 200);
    let form = [("amount", "250"), ("key", "company-key-1")];
    let again = finance
        .post("/business/wallet", "/do/company_wallet/top_up", &form)
        .await;
    assert_eq!(again.location.as_deref(), Some(back.as_str()));
    world.run_jobs().await;
    let mails = world.sandbox.mails("finance@northwind.test").await;
    assert!(
        mails
            .iter()
            .any(|mail| mail["text"].as_str().unwrap().contains("/business/wallet")),
        "{mails:?}"
    );
    world.prove().await;
}

#[tokio::test]
async fn only_whoever_may_move_money_adds_some_and_nobody_elses_payment_is_seen() {
    let world = World::new().await;
    let mut finance = world.browser(SHOP, "finance@northwind.test").await;
    let back = add_money(&world, &mut finance, "20", "company-key-2").await;

    let mut viewer = world.member_browser(OrganizationRole::Viewer).await;
    let page = viewer.get("/business/wallet").await;
    assert_eq!(page.status, 200);
    assert!(!page.text().contains("Continue to payment"));
    assert_eq!(viewer.get(&back).await.status, 200);

    for path in ["/business/wallet", "/business/wallet/statement", back.as_str()] {
        let mut manager = world.member_browser(OrganizationRole::Manager).await;
        assert_eq!(manager.get(path).await.status, 403, "{path}");
    }
    let mut stranger = world.browser(SHOP, "customer@aurora.test").await;
    assert_eq!(stranger.get(&back).await.status, 404);
    let mut kite = world.browser(KITE, "customer@kite.test").await;
    assert_eq!(kite.get(&back).await.status, 404);

    for wrong in ["", "abc", "-5", "1", "1000000", "20.001"] {
        let form = [("amount", wrong), ("key", "company-key-3")];
        let refused = finance
            .post("/business/wallet", "/do/company_wallet/top_up", &form)
            .await;
        assert!(refused.location.unwrap().ends_with("/business/wallet"), "{wrong}");
        let said = finance.get("/business/wallet").await.text();
        assert!(said.contains("Please enter an amount between"), "{wrong}: {said}");
    }
    world.prove().await;
}

#[tokio::test]
async fn a_shop_that_collects_by_itself_grants_credit_and_another_does_not() {
    let world = World::new().await;
    let northwind = company(&world, "Northwind").await;
    let mut aurora = world.browser(SHOP, "owner@aurora.test").await;
    let page = format!("/reseller/companies/{northwind}");
    assert!(aurora.get(&page).await.text().contains("pay before they buy"));
    let form = [("organization", northwind.as_str()), ("limit", "100")];
    aurora.post(&page, "/do/clients/grant_credit", &form).await;
    assert!(aurora.get(&page).await.text().contains("Nothing was changed"));

    let mut kite = world.browser(KITE, "owner@kite.test").await;
    let form = [
        ("company_name", "Southwind"),
        ("billing_email", "bills@southwind.test"),
        ("email", "owner@southwind.test"),
    ];
    let opened = kite
        .post("/reseller/companies/new", "/do/clients/open", &form)
        .await;
    assert!(opened.location.is_some(), "{}", opened.text());
    let southwind = company(&world, "Southwind").await;
    let page = format!("/reseller/companies/{southwind}");
    for (limit, words) in [("-1", "Please enter an amount"), ("x", "Please enter an amount")] {
        let form = [("organization", southwind.as_str()), ("limit", limit)];
        kite.post(&page, "/do/clients/grant_credit", &form).await;
        assert!(kite.get(&page).await.text().contains(words), "{limit}");
    }
    let form = [("organization", southwind.as_str()), ("limit", "500")];
    let granted = kite.post(&page, "/do/clients/grant_credit", &form).await;
    assert_eq!(
        granted.location.as_deref(),
        Some(format!("{page}?saved=credit").as_str())
    );
    assert!(kite.get(&page).await.text().contains("500.00"));

    // Another shop's company is nobody's.
    let form = [("organization", northwind.as_str()), ("limit", "5")];
    let refused = kite.post(&page, "/do/clients/grant_credit", &form).await;
    assert!(refused.location.unwrap().ends_with(&page));
    assert_eq!(
        world
            .count("select count(*) from audit_logs where action = 'company.credit_set'")
            .await,
        1
    );
    world.prove().await;
}
