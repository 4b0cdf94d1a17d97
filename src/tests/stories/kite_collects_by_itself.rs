//! Kite's customers pay into Kite's own account at the gateway, from the form to the books; and by an operator's
//! commands, keys change and a payment is taken back.

use std::process::Stdio;

use clouddail::{
    boot::config::sandbox_keys::KITE_FLUTTERWAVE_SECRET_KEY, domain::payments, shared::wallet::PaymentStatus,
};
use tokio::process::Command;

use crate::support::{
    World, database,
    process::{Server, until},
};

#[tokio::test]
async fn twenty_paid_to_kite_are_twenty_in_the_wallet_and_kite_bears_the_fee() {
    let world = World::new().await;
    let karl = world.kite_customer().await;
    let mut browser = world.browser("kite.localhost", "customer@kite.test").await;
    let form = [("amount", "20"), ("key", "form-key-1")];
    let page = browser.post("/account/wallet", "/do/wallet/top_up", &form).await;
    let back = world.sandbox.choose(&page.location.unwrap(), "pay").await;
    // Nobody comes back to our page: the gateway's event, signed with Kite's own hash, is enough.
    until("the gateway's event arrives", async || {
        world.count("select count(*) from webhook_events").await == 1
    })
    .await;
    world.run_jobs().await;
    assert_eq!(
        world
            .count("select count(*) from webhook_events where outcome = 'applied'")
            .await,
        1
    );
    assert_eq!(world.available(&world.kite, &karl).await.amount(), "70.00");
    let inventory = world.sandbox.inventory().await;
    assert_eq!(inventory["payments"][0]["account"], KITE_FLUTTERWAVE_SECRET_KEY);
    let booked = world.booked_by(&world.kite, &["top_up", "gateway_fee"]).await;
    let expected = [
        ("reseller_clearing", -19_720_000),
        ("reseller_sales", -280_000),
        ("wallet", 20_000_000),
    ];
    assert_eq!(
        booked,
        expected.map(|(name, micros)| (name.to_owned(), micros)).into()
    );
    let path = back.split("kite.localhost").nth(1).unwrap();
    let path = &path[path.find('/').unwrap()..];
    assert!(browser.get(path).await.text().contains("€70.00"));
    world.prove().await;
}

