//! Every server function is listed with its scope, begins with the guard of that scope, and answers strangers so.

use std::{collections::BTreeMap, fs};

use clouddail::{
    domain::{accounts::Role, usage::Reading},
    shared::{
        ids::{CompanyInvitationId, EmployeeId, TeamId, UserId},
        permissions::{OperatorMay, OperatorRole, OrganizationMay, OrganizationRole, StaffMay, StaffRole},
    },
};
use uuid::Uuid;

use crate::support::{Client, World, entry::inside};

/// Whatever a server function may ask for, acceptable as such. Some name no thing that exists.
const ARGUMENTS: &[(&str, &str)] = &[
    ("id", "pln_0192d5e8a0000000000000000000000a"),
    ("slug", "fr"),
    ("provider", "twilio"),
    ("provider_id", "x"),
    ("verdict", "not_delivered"),
    ("reason", "because of a test"),
    ("text", "nothing"),
    ("state", "open"),
    ("email", "a@b.test"),
    ("password", "long-enough-1234"),
    ("first_name", "A"),
    ("last_name", "B"),
    ("token", "nothing"),
    ("quote", "quo_0192d5e8a0000000000000000000000a"),
    ("plan", "pln_0192d5e8a0000000000000000000000a"),
    ("session", "ses_0192d5e8a0000000000000000000000a"),
    ("max_price", "1.00"),
    ("amount", "20"),
    ("key", "12345678"),
    ("label", "x"),
    ("e164", "+14155550100"),
    ("country", "US"),
    ("kind", "local"),
    ("locale", "en"),
    ("timezone", "UTC"),
    ("current", "demo-pass-1234"),
    ("closing_password", "demo-pass-1234"),
    ("new_password", "long-enough-1234"),
    ("holder", "A"),
    ("iban", "x"),
    ("number", "1"),
    ("account_number", ""),
    ("bic", ""),
    ("month", "2026-01"),
    ("days", "30"),
    ("return_reason", "x"),
    ("bank_reference", "x"),
    ("note", "x"),
    ("shop", "nothing"),
    ("name", "New shop"),
    ("currency", "USD"),
    ("commission", "10"),
    ("hold_days", "14"),
    ("payout_minimum", "50"),
    ("mode", "platform_collects"),
    ("job", "1"),
    ("task", "nothing"),
    ("title", "Hello"),
    ("body", "All is well."),
    ("until", "2099-12-31"),
    ("host", "shop.example.com"),
    ("url", "https://127.0.0.1:9/hooks"),
    ("events[0]", "order.fulfilled"),
    ("after", ""),
    ("by", "employee"),
    ("line", "lin_0192d5e8a0000000000000000000000a"),
    ("alert_kind", "line"),
    ("thresholds", "80, 100"),
    ("to_owner", "true"),
    ("to_admin", "true"),
    ("to_finance", "true"),
    ("to_manager", "true"),
    ("is_on", "true"),
    ("direction", "give"),
    ("why", "A test"),
    ("destination", "wallet"),
    ("query[q]", ""),
    ("staff_role", "support"),
    ("invitation", "inv_0192d5e8a0000000000000000000000a"),
    ("member", "usr_0192d5e8a0000000000000000000000a"),
    ("api_key", "key_0192d5e8a0000000000000000000000a"),
    ("system_name", "x"),
    ("usage", "test"),
    ("scopes[0]", "catalogue"),
    ("networks", ""),
    ("daily_cap", ""),
    ("expires_in_days", ""),
    ("support_email", "help@aurora.test"),
    ("gateway_secret_key", "none"),
    ("gateway_webhook_hash", "none"),
    ("search[country]", "US"),
    ("search[kind]", "local"),
    ("search[contains]", ""),
    ("search[sms]", "false"),
    ("search[voice]", "false"),
    ("rule_name", "A rule"),
    ("rule_service", "sms"),
    ("rule_country", ""),
    ("rule_provider", ""),
    ("rule_plan", ""),
    ("rule_from", ""),
    ("rule_until", ""),
    ("rule", "rul_0192d5e8a0000000000000000000000a"),
    ("markup_kind", "percent"),
    ("markup_value", "1"),
    ("markup_currency", "USD"),
    ("rounding", "none"),
    ("margin", "0"),
    ("margin_percent", "0"),
    ("product", "pln_0192d5e8a0000000000000000000000a"),
    ("switch_kind", "place"),
    ("switch_of", "fr"),
    ("switch_to", "on"),
    ("back", "/reseller/catalogue"),
    ("promo", "MATRIX"),
    ("promo_name", "A code"),
    ("off_kind", "percent"),
    ("off_value", "1"),
    ("minimum", ""),
    ("maximum", ""),
    ("promo_service", ""),
    ("promo_country", ""),
    ("promo_plan", ""),
    ("promo_from", ""),
    ("promo_until", ""),
    ("limit_total", "1"),
    ("limit_per_customer", "1"),
    ("pause", "yes"),
    ("floor_currency", "EUR"),
    ("rate_base", "USD"),
    ("rate_quote", "EUR"),
    ("rate_value", "0.9"),
    ("rate_source", "A test"),
    ("shop_slug", "kite"),
    ("sim_kind", "esim"),
    ("sim_place", "fr"),
    ("revision", "thm_0192d5e8a0000000000000000000000a.1"),
    ("primary", "#0f766e"),
    ("secondary", "#6d28d9"),
    ("font", "inter"),
    ("radius", "small"),
    ("hero", "solid"),
    ("logo", ""),
    ("favicon", ""),
    ("shop_name", "A"),
    ("tagline", "B"),
    ("hero_title", "C"),
    ("hero_text", "D"),
    ("sender_name", "E"),
    ("support_url", ""),
    ("page_title", "F"),
    ("page_body", "G"),
    ("version", "1"),
    ("sheet", "psh_0192d5e8a0000000000000000000000a"),
    ("seen", "nothing"),
    ("company_name", "A company"),
    ("billing_email", "bills@b.test"),
    ("organization", "org_0192d5e8a0000000000000000000000a"),
    ("company_role", "viewer"),
    ("team", ""),
    ("offer", "cin_0192d5e8a0000000000000000000000a"),
    ("group", "tem_0192d5e8a0000000000000000000000a"),
    ("team_name", "A team"),
    ("leads", "true"),
    ("employee", "emp_0192d5e8a0000000000000000000000a"),
    ("phone_model", ""),
    ("cost_centre", ""),
    ("starts_on", ""),
    ("ends_on", ""),
    ("last_day", "2099-01-31"),
    ("file", "imp_0192d5e8a0000000000000000000000a"),
    ("successor", ""),
    ("plan_tier", "starter"),
];

