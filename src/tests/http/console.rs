//! The console's logs, announcements, features and limits, as an operator uses them.

use clouddail::{
    domain::accounts::Role,
    shared::{ids::WebhookEventId, permissions::StaffRole},
};
use sqlx::Executor;

use crate::support::{Client, World};

async fn admin(world: &World) -> Client {
    world.browser("localhost", "admin@clouddail.test").await
}

/// The pages of this part, which only operators on the platform's host may see.
const PAGES: [&str; 8] = [
    "/admin/resellers",
    "/admin/resellers/new",
    "/admin/jobs",
    "/admin/webhooks",
    "/admin/mail",
    "/admin/audit",
    "/admin/features",
    "/admin/announcements",
];

#[tokio::test]
async fn the_consoles_pages_are_for_operators_alone() {
    let world = World::new().await;
    let mut operator = world.person_browser("localhost", Role::Admin, None).await;
    let mut customer = world.person_browser("localhost", Role::User, None).await;
    let mut elsewhere = world.browser("aurora.localhost", "owner@aurora.test").await;
    for path in PAGES {
        let page = operator.get(path).await;
        assert_eq!(page.status, 200, "{path}: {}", page.text());
        assert!(
            !page.text().contains("Something is not right"),
            "{path}: {}",
            page.text()
        );
        assert_eq!(customer.get(path).await.status, 403, "{path}");
        assert_eq!(elsewhere.get(path).await.status, 404, "{path}");
    }
    assert_eq!(customer.get("/admin/audit.csv").await.status, 403);
    assert_eq!(elsewhere.get("/admin/audit.csv").await.status, 404);
    assert_eq!(
        operator
            .get("/admin/resellers/res_0192d5e8a0000000000000000000000a")
            .await
            .status,
        404
    );
    world.prove().await;
}

#[tokio::test]
async fn acts_are_found_by_anybody_and_anything_and_paged() {
    let world = World::new().await;
    let mut admin = admin(&world).await;
    let id = world.kite.id.to_string();
    let form = [
        ("id", id.as_str()),
        ("commission", "7.5"),
        ("hold_days", "10"),
        ("payout_minimum", "20"),
    ];
    admin
        .post("/admin/resellers", "/do/resellers/set_terms", &form)
        .await;
    for filter in [
        "actor=admin%40clouddail.test&action=reseller.terms_changed",
        "shop=kite&action=reseller.terms_changed",
        &format!("entity={id}"),
        "from=2020-01-01&until=2099-01-01&action=reseller.terms_changed",
    ] {
        let page = admin.get(&format!("/admin/audit?{filter}")).await.text();
        assert!(
            page.contains("commission percent") && page.contains("7.5"),
            "{filter}: {page}"
        );
    }
    for filter in [
        "actor=owner%40kite.test&action=reseller.terms_changed",
        "shop=nothing",
        "until=2020-01-01",
    ] {
        let page = admin.get(&format!("/admin/audit?{filter}")).await.text();
        assert!(page.contains("Nothing that was done fits"), "{filter}: {page}");
    }
    world
        .owner()
        .await
        .execute(
            "insert into audit_logs (id, reseller_id, action, entity, at)
             select gen_random_uuid(), r.id, 'test.row', '=row ' || n, now() + n % 7 * interval '1 second'
             from resellers r, generate_series(1, 120) n where r.slug = 'aurora'",
        )
        .await
        .unwrap();
    let (mut path, mut seen) = ("/admin/audit?action=test.row".to_owned(), vec![]);
    loop {
        let page = admin.get(&path).await.text();
        seen.extend(
            page.split("<code>=row ")
                .skip(1)
                .map(|rest| rest.split('<').next().unwrap().to_owned()),
        );
        let Some(next) = page
            .split("rel=\"next\"")
            .next()
            .filter(|_| page.contains("rel=\"next\""))
        else {
            break;
        };
        path = next
            .rsplit("href=\"")
            .next()
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .replace("&amp;", "&");
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 120);
    let file = admin.get("/admin/audit.csv?action=test.row").await.text();
    assert_eq!(file.lines().count(), 121);
    assert!(
        file.starts_with("at,shop,actor,") && file.contains(",'=row 7,"),
        "{file}"
    );
    world.prove().await;
}

