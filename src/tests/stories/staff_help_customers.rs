//! Staff of a shop find a customer, see what happened, and put it right; nobody of another shop can.

use clouddail::{
    domain::scope::Scope,
    shared::{
        ids::{OrderId, UserId},
        permissions::StaffRole,
    },
};

use crate::support::{Client, World};

async fn user(world: &World, email: &str) -> UserId {
    let id: uuid::Uuid = sqlx::query_scalar("select id from users where email = $1")
        .bind(email)
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    id.into()
}

async fn text_of(world: &World, sql: &'static str, id: uuid::Uuid) -> String {
    sqlx::query_scalar(sql)
        .bind(id)
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap()
}

/// A page that is there.
async fn page(browser: &mut Client, path: &str) -> String {
    let answer = browser.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.text()
}

fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}

#[tokio::test]
async fn a_customer_is_found_by_anything_and_only_at_their_own_shop() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let esim = world.buy_plan(&customer, "114701").await;
    let quote = world.quote_number(&customer, "1").await;
    let number = world.place(&customer, &quote).await.unwrap();
    let iccid = text_of(
        &world,
        "select iccid from esim_activations where order_id = $1",
        esim.uuid(),
    )
    .await;
    let e164 = text_of(
        &world,
        "select e164 from virtual_numbers where order_id = $1",
        number.uuid(),
    )
    .await;
    sqlx::query("update users set first_name = 'Zoë', last_name = 'O''Hara_100%' where email = 'customer@aurora.test'")
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    let mut staff = world.staff_browser(StaffRole::ReadOnly).await;
    let mut elsewhere = world.browser("kite.localhost", "owner@kite.test").await;
    let link = format!("/reseller/customers/{}", customer.user());
    let searches = [
        "customer@au".to_owned(),
        "CUSTOMER@aurora.test".into(),
        "zoë o".into(),
        "o'hara_100%".into(),
        e164.clone(),
        format!("{} {}", &e164[..4], &e164[4..]),
        iccid.clone(),
        esim.to_string(),
        customer.user().to_string(),
    ];
    for search in &searches {
        let path = format!("/reseller/customers?q={}", escaped(search));
        assert!(
            page(&mut staff, &path).await.contains(&link),
            "{search} finds nobody"
        );
        let there = page(&mut elsewhere, &path).await;
        assert!(
            !there.contains(&link) && !there.contains("customer@aurora.test"),
            "{search} at Kite"
        );
    }
    for odd in [
        "%",
        "_",
        "%%aurora%",
        "'",
        "\"",
        "' or ''='",
        "a\u{0}b",
        "\\",
        &"x".repeat(10_240),
    ] {
        let text = page(&mut staff, &format!("/reseller/customers?q={}", escaped(odd))).await;
        assert!(text.contains("Nobody found"), "{odd:.20}");
        let text = page(&mut staff, &format!("/reseller/orders?q={}", escaped(odd))).await;
        assert!(text.contains("No such orders"), "{odd:.20}");
    }
    let text = page(&mut staff, &link).await;
    for word in [
        "customer@aurora.test",
        &iccid,
        "Signed in",
        "Opening balance",
        "Delivered",
        "Timeline",
    ] {
        assert!(text.contains(word), "{word} is not on the customer's page");
    }
    for word in ["LPA:", "Change credit", "Suspend this customer", "Add note"] {
        assert!(!text.contains(word), "a reader is offered {word}");
    }
    for path in [
        link,
        format!("/reseller/orders/{esim}"),
        format!("/reseller/customers/{}", user(&world, "owner@aurora.test").await),
    ] {
        assert_eq!(elsewhere.get(&path).await.status, 404, "{path} at Kite");
    }
    let path = format!("/reseller/customers/{}", user(&world, "owner@aurora.test").await);
    assert_eq!(staff.get(&path).await.status, 404, "staff are not customers");
    let mut himself = world.browser("aurora.localhost", "customer@aurora.test").await;
    assert_eq!(himself.get("/reseller/customers").await.status, 404);
    world.prove().await;
}