/// Ids of every table that an `id` may be of.
const ID_PREFIXES: &[&str] = &[
    "pln", "ord", "pay", "num", "esm", "pro", "pyt", "trf", "wal", "cas", "bil", "syn", "res", "whe", "ann",
    "dom", "wep", "msg", "usr",
];

/// Endpoint → scope, read from the doc comment and the guard of each function.
fn listed() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir("src/server_fns").unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        for (at, _) in text.match_indices("#[server(") {
            let rest = &text[at..];
            let endpoint = rest
                .split("endpoint = \"")
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap()
                .to_owned();
            assert!(
                rest.starts_with("#[server(prefix = \"/do\""),
                "{endpoint} has another prefix"
            );
            let doc = text[..at].trim_end().rsplit("\n\n").next().unwrap();
            let scope = doc
                .split("Scope: ")
                .nth(1)
                .unwrap_or_else(|| panic!("{endpoint} names no scope"));
            let scope = scope.split('.').next().unwrap().trim().to_owned();
            let body = rest.split_once("{\n").unwrap().1;
            let first = body.lines().next().unwrap();
            assert!(
                first.contains(&guard_of(&scope)),
                "{endpoint} begins with {first}, not its guard"
            );
            found.insert(endpoint, scope);
        }
    }
    found
}

/// The arguments, with this `id`.
fn form(id: &str) -> Vec<(&str, &str)> {
    ARGUMENTS
        .iter()
        .map(|(name, value)| (*name, if *name == "id" { id } else { *value }))
        .collect()
}

