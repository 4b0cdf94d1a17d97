//! An operator inside a shop: how they come in, what stays closed, and who knows of it.

use crate::support::{Answer, Client, World};

const REASON: &str = "They asked why the logo is missing.";

/// Asks in the console and gives the path of the link on the shop's host.
async fn asked(world: &World, admin: &mut Client) -> String {
    let id = world.aurora.id.to_string();
    let form = [("id", id.as_str()), ("reason", REASON)];
    let from = format!("/admin/resellers/{id}/enter");
    let answer = admin.post(&from, "/do/entries/ask", &form).await;
    let page = admin.follow(&answer).await.text();
    let host = format!("http://aurora.localhost:{}", world.address.port());
    let after = page.split(&format!("{host}/enter/")).nth(1);
    let token = after
        .unwrap_or_else(|| panic!("no link: {page}"))
        .split('"')
        .next()
        .unwrap();
    format!("/enter/{token}")
}

async fn open(browser: &mut Client, path: &str) -> Answer {
    let page = browser.get(path).await;
    assert!(
        page.status == 200 && browser.session.is_none(),
        "a visit alone lets nobody in"
    );
    let token = path.strip_prefix("/enter/").unwrap();
    browser.post(path, "/do/entries/open", &[("token", token)]).await
}

async fn inside(world: &World, admin: &mut Client) -> Client {
    let path = asked(world, admin).await;
    let mut browser = world.stranger("aurora.localhost");
    let answer = open(&mut browser, &path).await;
    assert_eq!(answer.location.as_deref(), Some("/reseller"));
    browser
}

#[tokio::test]
async fn an_operator_looks_inside_and_both_names_are_written() {
    let world = World::new().await;
    let mut admin = world.browser("localhost", "admin@clouddail.test").await;
    let mut operator = inside(&world, &mut admin).await;
    for path in ["/reseller", "/", "/esim"] {
        let page = operator.get(path).await.text();
        assert!(
            page.contains("is in this shop as an operator. 30 minutes left."),
            "{path}: {page}"
        );
    }
    let left = operator.post("/reseller", "/do/entries/leave", &[]).await;
    assert_eq!(left.location.as_deref(), Some("/"));
    assert!(operator.session.is_none());

    let both = world
        .count(
            "select count(*) from audit_logs a
             join users o on o.id = a.actor_id and o.email = 'admin@clouddail.test'
             join users b on b.id = a.on_behalf_of and b.email = 'owner@aurora.test'
             where a.action in ('entry.opened', 'entry.left')",
        )
        .await;
    assert_eq!(both, 2);
    let acts = admin.get("/admin/audit?action=entry.opened").await.text();
    assert!(
        acts.contains("admin@clouddail.test") && acts.contains("in the place of "),
        "{acts}"
    );
    let detail = admin
        .get(&format!("/admin/resellers/{}", world.aurora.id))
        .await
        .text();
    assert!(detail.contains(REASON), "{detail}");
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let visits = owner.get("/reseller/staff/visits").await.text();
    assert!(visits.contains(REASON) && visits.contains("Ada"), "{visits}");
    let mut elsewhere = world.browser("kite.localhost", "owner@kite.test").await;
    let visits = elsewhere.get("/reseller/staff/visits").await.text();
    assert!(
        visits.contains("Nobody was here") && !visits.contains(REASON),
        "{visits}"
    );
    world.prove().await;
}

#[tokio::test]
async fn a_link_opens_once_within_a_minute_at_its_own_shop() {
    let world = World::new().await;
    let mut admin = world.browser("localhost", "admin@clouddail.test").await;
    let refused = async |host: &str, path: &str| {
        let mut browser = world.stranger(host);
        let answer = open(&mut browser, path).await;
        let page = browser.follow(&answer).await.text();
        assert!(page.contains("This link does not work"), "{host}: {page}");
        assert!(browser.session.is_none());
    };
    let path = asked(&world, &mut admin).await;
    refused("kite.localhost", &path).await;
    refused("localhost", &path).await;
    let mut browser = world.stranger("aurora.localhost");
    open(&mut browser, &path).await;
    assert!(browser.session.is_some());
    refused("aurora.localhost", &path).await;

    let late = asked(&world, &mut admin).await;
    world.pass(61).await;
    refused("aurora.localhost", &late).await;
    world.prove().await;
}

