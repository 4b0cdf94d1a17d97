//! People are invited to run a shop, join, are given other roles, and go; and what nobody can do about it.

use clouddail::shared::{
    ids::{InvitationId, UserId},
    permissions::StaffRole,
};
use uuid::Uuid;

use crate::support::{Client, World};

const PAGE: &str = "/reseller/staff";

async fn user(world: &World, email: &str) -> String {
    let id: Uuid = sqlx::query_scalar("select id from users where email = $1")
        .bind(email)
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    UserId::from(id).to_string()
}

async fn invitation(world: &World, email: &str) -> String {
    let id: Uuid = sqlx::query_scalar("select id from staff_invitations where email = $1")
        .bind(email)
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    InvitationId::from(id).to_string()
}

async fn invite(owner: &mut Client, email: &str, role: StaffRole) {
    let form = [("email", email), ("staff_role", role.as_str())];
    let answer = owner.post(PAGE, "/do/staff/invite", &form).await;
    assert_eq!(
        answer.location.as_deref(),
        Some("/reseller/staff?saved=invited"),
        "{}",
        answer.text()
    );
}

/// Path of the newest mailed invitation.
async fn link(world: &World, email: &str) -> String {
    world.run_jobs().await;
    let mails = world.sandbox.mails(email).await;
    let text = mails[0]["text"].as_str().unwrap();
    assert!(
        !mails[0].to_string().to_lowercase().contains("clouddail"),
        "{text}"
    );
    let token: String = text
        .split("/join/")
        .nth(1)
        .expect("the mail has a link")
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    format!("/join/{token}")
}

fn token(link: &str) -> &str {
    link.trim_start_matches("/join/")
}

