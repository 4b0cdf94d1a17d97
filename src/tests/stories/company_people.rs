//! Members of a company are given roles, kept out, removed and handed the company; and what nobody can do about it.

mod companies;

use clouddail::shared::{
    ids::{CompanyInvitationId, OrganizationId, UserId},
    permissions::OrganizationRole,
};
use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

use super::company_from_nothing::{done, link, token};
use crate::support::{Client, World};

const PAGE: &str = "/business/members";

async fn id(world: &World, sql: &'static str, value: &str) -> Uuid {
    sqlx::query_scalar(sql)
        .bind(value)
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap()
}

async fn user(world: &World, email: &str) -> String {
    UserId::from(id(world, "select id from users where email = $1", email).await).to_string()
}

async fn company(world: &World, name: &str) -> String {
    OrganizationId::from(id(world, "select id from organizations where name = $1", name).await).to_string()
}

async fn northwind(world: &World, who: &str) -> Client {
    world
        .browser("aurora.localhost", &format!("{who}@northwind.test"))
        .await
}

async fn refused(browser: &mut Client, path: &str, form: &[(&str, &str)], words: &str) {
    let text = browser.post_json(path, form).await.text();
    assert!(text.contains(words), "{path} answers {text}, not {words}");
}

#[tokio::test]
async fn nobody_promotes_themself_and_the_last_owner_stays() {
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    let mut admin = world.member_browser(OrganizationRole::Admin).await;
    let me = user(&world, "owner@northwind.test").await;
    let finance = user(&world, "finance@northwind.test").await;
    refused(&mut owner, "/do/members/leave", &[], "Tick the box").await;
    refused(
        &mut owner,
        "/do/members/leave",
        &[("leaves_company", "true")],
        "always has an owner",
    )
    .await;
    refused(
        &mut owner,
        "/do/members/deactivate",
        &[("member", &me)],
        "deactivate yourself",
    )
    .await;
    refused(
        &mut owner,
        "/do/members/remove",
        &[("member", &me)],
        "cannot remove yourself",
    )
    .await;
    let form = [("member", me.as_str()), ("company_role", "admin")];
    refused(&mut owner, "/do/members/change_role", &form, "their own role").await;

    // An admin runs everything but owners.
    refused(&mut admin, "/do/members/change_role", &form, "Only an owner").await;
    refused(
        &mut admin,
        "/do/members/deactivate",
        &[("member", &me)],
        "Only an owner",
    )
    .await;
    refused(
        &mut admin,
        "/do/members/remove",
        &[("member", &me)],
        "Only an owner",
    )
    .await;
    let form = [("member", finance.as_str()), ("company_role", "owner")];
    refused(&mut admin, "/do/members/change_role", &form, "Only an owner").await;
    let form = [("email", "a@b.test"), ("company_role", "owner"), ("team", "")];
    refused(&mut admin, "/do/members/invite", &form, "Only an owner").await;
    let form = [("member", finance.as_str()), ("hands_over", "true")];
    refused(&mut admin, "/do/members/hand_over", &form, "Forbidden").await;
    let form = [("member", finance.as_str()), ("company_role", "viewer")];
    done(
        &mut admin,
        "/do/members/change_role",
        &form,
        "/business/members?saved=role",
    )
    .await;

    // The owner's account cannot be closed while nobody else owns the company.
    let closing = [("closing_password", "demo-pass-1234")];
    refused(
        &mut owner,
        "/do/accounts/close_account",
        &closing,
        "nobody else owns Northwind",
    )
    .await;
    refused(
        &mut owner,
        "/do/members/hand_over",
        &[("member", &finance)],
        "Tick the box",
    )
    .await;
    let form = [("member", finance.as_str()), ("hands_over", "true")];
    done(
        &mut owner,
        "/do/members/hand_over",
        &form,
        "/business/members?saved=handed_over",
    )
    .await;
    refused(&mut owner, "/do/members/hand_over", &form, "Forbidden").await;
    let leaving = [("leaves_company", "true")];
    done(&mut owner, "/do/members/leave", &leaving, "/account").await;
    assert_eq!(owner.get(PAGE).await.status, 404, "the same session");
    let owners = "select count(*) from organization_members where role = 'owner'";
    assert_eq!(world.count(owners).await, 1);
    world.prove().await;
}