#[tokio::test]
async fn a_look_ends_with_the_half_hour_and_with_leaving() {
    let world = World::new().await;
    let mut admin = world.browser("localhost", "admin@clouddail.test").await;
    let mut first = inside(&world, &mut admin).await;
    let kept = first.session.clone();
    first.post("/reseller", "/do/entries/leave", &[]).await;
    first.session = kept;
    let after = first.get("/reseller").await;
    assert_eq!(after.location.as_deref(), Some("/sign-in?next=%2Freseller"));

    let mut second = inside(&world, &mut admin).await;
    assert_eq!(second.get("/reseller").await.status, 200);
    world.pass(29 * 60).await;
    assert_eq!(second.get("/reseller").await.status, 200);
    world.pass(60).await;
    let after = second.get("/reseller").await;
    assert_eq!(after.location.as_deref(), Some("/sign-in?next=%2Freseller"));
    // The owner's own sessions go on.
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    assert_eq!(owner.get("/reseller").await.status, 200);
    world.prove().await;
}

#[tokio::test]
async fn money_credentials_and_people_stay_closed_inside() {
    let world = World::new().await;
    let mut admin = world.browser("localhost", "admin@clouddail.test").await;
    let mut operator = inside(&world, &mut admin).await;
    let plan = world.plan("114701").await.to_string();
    for (path, form) in [
        ("/do/orders/quote_plan", vec![("plan", plan.as_str())]),
        ("/do/wallet/top_up", vec![("amount", "20"), ("key", "12345678")]),
        (
            "/do/accounts/change_password",
            vec![("current", "x"), ("new_password", "long-enough-1234")],
        ),
        (
            "/do/accounts/close_account",
            vec![("closing_password", "demo-pass-1234")],
        ),
        ("/do/accounts/settings", vec![]),
    ] {
        let text = operator.post_json(path, &form).await.text();
        assert!(
            text.contains("as an operator") && text.contains("Nothing was charged"),
            "{path}: {text}"
        );
    }
    let text = operator.post_json("/do/entries/visits", &[]).await.text();
    assert!(text.contains("Forbidden"), "{text}");
    // Every function of the dashboard: open exactly where the table says so.
    assert_eq!(operator.get("/reseller/staff/visits").await.status, 403);
    assert_eq!(operator.get("/admin").await.status, 404);
    assert_eq!(world.count("select count(*) from payments").await, 0);
    world.prove().await;
}

#[tokio::test]
async fn nobody_else_may_enter_and_the_platforms_own_shop_is_not_entered() {
    let world = World::new().await;
    let id = world.aurora.id.to_string();
    let form = [("id", id.as_str()), ("reason", REASON)];
    let mut customer = world
        .person_browser("localhost", clouddail::domain::accounts::Role::User, None)
        .await;
    let text = customer.post_json("/do/entries/ask", &form).await.text();
    assert!(text.contains("Forbidden"), "{text}");
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let text = owner.post_json("/do/entries/ask", &form).await.text();
    assert!(text.contains("NotFound"), "{text}");
    let mut admin = world.browser("localhost", "admin@clouddail.test").await;
    let house: uuid::Uuid = sqlx::query_scalar("select id from resellers where is_platform")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    let house = clouddail::shared::ids::ResellerId::from(house).to_string();
    let text = admin
        .post_json("/do/entries/ask", &[("id", house.as_str()), ("reason", REASON)])
        .await
        .text();
    assert!(text.contains("the platform's own shop"), "{text}");
    let text = admin
        .post_json("/do/entries/ask", &[("id", id.as_str()), ("reason", "hm")])
        .await
        .text();
    assert!(text.contains("5 to 500"), "{text}");
    assert_eq!(world.count("select count(*) from operator_entries").await, 0);
    // Staff who are nobody's guests have nothing to leave.
    let text = owner.post_json("/do/entries/leave", &[]).await.text();
    assert!(text.contains("signed in as yourself"), "{text}");
    world.prove().await;
}
