//! An account ends: cash goes back where it came from, the rest is kept with a reason, nothing is lost.

use clouddail::domain::{
    closing::{self, close::CloseError},
    orders::refund::Destination,
    scope::{Customer, Scope, System},
    wallet::grant::{Bucket, Funder},
};

use crate::support::World;

/// Aurora's customer with 50.00 that did not come by card, less `keep` of it.
async fn customer_with(world: &World, micros: i64) -> Customer {
    let customer = world.aurora_customer().await;
    world.spend_down_to(&customer, micros).await;
    customer
}

#[tokio::test]
async fn card_money_goes_back_and_credit_is_forfeited() {
    let world = World::new().await;
    let customer = customer_with(&world, 0).await;
    world.pay_in(&customer, "20", "form-key-1").await;
    world.pay_in(&customer, "10", "form-key-2").await;
    world
        .give(&customer, 3_000_000, Bucket::Bonus, Funder::Platform)
        .await;
    let closed = closing::close(&world.backend, &customer).await.unwrap();
    assert_eq!(
        (
            closed.returned.micros(),
            closed.kept.micros(),
            closed.forfeited.micros()
        ),
        (30_000_000, 0, 3_000_000)
    );
    assert_eq!(
        closing::close(&world.backend, &customer).await.unwrap(),
        closed,
        "closed once"
    );
    world.run_jobs().await;
    assert_eq!(
        world.withdrawals().await,
        [("done".into(), 10_000_000), ("done".into(), 20_000_000)]
    );
    assert_eq!(world.cash(&customer).await, 0);
    assert_eq!(
        world.booked_micros(&customer, "promotion_expense").await,
        0,
        "the credit went back"
    );
    assert_eq!(world.count("select count(*) from operator_cases").await, 0);
    assert_eq!(closing::sweep::sweep(&world.backend).await.unwrap(), 0);
    let mails = world.sandbox.mails("customer@aurora.test").await;
    let last = mails
        .iter()
        .find(|mail| mail["subject"] == "Your Aurora Mobile account is closed");
    let text = last.expect("a last mail")["text"].as_str().unwrap().to_owned();
    assert!(text.contains("$30.00 is on its way back"), "{text}");
    assert!(
        text.contains("Credit of $3.00 that was not cash has ended."),
        "{text}"
    );
    world.prove().await;
}

#[tokio::test]
async fn contacts_and_texts_are_forgotten_and_what_was_paid_stays() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (number, _) = world.number_of(&customer, "1").await;
    world
        .write(&customer, number, "+14155550123", "Only for your eyes")
        .await
        .unwrap();
    world.run_jobs().await;
    let mut browser = world.browser("aurora.localhost", "customer@aurora.test").await;
    let form = [
        ("contact_name", "Ann"),
        ("contact_number", "+14155550123"),
        ("contact_tags", ""),
        ("contact_note", ""),
    ];
    browser
        .post("/account/messages/contacts", "/do/messages/save_contact", &form)
        .await;
    assert_eq!(world.count("select count(*) from contacts").await, 1);
    let of_kite = "insert into contacts (id, reseller_id, user_id, e164, name, created_at, updated_at)
                   select gen_random_uuid(), reseller_id, id, '+14155550123', 'Kite''s own', now(), now()
                   from users where email = 'customer@kite.test'";
    sqlx::query(of_kite)
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    closing::close(&world.backend, &customer).await.unwrap();
    assert_eq!(
        world.count("select count(*) from contacts").await,
        1,
        "only those of the account are gone"
    );
    let left = "select count(*) from messages where body = '' and charged_micros > 0";
    assert_eq!(world.count(left).await, 1);
    assert_eq!(
        world
            .count("select count(*) from messages where body <> ''")
            .await,
        0
    );
    world.run_jobs().await;
    world.prove().await;
}

#[tokio::test]
async fn what_did_not_come_by_card_is_kept_with_a_case() {
    let world = World::new().await;
    let customer = customer_with(&world, 12_345_678).await;
    world.pay_in(&customer, "5", "form-key-1").await;
    let closed = closing::close(&world.backend, &customer).await.unwrap();
    assert_eq!(
        (closed.returned.micros(), closed.kept.micros()),
        (5_000_000, 12_345_678)
    );
    assert_eq!(
        closed.kept_reason.as_deref(),
        Some("Only $5.00 came by card and can go back to it.")
    );
    world.run_jobs().await;
    assert_eq!(world.cash(&customer).await, 12_345_678);
    let cases = "select count(*) from operator_cases where kind = 'closing_balance'";
    assert_eq!(world.count(cases).await, 1);
    assert_eq!(
        closing::sweep::sweep(&world.backend).await.unwrap(),
        0,
        "one case is enough"
    );
    world.prove().await;
}

