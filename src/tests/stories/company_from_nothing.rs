//! A customer makes a company, invites who runs it, brings fifty people in by a file, and one of them leaves.

use std::fmt::Write;

use clouddail::shared::{ids::TeamId, permissions::OrganizationRole};
use uuid::Uuid;

use crate::support::{Client, World};

/// Path of the newest mailed invitation; the mail is the shop's.
pub async fn link(world: &World, email: &str) -> String {
    world.run_jobs().await;
    let mails = world.sandbox.mails(email).await;
    let text = mails[0]["text"].as_str().unwrap();
    assert!(
        !mails[0].to_string().to_lowercase().contains("clouddail"),
        "{text}"
    );
    assert!(text.contains("Aurora Mobile"), "{text}");
    let token: String = text
        .split("/business/join/")
        .nth(1)
        .expect("the mail has a link")
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    format!("/business/join/{token}")
}

/// The link's token.
pub fn token(link: &str) -> &str {
    link.trim_start_matches("/business/join/")
}

async fn team(world: &World, name: &str) -> String {
    let id: Uuid = sqlx::query_scalar("select id from teams where name = $1")
        .bind(name)
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    TeamId::from(id).to_string()
}

/// Sends a form and expects to be led there.
pub async fn done(browser: &mut Client, path: &str, form: &[(&str, &str)], to: &str) {
    let answer = browser.post("/business", path, form).await;
    assert_eq!(answer.location.as_deref(), Some(to), "{path}: {}", answer.text());
}

/// 53 lines: fifty good ones, in turns of two teams, and three bad ones.
fn file() -> String {
    let mut file = String::from("Last name,First name,Email,Team,Cost centre,starts_on\n");
    for n in 1..=50 {
        let team = if n % 2 == 0 { "sales" } else { "Operations" };
        writeln!(
            file,
            "Person{n:02},Kim,kim{n:02}@southwind.test,{team},CC-{},2026-01-05",
            n % 5
        )
        .unwrap();
    }
    file.push_str("Nomail,Nat,not-an-address,Sales,,\n");
    file.push_str("Noteam,Tom,tom@southwind.test,Marketing,,05.01.2026\n");
    file.push_str("Person01,Kim,KIM01@southwind.test,Sales,,\n");
    file
}

