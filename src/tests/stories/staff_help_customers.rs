//! Staff of a shop find a customer, see what happened, and put it right; nobody of another shop can.

mod files;
mod money;
mod operators;

use clouddail::shared::{ids::UserId, permissions::StaffRole};

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
            !himself.get(path).await.text().contains("Calls &lt;b&gt;"),
            "the customer reads the note at {path}"
        );
    }
    world.prove().await;
}
