//! At 3 a.m.: an operator finds what is stuck in the console and puts it right there.

use clouddail::{
    domain::{orders, scope::Customer},
    shared::{ids::OrderId, order::OrderStatus, permissions::StaffRole},
};

use crate::support::{Client, World};

async fn admin(world: &World) -> Client {
    world.browser("localhost", "admin@clouddail.test").await
}

async fn page(browser: &mut Client, path: &str) -> String {
    let answer = browser.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.text()
}

async fn status(world: &World, customer: &Customer, order: OrderId) -> OrderStatus {
    let view = orders::view::view(&world.backend, customer, order).await.unwrap();
    view.unwrap().row.status
}

/// An order whose provider never tells, and the case about it.
async fn stuck(world: &World, customer: &Customer) -> (OrderId, String) {
    let quoted = world.quote_number(customer, "1").await;
    world.sandbox.fail("twilio.buy", "drop_before", 1).await;
    let order = world.place(customer, &quoted).await.unwrap();
    world.sandbox.fail("twilio.list", "500_before", 10_000).await;
    for _ in 0..8 {
        world.pass(300).await;
    }
    assert_eq!(status(world, customer, order).await, OrderStatus::Unknown);
    let id: uuid::Uuid = sqlx::query_scalar(
        "select id from operator_cases where closed_at is null and kind = 'order_unknown'",
    )
    .fetch_one(&mut world.owner().await)
    .await
    .unwrap();
    (order, clouddail::shared::ids::CaseId::from(id).to_string())
}

#[tokio::test]
async fn an_order_without_an_answer_is_found_read_and_settled() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let (order, case) = stuck(&world, &customer).await;
    let mut operator = admin(&world).await;

    let now = page(&mut operator, "/admin").await;
    assert!(
        now.contains(&case) && now.contains(&order.to_string()) && now.contains("Order without an answer"),
        "{now}"
    );
    assert!(
        page(&mut operator, "/admin/orders")
            .await
            .contains(&format!("/admin/orders/{order}"))
    );
    let found = operator.get(&format!("/admin/orders?q={order}")).await;
    assert_eq!(
        found.location.as_deref(),
        Some(format!("/admin/orders/{order}").as_str())
    );
    assert!(
        page(&mut operator, "/admin/orders?q=nothing")
            .await
            .contains("No order of any shop")
    );
    let text = page(&mut operator, &format!("/admin/orders/{order}")).await;
    for words in [
        "customer@aurora.test",
        "Provider gets",
        "Platform price",
        "Ask the provider now",
        "No clear answer yet",
        &case,
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(
        page(&mut operator, "/admin/cases?kind=order_unknown")
            .await
            .contains(&case)
    );
    let here = format!("/admin/cases/{case}");
    assert!(page(&mut operator, &here).await.contains("Settle"));

    // A decision needs its words.
    let form = [
        ("id", case.as_str()),
        ("verdict", "not_delivered"),
        ("reason", " "),
    ];
    let refused = operator.post_json("/do/cases/settle", &form).await.text();
    assert!(refused.contains("Please say why"), "{refused}");
    let form = [("id", case.as_str()), ("verdict", "delivered"), ("reason", "x")];
    let refused = operator.post_json("/do/cases/settle", &form).await.text();
    assert!(refused.contains("id of what it delivered"), "{refused}");
    assert_eq!(status(&world, &customer, order).await, OrderStatus::Unknown);

    // Sent twice, it is decided once.
    let form = [
        ("id", case.as_str()),
        ("verdict", "not_delivered"),
        ("reason", "Their support says so"),
    ];
    for _ in 0..2 {
        let done = operator.post(&here, "/do/cases/settle", &form).await;
        assert_eq!(done.location.as_deref(), Some(here.as_str()));
    }
    assert_eq!(status(&world, &customer, order).await, OrderStatus::Released);
    assert_eq!(world.available(&world.aurora, &customer).await.amount(), "50.00");
    assert_eq!(
        world
            .count("select count(*) from audit_logs where action = 'case.settled'")
            .await,
        1
    );
    let text = page(&mut operator, &here).await;
    assert!(
        text.contains("Their support says so") && text.contains("by admin@clouddail.test"),
        "{text}"
    );
    assert!(
        page(&mut operator, "/admin/cases?state=closed")
            .await
            .contains(&case)
    );
    // Another decision comes too late, and says so.
    let late = [("id", case.as_str()), ("reason", "no")];
    let refused = operator.post_json("/do/cases/dismiss", &late).await.text();
    assert!(refused.contains("closed before"), "{refused}");
    world.sandbox.heal().await;
    world.prove().await;
}

#[tokio::test]
async fn asking_now_is_one_step_and_finishes_an_order() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let e164 = world.number("1").await;
    let quoted = world.quote_number(&customer, "1").await;
    world.sandbox.fail("twilio.buy", "drop_before", 1).await;
    let order = world.place(&customer, &quoted).await.unwrap();
    world
        .vendor("twilio")
        .buy(&e164, &order.to_string())
        .await
        .unwrap();
    assert_eq!(status(&world, &customer, order).await, OrderStatus::Unknown);
    let mut operator = admin(&world).await;
    let here = format!("/admin/orders/{order}");
    let asked = world.sandbox.calls("twilio.list").await;
    for _ in 0..2 {
        operator
            .post(&here, "/do/operations/ask_now", &[("id", &order.to_string())])
            .await;
    }
    world.run_jobs().await;
    assert_eq!(world.sandbox.calls("twilio.list").await, asked + 1, "asked once");
    assert_eq!(status(&world, &customer, order).await, OrderStatus::Fulfilled);
    let id = order.to_string();
    let refused = operator
        .post_json("/do/operations/ask_now", &[("id", id.as_str())])
        .await
        .text();
    assert!(refused.contains("nothing to ask"), "{refused}");
    world.prove().await;
}