#[tokio::test]
async fn the_mail_log_shows_everything_but_the_text() {
    let world = World::new().await;
    let mut admin = admin(&world).await;
    let mut stranger = world.stranger("kite.localhost");
    let form = [("email", "customer@kite.test")];
    stranger
        .post("/forgot-password", "/do/accounts/request_password_reset", &form)
        .await;
    let queued = admin.get("/admin/mail?state=queued").await.text();
    assert!(
        queued.contains("customer@kite.test") && queued.contains("reset_password"),
        "{queued}"
    );
    assert!(!queued.contains("token="), "{queued}");
    world.run_jobs().await;
    let sent = admin
        .get("/admin/mail?recipient=customer%40kite.test&shop=kite&state=sent")
        .await
        .text();
    assert!(sent.contains("reset_password"), "{sent}");
    for filter in [
        "shop=aurora",
        "template=verify_email",
        "recipient=nobody%40kite.test",
    ] {
        let page = admin.get(&format!("/admin/mail?{filter}")).await.text();
        assert!(!page.contains("<code>reset_password"), "{filter}: {page}");
    }
    world.prove().await;
}

#[tokio::test]
async fn an_event_is_processed_again_and_a_forged_one_is_only_counted() {
    let world = World::new().await;
    let mut admin = admin(&world).await;
    let customer = world.aurora_customer().await;
    world
        .topped_up(&world.aurora, &customer, "20", "form-key-1")
        .await;
    let reference: String = sqlx::query_scalar("select reference from payments")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    world
        .sandbox
        .webhook(serde_json::json!({ "tx_ref": reference }))
        .await;
    world.run_jobs().await;
    let page = admin.get("/admin/webhooks?outcome=applied").await.text();
    let events = world.count("select count(*) from webhook_events").await;
    assert!(events > 0 && page.contains("verified"), "{page}");
    let id: uuid::Uuid = sqlx::query_scalar("select id from webhook_events limit 1")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    let id = WebhookEventId::from(id).to_string();
    let answer = admin
        .post("/admin/webhooks", "/do/logs/replay", &[("id", &id)])
        .await;
    let page = admin.follow(&answer).await.text();
    assert!(
        page.contains("processed again in a moment") && page.contains("Not processed yet"),
        "{page}"
    );
    world.run_jobs().await;
    let left = world
        .count("select count(*) from webhook_events where processed_at is null")
        .await;
    assert_eq!(left, 0);
    // Once credited, never again.
    assert_eq!(world.available(&world.aurora, &customer).await.amount(), "70.00");
    let gone = [("id", "whe_0192d5e8a0000000000000000000000a")];
    let text = admin.post_json("/do/logs/replay", &gone).await.text();
    assert!(text.contains("NotFound"), "{text}");

    let url = format!("http://{}/webhooks/flutterwave", world.address);
    let http = reqwest::Client::new();
    for _ in 0..105 {
        let forged = http
            .post(&url)
            .body("{\"event\":\"forged-secret-text\"}")
            .send()
            .await
            .unwrap();
        assert!(forged.status().is_client_error());
    }
    assert_eq!(world.count("select count(*) from webhook_rejections").await, 100);
    let page = admin.get("/admin/webhooks").await.text();
    assert!(
        page.contains("Not verified") && !page.contains("forged-secret-text"),
        "{page}"
    );
    world.prove().await;
}