fn filled(link: &str) -> [(&'static str, &str); 4] {
    [
        ("token", token(link)),
        ("first_name", "Nia"),
        ("last_name", "New"),
        ("password", "three words here"),
    ]
}

async fn refused(browser: &mut Client, path: &str, form: &[(&str, &str)], words: &str) {
    let text = browser.post_json(path, form).await.text();
    assert!(text.contains(words), "{path} answers {text}, not {words}");
}

#[tokio::test]
async fn an_invited_stranger_joins_with_a_verified_account() {
    let world = World::new().await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    invite(&mut owner, "nia@people.test", StaffRole::Support).await;
    let page = owner.get("/reseller/staff?saved=invited").await.text();
    assert!(page.contains("nia@people.test") && page.contains("The invitation is on its way"));
    let again = [("email", "NIA@people.test"), ("staff_role", "owner")];
    refused(&mut owner, "/do/staff/invite", &again, "open invitation").await;
    let link = link(&world, "nia@people.test").await;

    let mut elsewhere = world.stranger("kite.localhost");
    assert!(
        elsewhere
            .get(&link)
            .await
            .text()
            .contains("not an invitation to this shop")
    );
    refused(
        &mut elsewhere,
        "/do/staff/join",
        &filled(&link),
        "not an invitation",
    )
    .await;

    let mut nia = world.stranger("aurora.localhost");
    let page = nia.get(&link).await;
    assert!(page.text().contains("Support") && page.text().contains("nia@people.test"));
    let answer = nia.post(&link, "/do/staff/join", &filled(&link)).await;
    assert_eq!(answer.location.as_deref(), Some("/reseller"), "{}", answer.text());
    let page = nia.get(PAGE).await;
    assert_eq!(page.status, 200);
    assert!(!page.text().contains("Invite somebody"), "support invites nobody");
    refused(&mut nia, "/do/staff/invite", &again, "Forbidden").await;
    let me = user(&world, "nia@people.test").await;
    let promotion = [("member", me.as_str()), ("staff_role", "owner")];
    refused(&mut nia, "/do/staff/change_role", &promotion, "Forbidden").await;

    let mut late = world.stranger("aurora.localhost");
    assert!(late.get(&link).await.text().contains("accepted already"));
    refused(&mut late, "/do/staff/join", &filled(&link), "accepted already").await;
    let acts = "select count(*) from audit_logs where action in ('staff.invited', 'staff.joined')";
    assert_eq!(world.count(acts).await, 2);
    world.prove().await;
}

#[tokio::test]
async fn a_customer_accepts_with_the_invited_account_and_loses_the_dashboard_at_once() {
    let world = World::new().await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    invite(&mut owner, "customer@aurora.test", StaffRole::Finance).await;
    let link = link(&world, "customer@aurora.test").await;
    let form = [("token", token(&link))];

    let mut stranger = world.stranger("aurora.localhost");
    assert!(stranger.get(&link).await.text().contains("Sign in with it"));
    refused(&mut stranger, "/do/staff/join", &filled(&link), "already").await;
    let mut other = world.browser("aurora.localhost", "owner@northwind.test").await;
    assert!(other.get(&link).await.text().contains("You are signed in as"));
    refused(&mut other, "/do/staff/accept", &form, "for customer@aurora.test").await;

    let mut customer = world.browser("aurora.localhost", "customer@aurora.test").await;
    assert_eq!(customer.get(PAGE).await.status, 404);
    let answer = customer.post(&link, "/do/staff/accept", &form).await;
    assert_eq!(answer.location.as_deref(), Some("/reseller"), "{}", answer.text());
    assert_eq!(customer.get(PAGE).await.status, 200);

    let member = user(&world, "customer@aurora.test").await;
    let removal = [("member", member.as_str())];
    let mut kite = world.browser("kite.localhost", "owner@kite.test").await;
    refused(&mut kite, "/do/staff/remove", &removal, "NotFound").await;
    let promotion = [("member", member.as_str()), ("staff_role", "manager")];
    refused(&mut kite, "/do/staff/change_role", &promotion, "NotFound").await;
    let answer = owner.post(PAGE, "/do/staff/change_role", &promotion).await;
    assert_eq!(answer.location.as_deref(), Some("/reseller/staff?saved=role"));
    assert!(customer.get(PAGE).await.text().contains("Manager"));
    let answer = owner.post(PAGE, "/do/staff/remove", &removal).await;
    assert_eq!(answer.location.as_deref(), Some("/reseller/staff?saved=removed"));
    assert_eq!(customer.get(PAGE).await.status, 404, "the same session");
    assert_eq!(customer.get("/account").await.status, 200);
    let staff = "select count(*) from users where email = 'customer@aurora.test' and role = 'user'";
    assert_eq!(world.count(staff).await, 1);
    world.prove().await;
}

#[tokio::test]
async fn a_link_ends_by_time_by_a_newer_one_by_revoking_and_with_its_sender() {
    let world = World::new().await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let email = "nia@people.test";
    invite(&mut owner, email, StaffRole::Owner).await;
    let first = link(&world, email).await;
    let id = invitation(&world, email).await;
    let form = [("invitation", id.as_str())];
    refused(&mut owner, "/do/staff/resend_invitation", &form, "TooMany").await;
    world.pass(301).await;
    let mut kite = world.browser("kite.localhost", "owner@kite.test").await;
    refused(&mut kite, "/do/staff/resend_invitation", &form, "NotFound").await;
    refused(&mut kite, "/do/staff/revoke_invitation", &form, "NotFound").await;
    let answer = owner.post(PAGE, "/do/staff/resend_invitation", &form).await;
    assert_eq!(answer.location.as_deref(), Some("/reseller/staff?saved=resent"));
    let second = link(&world, email).await;
    assert_ne!(first, second);
    let mut nia = world.stranger("aurora.localhost");
    assert!(nia.get(&first).await.text().contains("a newer mail replaced it"));
    assert!(nia.get(&second).await.text().contains("First name"));

    world.pass(7 * 24 * 3600).await;
    assert!(nia.get(&second).await.text().contains("has expired"));
    refused(&mut nia, "/do/staff/join", &filled(&second), "has expired").await;
    assert!(owner.get(PAGE).await.text().contains("Expired"));
    invite(&mut owner, email, StaffRole::Owner).await;
    let third = link(&world, email).await;
    let answer = owner.post(PAGE, "/do/staff/revoke_invitation", &form).await;
    assert_eq!(answer.location.as_deref(), Some("/reseller/staff?saved=revoked"));
    refused(&mut nia, "/do/staff/join", &filled(&third), "taken back").await;

    // What somebody sent who is no owner any more is taken back with the right to send.
    let mut second_owner = world.staff_browser(StaffRole::Owner).await;
    invite(&mut second_owner, "friend@people.test", StaffRole::Owner).await;
    let friend = link(&world, "friend@people.test").await;
    let demoted: Uuid =
        sqlx::query_scalar("select invited_by from staff_invitations where email = 'friend@people.test'")
            .fetch_one(&mut world.owner().await)
            .await
            .unwrap();
    let demoted = UserId::from(demoted).to_string();
    let form = [("member", demoted.as_str()), ("staff_role", "support")];
    owner.post(PAGE, "/do/staff/change_role", &form).await;
    assert!(nia.get(&friend).await.text().contains("taken back"));
    world.prove().await;
}

#[tokio::test]
async fn a_shop_keeps_its_last_owner_and_nobody_promotes_themself() {
    let world = World::new().await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let me = user(&world, "owner@aurora.test").await;
    let leaving = [("leaves_staff", "true")];
    refused(&mut owner, "/do/staff/leave", &leaving, "always has an owner").await;
    refused(&mut owner, "/do/staff/leave", &[], "Tick the box").await;
    refused(
        &mut owner,
        "/do/staff/remove",
        &[("member", &me)],
        "cannot remove yourself",
    )
    .await;
    for role in ["owner", "support"] {
        let form = [("member", me.as_str()), ("staff_role", role)];
        refused(&mut owner, "/do/staff/change_role", &form, "their own role").await;
    }
    assert!(owner.get(PAGE).await.text().contains("You are the only owner"));
    let form = [("email", "a@b.test"), ("staff_role", "emperor")];
    refused(&mut owner, "/do/staff/invite", &form, "choose a role").await;

    let mut support = world.staff_browser(StaffRole::Support).await;
    let answer = support.post(PAGE, "/do/staff/leave", &leaving).await;
    assert_eq!(answer.location.as_deref(), Some("/account"), "{}", answer.text());
    assert_eq!(support.get(PAGE).await.status, 404);
    world.prove().await;
}

/// Both see two owners; only one removal may go through.
#[tokio::test]
async fn two_owners_who_remove_each_other_leave_one() {
    let world = World::new().await;
    let first = user(&world, "owner@aurora.test").await;
    let owners = "select count(*) from staff_members m join resellers r on r.id = m.reseller_id
                  where r.slug = 'aurora' and m.role = 'owner'";
    for round in 0..5 {
        let mut other = world.staff_browser(StaffRole::Owner).await;
        let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
        let newest = "select user_id from staff_members order by created_at desc, user_id desc limit 1";
        let second: Uuid = sqlx::query_scalar(newest)
            .fetch_one(&mut world.owner().await)
            .await
            .unwrap();
        let second = UserId::from(second).to_string();
        assert_eq!(world.count(owners).await, 2);
        let (remove_second, remove_first) = ([("member", second.as_str())], [("member", first.as_str())]);
        let (one, two) = tokio::join!(
            owner.post_json("/do/staff/remove", &remove_second),
            other.post_json("/do/staff/remove", &remove_first),
        );
        assert_eq!(
            world.count(owners).await,
            1,
            "round {round}: {} {}",
            one.text(),
            two.text()
        );
        // Back to the first owner for the next round.
        sqlx::query(
            "with gone as (delete from staff_members where user_id = $1)
             insert into staff_members select reseller_id, id, 'owner', created_at from users where id = $2
             on conflict do nothing",
        )
        .bind(second.parse::<UserId>().unwrap().uuid())
        .bind(first.parse::<UserId>().unwrap().uuid())
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    }
    world.prove().await;
}

#[tokio::test]
async fn fifty_invitations_are_open_at_most() {
    let world = World::new().await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    for n in 0..50 {
        invite(&mut owner, &format!("n{n}@people.test"), StaffRole::ReadOnly).await;
    }
    let form = [("email", "n50@people.test"), ("staff_role", "support")];
    refused(&mut owner, "/do/staff/invite", &form, "50 open invitations").await;
    let mut kite = world.browser("kite.localhost", "owner@kite.test").await;
    invite(&mut kite, "n50@people.test", StaffRole::Support).await;
    world.run_jobs().await;
    world.prove().await;
}

#[tokio::test]
async fn the_page_of_roles_says_what_the_table_says() {
    let world = World::new().await;
    let mut member = world.staff_browser(StaffRole::ReadOnly).await;
    let page = member.get("/reseller/staff/roles").await;
    assert_eq!(page.status, 200);
    let text = page.text();
    for what in clouddail::shared::permissions::StaffMay::ALL {
        let words = what.in_words().replace('\'', "&#x27;");
        let row = text
            .split("<tr>")
            .find(|row| row.contains(&words) || row.contains(what.in_words()))
            .unwrap_or_else(|| panic!("no row {words}"));
        let yes = row.matches(">Yes<").count();
        let expected = StaffRole::ALL.iter().filter(|role| role.may(*what)).count();
        assert_eq!(yes, expected, "{words}");
    }
    world.prove().await;
}