#[tokio::test]
async fn every_customer_and_every_order_is_on_one_page() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    world.buy_plan(&customer, "114701").await;
    // The same moment for all, so that only the id tells them apart.
    for sql in [
        "insert into users (id, reseller_id, email, password_hash, created_at, last_seen_at)
         select gen_random_uuid(), (select id from resellers where slug = 'aurora'), 'many' || n || '@aurora.test', '',
                now() - interval '1 day', now() - interval '1 day' from generate_series(1, 120) n",
        "insert into quotes select gen_random_uuid(), reseller_id, user_id, subject, item, stack, charged_micros,
                monthly_micros, currency, created_at, expires_at from quotes, generate_series(1, 120)",
        "insert into orders (id, reseller_id, user_id, wallet_id, quote_id, kind, state, settlement_mode, charged_micros,
                             currency, provider, reference, refusal, created_at, updated_at)
         select gen_random_uuid(), o.reseller_id, o.user_id, o.wallet_id, q.id, o.kind, 'released', o.settlement_mode,
                o.charged_micros, o.currency, o.provider, 'many-' || q.id, 'none left', o.created_at, o.created_at
         from orders o, quotes q where not exists (select from orders p where p.quote_id = q.id)",
        "insert into order_lines (reseller_id, order_id, position, item, price_stack)
         select o.reseller_id, o.id, 1, l.item, l.price_stack from orders o, order_lines l
         where o.state = 'released'",
    ] {
        sqlx::query(sql).execute(&mut world.owner().await).await.unwrap();
    }
    let mut staff = world.staff_browser(StaffRole::Support).await;
    for (first, link, count) in [
        ("/reseller/customers", "/reseller/customers/usr_", None),
        ("/reseller/customers?sort=seen", "/reseller/customers/usr_", None),
        (
            "/reseller/customers?q=many",
            "/reseller/customers/usr_",
            Some(120),
        ),
        ("/reseller/orders", "/reseller/orders/ord_", Some(121)),
        (
            "/reseller/orders?country=FR&kind=esim",
            "/reseller/orders/ord_",
            Some(121),
        ),
        (
            "/reseller/orders?state=released",
            "/reseller/orders/ord_",
            Some(120),
        ),
        (
            "/reseller/orders?q=customer@aurora",
            "/reseller/orders/ord_",
            Some(121),
        ),
    ] {
        let (mut seen, mut next, mut pages) = (std::collections::BTreeSet::new(), Some(first.to_owned()), 0);
        while let Some(path) = next {
            let text = page(&mut staff, &path).await;
            for part in text.split(&format!("href=\"{link}")).skip(1) {
                let id = part.split('"').next().unwrap().to_owned();
                assert!(seen.insert(id), "{path} shows a row again");
            }
            next = text
                .split("<a ")
                .filter_map(|part| part.split('>').next())
                .find(|tag| tag.contains("rel=\"next\""))
                .and_then(|tag| tag.split("href=\"").nth(1)?.split('"').next())
                .map(|href| href.replace("&amp;", "&"));
            pages += 1;
            assert!(pages < 9, "{first} never ends");
        }
        let all = world
            .count(
                "select count(*) from users u join resellers r on r.id = u.reseller_id
                    where r.slug = 'aurora' and u.role = 'user'",
            )
            .await;
        assert_eq!(
            i64::try_from(seen.len()).unwrap(),
            count.unwrap_or(all),
            "{first}"
        );
    }
    for (filter, is_there) in [
        ("country=DE", false),
        ("kind=number", false),
        ("state=in_flight", false),
        ("state=nonsense", false),
        ("from=2200-01-01", false),
        ("until=2001-01-01", false),
        ("from=2001-01-01&until=2200-01-01", true),
        ("state=fulfilled", true),
    ] {
        let text = page(&mut staff, &format!("/reseller/orders?{filter}")).await;
        assert_eq!(
            text.contains("href=\"/reseller/orders/ord_"),
            is_there,
            "{filter}"
        );
    }
    let sql = "delete from order_lines where order_id in (select id from orders where state = 'released')";
    let mut owner = world.owner().await;
    for sql in [
        "set session_replication_role = replica",
        sql,
        "delete from orders where state = 'released'",
    ] {
        sqlx::query(sql).execute(&mut owner).await.unwrap();
    }
    world.prove().await;
}

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
async fn a_suspended_customer_cannot_sign_in_and_loses_nothing() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let order = world.buy_plan(&customer, "114701").await;
    let mut himself = world.browser("aurora.localhost", "customer@aurora.test").await;
    let mut support = world.staff_browser(StaffRole::Support).await;
    let id = customer.user().to_string();
    let from = format!("/reseller/customers/{id}");
    let suspend = [("id", id.as_str()), ("why", "Stolen card")];

    let mut elsewhere = world.browser("kite.localhost", "owner@kite.test").await;
    let text = elsewhere
        .post_json("/do/customers/suspend", &suspend)
        .await
        .text();
    assert!(text.contains("NotFound"), "{text}");
    let staff_id = user(&world, "owner@aurora.test").await.to_string();
    let staff = [("id", staff_id.as_str()), ("why", "A coup")];
    let text = support.post_json("/do/customers/suspend", &staff).await.text();
    assert!(text.contains("NotFound"), "staff are suspended here: {text}");
    assert_eq!(himself.get("/account").await.status, 200);

    let answer = support.post(&from, "/do/customers/suspend", &suspend).await;
    assert_eq!(answer.location.unwrap(), format!("{from}?saved=suspended"));
    let text = page(&mut support, &from).await;
    assert!(text.contains("Stolen card") && text.contains("Let the customer in again"));
    assert!(
        himself
            .get("/account")
            .await
            .location
            .unwrap()
            .starts_with("/sign-in")
    );
    let mut again = world.stranger("aurora.localhost");
    let form = [("email", "customer@aurora.test"), ("password", "demo-pass-1234")];
    again.post("/sign-in", "/do/accounts/sign_in", &form).await;
    assert!(again.session.is_none(), "a suspended customer signs in");
    // The reseller's own keys go on, and so does what was bought.
    assert_eq!(
        world
            .aurora_api()
            .get("/api/v1/esim/plans?country=FR")
            .await
            .status,
        200
    );
    assert!(
        page(&mut support, &format!("/reseller/orders/{order}"))
            .await
            .contains("Delivered")
    );

    let answer = support.post(&from, "/do/customers/reactivate", &suspend).await;
    assert_eq!(answer.location.unwrap(), format!("{from}?saved=reactivated"));
    let mut back = world.browser("aurora.localhost", "customer@aurora.test").await;
    assert!(
        page(&mut back, "/account/orders")
            .await
            .contains(&order.to_string())
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

#[tokio::test]
async fn mails_are_sent_again_but_nobody_is_flooded() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let order = world.buy_plan(&customer, "114701").await;
    let mut support = world.staff_browser(StaffRole::Support).await;
    let path = format!("/reseller/orders/{order}");
    let form = [("id", order.to_string())];
    let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut sent = 0;
    for _ in 0..8 {
        let to = support
            .post(&path, "/do/sales/resend_mail", &form)
            .await
            .location
            .unwrap();
        sent += i64::from(to.ends_with("?saved=mail"));
    }
    assert_eq!(sent, 4, "the first was the order's own");
    let text = support.post_json("/do/sales/resend_mail", &form).await.text();
    assert!(text.contains("Please try again later"), "{text}");
    let secret = world
        .count("select count(*) from mails where text_body like '%LPA:%' or html_body like '%LPA:%'")
        .await;
    assert_eq!(secret, 0, "a mail holds an activation code");
    world.pass(3_700).await;
    let to = support
        .post(&path, "/do/sales/resend_mail", &form)
        .await
        .location
        .unwrap();
    assert!(to.ends_with("?saved=mail"));
    let mut elsewhere = world.browser("kite.localhost", "owner@kite.test").await;
    let text = elsewhere.post_json("/do/sales/resend_mail", &form).await.text();
    assert!(text.contains("NotFound"), "{text}");

    // Somebody who is not verified yet, and a note.
    sqlx::query("update users set email_verified_at = null where email = 'customer@aurora.test'")
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    let id = customer.user().to_string();
    let from = format!("/reseller/customers/{id}");
    let form = [("id", id.as_str()), ("note", "Calls <b>every</b> day")];
    let to = support
        .post(&from, "/do/customers/resend_verification", &form)
        .await
        .location
        .unwrap();
    assert_eq!(to, format!("{from}?saved=verification"));
    let to = support
        .post(&from, "/do/customers/add_note", &form)
        .await
        .location
        .unwrap();
    assert_eq!(to, format!("{from}?saved=note"));
    let text = page(&mut support, &from).await;
    assert!(
        text.contains("Calls &lt;b&gt;every&lt;/b&gt; day"),
        "the note is not there as text"
    );
    assert!(text.contains("Verification mail sent again"));
    for address in ["/do/customers/resend_verification", "/do/customers/add_note"] {
        let text = elsewhere.post_json(address, &form).await.text();
        assert!(text.contains("NotFound"), "{address}: {text}");
    }
    let mut himself = world.browser("aurora.localhost", "customer@aurora.test").await;
    for path in ["/account", "/account/settings", "/account/wallet/statement"] {
        assert!(
            !himself.get(path).await.text().contains("Calls"),
            "the customer reads the note at {path}"
        );
    }
    world.prove().await;
}

