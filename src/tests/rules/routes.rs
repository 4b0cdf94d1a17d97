//! Every page is asked as a stranger, as another customer of the same shop, and from the wrong shop.

use clouddail::{app::App, domain::orders};

use crate::support::World;

#[tokio::test]
async fn pages_of_one_customer_are_404_for_everybody_else() {
    let world = World::new().await;
    let mut owner = world.browser("aurora.localhost", "customer@aurora.test").await;
    let mut neighbour = world.browser("aurora.localhost", "owner@northwind.test").await;
    let mut elsewhere = world.browser("kite.localhost", "customer@kite.test").await;
    let customer = world.aurora_customer().await;

    let number = world.quote_number(&customer, "1").await;
    let esim = world.quote_plan(&customer, "114701").await;
    let (number, esim) = (
        world.place(&customer, &number).await.unwrap(),
        world.place(&customer, &esim).await.unwrap(),
    );
    let bought = orders::view::view(&world.backend, &customer, number)
        .await
        .unwrap()
        .unwrap();
    let number_id = bought.number_id.unwrap();
    let esim_id = orders::view::view(&world.backend, &customer, esim)
        .await
        .unwrap()
        .unwrap()
        .esim_id
        .unwrap();
    let form = [("amount", "20"), ("key", "form-key-1"), ("return_to", "")];
    owner.post("/account/wallet", "/do/wallet/top_up", &form).await;
    let payment: uuid::Uuid = sqlx::query_scalar("select id from payments")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    let payment = clouddail::shared::ids::PaymentId::from(payment);

    for path in [
        format!("/account/orders/{number}"),
        format!("/account/orders/{esim}"),
        format!("/account/numbers/{number_id}"),
        format!("/account/esims/{esim_id}"),
        format!("/account/esims/{esim_id}/qr.svg"),
        format!("/account/esims/{esim_id}/qr.png"),
        format!("/account/payments/{payment}"),
    ] {
        assert_eq!(owner.get(&path).await.status, 200, "{path} for its owner");
        assert_eq!(neighbour.get(&path).await.status, 404, "{path} for a neighbour");
        assert_eq!(elsewhere.get(&path).await.status, 404, "{path} at another shop");
        let mut stranger = world.stranger("aurora.localhost");
        let answer = stranger.get(&path).await;
        let is_sent_to_sign_in = answer
            .location
            .as_deref()
            .is_some_and(|to| to.starts_with("/sign-in"));
        assert!(
            is_sent_to_sign_in || answer.status == 404,
            "{path} for a stranger: {}",
            answer.status
        );
        assert!(
            !answer.text().contains("LPA:"),
            "{path} shows a stranger an activation code"
        );
    }
    let picture = owner.get(&format!("/account/esims/{esim_id}/qr.png")).await;
    assert_eq!(picture.headers["cache-control"], "private, no-store");
    world.prove().await;
}

#[tokio::test]
async fn a_session_of_one_shop_is_nobody_at_another() {
    let world = World::new().await;
    let aurora = world.browser("aurora.localhost", "customer@aurora.test").await;
    let mut kite = world.stranger("kite.localhost");
    kite.session = aurora.session.clone();
    let answer = kite.get("/account").await;
    assert!(answer.location.unwrap().starts_with("/sign-in"));
    world.prove().await;
}

#[tokio::test]
async fn an_unknown_host_learns_nothing() {
    let world = World::new().await;
    for host in ["other.localhost", "aurora.localhost.evil.test"] {
        let answer = world.stranger(host).get("/").await;
        assert_eq!(
            (answer.status.as_u16(), answer.text().as_str()),
            (404, "Not found\n")
        );
        assert!(answer.headers.get("set-cookie").is_none());
    }
    world.prove().await;
}

/// Every page answers a stranger with a page or the way to sign in, and never breaks.
#[tokio::test]
async fn every_route_answers_a_stranger() {
    let world = World::new().await;
    let routes = leptos_axum::generate_route_list(App);
    assert!(routes.len() >= 25, "{} routes", routes.len());
    for route in routes {
        let path: String = route
            .path()
            .split('/')
            .map(|part| {
                if part.starts_with('{') || part.starts_with(':') {
                    "nothing"
                } else {
                    part
                }
            })
            .collect::<Vec<_>>()
            .join("/");
        let answer = world.stranger("aurora.localhost").get(&path).await;
        let status = answer.status.as_u16();
        assert!(matches!(status, 200 | 302 | 303 | 404), "{path} answers {status}");
        if path.starts_with("/account")
            || path.starts_with("/checkout")
            || path.starts_with("/reseller")
            || path.starts_with("/business") && !path.starts_with("/business/join/")
        {
            let to = answer.location.clone().unwrap_or_default();
            assert!(
                to.starts_with("/sign-in?next=") || status == 404,
                "{path} answers a stranger with {status}"
            );
        }
        assert!(
            answer.headers.contains_key("content-security-policy"),
            "{path} has no policy"
        );
    }
    world.prove().await;
}

#[tokio::test]
async fn another_sites_form_changes_nothing() {
    let world = World::new().await;
    let mut browser = world.browser("aurora.localhost", "customer@aurora.test").await;
    let form = [("amount", "20"), ("key", "form-key-1")];
    let answer = browser
        .post_from_elsewhere("https://evil.test", "/do/wallet/top_up", &form)
        .await;
    assert_eq!(answer.status, 403);
    assert_eq!(world.count("select count(*) from payments").await, 0);
    world.prove().await;
}
