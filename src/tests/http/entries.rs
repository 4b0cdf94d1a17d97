//! An operator inside a shop: how they come in, what stays closed, and who knows of it.

use crate::support::{
    World,
    entry::{REASON, asked, inside, open},
};

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

/// The address of a route with things of Aurora's that exist in the place of its parameters.
fn filled(route: &str, things: &[(&str, String)]) -> String {
    things
        .iter()
        .find(|(pattern, _)| *pattern == route)
        .map_or_else(|| unknown(route), |(_, path)| path.clone())
}

/// The same with parameters that name nothing.
fn unknown(route: &str) -> String {
    let part = |part: &str| {
        if part.starts_with('{') || part.starts_with(':') {
            "nothing".to_owned()
        } else {
            part.to_owned()
        }
    };
    route.split('/').map(part).collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn the_banner_stands_on_every_page_of_the_shop() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let quoted = world.quote_plan(&customer, "114701").await;
    let order = world.place(&customer, &quoted).await.unwrap();
    let plan = world.plan("114701").await;
    let mut admin = world.browser("localhost", "admin@clouddail.test").await;
    let mut operator = inside(&world, &mut admin).await;
    let things = [
        ("/esim/{slug}", "/esim/fr".to_owned()),
        ("/plans/{id}", format!("/plans/{plan}")),
        ("/legal/{slug}", "/legal/terms".to_owned()),
        ("/reseller/orders/{id}", format!("/reseller/orders/{order}")),
        (
            "/reseller/customers/{id}",
            format!("/reseller/customers/{}", customer.user()),
        ),
    ];
    let routes = leptos_axum::generate_route_list(clouddail::app::App);
    let mut paths: Vec<String> = routes.iter().map(|route| filled(route.path(), &things)).collect();
    paths.retain(|path| !path.starts_with("/admin"));
    paths.extend(["/api/docs".to_owned(), "/there/is/no/such/page".to_owned()]);
    assert!(paths.len() >= 60, "{paths:?}");
    let mut shown = 0;
    for path in paths {
        let page = operator.get(&path).await;
        // A page that only leads on shows nothing.
        if page.location.is_some() {
            continue;
        }
        shown += usize::from(page.status == 200);
        let text = page.text();
        assert!(
            text.contains("is in this shop as an operator"),
            "{path} answers {} without the banner: {text}",
            page.status
        );
    }
    assert!(shown >= 25, "only {shown} pages were shown");
    world.prove().await;
}
