//! Somebody asks for more than their company lets them buy, may not approve it, and somebody else does.

use clouddail::{
    domain::{scope::System, wallet::freeze},
    shared::{
        ids::{ApprovalId, BudgetId},
        permissions::OrganizationRole,
    },
};

use super::{
    company_from_nothing::done,
    company_spends::{new_budget, newest, northwind, page, policy, refused},
};
use crate::support::{
    World,
    spending::{credit, employee, member, price, team},
};

async fn newest_request(world: &World) -> String {
    ApprovalId::from(newest(world, "select id from approval_requests order by id desc limit 1").await)
        .to_string()
}

#[tokio::test]
async fn a_manager_asks_may_not_approve_and_the_owner_does() {
    let world = World::new().await;
    let buyer = member(&world, "owner").await;
    credit(&world, &buyer, 1_000).await;
    let (plan, amara) = (world.plan("114701").await, employee(&world, "amara").await);
    let price = price(&world, &buyer, amara, plan).await;
    let plan_id = plan.to_string();
    let (mut owner, mut manager) = (
        northwind(&world, "owner").await,
        northwind(&world, "manager").await,
    );
    let rules = policy(&[
        ("approve_how", "on"),
        ("approve_above", "1"),
        ("managers_how", "yes"),
    ]);
    done(
        &mut owner,
        "/do/policies/save",
        &rules,
        "/business/policies?of=company&saved=saved",
    )
    .await;

    page(&mut manager, "/business/requests/new", &["Ask for the plan"]).await;
    let wish = [
        ("employee_email", "amara@northwind.test"),
        ("plan", plan_id.as_str()),
        ("line", ""),
        ("reason", "Three weeks at <b>the customer</b>"),
    ];
    let answer = manager
        .post("/business/requests/new", "/do/requests/ask_plan", &wish)
        .await;
    let request = newest_request(&world).await;
    let path = format!("/business/requests/{request}");
    assert_eq!(
        answer.location.as_deref(),
        Some(format!("{path}?saved=asked").as_str()),
        "{}",
        answer.text()
    );
    let text = page(
        &mut manager,
        &path,
        &[
            "Amara Okafor",
            "nobody approves their own request",
            "Take it back",
        ],
    )
    .await;
    assert!(!text.contains("<b>the customer</b>"), "{text}");
    let id = [("request", request.as_str())];
    refused(
        &mut manager,
        "/do/requests/approve",
        &id,
        "nobody decides about their own request",
    )
    .await;

    // The database says so too.
    let forced = sqlx::query("update approval_requests set state = 'approved', decided_by = requester_id")
        .execute(&mut world.owner().await)
        .await;
    assert!(
        forced
            .unwrap_err()
            .to_string()
            .contains("requester_is_not_decider")
    );

    // The mail leads to the request behind the sign-in; its link alone does nothing.
    world.run_jobs().await;
    let mails = world.sandbox.mails("owner@northwind.test").await;
    let text = mails[0]["text"].as_str().unwrap();
    assert!(
        text.contains(&path) && text.contains("Max Northwind asks for"),
        "{text}"
    );
    assert!(
        !mails[0].to_string().to_lowercase().contains("clouddail"),
        "{text}"
    );
    let mut stranger = world.stranger("aurora.localhost");
    let answer = stranger.get(&path).await;
    assert!(answer.location.unwrap().starts_with("/sign-in"));
    let mut viewer = northwind(&world, "viewer").await;
    assert_eq!(viewer.get(&path).await.status, 403);
    let mut standard = world.member_browser(OrganizationRole::Standard).await;
    assert_eq!(standard.get(&path).await.status, 404, "somebody else's");

    let before = world.holdings(&world.aurora).await["organization"];
    page(&mut owner, &path, &["Decide", "Approve"]).await;
    done(
        &mut owner,
        "/do/requests/approve",
        &id,
        &format!("{path}?saved=approved"),
    )
    .await;
    page(&mut owner, &path, &["Approved", "Ordered.", "Nora Northwind"]).await;
    assert_eq!(
        before - world.holdings(&world.aurora).await["organization"],
        price
    );
    assert_eq!(world.count("select count(*) from lines").await, 1);
    refused(&mut owner, "/do/requests/approve", &id, "was decided").await;
    assert_eq!(world.count("select count(*) from lines").await, 1);
    world.run_jobs().await;
    let mails = world.sandbox.mails("manager@northwind.test").await;
    assert!(
        mails[0]["text"]
            .as_str()
            .unwrap()
            .contains("It was approved and is ordered")
    );

    // What finance asks for, a manager of the team approves where the policy says so; not for another team.
    let mut finance = northwind(&world, "finance").await;
    finance
        .post("/business/requests/new", "/do/requests/ask_plan", &wish)
        .await;
    let request = newest_request(&world).await;
    let to = format!("/business/requests/{request}?saved=approved");
    done(
        &mut manager,
        "/do/requests/approve",
        &[("request", &request)],
        &to,
    )
    .await;
    let mut for_greta = wish.to_vec();
    for_greta[0] = ("employee_email", "greta@northwind.test");
    finance
        .post("/business/requests/new", "/do/requests/ask_plan", &for_greta)
        .await;
    let request = newest_request(&world).await;
    refused(
        &mut manager,
        "/do/requests/approve",
        &[("request", &request)],
        "NotFound",
    )
    .await;
    refused(
        &mut manager,
        "/do/requests/ask_plan",
        &for_greta,
        "You can ask for nobody",
    )
    .await;

    // Refused with an answer, taken back, and out of time.
    let answer = [("request", request.as_str()), ("answer", "Use the office wifi.")];
    done(
        &mut owner,
        "/do/requests/refuse",
        &answer,
        &format!("/business/requests/{request}?saved=refused"),
    )
    .await;
    page(
        &mut finance,
        &format!("/business/requests/{request}"),
        &["Refused", "Use the office wifi."],
    )
    .await;
    manager
        .post("/business/requests/new", "/do/requests/ask_plan", &wish)
        .await;
    let request = newest_request(&world).await;
    refused(
        &mut owner,
        "/do/requests/withdraw",
        &[("request", &request)],
        "only whoever asked",
    )
    .await;
    let to = format!("/business/requests/{request}?saved=withdrawn");
    done(
        &mut manager,
        "/do/requests/withdraw",
        &[("request", &request)],
        &to,
    )
    .await;
    refused(
        &mut owner,
        "/do/requests/approve",
        &[("request", &request)],
        "taken back",
    )
    .await;
    manager
        .post("/business/requests/new", "/do/requests/ask_plan", &wish)
        .await;
    let request = newest_request(&world).await;
    world.pass(7 * 24 * 3600 + 1).await;
    let mut owner = northwind(&world, "owner").await;
    refused(
        &mut owner,
        "/do/requests/approve",
        &[("request", &request)],
        "expired",
    )
    .await;
    clouddail::domain::approvals::sweep::sweep(&world.backend)
        .await
        .unwrap();
    page(&mut owner, &format!("/business/requests/{request}"), &["Expired"]).await;
    page(
        &mut owner,
        "/business/requests?state=expired",
        &["A line with", "Expired"],
    )
    .await;
    page(
        &mut owner,
        "/business/history",
        &[
            "Asked for more",
            "Request approved",
            "Request refused",
            "Request taken back",
            "Request expired",
        ],
    )
    .await;
    world.prove().await;
}