#[tokio::test]
async fn files_hold_what_is_shown_and_no_formula() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let order: OrderId = world.buy_plan(&customer, "114701").await;
    sqlx::query(
        "update users set first_name = '=HYPERLINK(\"http://x\")' where email = 'customer@aurora.test'",
    )
    .execute(&mut world.owner().await)
    .await
    .unwrap();
    sqlx::query(
        "insert into users (id, reseller_id, email, password_hash, created_at)
         select gen_random_uuid(), $1, 'many' || n || '@aurora.test', '', now() from generate_series(1, 1200) n",
    )
    .bind(customer.reseller().uuid())
    .execute(&mut world.owner().await)
    .await
    .unwrap();
    let mut finance = world.staff_browser(StaffRole::Finance).await;
    let all = finance.get("/reseller/customers.csv").await;
    assert_eq!(all.status, 200);
    assert!(
        all.headers["content-disposition"]
            .to_str()
            .unwrap()
            .contains("customers.csv")
    );
    let text = all.text();
    assert!(
        text.contains("\"'=HYPERLINK(\"\"http://x\"\")"),
        "a formula is left alive"
    );
    assert_eq!(text.lines().filter(|line| line.contains(",many")).count(), 1200);
    assert!(!text.contains("kite.test"));
    let some = finance
        .get("/reseller/customers.csv?q=many12&sort=seen")
        .await
        .text();
    assert_eq!(
        some.lines().count(),
        1 + 12,
        "many12, many120 to many129 and many1200, as the list"
    );
    let orders = finance.get("/reseller/orders.csv?country=FR").await.text();
    assert!(orders.contains(&order.to_string()) && orders.contains("fulfilled"));
    assert_eq!(
        finance
            .get("/reseller/orders.csv?country=DE")
            .await
            .text()
            .lines()
            .count(),
        1
    );
    let mut kite = world.browser("kite.localhost", "owner@kite.test").await;
    assert!(
        !kite
            .get("/reseller/orders.csv")
            .await
            .text()
            .contains(&order.to_string())
    );
    for role in [StaffRole::Support, StaffRole::ReadOnly] {
        let mut staff = world.staff_browser(role).await;
        assert_eq!(staff.get("/reseller/customers.csv").await.status, 403, "{role:?}");
        assert!(
            !page(&mut staff, "/reseller/customers")
                .await
                .contains("customers.csv"),
            "{role:?} is offered the file"
        );
    }
    let mut himself = world.browser("aurora.localhost", "customer@aurora.test").await;
    assert_eq!(himself.get("/reseller/orders.csv").await.status, 404);
    assert_eq!(
        world
            .stranger("aurora.localhost")
            .get("/reseller/orders.csv")
            .await
            .status,
        401
    );
    world.prove().await;
}