#[tokio::test]
async fn whoever_is_deactivated_or_removed_is_out_at_once_and_their_teams_go_on() {
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    let mut manager = northwind(&world, "manager").await;
    let (max, viewer) = (
        user(&world, "manager@northwind.test").await,
        user(&world, "viewer@northwind.test").await,
    );
    let form = [("member", max.as_str())];
    assert_eq!(manager.get("/business/employees").await.status, 200);
    done(
        &mut owner,
        "/do/members/deactivate",
        &form,
        "/business/members?saved=deactivated",
    )
    .await;
    assert_eq!(
        manager.get("/business/employees").await.status,
        404,
        "the same session"
    );
    assert!(
        manager
            .get("/business")
            .await
            .text()
            .contains("You belong to no company here")
    );
    assert!(owner.get(PAGE).await.text().contains("Deactivated"));
    done(
        &mut owner,
        "/do/members/reactivate",
        &form,
        "/business/members?saved=reactivated",
    )
    .await;
    let text = manager.get("/business/employees").await.text();
    assert!(
        text.contains("amara@") && !text.contains("greta@"),
        "with the team they had"
    );

    // Leaving with a team is somebody else's decision; removing needs a successor who is a manager.
    refused(
        &mut manager,
        "/do/members/leave",
        &[("leaves_company", "true")],
        "you lead Sales",
    )
    .await;
    refused(&mut owner, "/do/members/remove", &form, "leads Sales").await;
    let wrong = [("member", max.as_str()), ("successor", viewer.as_str())];
    refused(&mut owner, "/do/members/remove", &wrong, "another active manager").await;
    let promotion = [("member", viewer.as_str()), ("company_role", "manager")];
    done(
        &mut owner,
        "/do/members/change_role",
        &promotion,
        "/business/members?saved=role",
    )
    .await;
    let mut heir = northwind(&world, "viewer").await;
    assert!(
        !heir.get("/business/employees").await.text().contains("amara@"),
        "leads nothing yet"
    );
    done(
        &mut owner,
        "/do/members/remove",
        &wrong,
        "/business/members?saved=removed",
    )
    .await;
    assert_eq!(manager.get("/business/employees").await.status, 404);
    assert_eq!(manager.get("/account").await.status, 200);
    let text = heir.get("/business/employees").await.text();
    assert!(text.contains("amara@") && !text.contains("greta@"), "{text}");
    let history = owner.get("/business/history").await.text();
    assert!(
        history.contains("Member removed") && history.contains("teams go to"),
        "{history}"
    );
    world.prove().await;
}

#[tokio::test]
async fn a_link_ends_by_time_by_a_newer_one_and_by_taking_it_back() {
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    let email = "nia@people.test";
    let form = [("email", email), ("company_role", "admin"), ("team", "")];
    done(
        &mut owner,
        "/do/members/invite",
        &form,
        "/business/members?saved=invited",
    )
    .await;
    refused(&mut owner, "/do/members/invite", &form, "open invitation").await;
    let first = link(&world, email).await;
    let mut elsewhere = world.stranger("kite.localhost");
    assert!(
        elsewhere
            .get(&first)
            .await
            .text()
            .contains("not an invitation to this shop")
    );
    let found = id(
        &world,
        "select id from organization_invitations where email = $1",
        email,
    )
    .await;
    let found = CompanyInvitationId::from(found).to_string();
    let offer = [("offer", found.as_str())];
    refused(&mut owner, "/do/members/resend", &offer, "TooMany").await;
    world.pass(301).await;
    done(
        &mut owner,
        "/do/members/resend",
        &offer,
        "/business/members?saved=resent",
    )
    .await;
    let second = link(&world, email).await;
    let mut nia = world.stranger("aurora.localhost");
    assert!(nia.get(&first).await.text().contains("a newer mail replaced it"));
    assert!(nia.get(&second).await.text().contains("First name"));
    world.pass(7 * 24 * 3600).await;
    assert!(nia.get(&second).await.text().contains("has expired"));
    let mut owner = northwind(&world, "owner").await;
    assert!(owner.get(PAGE).await.text().contains("Expired"));
    done(
        &mut owner,
        "/do/members/invite",
        &form,
        "/business/members?saved=invited",
    )
    .await;
    let third = link(&world, email).await;
    done(
        &mut owner,
        "/do/members/revoke",
        &offer,
        "/business/members?saved=revoked",
    )
    .await;
    let form = [
        ("token", token(&third)),
        ("first_name", "Nia"),
        ("last_name", "New"),
        ("password", "three words here"),
    ];
    refused(&mut nia, "/do/members/join", &form, "taken back").await;
    assert_eq!(
        world
            .count("select count(*) from users where email = 'nia@people.test'")
            .await,
        0
    );
    world.prove().await;
}

