//! A balance on a page follows without a reload, is nobody else's, and stops at sign-out.

use std::time::Duration;

use clouddail::shared::money::Money;
use reqwest::Response;

use crate::support::World;

/// Fails the test rather than hanging it.
const PATIENCE: Duration = Duration::from_secs(20);

/// The next value, `None` at the end.
async fn next(stream: &mut Response) -> Option<String> {
    let mut text = String::new();
    loop {
        let chunk = tokio::time::timeout(PATIENCE, stream.chunk())
            .await
            .expect("nothing came")
            .ok()
            .flatten()?;
        text.push_str(&String::from_utf8_lossy(&chunk));
        if let Some(value) = text.lines().find_map(|line| line.strip_prefix("data: ")) {
            return Some(value.to_owned());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_balance_ticks_down_and_is_nobody_elses() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let mut browser = world.browser("aurora.localhost", "customer@aurora.test").await;
    let mut neighbour = world.browser("aurora.localhost", "owner@northwind.test").await;
    let page = browser.get("/account/wallet").await.text();
    let before = world.available(&world.aurora, &customer).await;
    assert!(
        page.contains("<leptos-island") && page.contains(&before.to_string()),
        "{page}"
    );

    let mut stream = browser.listen("/events").await;
    assert_eq!(stream.status(), 200);
    let header = |name: &str| stream.headers().get(name).unwrap().to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "text/event-stream");
    assert_eq!(header("x-accel-buffering"), "no");
    assert!(stream.headers().get("content-encoding").is_none());
    assert_eq!(next(&mut stream).await, Some(before.to_string()));
    let mut others = neighbour.listen("/events").await;
    assert_eq!(
        next(&mut others).await,
        Some(Money::zero(before.currency()).to_string())
    );
    let mut companys = neighbour.listen("/events?of=company").await;
    let company = next(&mut companys).await.unwrap();
    let shown = neighbour.get("/business/wallet").await.text();
    assert!(shown.contains(&company), "{company}");

    world.spend_down_to(&customer, 7_250_000).await;
    let after = world.available(&world.aurora, &customer).await;
    assert_eq!(next(&mut stream).await, Some(after.to_string()));

    browser.post("/account", "/do/accounts/sign_out", &[]).await;
    let quoted = world.quote_plan(&customer, "114701").await;
    world.place(&customer, &quoted).await.unwrap();
    assert_eq!(next(&mut stream).await, None, "it goes on after signing out");
    drop((others, companys));
    world.prove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_hear_nothing_and_nobody_opens_a_hundred() {
    let world = World::new().await;
    assert_eq!(
        world
            .stranger("aurora.localhost")
            .listen("/events")
            .await
            .status(),
        401
    );
    let browser = world.browser("aurora.localhost", "customer@aurora.test").await;
    let company = browser.listen("/events?of=company").await;
    assert_eq!(company.status(), 401, "the customer is in no company");
    let mut elsewhere = world.stranger("kite.localhost");
    elsewhere.session = browser.session.clone();
    assert_eq!(elsewhere.listen("/events").await.status(), 401);
    let mut open = vec![];
    for _ in 0..6 {
        let mut stream = browser.listen("/events").await;
        assert_eq!(stream.status(), 200);
        next(&mut stream).await.unwrap();
        open.push(stream);
    }
    assert_eq!(browser.listen("/events").await.status(), 429);
    // The process stops: nobody is waited for.
    world.backend.caches.followed.end();
    for mut stream in open {
        assert_eq!(next(&mut stream).await, None);
    }
    world.prove().await;
}

#[tokio::test]
async fn a_customer_sets_below_what_to_be_told() {
    let world = World::new().await;
    for (host, who, page, verb) in [
        (
            "aurora.localhost",
            "customer@aurora.test",
            "/account/wallet",
            "/do/wallet/save_balance_alert",
        ),
        (
            "aurora.localhost",
            "owner@northwind.test",
            "/business/wallet",
            "/do/company_wallet/save_balance_alert",
        ),
    ] {
        let mut browser = world.browser(host, who).await;
        let refused = browser.post(page, verb, &[("alert_below", "lots")]).await;
        let shown = browser.follow(&refused).await.text();
        assert!(
            shown.contains("Please enter an amount such as 5") && shown.contains("lots"),
            "{shown}"
        );
        let saved = browser.post(page, verb, &[("alert_below", "900000")]).await;
        let shown = browser.follow(&saved).await.text();
        assert!(
            shown.contains("Saved.") && shown.contains("The balance is below"),
            "{shown}"
        );
    }
    world.prove().await;
}
