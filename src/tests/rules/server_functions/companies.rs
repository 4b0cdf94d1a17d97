//! Those of a company's pages: for its members, by their role and their teams, and for nobody else.

use clouddail::shared::{
    ids::{CompanyInvitationId, EmployeeId, TeamId, UserId},
    permissions::{OrganizationMay, OrganizationRole},
};
use uuid::Uuid;

use super::{ARGUMENTS, ask, listed, permission_of};
use crate::support::World;

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
    const TABLES: [&str; 6] = [
        "organization_members",
        "organization_invitations",
        "teams",
        "team_managers",
        "employees",
        "employee_imports",
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
        ] {
            let text = asker.get(path).await.text();
            assert!(!text.contains(secret), "{path} tells {who}");
        }
        let csv = asker.get("/business/employees.csv").await;
        assert_eq!(csv.status, 200, "{who}");
        assert!(!csv.text().contains(secret), "the file tells {who}");
        let greta = format!(
            "/business/employees/{}",
            form.iter().find(|(name, _)| *name == "employee").unwrap().1
        );
        assert_eq!(asker.get(&greta).await.status, 404, "{who}");
    }
    assert!(owner.get("/business/employees").await.text().contains("greta@"));
    world.prove().await;
}