#[tokio::test]
async fn a_company_from_nothing_to_fifty_employees() {
    let world = World::new().await;
    let mut owner = world.browser("aurora.localhost", "customer@aurora.test").await;
    assert!(
        owner
            .get("/business")
            .await
            .text()
            .contains("You belong to no company here")
    );
    let bad = [
        ("company_name", "win at evil.test"),
        ("billing_email", "money@southwind.test"),
    ];
    let refused = owner.post("/business/new", "/do/business/create", &bad).await;
    let page = owner.follow(&refused).await.text();
    assert!(
        page.contains("without links") && page.contains("win at evil.test"),
        "the form comes back"
    );
    let made = [
        ("company_name", "Southwind"),
        ("billing_email", "money@southwind.test"),
    ];
    done(&mut owner, "/do/business/create", &made, "/business?saved=made").await;
    let page = owner.get("/business?saved=made").await.text();
    assert!(
        page.contains("Southwind") && page.contains("The company is yours"),
        "{page}"
    );
    for name in ["Sales", "Operations"] {
        done(
            &mut owner,
            "/do/teams/make",
            &[("team_name", name)],
            "/business/teams?saved=made",
        )
        .await;
    }
    let again = owner.post_json("/do/teams/make", &[("team_name", "SALES")]).await;
    assert!(again.text().contains("of this name already"));

    // Finance has no account yet, the manager has one.
    let sales = sqlx::query_scalar::<_, Uuid>(
        "select id from teams where name = 'Sales' order by created_at desc, id desc limit 1",
    )
    .fetch_one(&mut world.owner().await)
    .await
    .unwrap();
    let sales = TeamId::from(sales).to_string();
    let invited = "/business/members?saved=invited";
    let form = [
        ("email", "fin@southwind.test"),
        ("company_role", "finance"),
        ("team", ""),
    ];
    done(&mut owner, "/do/members/invite", &form, invited).await;
    let form = [
        ("email", "viewer@northwind.test"),
        ("company_role", "manager"),
        ("team", sales.as_str()),
    ];
    done(&mut owner, "/do/members/invite", &form, invited).await;
    let page = owner.get(invited).await.text();
    assert!(page.contains("fin@southwind.test") && page.contains("The invitation is on its way"));

    let finance_link = link(&world, "fin@southwind.test").await;
    let mut finance = world.stranger("aurora.localhost");
    assert!(
        finance
            .get(&finance_link)
            .await
            .text()
            .contains("Southwind invites you")
    );
    let form = [
        ("token", token(&finance_link)),
        ("first_name", "Fin"),
        ("last_name", "South"),
        ("password", "three words here"),
    ];
    done(&mut finance, "/do/members/join", &form, "/business").await;
    assert!(finance.get("/business").await.text().contains("Finance"));
    let used = finance.post_json("/do/members/join", &form).await.text();
    assert!(used.contains("accepted already"), "{used}");

    let manager_link = link(&world, "viewer@northwind.test").await;
    let mut manager = world.stranger("aurora.localhost");
    assert!(
        manager
            .get(&manager_link)
            .await
            .text()
            .contains("Sign in with it")
    );
    let accept = [("token", token(&manager_link))];
    let other = owner.post_json("/do/members/accept", &accept).await.text();
    assert!(other.contains("for viewer@northwind.test"), "{other}");
    manager.sign_in("viewer@northwind.test", "demo-pass-1234").await;
    done(&mut manager, "/do/members/accept", &accept, "/business").await;

    // The file: looked at first, then used.
    let page = "/business/employees/import";
    let wrong = owner
        .upload(page, "/business/employees/upload", &[], ("a.csv", b"name\nAnn\n"))
        .await;
    assert_eq!(
        wrong.location.as_deref(),
        Some("/business/employees/import?refused=columns")
    );
    let answer = owner
        .upload(
            page,
            "/business/employees/upload",
            &[],
            ("people.csv", file().as_bytes()),
        )
        .await;
    let preview = owner.follow(&answer).await.text();
    assert!(
        preview.contains("50 employees can be added") && preview.contains("3 lines cannot"),
        "{preview}"
    );
    for reason in [
        "should look like name@example.com",
        "no such team",
        "should look like 2026-01-31",
        "A line above has the same e-mail address",
    ] {
        assert!(preview.contains(reason), "no {reason} in {preview}");
    }
    let own = "select count(*) from employees where email like '%@southwind.test'";
    assert_eq!(world.count(own).await, 0, "nobody is added by looking");
    let id = answer.location.unwrap().rsplit('/').next().unwrap().to_owned();
    let theirs = finance
        .post_json("/do/employees/apply_import", &[("file", &id)])
        .await
        .text();
    assert!(theirs.contains("Forbidden"), "{theirs}");
    let used = format!("/business/employees/import/{id}");
    for _ in 0..2 {
        done(&mut owner, "/do/employees/apply_import", &[("file", &id)], &used).await;
    }
    let text = owner.get(&used).await.text();
    assert!(text.contains("50 employees added.") && text.contains("tom@southwind.test"));
    assert_eq!(world.count(own).await, 50);

    employees_are_found(&world, &mut owner, &mut manager, &mut finance, &sales).await;

    let history = owner.get("/business/history").await.text();
    for words in [
        "Employees imported",
        "people.csv",
        "Joined",
        "Invited",
        "Team made",
        "Company made",
    ] {
        assert!(history.contains(words), "no {words} in the history");
    }
    assert!(!history.contains("Northwind"), "another company's history");
    assert_eq!(manager.get("/business/history").await.status, 403);
    world.prove().await;
}

