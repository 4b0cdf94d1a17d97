//! A company with something in every table.

use clouddail::shared::ids::{LineBatchId, LineId, TeamId, UserId};
use uuid::Uuid;

use crate::{
    stories::company_lines::{STEERED, act, assign},
    support::{Client, World},
};

async fn id(world: &World, sql: &'static str) -> Uuid {
    sqlx::query_scalar(sql)
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap()
}

async fn post(owner: &mut Client, from: &str, path: &str, form: &[(&str, &str)]) {
    let answer = owner.post(from, path, form).await;
    let to = answer.location.unwrap_or_default();
    assert!(to.contains("saved="), "{path}: {to}");
}

/// Something in every table.
pub async fn fill(world: &World, owner: &mut Client) -> (LineId, LineBatchId, String) {
    let plan = world.plan("114701").await.to_string();
    for (from, path, form) in [
        (
            "/business/members",
            "/do/members/invite",
            &[
                ("email", "invited@northwind.test"),
                ("company_role", "viewer"),
                ("team", ""),
            ][..],
        ),
        (
            "/business/sign-in",
            "/do/sign_in/change_settings",
            &[
                ("short_name", "northwind"),
                ("issuer", "https://127.0.0.1:9"),
                ("client_id", "x"),
                ("client_secret", "x"),
                ("groups_claim", "groups"),
                ("default_role", ""),
                ("sign_in_on", "true"),
            ],
        ),
        (
            "/business/sign-in",
            "/do/sign_in/set_group",
            &[("idp_group", "=staff"), ("company_role", "admin"), ("team", "")],
        ),
        (
            "/business/sign-in",
            "/do/sign_in/add_domain",
            &[("email_domain", "example.com")],
        ),
        ("/business/sign-in", "/do/sign_in/make_token", &[]),
        (
            "/business/requests/new",
            "/do/requests/ask_plan",
            &[
                ("employee_email", "greta@northwind.test"),
                ("plan", plan.as_str()),
                ("line", ""),
                ("reason", "Abroad"),
            ],
        ),
        (
            "/business/budgets",
            "/do/budgets/make",
            &[
                ("budget_of", "organization"),
                ("budget_team", ""),
                ("budget_cost_centre", ""),
                ("budget_employee", ""),
                ("period", "month"),
                ("budget_amount", "100"),
                ("at_limit", "alert"),
                ("thresholds", ""),
            ],
        ),
    ] {
        post(owner, from, path, form).await;
    }
    sqlx::query(
        "insert into policies (reseller_id, organization_id, id, team_id, rules, changed_at)
         select reseller_id, organization_id, gen_random_uuid(), id, '{\"suspend_at_cap\": true}', now()
         from teams where name = 'Sales'",
    )
    .execute(&mut world.owner().await)
    .await
    .unwrap();
    let sales = TeamId::from(id(world, "select id from teams where name = 'Sales'").await).to_string();
    let limit = [("group", sales.as_str()), ("team_limit", "50")];
    post(owner, "/business/messages/quotas", "/do/quotas/save_team", &limit).await;
    let finance = "select id from users where email = 'finance@northwind.test'";
    let finance = UserId::from(id(world, finance).await).to_string();
    let limit = [("member", finance.as_str()), ("member_limit", "20")];
    post(
        owner,
        "/business/messages/quotas",
        "/do/quotas/save_member",
        &limit,
    )
    .await;
    let line = world.line("bruno").await;
    world.phone_has_used(&line, line.allowance / 100 * 85).await;
    world.backend.clock.advance(chrono::TimeDelta::hours(1));
    clouddail::domain::usage::pull(&world.backend).await.unwrap();
    world.run_jobs().await;
    let batch = assign(world, owner, STEERED, &["greta", "amara"]).await;
    let batch: LineBatchId = batch.rsplit('/').next().unwrap().parse().unwrap();
    world.run_jobs().await;
    let steered: LineId = id(
        world,
        "select l.id from lines l join employees e on e.id = l.employee_id where e.email = 'greta@northwind.test'",
    )
    .await
    .into();
    act(owner, &steered.to_string(), "suspend").await;
    let file = b"email,first_name,last_name\nx,Zed,Zebra\n";
    let upload = owner
        .upload(
            "/business/employees/import",
            "/business/employees/upload",
            &[],
            ("a.csv", file),
        )
        .await;
    (steered, batch, upload.location.unwrap())
}