#[tokio::test]
async fn a_comparison_asked_for_is_kept_with_what_it_found_and_left_out() {
    let world = World::new().await;
    let e164 = world.number("1").await;
    world.vendor("twilio").buy(&e164, "by hand").await.unwrap();
    let mut operator = admin(&world).await;
    world.sandbox.fail("telna.find_orders", "500_before", 100).await;
    let asked = operator
        .post("/admin/reconciliation", "/do/operations/compare_now", &[])
        .await;
    assert_eq!(
        asked.location.as_deref(),
        Some("/admin/reconciliation?done=asked")
    );
    assert!(
        page(&mut operator, "/admin/reconciliation")
            .await
            .contains("waiting since")
    );
    world.run_jobs().await;
    let text = page(&mut operator, "/admin/reconciliation").await;
    for words in [
        "1 findings, 1 new",
        "numbers at the provider",
        "HTTP 500",
        &e164,
        "/admin/cases/cas_",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(page(&mut operator, "/admin").await.contains("1 findings, 1 new"));
    world.sandbox.heal().await;
    let case = text
        .split("/admin/cases/")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let here = format!("/admin/cases/{case}");
    for _ in 0..2 {
        let done = operator
            .post(
                &here,
                "/do/cases/release",
                &[("id", &case), ("reason", "Nobody ordered it")],
            )
            .await;
        assert_eq!(done.location.as_deref(), Some(here.as_str()));
    }
    assert!(page(&mut operator, &here).await.contains("Nobody ordered it"));
    assert!(world.vendor("twilio").inventory().await.unwrap().is_empty());
    world.prove().await;
}

#[tokio::test]
async fn a_bill_is_taken_from_a_file_and_says_what_differs() {
    let world = World::new().await;
    let mut operator = admin(&world).await;
    let list = "/admin/reconciliation/bills";
    let import = "/admin/reconciliation/bills/import";
    let fields = [
        ("provider", "twilio"),
        ("from", "2026-01-01"),
        ("until", "2026-02-01"),
    ];
    let wrong = operator
        .upload(list, import, &fields, ("bill.csv", b"a,b\n1,2\n"))
        .await;
    let back = wrong.location.unwrap();
    assert!(page(&mut operator, &back).await.contains("Nothing was taken"));
    // Larger than any form.
    let mut file = String::from("reference,description,amount,currency\n");
    for line in 0..4_000 {
        file.push_str(&format!("+1415555{line:04},Number without an owner,1.15,USD\n"));
    }
    let taken = operator
        .upload(list, import, &fields, ("january.csv", file.as_bytes()))
        .await;
    let bill = taken.location.unwrap();
    assert!(bill.starts_with("/admin/reconciliation/bills/bil_"), "{bill}");
    let again = operator
        .upload(list, import, &fields, ("january.csv", file.as_bytes()))
        .await;
    assert_eq!(
        again.location.as_deref(),
        Some(bill.as_str()),
        "the same file is the same bill"
    );
    let imported = "select count(*) from audit_logs a join users u on u.id = a.actor_id
                    where a.action = 'bill.imported' and u.email = 'admin@clouddail.test'
                      and a.after ->> 'name' = 'january.csv' and a.after ->> 'lines' = '4000'";
    assert_eq!(world.count(imported).await, 1);
    let text = page(&mut operator, &bill).await;
    assert!(
        text.contains("Only the provider has it") && text.contains("+14155550000"),
        "{text}"
    );
    assert!(page(&mut operator, list).await.contains("january.csv"));
    assert!(
        page(&mut operator, "/admin/reconciliation")
            .await
            .contains("Bill differs")
    );
    // Only operators, and only on the platform's host.
    for (host, email) in [("aurora.localhost", "owner@aurora.test"), ("localhost", "")] {
        let mut other = world.stranger(host);
        if !email.is_empty() {
            other.sign_in(email, "demo-pass-1234").await;
        }
        let refused = other
            .upload(list, import, &fields, ("x.csv", file.as_bytes()))
            .await;
        assert!(
            refused.status == 404 || refused.location.as_deref() == Some("/sign-in"),
            "{}",
            refused.status
        );
    }
    world.prove().await;
}

#[tokio::test]
async fn the_console_is_nobody_elses() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let quoted = world.quote_number(&customer, "1").await;
    let order = world.place(&customer, &quoted).await.unwrap().to_string();
    let pages = [
        "/admin/cases".to_owned(),
        "/admin/orders".to_owned(),
        format!("/admin/orders/{order}"),
        "/admin/reconciliation".to_owned(),
        "/admin/reconciliation/bills".to_owned(),
        "/admin/providers".to_owned(),
        "/admin/providers/twilio".to_owned(),
        "/admin/catalogue".to_owned(),
    ];
    let mut operator = admin(&world).await;
    let mut owner = world.staff_browser(StaffRole::Owner).await;
    let mut elsewhere = world.browser("kite.localhost", "owner@kite.test").await;
    let mut stranger = world.stranger("localhost");
    for path in &pages {
        assert_eq!(operator.get(path).await.status, 200, "{path}");
        assert_eq!(owner.get(path).await.status, 404, "{path}");
        assert_eq!(elsewhere.get(path).await.status, 404, "{path}");
        assert_eq!(stranger.get(path).await.status, 302, "{path}");
    }
    for path in [
        "/admin/orders/ord_0192d5e8a0000000000000000000000a",
        "/admin/cases/x",
        "/admin/providers/nobody",
        "/admin/catalogue/x",
    ] {
        assert_eq!(operator.get(path).await.status, 404, "{path}");
    }
    world.prove().await;
}