#[tokio::test]
async fn a_failed_job_is_seen_and_run_again() {
    let world = World::new().await;
    let mut admin = admin(&world).await;
    let mut stranger = world.stranger("kite.localhost");
    let form = [("email", "customer@kite.test")];
    stranger
        .post("/forgot-password", "/do/accounts/request_password_reset", &form)
        .await;
    world
        .owner()
        .await
        .execute("update graphile_worker._private_jobs set attempts = max_attempts, last_error = 'no route to mail'")
        .await
        .unwrap();
    world.run_jobs().await;
    let page = admin.get("/admin/jobs").await.text();
    assert!(
        page.contains("send_mail") && page.contains("no route to mail") && page.contains("Given up"),
        "{page}"
    );
    let job = page
        .split("name=\"job\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let answer = admin
        .post("/admin/jobs", "/do/logs/retry_job", &[("job", &job)])
        .await;
    let page = admin.follow(&answer).await.text();
    assert!(page.contains("One job runs again now."), "{page}");
    world.run_jobs().await;
    assert!(!world.sandbox.mails("customer@kite.test").await.is_empty());
    // Done: there is nothing to run again, by number or by kind.
    let text = admin
        .post_json("/do/logs/retry_job", &[("job", &job)])
        .await
        .text();
    assert!(text.contains("Nothing to run again"), "{text}");
    let text = admin
        .post_json("/do/logs/retry_task", &[("task", "send_mail")])
        .await
        .text();
    assert!(text.contains("Nothing to run again"), "{text}");
    world.prove().await;
}

#[tokio::test]
async fn an_announcement_reaches_its_shops_until_it_is_dismissed_or_withdrawn() {
    let world = World::new().await;
    let mut admin = admin(&world).await;
    let mut aurora = world.browser("aurora.localhost", "owner@aurora.test").await;
    let mut support = world.staff_browser(StaffRole::Support).await;
    let mut kite = world.browser("kite.localhost", "owner@kite.test").await;
    let write = [
        ("title", "Maintenance"),
        ("body", "On <b>Sunday</b>."),
        ("shops", "aurora"),
        ("until", "2099-12-31"),
    ];
    let answer = admin
        .post("/admin/announcements", "/do/announcements/announce", &write)
        .await;
    let page = admin.follow(&answer).await.text();
    assert!(page.contains("Written.") && page.contains("Shown"), "{page}");
    let shown = aurora.get("/reseller").await.text();
    assert!(
        shown.contains("Maintenance") && shown.contains("&lt;b&gt;Sunday"),
        "{shown}"
    );
    assert!(!kite.get("/reseller").await.text().contains("Maintenance"));
    assert!(
        !aurora.get("/").await.text().contains("Maintenance"),
        "customers see none"
    );
    let id = shown
        .split("name=\"id\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let text = kite
        .post_json("/do/announcements/dismiss", &[("id", &id)])
        .await
        .text();
    assert!(text.contains("NotFound"), "{text}");
    aurora
        .post("/reseller", "/do/announcements/dismiss", &[("id", &id)])
        .await;
    assert!(!aurora.get("/reseller").await.text().contains("Maintenance"));
    assert!(
        support.get("/reseller").await.text().contains("Maintenance"),
        "dismissed by one, not by all"
    );
    admin
        .post(
            "/admin/announcements",
            "/do/announcements/withdraw",
            &[("id", &id)],
        )
        .await;
    assert!(!support.get("/reseller").await.text().contains("Maintenance"));
    for (form, words) in [
        (
            [
                ("title", "x"),
                ("body", "y"),
                ("shops", "nobody"),
                ("until", "2099-12-31"),
            ],
            "no shop nobody",
        ),
        (
            [
                ("title", "x"),
                ("body", "y"),
                ("shops", ""),
                ("until", "2020-01-01"),
            ],
            "never be shown",
        ),
        (
            [
                ("title", ""),
                ("body", "y"),
                ("shops", ""),
                ("until", "2099-12-31"),
            ],
            "1 to 120",
        ),
    ] {
        let text = admin.post_json("/do/announcements/announce", &form).await.text();
        assert!(text.contains(words), "{words}: {text}");
    }
    world.prove().await;
}

#[tokio::test]
async fn what_is_switched_off_is_refused_and_nothing_is_charged() {
    let world = World::new().await;
    let mut admin = admin(&world).await;
    let customer = world.aurora_customer().await;
    let id = world.aurora.id.to_string();
    let number = world.quote_number(&customer, "1").await;
    let plan = world.quote_plan(&customer, "114701").await;
    // A box that is not ticked is not sent.
    let answer = admin
        .post(
            "/admin/features?shop=aurora",
            "/do/resellers/set_features",
            &[("id", &id), ("esims", "true")],
        )
        .await;
    let page = admin.follow(&answer).await.text();
    assert!(
        page.contains("The switches hold from now on.") && page.contains("Aurora Mobile"),
        "{page}"
    );
    let refused = world.place(&customer, &number).await;
    assert!(
        matches!(
            refused,
            Err(clouddail::domain::orders::place::PlaceError::ShopClosed)
        ),
        "{refused:?}"
    );
    assert_eq!(world.available(&world.aurora, &customer).await.amount(), "50.00");
    world.place(&customer, &plan).await.unwrap();
    let rest = world.aurora_api().get("/api/v1/numbers").await;
    assert_eq!(rest.status, 401);
    assert!(rest.text("/detail").contains("switched off"), "{rest:?}");
    assert_ne!(world.kite_api().get("/api/v1/numbers").await.status, 401);
    let all = [
        ("id", id.as_str()),
        ("numbers", "true"),
        ("esims", "true"),
        ("api", "true"),
    ];
    admin
        .post("/admin/features", "/do/resellers/set_features", &all)
        .await;
    world.place(&customer, &number).await.unwrap();
    assert_ne!(world.aurora_api().get("/api/v1/numbers").await.status, 401);
    world.prove().await;
}

#[tokio::test]
async fn limits_hold_for_an_order_and_for_a_day() {
    use clouddail::domain::orders::place::PlaceError;
    let world = World::new().await;
    let mut admin = admin(&world).await;
    let customer = world.aurora_customer().await;
    let id = world.aurora.id.to_string();
    let (first, second) = (
        world.quote_number(&customer, "1").await,
        world.quote_number(&customer, "2").await,
    );
    let price = first.charged.amount();
    let limit = async |admin: &mut Client, order: &str, day: &str| {
        let form = [("id", id.as_str()), ("order_max", order), ("day_max", day)];
        let answer = admin
            .post("/admin/resellers", "/do/resellers/set_limits", &form)
            .await;
        assert!(answer.location.unwrap().contains("saved=limits"));
    };
    limit(&mut admin, "0.01", "").await;
    assert!(matches!(
        world.place(&customer, &first).await,
        Err(PlaceError::ShopClosed)
    ));
    limit(&mut admin, &price, &price).await;
    world.place(&customer, &first).await.unwrap();
    assert!(matches!(
        world.place(&customer, &second).await,
        Err(PlaceError::ShopClosed)
    ));
    limit(&mut admin, "", "").await;
    world.place(&customer, &second).await.unwrap();
    let text = admin
        .post_json(
            "/do/resellers/set_limits",
            &[("id", id.as_str()), ("order_max", "-1")],
        )
        .await
        .text();
    assert!(text.contains("above zero"), "{text}");
    world.prove().await;
}

#[tokio::test]
async fn only_a_super_admin_changes_terms_and_a_switch_tells_why_not() {
    let world = World::new().await;
    let id = world.kite.id.to_string();
    let mut operator = world.person_browser("localhost", Role::Admin, None).await;
    let terms = [
        ("id", id.as_str()),
        ("commission", "101"),
        ("hold_days", "14"),
        ("payout_minimum", "50"),
    ];
    let text = operator.post_json("/do/resellers/set_terms", &terms).await.text();
    assert!(text.contains("Forbidden"), "{text}");
    let mut admin = admin(&world).await;
    let text = admin.post_json("/do/resellers/set_terms", &terms).await.text();
    assert!(text.contains("0 to 100 percent"), "{text}");
    let aurora = world.aurora.id.to_string();
    let mode = [
        ("id", aurora.as_str()),
        ("mode", "reseller_collects"),
        ("reason", "They have a gateway now."),
    ];
    let answer = admin
        .post("/admin/resellers", "/do/resellers/set_mode", &mode)
        .await;
    assert!(answer.location.unwrap().contains("saved=mode"));
    let page = admin.get(&format!("/admin/resellers/{aurora}")).await.text();
    assert!(
        page.contains("Reseller collects") && page.contains("They have a gateway now."),
        "{page}"
    );
    world.prove().await;
}
