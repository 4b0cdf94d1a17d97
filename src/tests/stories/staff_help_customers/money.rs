//! Credit and refunds.

use clouddail::shared::permissions::StaffRole;

use super::{page, text_of};
use crate::support::{Client, World};

#[tokio::test]
async fn credit_is_given_and_taken_once() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let id = customer.user().to_string();
    let before = world.available(&world.aurora, &customer).await;
    let mut finance = world.staff_browser(StaffRole::Finance).await;
    let from = format!("/reseller/customers/{id}");
    let form = |direction: &'static str, amount: &'static str, key: &'static str| {
        [
            ("id", id.clone()),
            ("direction", direction.into()),
            ("amount", amount.into()),
            ("days", "90".into()),
            ("reason", "Sorry for the wait".into()),
            ("key", key.into()),
        ]
    };
    let post = "/do/customers/adjust_credit";
    let send = async |browser: &mut Client, form: &[(&str, String)]| {
        let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        browser
            .post(&from, post, &form)
            .await
            .location
            .unwrap_or_default()
    };
    for _ in 0..2 {
        assert!(
            send(&mut finance, &form("give", "5.00", "key-1"))
                .await
                .ends_with("?saved=credit")
        );
    }
    assert_eq!(
        world.available(&world.aurora, &customer).await,
        before.plus(money(5)).unwrap()
    );
    // The same form with another amount, or the other way round, is another form.
    for wrong in [form("give", "6.00", "key-1"), form("take", "5.00", "key-1")] {
        assert!(!send(&mut finance, &wrong).await.contains("saved"), "{wrong:?}");
    }
    for _ in 0..2 {
        assert!(
            send(&mut finance, &form("take", "3.00", "key-2"))
                .await
                .ends_with("?saved=credit")
        );
    }
    assert_eq!(
        world.available(&world.aurora, &customer).await,
        before.plus(money(2)).unwrap()
    );
    // The customer's own money is never taken, and nothing goes below zero.
    for wrong in ["2.01", "0", "-1", "10000.01", "abc", ""] {
        assert!(
            !send(&mut finance, &form("take", wrong, "key-3"))
                .await
                .contains("saved"),
            "{wrong}"
        );
    }
    assert_eq!(
        world.available(&world.aurora, &customer).await,
        before.plus(money(2)).unwrap()
    );
    let refused = page(&mut finance, &from).await;
    assert!(
        refused.contains("Sorry for the wait") && refused.contains("Credit given"),
        "{refused}"
    );
    assert_eq!(
        world
            .count("select count(*) from audit_logs where action in ('credit.given', 'credit.taken')")
            .await,
        2
    );
    // Not at another shop, and not by whoever may not.
    let mut elsewhere = world.browser("kite.localhost", "owner@kite.test").await;
    let mut support = world.staff_browser(StaffRole::Support).await;
    for (browser, word) in [(&mut elsewhere, "NotFound"), (&mut support, "Forbidden")] {
        let form = form("give", "5.00", "key-4");
        let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let text = browser.post_json(post, &form).await.text();
        assert!(text.contains(word), "{text}");
    }
    assert_eq!(
        world.available(&world.aurora, &customer).await,
        before.plus(money(2)).unwrap()
    );
    world.prove().await;
}

fn money(units: i64) -> clouddail::shared::money::Money {
    clouddail::shared::money::Money::from_micros(
        units * 1_000_000,
        clouddail::shared::currency::Currency::USD,
    )
}

#[tokio::test]
async fn two_clicks_at_once_give_once() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let before = world.available(&world.aurora, &customer).await;
    let id = customer.user().to_string();
    let mut browsers = vec![];
    let owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    for _ in 0..6 {
        let mut browser = world.stranger("aurora.localhost");
        browser.session = owner.session.clone();
        browsers.push(browser);
    }
    let form = [
        ("id", id.as_str()),
        ("direction", "give"),
        ("amount", "7"),
        ("days", "30"),
        ("reason", "Welcome"),
        ("key", "one-click"),
    ];
    let posts = browsers
        .iter_mut()
        .map(|browser| browser.post("/reseller/customers", "/do/customers/adjust_credit", &form));
    for answer in futures_util::future::join_all(posts).await {
        assert!(answer.location.unwrap().ends_with("?saved=credit"));
    }
    assert_eq!(
        world.available(&world.aurora, &customer).await,
        before.plus(money(7)).unwrap()
    );
    world.prove().await;
}

#[tokio::test]
async fn an_order_is_refunded_by_its_page_once() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let before = world.available(&world.aurora, &customer).await;
    let order = world.buy_plan(&customer, "114701").await;
    let charged = before
        .minus(world.available(&world.aurora, &customer).await)
        .unwrap();
    let mut finance = world.staff_browser(StaffRole::Finance).await;
    let path = format!("/reseller/orders/{order}");
    let text = page(&mut finance, &path).await;
    for word in [
        "Your purchase price",
        "Your margin",
        "Commission, 10 %",
        "Give the money back",
        "customer@aurora.test",
    ] {
        assert!(text.contains(word), "{word} is not on the order's page");
    }
    let cost: String = text_of(
        &world,
        "select trim(price_stack -> 'trace' -> 0 ->> 'what') from order_lines where order_id = $1",
        order.uuid(),
    )
    .await;
    assert!(!text.contains(&cost), "the provider's cost is shown: {cost}");

    let refund = async |browser: &mut Client, amount: &str, key: &str| {
        let id = order.to_string();
        let form = [
            ("id", id.as_str()),
            ("amount", amount),
            ("destination", "wallet"),
            ("reason", "It did not work"),
            ("key", key),
        ];
        browser
            .post(&path, "/do/sales/refund", &form)
            .await
            .location
            .unwrap()
    };
    for _ in 0..2 {
        assert_eq!(
            refund(&mut finance, "1.00", "part").await,
            format!("{path}?saved=refund")
        );
    }
    let now = world.available(&world.aurora, &customer).await;
    assert_eq!(now, before.minus(charged).unwrap().plus(money(1)).unwrap());
    for (amount, key) in [
        ("2.00", "part"),
        ("1000", "other"),
        ("0", "other"),
        ("-1", "other"),
        ("x", "other"),
    ] {
        assert!(
            !refund(&mut finance, amount, key).await.contains("saved"),
            "{amount}"
        );
    }
    assert_eq!(world.available(&world.aurora, &customer).await, now);
    let mut elsewhere = world.browser("kite.localhost", "owner@kite.test").await;
    let id = order.to_string();
    let form = [
        ("id", id.as_str()),
        ("destination", "wallet"),
        ("reason", "x"),
        ("key", "k"),
    ];
    let text = elsewhere.post_json("/do/sales/refund", &form).await.text();
    assert!(text.contains("NotFound"), "{text}");

    assert_eq!(
        refund(&mut finance, "", "rest").await,
        format!("{path}?saved=refund")
    );
    assert_eq!(world.available(&world.aurora, &customer).await, before);
    let text = page(&mut finance, &format!("{path}?saved=refund")).await;
    assert!(text.contains("It did not work") && !text.contains("Give the money back"));
    let text = page(&mut finance, &format!("/reseller/customers/{}", customer.user())).await;
    assert!(text.contains("Refunded to the balance"));
    assert_eq!(
        world
            .count("select count(*) from mails where template = 'order_refunded'")
            .await,
        2
    );
    world.prove().await;
}