/// Both see two owners; only one of them may go.
#[tokio::test]
async fn two_owners_who_remove_each_other_leave_one() {
    let world = World::new().await;
    let first = user(&world, "owner@northwind.test").await;
    for _ in 0..3 {
        let mut other = world.member_browser(OrganizationRole::Owner).await;
        let newest: Uuid = sqlx::query_scalar("select id from users order by id desc limit 1")
            .fetch_one(&mut world.owner().await)
            .await
            .unwrap();
        let second = UserId::from(newest).to_string();
        let mut owner = northwind(&world, "owner").await;
        let (one, two) = ([("member", second.as_str())], [("member", first.as_str())]);
        let (one, two) = tokio::join!(
            owner.post_json("/do/members/deactivate", &one),
            other.post_json("/do/members/deactivate", &two),
        );
        let active = "select count(*) from organization_members where role = 'owner' and state = 'active'";
        assert_eq!(world.count(active).await, 1, "{} {}", one.text(), two.text());
        sqlx::query("update organization_members set state = case when user_id = $1 then 'active' else 'deactivated' end where role = 'owner'")
            .bind(first.parse::<UserId>().unwrap().uuid())
            .execute(&mut world.owner().await)
            .await
            .unwrap();
    }
    world.prove().await;
}

#[tokio::test]
async fn the_resellers_system_enters_employees_once() {
    let world = World::new().await;
    let api = world.aurora_api();
    let northwinds = company(&world, "Northwind").await;
    let path = format!("/api/v1/organizations/{northwinds}/employees");
    let body = json!({ "email": "Zoe@northwind.test", "first_name": "Zoe", "last_name": "Zander", "team": "sales",
                       "cost_centre": "CC-7" });
    let send = async |body: &serde_json::Value| {
        let request = api
            .request(Method::POST, &path)
            .header("idempotency-key", "zoe-1");
        api.send(request.json(body)).await
    };
    let made = send(&body).await;
    assert_eq!(made.status, 201, "{made:?}");
    assert_eq!(made.text("/team"), "Sales");
    assert_eq!(made.text("/email"), "zoe@northwind.test");
    let again = send(&body).await;
    assert_eq!(again.headers["idempotent-replayed"], "true");
    assert_eq!(again.text("/id"), made.text("/id"));
    let other = json!({ "email": "b@northwind.test", "first_name": "B", "last_name": "C" });
    assert_eq!(send(&other).await.refusal(), (409, "idempotency_key_reused"));
    assert_eq!(
        api.post(&path, body.clone()).await.refusal(),
        (409, "employee_exists")
    );
    let unknown =
        json!({ "email": "c@northwind.test", "first_name": "C", "last_name": "D", "team": "Nowhere" });
    let refusal = api.post(&path, unknown).await;
    assert_eq!(refusal.refusal(), (422, "invalid_field"));
    assert_eq!(refusal.text("/field"), "team");
    assert_eq!(
        world.kite_api().post(&path, body).await.refusal(),
        (404, "not_found")
    );
    assert_eq!(world.count("select count(*) from employees").await, 13);
    let mut owner = northwind(&world, "owner").await;
    assert!(owner.get("/business/history").await.text().contains("Zoe Zander"));
    world.prove().await;
}
