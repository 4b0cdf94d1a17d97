//! A real server process is ended by SIGKILL while it stands before each commit and in each provider call of a
//! purchase and of a top-up. Whoever comes next finishes: every order ends paid and delivered or released, every
//! payment is credited once, the provider's inventory equals ours.

use clouddail::{
    domain::{orders, payments, scope::Customer},
    shared::wallet::PaymentStatus,
};

use crate::support::{World, process::Server};

/// Lets time pass until nothing is in flight any more; the sweep takes up what a dead worker held.
async fn recover(world: &World) {
    for _ in 0..12 {
        world.pass(120).await;
        orders::sweep::sweep(&world.backend).await.unwrap();
        world.run_jobs().await;
    }
    assert_eq!(
        world
            .count("select count(*) from orders where state in ('held', 'submitted', 'unknown')")
            .await,
        0
    );
}

async fn buy_and_kill(
    number: &str,
    trigger: Option<&'static str>,
    fault: Option<(&str, &str)>,
) -> (World, Customer) {
    let files = tempfile::TempDir::new().unwrap();
    let world = World::with_sandbox_file(Some(files.path().join("sandbox.json"))).await;
    let customer = world.aurora_customer().await;
    // A whole number is one of Canada's, which two vendors sell for the same price.
    let quoted = match number.starts_with('+') {
        true => world.quote_exactly(&customer, number, "CA").await,
        false => world.quote_number(&customer, number).await,
    };
    let server = Server::start(&world).await;
    let mut browser = server.browser("aurora.localhost", "customer@aurora.test").await;
    let pause = world.pause_at(trigger).await;
    let mut before = 0;
    if let Some((operation, mode)) = fault {
        before = world.sandbox.calls(operation).await;
        world.sandbox.fail(operation, mode, 1).await;
    }
    let form = [
        ("quote", quoted.id.to_string()),
        ("max_price", quoted.charged.amount()),
    ];
    let click = tokio::spawn(async move {
        let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        browser
            .try_post("/checkout", "/do/orders/place_order", &form)
            .await
    });
    match (trigger, fault) {
        (Some(_), _) => pause.reached(&world).await,
        (None, Some((operation, _))) => world.sandbox.called_again(operation, before).await,
        (None, None) => {}
    }
    server.kill().await;
    pause.lift().await;
    let _ = click.await;
    recover(&world).await;
    (world, customer)
}

/// Sold out at Twilio, and in stock at Telnyx.
const GONE_AT_ONE: &str = "+14164280666";

macro_rules! killed {
    ($($name:ident: $number:expr, $trigger:expr, $fault:expr;)+) => {
        $(#[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            let (world, _) = buy_and_kill($number, $trigger, $fault).await;
            let orders = world.count("select count(*) from orders where state = 'fulfilled'").await;
            let sold = world.count("select count(*) from ledger_transfers where kind = 'sale'").await;
            assert_eq!(orders, sold);
            world.prove().await;
        })+
    };
}

killed! {
    before_the_hold_commits: "1", Some("order_events where (new.kind = 'held')"), None;
    before_the_submission_commits: "1", Some("order_events where (new.kind = 'submitted')"), None;
    before_the_provider_is_asked_to_sell: "1", None, Some(("twilio.list", "hang_after"));
    while_the_provider_sells_before_it_answers: "1", None, Some(("twilio.buy", "hang_after"));
    before_the_delivery_commits: "1", Some("virtual_numbers where (true)"), None;
    between_the_ledger_and_its_commit: "1", Some("order_events where (new.kind = 'captured')"), None;
    before_an_unknown_outcome_commits:
        "1", Some("order_events where (new.kind = 'unknown')"), Some(("twilio.buy", "500_after"));
    before_the_order_moves_to_another_vendor: GONE_AT_ONE, Some("order_events where (new.kind = 'asked')"), None;
    while_the_other_vendor_sells_before_it_answers: GONE_AT_ONE, None, Some(("telnyx.buy", "hang_after"));
    before_a_refusal_commits: "0666", Some("order_events where (new.kind = 'released')"), None;
}

async fn top_up_and_kill(
    trigger: Option<&'static str>,
    hanging: Option<&'static str>,
    pays_before_the_kill: bool,
) -> World {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let server = Server::start(&world).await;
    let mut browser = server.browser("aurora.localhost", "customer@aurora.test").await;
    let form = [("amount", "20"), ("key", "form-key-1")];
    if pays_before_the_kill {
        let page = browser.post("/account/wallet", "/do/wallet/top_up", &form).await;
        world.sandbox.choose(&page.location.unwrap(), "pay").await;
    }
    let pause = world.pause_at(trigger).await;
    let mut before = 0;
    if let Some(operation) = hanging {
        before = world.sandbox.calls(operation).await;
        world.sandbox.fail(operation, "hang_after", 1).await;
    }
    let click = tokio::spawn(async move {
        if pays_before_the_kill {
            let id = payment_id(&mut browser).await;
            browser.try_get(&id).await
        } else {
            browser
                .try_post("/account/wallet", "/do/wallet/top_up", &form)
                .await
        }
    });
    match hanging {
        Some(operation) => world.sandbox.called_again(operation, before).await,
        None => pause.reached(&world).await,
    }
    server.kill().await;
    pause.lift().await;
    let _ = click.await;

    // The payer sends the form again and pays; somebody else looks at the payment, or only the job does.
    let request = payments::top_up::TopUp {
        amount: "20".into(),
        key: "form-key-1".into(),
        return_to: None,
    };
    let started = payments::top_up::top_up(&world.backend, &world.aurora, &customer, &request)
        .await
        .unwrap();
    if let payments::top_up::Started::Pay { url } = started {
        world.sandbox.choose(&url, "pay").await;
    }
    world.pass(300).await;
    let rows = payments::view::recent(
        &world.backend,
        &customer,
        clouddail::shared::currency::Currency::USD,
    )
    .await
    .unwrap();
    assert_eq!(rows.len(), 1, "one form is one payment");
    assert_eq!(rows[0].status, PaymentStatus::Paid);
    assert_eq!(world.available(&world.aurora, &customer).await.amount(), "70.00");
    world
}

async fn payment_id(browser: &mut crate::support::Client) -> String {
    let page = browser.get("/account/wallet").await.text();
    let at = page
        .find("/account/payments/")
        .expect("the wallet lists the payment");
    page[at..]
        .chars()
        .take_while(|c| !matches!(c, '"' | '\'' | '?' | '<'))
        .collect()
}

macro_rules! killed_while_topping_up {
    ($($name:ident: $trigger:expr, $hanging:expr, $pays:expr;)+) => {
        $(#[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            top_up_and_kill($trigger, $hanging, $pays).await.prove().await;
        })+
    };
}

killed_while_topping_up! {
    before_the_payment_is_recorded: Some("payments where (true)"), None, false;
    while_the_gateway_opens_its_page: None, Some("flutterwave.checkout"), false;
    before_its_page_is_recorded: Some("update:payments where (new.state = 'pending')"), None, false;
    while_the_gateway_is_asked_what_was_paid: None, Some("flutterwave.verify_by_reference"), true;
    before_the_credit_is_posted: Some("ledger_transfers where (new.kind = 'top_up')"), None, true;
    between_the_credit_and_its_commit: Some("update:payments where (new.state = 'paid')"), None, true;
}