async fn employees_are_found(
    world: &World,
    owner: &mut Client,
    manager: &mut Client,
    finance: &mut Client,
    sales: &str,
) {
    let list = "/business/employees";
    let csv = owner.get("/business/employees.csv").await.text();
    assert_eq!(csv.lines().count(), 51, "{csv}");
    let led = manager.get("/business/employees.csv").await.text();
    assert_eq!(led.lines().count(), 26, "a manager has the own team: {led}");
    assert!(!led.contains("Operations"));
    let found = owner.get("/business/employees?q=PERSON07").await.text();
    assert!(found.contains("kim07@southwind.test") && !found.contains("kim08@southwind.test"));
    let of_team = owner.get(&format!("{list}?team={sales}")).await.text();
    assert!(of_team.contains("kim08@southwind.test") && !of_team.contains("kim07@southwind.test"));
    let text = manager.get(list).await.text();
    assert!(text.contains("kim08@southwind.test") && !text.contains("kim07@southwind.test"));

    let employee = async |email: &'static str| {
        let id: Uuid = sqlx::query_scalar("select id from employees where email = $1")
            .bind(email)
            .fetch_one(&mut world.owner().await)
            .await
            .unwrap();
        clouddail::shared::ids::EmployeeId::from(id).to_string()
    };
    let (seven, eight) = (
        employee("kim07@southwind.test").await,
        employee("kim08@southwind.test").await,
    );
    assert_eq!(
        manager.get(&format!("{list}/{seven}")).await.status,
        404,
        "another team's"
    );
    assert_eq!(manager.get(&format!("{list}/{eight}")).await.status, 200);
    assert_eq!(finance.get(&format!("{list}/{seven}")).await.status, 200);
    assert_eq!(finance.get("/business/employees/new").await.status, 403);
    let mut outsider = world.browser("aurora.localhost", "owner@northwind.test").await;
    assert_eq!(
        outsider.get(&format!("{list}/{seven}")).await.status,
        404,
        "another company's"
    );

    // A manager moves people among the own teams alone.
    let operations = sqlx::query_scalar::<_, Uuid>("select id from teams where name = 'Operations'")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    let operations = TeamId::from(operations).to_string();
    let change = |team: String| {
        [
            ("employee", eight.clone()),
            ("email", "kim08@southwind.test".into()),
            ("first_name", "Kim".into()),
            ("last_name", "Eight".into()),
            ("phone_model", "Pixel 9".into()),
            ("cost_centre", "CC-9".into()),
            ("team", team),
            ("starts_on", "2026-01-05".into()),
            ("ends_on", String::new()),
        ]
    };
    for (team, words) in [
        (operations, "not one of yours"),
        (String::new(), "one of your teams"),
    ] {
        let form = change(team);
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let text = manager.post_json("/do/employees/change", &form).await.text();
        assert!(text.contains(words), "{text}");
    }
    let form = change(sales.to_owned());
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let to = format!("{list}/{eight}?saved=changed");
    done(manager, "/do/employees/change", &form, &to).await;
    assert!(owner.get("/business/history").await.text().contains("Pixel 9"));

    // The last day is still a day of work; the day after it, they have left.
    let today = world.backend.now().date_naive().to_string();
    let form = [("employee", eight.as_str()), ("last_day", today.as_str())];
    let to = format!("{list}/{eight}?saved=off_boarded");
    done(manager, "/do/employees/off_board", &form, &to).await;
    assert!(manager.get(list).await.text().contains("kim08@southwind.test"));
    world.pass(24 * 3600).await;
    assert!(!manager.get(list).await.text().contains("kim08@southwind.test"));
    assert!(
        manager
            .get("/business/employees?state=left")
            .await
            .text()
            .contains("kim08@southwind.test")
    );
    let early = [("employee", eight.as_str()), ("last_day", "2025-12-31")];
    let text = manager.post_json("/do/employees/off_board", &early).await.text();
    assert!(text.contains("before the start date"), "{text}");
}

/// The demo's company, as the contract describes it.
#[tokio::test]
async fn northwind_is_seeded_with_its_people() {
    let world = World::new().await;
    let mut owner = world.browser("aurora.localhost", "owner@northwind.test").await;
    assert!(
        owner.get("/").await.text().contains("/business"),
        "the header leads there"
    );
    let csv = owner.get("/business/employees.csv").await.text();
    assert_eq!(csv.lines().count(), 13);
    let teams = owner.get("/business/teams").await.text();
    for name in ["Sales", "Engineering", "Field service"] {
        assert!(teams.contains(name), "{name}");
    }
    assert!(!team(&world, "Sales").await.is_empty());
    for (email, role) in [
        ("owner@northwind.test", OrganizationRole::Owner),
        ("finance@northwind.test", OrganizationRole::Finance),
        ("manager@northwind.test", OrganizationRole::Manager),
        ("viewer@northwind.test", OrganizationRole::Viewer),
    ] {
        let mut member = world.browser("aurora.localhost", email).await;
        let page = member.get("/business").await;
        assert_eq!(page.status, 200);
        assert!(page.text().contains(role.in_words()), "{email}");
    }
    let mut manager = world.browser("aurora.localhost", "manager@northwind.test").await;
    assert_eq!(
        manager
            .get("/business/employees.csv")
            .await
            .text()
            .lines()
            .count(),
        6
    );
    world.prove().await;
}