/// How the guard of a scope is called: `customer` by `guard::customer()`, `staff(EditPrices)` by
/// `guard::staff(StaffMay::EditPrices)`.
fn guard_of(scope: &str) -> String {
    match scope.strip_suffix(')').and_then(|scope| scope.split_once('(')) {
        Some(("staff", what)) => format!("guard::staff(StaffMay::{what})"),
        Some(("member", what)) => format!("guard::member(OrganizationMay::{what})"),
        Some(("operator", what)) => format!("guard::operator(OperatorMay::{what})"),
        _ => format!("guard::{scope}()"),
    }
}

/// What the scope's permission is called in the tables of `shared::permissions`.
fn permission_of<'a>(scope: &'a str, kind: &str) -> Option<&'a str> {
    scope.strip_prefix(kind)?.strip_prefix('(')?.strip_suffix(')')
}

#[tokio::test]
async fn each_one_refuses_whoever_is_not_in_its_scope() {
    let world = World::new().await;
    let listed = listed();
    assert!(listed.len() >= 30, "{listed:?}");
    let registered: Vec<String> = leptos::server_fn::axum::server_fn_paths()
        .map(|(path, _)| path.to_owned())
        .collect();
    assert_eq!(
        registered.len(),
        listed.len(),
        "a server function is not in src/server_fns"
    );
    for (endpoint, scope) in &listed {
        for id_prefix in ID_PREFIXES {
            let id = format!("{id_prefix}_0192d5e8a0000000000000000000000a");
            let form = form(&id);
            let mut stranger = world.stranger("aurora.localhost");
            let answer = stranger.post_json(&format!("/do/{endpoint}"), &form).await;
            let text = answer.text();
            match scope.as_str() {
                "visitor" => assert!(!text.contains("SignInRequired"), "{endpoint}: {text}"),
                "customer" => {
                    let is_other_id = text.contains("incomplete");
                    assert!(
                        is_other_id || text.contains("SignInRequired"),
                        "{endpoint} answers a stranger: {text}"
                    );
                }
                scope
                    if permission_of(scope, "staff")
                        .or(permission_of(scope, "member"))
                        .is_some() =>
                {
                    let is_other_id = text.contains("incomplete");
                    assert!(
                        is_other_id || text.contains("SignInRequired"),
                        "{endpoint} answers a stranger: {text}"
                    );
                }
                // Outside the platform's host there is no such door.
                scope if permission_of(scope, "operator").is_some() => assert!(
                    text.contains("incomplete") || text.contains("NotFound"),
                    "{endpoint} exists at a reseller: {text}"
                ),
                other => panic!("{endpoint} has the unknown scope {other}"),
            }
        }
    }
    world.prove().await;
}

/// What a browser is answered by an endpoint, asked with whatever arguments it wants.
async fn ask(browser: &mut Client, endpoint: &str) -> String {
    for id_prefix in ID_PREFIXES {
        let id = format!("{id_prefix}_0192d5e8a0000000000000000000000a");
        let answer = browser.post_json(&format!("/do/{endpoint}"), &form(&id)).await;
        if !answer.text().contains("incomplete") {
            return answer.text();
        }
    }
    panic!("{endpoint}: ARGUMENTS or ID_PREFIXES lack something it asks for");
}

/// Every server function of the dashboard × every role: refused exactly where the table says so, and a 404 for customers
/// and for an owner of another shop.
#[tokio::test]
async fn staff_may_do_what_their_role_says_and_nothing_else() {
    let world = World::new().await;
    let mut customer = world.browser("aurora.localhost", "customer@aurora.test").await;
    let mut elsewhere = world.stranger("aurora.localhost");
    elsewhere.session = world.browser("kite.localhost", "owner@kite.test").await.session;
    let mut members = vec![];
    for role in StaffRole::ALL {
        members.push((role, world.staff_browser(*role).await));
    }
    for (endpoint, scope) in &listed() {
        let Some(name) = permission_of(scope, "staff") else {
            continue;
        };
        let what = StaffMay::ALL
            .iter()
            .copied()
            .find(|one| format!("{one:?}") == name)
            .unwrap_or_else(|| panic!("{endpoint} has the unknown permission {name}"));
        let text = ask(&mut customer, endpoint).await;
        assert!(text.contains("NotFound"), "{endpoint} answers a customer: {text}");
        let text = ask(&mut elsewhere, endpoint).await;
        assert!(
            text.contains("SignInRequired"),
            "{endpoint} answers another shop's owner: {text}"
        );
        for (role, member) in &mut members {
            let text = ask(member, endpoint).await;
            assert_eq!(
                text.contains("Forbidden"),
                !role.may(what),
                "{endpoint} answers {role:?}: {text}"
            );
        }
    }
    world.prove().await;
}