#[tokio::test]
async fn a_dearer_price_lapses_and_a_frozen_wallet_waits() {
    let world = World::new().await;
    let buyer = member(&world, "owner").await;
    let (plan, amara) = (world.plan("114701").await, employee(&world, "amara").await);
    let price = price(&world, &buyer, amara, plan).await;
    let (mut owner, mut manager) = (
        northwind(&world, "owner").await,
        northwind(&world, "manager").await,
    );
    let plan_id = plan.to_string();
    let wish = [
        ("employee_email", "amara@northwind.test"),
        ("plan", plan_id.as_str()),
        ("line", ""),
        ("reason", "Please"),
    ];
    manager
        .post("/business/requests/new", "/do/requests/ask_plan", &wish)
        .await;
    let request = newest_request(&world).await;
    let id = [("request", request.as_str())];
    // The wallet is frozen: nothing leaves it.
    let system = System::of(world.aurora.id, "test");
    let wallet = newest(&world, "select id from wallets where owner_kind = 'organization'").await;
    let mut tx = world.backend.begin(&system).await.unwrap();
    freeze::freeze(&mut tx, &system, world.backend.now(), wallet.into())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    refused(&mut owner, "/do/requests/approve", &id, "disputed").await;
    let path = format!("/business/requests/{request}");
    page(&mut owner, &path, &["Waiting", "Approve"]).await;
    assert_eq!(
        world
            .count("select count(*) from orders where organization_id is not null")
            .await,
        0
    );
    let mut tx = world.backend.begin(&system).await.unwrap();
    freeze::thaw(&mut tx, &system, wallet.into()).await.unwrap();
    tx.commit().await.unwrap();

    sqlx::query("update approval_requests set amount_micros = amount_micros - 1")
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    refused(&mut owner, "/do/requests/approve", &id, "more than was asked for").await;
    page(
        &mut owner,
        &path,
        &["Cannot be done any more", "please ask again"],
    )
    .await;
    refused(&mut owner, "/do/requests/approve", &id, "was decided").await;
    assert_eq!(world.count("select count(*) from lines").await, 0);

    // A process that dies after the yes leaves it to the sweep, once.
    manager
        .post("/business/requests/new", "/do/requests/ask_plan", &wish)
        .await;
    sqlx::query(
        "update approval_requests a set state = 'approved', decided_at = asked_at,
                decided_by = (select id from users where email = 'owner@northwind.test')
         where state = 'open'",
    )
    .execute(&mut world.owner().await)
    .await
    .unwrap();
    world.pass(180).await;
    for _ in 0..2 {
        clouddail::domain::approvals::sweep::sweep(&world.backend)
            .await
            .unwrap();
    }
    assert_eq!(world.count("select count(*) from lines").await, 1);
    let charged = "select sum(charged_micros)::bigint from orders where organization_id is not null";
    assert_eq!(world.count(charged).await, price);
    world.prove().await;
}