#[tokio::test]
async fn nothing_is_closed_while_money_is_in_flight() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    world.sandbox.fail("telna.order", "drop_after", 1).await;
    world.sandbox.fail("telna.find_orders", "500_before", 1000).await;
    let order = world.buy_plan(&customer, "114701").await;
    let refused = closing::close(&world.backend, &customer).await;
    assert!(matches!(refused, Err(CloseError::InFlight)), "{refused:?}");
    world.sandbox.heal().await;
    world.pass(600).await;
    world.pay_in(&customer, "20", "form-key-1").await;
    world
        .give_back(&customer, order, None, Destination::Source, "k")
        .await
        .unwrap();
    let refused = closing::close(&world.backend, &customer).await;
    assert!(matches!(refused, Err(CloseError::InFlight)), "{refused:?}");
    world.run_jobs().await;
    let freeze = "update wallets set frozen_at = now() where owner_kind = 'customer'";
    sqlx::query(freeze)
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    let refused = closing::close(&world.backend, &customer).await;
    assert!(matches!(refused, Err(CloseError::Frozen)), "{refused:?}");
    assert_eq!(
        world
            .count("select count(*) from users where status = 'deleted'")
            .await,
        0
    );
    assert_eq!(world.count("select count(*) from account_closings").await, 0);
    sqlx::query("update wallets set frozen_at = null")
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    closing::close(&world.backend, &customer).await.unwrap();
    world.prove().await;
}

/// A card that does not take it, and money that arrives after the end: both wait for an operator.
#[tokio::test]
async fn money_that_comes_back_to_a_closed_account_opens_a_case() {
    let world = World::new().await;
    let customer = customer_with(&world, 0).await;
    world.pay_in(&customer, "26.66", "form-key-1").await;
    let order = world.buy_plan(&customer, "114701").await;
    closing::close(&world.backend, &customer).await.unwrap();
    let cases = "select count(*) from operator_cases where kind = 'closing_balance'";
    assert_eq!(world.count(cases).await, 0);
    world.run_jobs().await;
    assert_eq!(world.withdrawals().await[0].0, "released");
    assert_eq!(world.count(cases).await, 1);
    sqlx::query("update operator_cases set closed_at = now(), resolution = 'dismissed'")
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    world
        .give_back(&customer, order, None, Destination::Wallet, "late")
        .await
        .unwrap();
    assert_eq!(world.cash(&customer).await, 26_660_000);
    assert_eq!(closing::sweep::sweep(&world.backend).await.unwrap(), 1);
    world.run_jobs().await;
    let mails = world.sandbox.inventory().await;
    assert!(mails.is_object());
    assert_eq!(
        world
            .count("select count(*) from mails where recipient like '%closed.invalid'")
            .await,
        0,
        "nobody is written to after the end"
    );
    world.prove().await;
}

#[tokio::test]
async fn staff_and_other_shops_customers_are_not_closed() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let kite = System::of(world.kite.id, "test");
    let refused = closing::close_for(&world.backend, &kite, customer.user()).await;
    assert!(matches!(refused, Err(CloseError::NotFound)), "{refused:?}");
    let owner = world.customer(&world.aurora, "owner@aurora.test").await;
    let aurora = System::of(owner.reseller(), "test");
    let refused = closing::close_for(&world.backend, &aurora, owner.user()).await;
    assert!(matches!(refused, Err(CloseError::NotFound)), "{refused:?}");
    let closed = closing::close_for(&world.backend, &aurora, customer.user())
        .await
        .unwrap();
    assert_eq!(closed.kept.micros(), 50_000_000);
    world.prove().await;
}

/// In the browser: the password again, out everywhere, and back with a new account under the same address.
#[tokio::test]
async fn a_closed_account_signs_in_no_more_and_its_address_is_free() {
    let world = World::new().await;
    let mut browser = world.browser("aurora.localhost", "customer@aurora.test").await;
    let mut elsewhere = world.browser("aurora.localhost", "customer@aurora.test").await;
    let page = browser.get("/account/settings").await.text();
    assert!(
        page.contains("Close account") && page.contains("This cannot be undone."),
        "{page}"
    );
    let form = |password| [("closing_password", password)];
    let wrong = browser
        .post(
            "/account/settings",
            "/do/accounts/close_account",
            &form("not-it-at-all"),
        )
        .await;
    let told = wrong.location.expect("back to the form");
    assert!(told.contains("/account/settings"), "{told}");
    assert_eq!(
        world
            .count("select count(*) from users where status = 'deleted'")
            .await,
        0
    );
    let done = browser
        .post(
            "/account/settings",
            "/do/accounts/close_account",
            &form("demo-pass-1234"),
        )
        .await;
    assert_eq!(done.location.as_deref(), Some("/sign-in?closed=done"));
    let page = browser.get("/sign-in?closed=done").await.text();
    assert!(page.contains("Your account is closed."), "{page}");
    for client in [&mut browser, &mut elsewhere] {
        let sent_away = client.get("/account").await.location.unwrap();
        assert!(sent_away.starts_with("/sign-in"), "{sent_away}");
    }
    let again = [
        ("email", "customer@aurora.test"),
        ("password", "another-pass-1234"),
        ("first_name", "Ana"),
        ("last_name", ""),
    ];
    browser.post("/register", "/do/accounts/register", &again).await;
    assert_eq!(
        world
            .count("select count(*) from users where email = 'customer@aurora.test' and status = 'active'")
            .await,
        1,
        "the address is free"
    );
    world.prove().await;
}