/// The permission a function of a company's pages asks for.
fn of_company(endpoint: &str, scope: &str) -> Option<OrganizationMay> {
    let name = permission_of(scope, "member")?;
    let what = OrganizationMay::ALL
        .iter()
        .copied()
        .find(|one| format!("{one:?}") == name);
    Some(what.unwrap_or_else(|| panic!("{endpoint} has the unknown permission {name}")))
}

/// Every server function of a company × every role: refused exactly where the table says so, a 404 for people without a
/// company and for the shop's own staff, and no door at all with a session of another shop.
#[tokio::test]
async fn members_may_do_what_their_role_says_and_nothing_else() {
    let world = World::new().await;
    let mut customer = world.browser("aurora.localhost", "customer@aurora.test").await;
    let mut staff = world.browser("aurora.localhost", "owner@aurora.test").await;
    let mut elsewhere = world.stranger("aurora.localhost");
    elsewhere.session = world
        .browser("kite.localhost", "customer@kite.test")
        .await
        .session;
    let mut members = vec![];
    for role in OrganizationRole::ALL {
        members.push((role, world.member_browser(*role).await));
    }
    let mut asked = 0;
    for (endpoint, scope) in &listed() {
        let Some(what) = of_company(endpoint, scope) else {
            continue;
        };
        asked += 1;
        for nobody in [&mut customer, &mut staff] {
            let text = ask(nobody, endpoint).await;
            assert!(
                text.contains("NotFound"),
                "{endpoint} answers an outsider: {text}"
            );
        }
        let text = ask(&mut elsewhere, endpoint).await;
        assert!(
            text.contains("SignInRequired"),
            "{endpoint} at another shop: {text}"
        );
        for (role, member) in &mut members {
            let text = ask(member, endpoint).await;
            assert_eq!(
                text.contains("Forbidden"),
                !role.may(what),
                "{endpoint} answers {role:?}: {text}"
            );
        }
    }
    assert!(asked >= 25, "{asked}");
    world.prove().await;
}

/// One of the ids of Northwind, as text.
async fn northwinds(world: &World, sql: &'static str) -> Uuid {
    sqlx::query_scalar(sql)
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap()
}

/// Everything Northwind has, as text.
async fn northwind(world: &World) -> String {
    const TABLES: [&str; 9] = [
        "organization_members",
        "organization_invitations",
        "teams",
        "team_managers",
        "employees",
        "employee_imports",
        "usage_days",
        "alerts",
        "alert_rules",
    ];
    let mut owner = world.owner().await;
    let mut all: String = sqlx::query_scalar("select o::text from organizations o where name = 'Northwind'")
        .fetch_one(&mut owner)
        .await
        .unwrap();
    for table in TABLES {
        let sql = format!(
            "select coalesce(string_agg(t::text, E'\\n' order by t::text), '') from {table} t
             where organization_id = (select id from organizations where name = 'Northwind')"
        );
        let rows: String = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
            .fetch_one(&mut owner)
            .await
            .unwrap();
        all.push_str(&rows);
    }
    all
}