#[tokio::test]
async fn operators_find_people_anywhere_and_it_is_written_down() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let order = world.buy_plan(&customer, "114701").await;
    let kites = world.kite_customer().await;
    let payment = world
        .topped_up(&world.aurora, &customer, "20", "form-key-1")
        .await;
    let iccid = text_of(
        &world,
        "select iccid from esim_activations where order_id = $1",
        order.uuid(),
    )
    .await;
    let mut admin = world.browser("localhost", "admin@clouddail.test").await;
    let link = format!("/admin/people/{}", customer.user());
    let other = format!("/admin/people/{}", kites.user());
    let searches = [
        "customer@".to_owned(),
        iccid,
        order.to_string(),
        payment.to_string(),
        customer.user().to_string(),
    ];
    for search in &searches {
        let text = page(&mut admin, &format!("/admin/people?q={}", escaped(search))).await;
        assert!(text.contains(&link), "{search} finds nobody");
        assert_eq!(text.contains(&other), search == "customer@", "{search}");
        assert!(text.contains("written to the audit log"));
        let asked: String = sqlx::query_scalar(
            "select after ->> 'asked' from audit_logs where action = 'people.searched' and after -> 'found' ? $1
             order by id desc limit 1",
        )
        .bind(customer.user().to_string())
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
        assert_eq!(&asked, search);
    }
    for odd in ["cu", "%", "_%'", &"x".repeat(10_240)] {
        let text = page(&mut admin, &format!("/admin/people?q={}", escaped(odd))).await;
        assert!(text.contains("Nobody found"), "{odd:.20}");
    }
    let text = page(&mut admin, &link).await;
    assert!(
        text.contains("customer@aurora.test") && text.contains("Aurora Mobile") && text.contains("Ordered")
    );
    assert!(!text.contains("Change credit") && !text.contains("LPA:"));
    let looked = "select count(*) from audit_logs a join users u on u.id = a.actor_id
                  where a.action = 'person.opened' and u.email = 'admin@clouddail.test'";
    assert_eq!(world.count(looked).await, 1);
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let text = page(&mut owner, &format!("/reseller/customers/{}", customer.user())).await;
    assert!(
        text.contains("Looked at") && text.contains("an operator"),
        "the shop does not see the look"
    );
    assert_eq!(owner.get("/admin/people?q=customer").await.status, 404);
    assert_eq!(owner.get(&link).await.status, 404);
    world.prove().await;
}