#[tokio::test]
async fn a_cap_and_a_budget_are_raised_by_somebody_else() {
    let world = World::new().await;
    let (mut owner, mut manager) = (
        northwind(&world, "owner").await,
        northwind(&world, "manager").await,
    );
    let rules = policy(&[("cap_how", "on"), ("cap_mb", "5000"), ("suspend_how", "yes")]);
    done(
        &mut owner,
        "/do/policies/save",
        &rules,
        "/business/policies?of=company&saved=saved",
    )
    .await;
    let sales = team(&world, "Sales").await.to_string();
    let of_team = new_budget(&[("budget_of", "team"), ("budget_team", &sales)]);
    done(
        &mut owner,
        "/do/budgets/make",
        &of_team,
        "/business/budgets?saved=made",
    )
    .await;
    let budget = BudgetId::from(newest(&world, "select id from budgets").await).to_string();

    let data = |mb: &'static str| {
        [
            ("employee_email", "amara@northwind.test"),
            ("data_mb", mb),
            ("reason", "A fair"),
        ]
    };
    for (mb, words) in [
        ("4000", "as high as that"),
        ("-1", "whole number"),
        ("many", "whole number"),
    ] {
        refused(&mut manager, "/do/requests/ask_data", &data(mb), words).await;
    }
    manager
        .post("/business/requests/new", "/do/requests/ask_data", &data("8000"))
        .await;
    let request = newest_request(&world).await;
    let to = format!("/business/requests/{request}?saved=approved");
    done(&mut owner, "/do/requests/approve", &[("request", &request)], &to).await;
    let amara = employee(&world, "amara").await;
    let of_amara = format!("/business/policies?of={amara}");
    page(
        &mut owner,
        &of_amara,
        &["8000 MB a month", "from the employee", "from the company"],
    )
    .await;

    let of = |amount: &'static str| {
        [
            ("budget", budget.as_str()),
            ("budget_amount", amount),
            ("reason", "A fair"),
        ]
    };
    refused(
        &mut manager,
        "/do/requests/ask_budget",
        &of("90"),
        "as high as that",
    )
    .await;
    manager
        .post("/business/requests/new", "/do/requests/ask_budget", &of("150"))
        .await;
    let request = newest_request(&world).await;
    let mut finance = northwind(&world, "finance").await;
    page(
        &mut finance,
        &format!("/business/requests/{request}"),
        &["team Sales", "$150.00"],
    )
    .await;
    let to = format!("/business/requests/{request}?saved=approved");
    done(
        &mut finance,
        "/do/requests/approve",
        &[("request", &request)],
        &to,
    )
    .await;
    page(&mut manager, "/business/budgets", &["$150.00"]).await;

    // A standard member asks for themself and nobody else.
    let mut standard = world.member_browser(OrganizationRole::Standard).await;
    let text = page(&mut standard, "/business/requests/new", &["Ask for data"]).await;
    assert!(!text.contains("Ask for the budget"), "{text}");
    refused(
        &mut standard,
        "/do/requests/ask_data",
        &data("9000"),
        "You can ask for nobody",
    )
    .await;
    refused(&mut standard, "/do/requests/ask_budget", &of("200"), "NotFound").await;

    // Too long, or with what no keyboard writes.
    let long = "x".repeat(501);
    for reason in ["", long.as_str(), "a\u{7}b"] {
        let form = [
            ("employee_email", "amara@northwind.test"),
            ("data_mb", "9000"),
            ("reason", reason),
        ];
        refused(
            &mut manager,
            "/do/requests/ask_data",
            &form,
            "1 to 500 characters",
        )
        .await;
    }
    world.prove().await;
}