/// Every server function of a company, asked with another company's or another team's ids: nothing is changed or told,
/// for the owner of a company of the same shop, for one of another shop, and for a manager of another team.
#[tokio::test]
async fn nobody_reaches_another_company_or_another_team() {
    let world = World::new().await;
    let mut owner = world.browser("aurora.localhost", "owner@northwind.test").await;
    let form = [
        ("email", "invited@northwind.test"),
        ("company_role", "viewer"),
        ("team", ""),
    ];
    let invited = owner.post("/business/members", "/do/members/invite", &form).await;
    assert!(invited.location.unwrap().ends_with("saved=invited"));
    let file = b"email,first_name,last_name\nzed@northwind.test,Zed,Zebra\n";
    let upload = owner
        .upload(
            "/business/employees/import",
            "/business/employees/upload",
            &[],
            ("a.csv", file),
        )
        .await;
    let file = upload.location.unwrap().rsplit('/').next().unwrap().to_owned();
    let line = world.line("greta").await;
    let used = Reading {
        line: line.id,
        counter: "plan".into(),
        at: world.backend.now(),
        event: String::new(),
        total_bytes: line.allowance,
        country: None,
    };
    world.take(&[used]).await;
    let engineering = "select id from teams where name = 'Engineering'";
    let greta = "select id from employees where email = 'greta@northwind.test'";
    let finance = "select id from users where email = 'finance@northwind.test'";
    let offer = "select id from organization_invitations";
    let team = TeamId::from(northwinds(&world, engineering).await).to_string();
    let theirs = [
        ("group", team.clone()),
        ("team", team),
        (
            "employee",
            EmployeeId::from(northwinds(&world, greta).await).to_string(),
        ),
        (
            "member",
            UserId::from(northwinds(&world, finance).await).to_string(),
        ),
        (
            "offer",
            CompanyInvitationId::from(northwinds(&world, offer).await).to_string(),
        ),
        ("file", file),
        ("line", line.id.to_string()),
        ("hands_over", "true".to_owned()),
    ];
    let form: Vec<(&str, &str)> = ARGUMENTS
        .iter()
        .filter(|(name, _)| !theirs.iter().any(|(other, _)| name == other))
        .copied()
        .chain(theirs.iter().map(|(name, value)| (*name, value.as_str())))
        .collect();
    let making = [
        ("company_name", "Southwind"),
        ("billing_email", "a@southwind.test"),
    ];
    let mut same_shop = world.browser("aurora.localhost", "customer@aurora.test").await;
    let mut other_shop = world.browser("kite.localhost", "customer@kite.test").await;
    for outsider in [&mut same_shop, &mut other_shop] {
        let made = outsider
            .post("/business/new", "/do/business/create", &making)
            .await;
        assert!(made.location.unwrap().ends_with("saved=made"));
    }
    let manager = world.browser("aurora.localhost", "manager@northwind.test").await;
    let askers = [
        ("same shop", same_shop, "northwind.test"),
        ("other shop", other_shop, "northwind.test"),
        ("manager", manager, "greta@"),
    ];
    let before = northwind(&world).await;
    for (who, mut asker, secret) in askers {
        for (endpoint, scope) in &listed() {
            if of_company(endpoint, scope).is_none() {
                continue;
            }
            let text = asker.post_json(&format!("/do/{endpoint}"), &form).await.text();
            assert!(
                !text.contains("incomplete"),
                "{endpoint} lacks an argument: {text}"
            );
            assert!(!text.contains(secret), "{endpoint} tells {who}: {text}");
            assert_eq!(
                northwind(&world).await,
                before,
                "{endpoint} lets {who} change something"
            );
        }
        for path in [
            "/business",
            "/business/employees",
            "/business/employees?state=left",
            "/business/history",
            "/business/usage?by=employee",
            "/business/usage?by=line",
            "/business/spend?by=employee",
            "/business/alerts",
        ] {
            let text = asker.get(path).await.text();
            assert!(!text.contains(secret), "{path} tells {who}");
        }
        let csv = asker.get("/business/employees.csv").await;
        assert_eq!(csv.status, 200, "{who}");
        assert!(!csv.text().contains(secret), "the file tells {who}");
        for file in [
            "/business/usage.csv?by=employee",
            "/business/spend.csv?by=employee",
        ] {
            let csv = asker.get(file).await;
            assert_eq!(csv.status, 200, "{file} for {who}");
            assert!(!csv.text().contains(secret), "{file} tells {who}");
        }
        let greta = format!(
            "/business/employees/{}",
            form.iter().find(|(name, _)| *name == "employee").unwrap().1
        );
        assert_eq!(asker.get(&greta).await.status, 404, "{who}");
    }
    assert!(owner.get("/business/employees").await.text().contains("greta@"));
    for path in ["/business/usage?by=employee", "/business/spend?by=employee"] {
        assert!(owner.get(path).await.text().contains("greta@"), "{path}");
    }
    assert!(owner.get("/business/alerts").await.text().contains("Greta"));
    world.prove().await;
}