/// Runs `clouddail` on the world's database; what it printed, and whether it succeeded.
async fn clouddail(world: &World, arguments: &[&str]) -> (bool, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_clouddail"))
        .args(arguments)
        .env("DATABASE_URL", database::url(&world.database))
        .env("APP_DATABASE_URL", "")
        .env("WORKER_DATABASE_URL", "")
        .env("SANDBOX_URL", &world.sandbox.url)
        .env("MAIL_DIR", world.files.path().join("mail"))
        .env("SEAL_KEYS", "test:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
        .env("LOG", "off")
        .stdin(Stdio::null())
        .output()
        .await
        .unwrap();
    let said = [done.stdout, done.stderr].concat();
    (done.status.success(), String::from_utf8(said).unwrap())
}

#[tokio::test]
async fn an_operator_changes_keys_and_decides_a_dispute_from_the_command_line() {
    let world = World::new().await;
    let karl = world.kite_customer().await;
    let (key, hash) = (world.files.path().join("key"), world.files.path().join("hash"));
    std::fs::write(&key, "FLWSECK_TEST-kite-second\n").unwrap();
    std::fs::write(&hash, "kite-second-hash\n").unwrap();
    let set = [
        "gateway",
        "set",
        "kite",
        "--secret-key-file",
        key.to_str().unwrap(),
        "--webhook-hash-file",
        hash.to_str().unwrap(),
    ];
    let said = clouddail(&world, &set).await;
    assert_eq!(
        said,
        (true, "kite: flutterwave key …cond in use (version 2)\n".into())
    );
    let (_, said) = clouddail(&world, &["gateway", "show", "kite"]).await;
    assert!(
        said.starts_with("kite: flutterwave key …cond in use since"),
        "{said}"
    );
    assert!(!clouddail(&world, &["gateway", "show", "nobody"]).await.0);

    let payment = world.topped_up(&world.kite, &karl, "20", "form-key-1").await;
    let payment = payment.to_string();
    let open = ["dispute", "open", &payment, "dsp-1", "20.00"];
    for _ in 0..2 {
        let (is_done, said) = clouddail(&world, &open).await;
        assert!(
            is_done && said.contains("open, €20.00 of which €20.00 came out of the wallet"),
            "{said}"
        );
    }
    let (is_done, said) = clouddail(&world, &["dispute", "thaw", &payment]).await;
    assert!(!is_done && said.contains("another dispute"), "{said}");
    let (is_done, said) = clouddail(&world, &["dispute", "lose", &payment, "dsp-1", "--fee", "15"]).await;
    assert!(is_done && said.contains(": lost, "), "{said}");
    let (is_done, said) = clouddail(&world, &["dispute", "win", &payment, "dsp-1"]).await;
    assert!(!is_done && said.contains("the dispute is lost"), "{said}");
    assert!(clouddail(&world, &["dispute", "thaw", &payment]).await.0);
    assert!(clouddail(&world, &["gateway", "remove", "kite"]).await.0);
    assert_eq!(
        world
            .count("select count(*) from wallets where frozen_at is not null")
            .await,
        0
    );
    world.prove().await;
}

/// A server is ended by SIGKILL in the middle of a top-up at Kite's own account; whoever comes next credits it once.
async fn killed_at_kite(trigger: Option<&'static str>, hanging: Option<&'static str>, is_paid: bool) {
    let world = World::new().await;
    let karl = world.kite_customer().await;
    let server = Server::start(&world).await;
    let mut browser = server.browser("kite.localhost", "customer@kite.test").await;
    let form = [("amount", "20"), ("key", "form-key-1")];
    let mut path = String::new();
    if is_paid {
        let page = browser.post("/account/wallet", "/do/wallet/top_up", &form).await;
        world.sandbox.choose(&page.location.unwrap(), "pay").await;
        let rows = payments::view::recent(&world.backend, &karl, clouddail::shared::currency::Currency::EUR)
            .await
            .unwrap();
        path = format!("/account/payments/{}", rows[0].id);
    }
    let pause = world.pause_at(trigger).await;
    let mut before = 0;
    if let Some(operation) = hanging {
        before = world.sandbox.calls(operation).await;
        world.sandbox.fail(operation, "hang_after", 1).await;
    }
    let click = tokio::spawn(async move {
        if is_paid {
            browser.try_get(&path).await
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

    let request = payments::top_up::TopUp {
        amount: "20".into(),
        key: "form-key-1".into(),
        return_to: None,
    };
    let started = payments::top_up::top_up(&world.backend, &world.kite, &karl, &request)
        .await
        .unwrap();
    if let payments::top_up::Started::Pay { url } = started {
        world.sandbox.choose(&url, "pay").await;
    }
    world.pass(300).await;
    let rows = payments::view::recent(&world.backend, &karl, clouddail::shared::currency::Currency::EUR)
        .await
        .unwrap();
    assert_eq!(rows.len(), 1, "one form is one payment");
    assert_eq!(rows[0].status, PaymentStatus::Paid);
    assert_eq!(world.available(&world.kite, &karl).await.amount(), "70.00");
    let clearing = world.booked_by(&world.kite, &["top_up", "gateway_fee"]).await;
    assert_eq!(clearing["reseller_clearing"], -19_720_000);
    world.prove().await;
}

macro_rules! killed_while_topping_up_at_kite {
    ($($name:ident: $trigger:expr, $hanging:expr, $is_paid:expr;)+) => {
        $(#[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            killed_at_kite($trigger, $hanging, $is_paid).await;
        })+
    };
}

killed_while_topping_up_at_kite! {
    while_kites_gateway_opens_its_page: None, Some("flutterwave.checkout"), false;
    before_kites_page_is_recorded: Some("update:payments where (new.state = 'pending')"), None, false;
    while_kites_gateway_is_asked: None, Some("flutterwave.verify_by_reference"), true;
    before_kites_fee_is_posted: Some("ledger_transfers where (new.kind = 'gateway_fee')"), None, true;
    before_kites_credit_commits: Some("update:payments where (new.state = 'paid')"), None, true;
}
