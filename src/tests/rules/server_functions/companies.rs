//! Those of a company's pages: for its members, by their role and their teams, and for nobody else.

use clouddail::{
    domain::usage::Reading,
    shared::{
        ids::{ApprovalId, BudgetId, CompanyInvitationId, DirectoryTokenId, EmployeeId, TeamId, UserId},
        permissions::{OrganizationMay, OrganizationRole},
    },
};
use uuid::Uuid;

use super::{ARGUMENTS, ask, listed, permission_of};
use crate::{
    stories::company_lines::{STEERED, assign},
    support::World,
};

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
    const TABLES: &[&str] = &[
        "line_pickups",
        "sms_pools",
        "sms_team_limits",
        "sms_member_limits",
        "organization_sign_ins",
        "organization_sign_in_groups",
        "organization_email_domains",
        "organization_directories",
        "directory_tokens",
        "organization_members",
        "organization_invitations",
        "teams",
        "team_managers",
        "employees",
        "employee_imports",
        "policies",
        "budgets",
        "approval_requests",
        "lines",
        "line_wishes",
        "line_batches",
        "line_batch_rows",
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
    let budget = [
        ("budget_of", "organization"),
        ("budget_team", ""),
        ("budget_cost_centre", ""),
        ("budget_employee", ""),
        ("period", "month"),
        ("budget_amount", "100"),
        ("at_limit", "alert"),
        ("thresholds", ""),
    ];
    let made = owner.post("/business/budgets", "/do/budgets/make", &budget).await;
    assert!(made.location.unwrap().ends_with("saved=made"));
    let plan = world.plan("114701").await.to_string();
    let wish = [
        ("employee_email", "greta@northwind.test"),
        ("plan", plan.as_str()),
        ("line", ""),
        ("reason", "A test"),
    ];
    let asked = owner
        .post("/business/requests/new", "/do/requests/ask_plan", &wish)
        .await;
    assert!(asked.location.unwrap().ends_with("saved=asked"));
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
    let sign_in = [
        ("short_name", "northwind"),
        ("issuer", "https://127.0.0.1:9"),
        ("client_id", "x"),
        ("client_secret", "x"),
        ("groups_claim", "groups"),
        ("default_role", ""),
        ("sign_in_on", "true"),
    ];
    for (path, form) in [
        ("change_settings", &sign_in[..]),
        (
            "set_group",
            &[("idp_group", "staff"), ("company_role", "admin"), ("team", "")],
        ),
        ("add_domain", &[("email_domain", "example.com")]),
        ("make_token", &[]),
    ] {
        let path = format!("/do/sign_in/{path}");
        let done = owner.post("/business/sign-in", &path, form).await;
        assert!(done.location.unwrap().contains("saved="), "{path}");
    }
    let engineering = "select id from teams where name = 'Engineering'";
    let directory = "select id from directory_tokens";
    let greta = "select id from employees where email = 'greta@northwind.test'";
    let finance = "select id from users where email = 'finance@northwind.test'";
    let offer = "select id from organization_invitations";
    let team = TeamId::from(northwinds(&world, engineering).await).to_string();
    let batch = assign(&world, &mut owner, STEERED, &["greta"]).await;
    let theirs = [
        ("batch", batch.rsplit('/').next().unwrap().to_owned()),
        ("plan", world.plan(STEERED).await.to_string()),
        (
            "employees[0]",
            EmployeeId::from(northwinds(&world, greta).await).to_string(),
        ),
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
        (
            "directory_token",
            DirectoryTokenId::from(northwinds(&world, directory).await).to_string(),
        ),
        (
            "budget",
            BudgetId::from(northwinds(&world, "select id from budgets").await).to_string(),
        ),
        (
            "request",
            ApprovalId::from(northwinds(&world, "select id from approval_requests").await).to_string(),
        ),
        ("employee_email", "greta@northwind.test".to_owned()),
        ("id", "adr_0192d5e8a0000000000000000000000a".to_owned()),
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
            "/business/lines?state=all",
            "/business/history",
            "/business/budgets",
            "/business/policies",
            "/business/requests",
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
        for (kind, path) in [
            ("line", "/business/lines/"),
            ("batch", "/business/lines/batches/"),
        ] {
            let id = form.iter().find(|(name, _)| *name == kind).unwrap().1;
            assert_eq!(
                asker.get(&format!("{path}{id}")).await.status,
                404,
                "{who}: {kind}"
            );
        }
        let csv = asker.get("/business/lines.csv?state=all").await.text();
        assert!(!csv.contains("Greta"), "the file of lines tells {who}");
    }
    assert!(owner.get("/business/employees").await.text().contains("greta@"));
    for path in ["/business/usage?by=employee", "/business/spend?by=employee"] {
        assert!(owner.get(path).await.text().contains("greta@"), "{path}");
    }
    assert!(owner.get("/business/alerts").await.text().contains("Greta"));
    world.prove().await;
}