/// Every server function of the console × every role of the platform.
#[tokio::test]
async fn operators_may_do_what_their_role_says_and_nothing_else() {
    let world = World::new().await;
    let mut admin = world.person_browser("localhost", Role::Admin, None).await;
    let mut customer = world.person_browser("localhost", Role::User, None).await;
    for (endpoint, scope) in &listed() {
        let Some(name) = permission_of(scope, "operator") else {
            continue;
        };
        let what = OperatorMay::ALL
            .iter()
            .copied()
            .find(|one| format!("{one:?}") == name)
            .unwrap_or_else(|| panic!("{endpoint} has the unknown permission {name}"));
        assert!(OperatorRole::SuperAdmin.may(what));
        let text = ask(&mut customer, endpoint).await;
        assert!(
            text.contains("Forbidden"),
            "{endpoint} answers a customer: {text}"
        );
        let text = ask(&mut admin, endpoint).await;
        assert_eq!(
            text.contains("Forbidden"),
            !OperatorRole::Admin.may(what),
            "{endpoint} answers an admin: {text}"
        );
    }
    world.prove().await;
}

/// Every server function × an operator inside a shop: open exactly where the table says so, which is never money,
/// credentials, people or exports; and nothing at all as a customer.
#[tokio::test]
async fn an_operator_inside_may_do_what_the_table_says_and_nothing_else() {
    for what in [
        StaffMay::RefundOrders,
        StaffMay::AdjustWallets,
        StaffMay::ExportData,
        StaffMay::MoveMoney,
        StaffMay::EditSettings,
        StaffMay::ManageStaff,
        StaffMay::ManageCredentials,
    ] {
        assert!(!what.is_open_to_operators(), "{what:?}");
    }
    let world = World::new().await;
    let mut admin = world.browser("localhost", "admin@clouddail.test").await;
    let mut operator = inside(&world, &mut admin).await;
    let (mut closed, mut open) = (0, 0);
    for (endpoint, scope) in &listed() {
        // The way out, which would end this.
        if endpoint == "entries/leave" {
            continue;
        }
        if scope == "customer" {
            let text = ask(&mut operator, endpoint).await;
            assert!(text.contains("as an operator"), "{endpoint} answers: {text}");
            closed += 1;
        }
        if permission_of(scope, "operator").is_some() {
            let text = ask(&mut operator, endpoint).await;
            assert!(text.contains("NotFound"), "{endpoint} answers: {text}");
            closed += 1;
        }
        let Some(name) = permission_of(scope, "staff") else {
            continue;
        };
        let what = StaffMay::ALL.iter().find(|one| format!("{one:?}") == name);
        let is_open = what.unwrap().is_open_to_operators();
        let text = ask(&mut operator, endpoint).await;
        assert_eq!(text.contains("Forbidden"), !is_open, "{endpoint} answers: {text}");
        closed += usize::from(!is_open);
        open += usize::from(is_open);
    }
    assert!(closed >= 60 && open >= 30, "{closed} closed, {open} open");
    for path in [
        "/reseller/customers.csv",
        "/reseller/orders.csv",
        "/reseller/money/statement.csv?month=2026-01",
        "/reseller/money/invoices.csv",
        "/reseller/money/payouts.csv",
    ] {
        assert_eq!(operator.get(path).await.status, 403, "{path}");
    }
    world.prove().await;
}

#[tokio::test]
async fn the_console_is_for_operators_on_the_platforms_host() {
    let world = World::new().await;
    let mut customer = world.browser("aurora.localhost", "customer@aurora.test").await;
    assert_eq!(customer.get("/admin").await.status, 404);
    let mut stranger = world.stranger("localhost");
    assert_eq!(
        stranger.get("/admin").await.location.as_deref(),
        Some("/sign-in?next=%2Fadmin")
    );
    let mut admin = world.browser("localhost", "admin@clouddail.test").await;
    assert_eq!(admin.get("/admin").await.status, 200);
    world.prove().await;
}
