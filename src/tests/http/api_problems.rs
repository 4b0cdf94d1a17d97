//! Every refusal below `/api` is a problem, whoever refuses.

use clouddail::http::api::limit::Rate;
use reqwest::Method;
use serde_json::json;

use crate::support::{World, api::AURORA_KEY};

#[tokio::test]
async fn whatever_refuses_answers_with_a_problem() {
    let world = World::new().await;
    let api = world.aurora_api();
    for path in [
        "/api",
        "/api/",
        "/api/v1",
        "/api/v2/orders",
        "/api/v1/orders/x/y",
        "/api/v1/Orders",
    ] {
        assert_eq!(api.get(path).await.refusal(), (404, "not_found"), "{path}");
    }
    let wrong = api.send(api.request(Method::PUT, "/api/v1/orders")).await;
    assert_eq!(wrong.refusal(), (405, "method_not_allowed"));
    assert!(wrong.headers["allow"].to_str().unwrap().contains("POST"));

    let post = || api.request(Method::POST, "/api/v1/customers");
    let text = api.send(post().body("{}")).await;
    assert_eq!(text.refusal(), (415, "unsupported_media_type"));
    let json_body = |body: &'static str| post().header("content-type", "application/json").body(body);
    for body in ["", "{", "[]", "\u{0}", "{\"email\": 1}"] {
        assert_eq!(
            api.send(json_body(body)).await.refusal(),
            (400, "invalid_body"),
            "{body}"
        );
    }
    assert_eq!(
        api.send(json_body("{\"email\": 1}")).await.text("/field"),
        "email"
    );
    let large = json!({ "email": "x".repeat(70_000) });
    assert_eq!(
        api.send(post().json(&large)).await.refusal(),
        (413, "body_too_large")
    );
    let bad_mail = json!({ "email": "nobody" });
    assert_eq!(
        api.send(post().json(&bad_mail)).await.refusal(),
        (422, "invalid_field")
    );

    for query in [
        "limit=0",
        "limit=101",
        "limit=x",
        "state=lost",
        "cursor=!!",
        "cursor=eA",
        "colour=red",
        "limit=1&limit=2",
    ] {
        let refused = api.get(&format!("/api/v1/orders?{query}")).await;
        assert_eq!(refused.status, 400, "{query}");
        let expected = if query.starts_with("cursor") {
            "invalid_cursor"
        } else {
            "invalid_parameter"
        };
        assert_eq!(refused.code(), expected, "{query}");
    }
    for query in ["", "country=USA", "country=US&contains=1", "country=US&type=boat"] {
        let refused = api.get(&format!("/api/v1/numbers/available?{query}")).await;
        assert_eq!(refused.refusal(), (400, "invalid_parameter"), "{query}");
    }
    assert_eq!(api.get("/api/v1/orders/%ff").await.status, 400);
    world
        .sandbox
        .fail("twilio.pricing_numbers", "500_before", 50)
        .await;
    world.sandbox.fail("twilio.search", "500_before", 50).await;
    world.sandbox.fail("telnyx.search", "500_before", 50).await;
    let unavailable = api.get("/api/v1/numbers/available?country=GB").await;
    assert_eq!(unavailable.refusal(), (503, "supplier_unavailable"));
    world.sandbox.heal().await;
    world.prove().await;
}

#[tokio::test]
async fn too_many_at_once_are_told_when_to_come_again() {
    let world = World::new().await;
    let rate = Rate {
        per_second: 1,
        burst: 3,
    };
    let (_, other) = world.aurora_key(|_| {}).await;
    for key in [AURORA_KEY, "", other.key.as_deref().unwrap()] {
        let api = world.limited_api(key, rate).await;
        let mut replies = vec![];
        while replies.len() < 50 && !replies.contains(&429) {
            let reply = api.get("/api/v1/orders/x").await;
            replies.push(reply.status.as_u16());
            if reply.status == 429 {
                assert_eq!(reply.code(), "too_many_requests");
                assert!(
                    reply.headers["retry-after"]
                        .to_str()
                        .unwrap()
                        .parse::<u32>()
                        .unwrap()
                        >= 1
                );
                let elsewhere = if key.is_empty() { AURORA_KEY } else { "" };
                let mut free = api.clone();
                free.key = Some(elsewhere.to_owned()).filter(|key| !key.is_empty());
                assert_ne!(free.get("/api/v1/orders/x").await.status, 429);
            }
        }
        let expected = if key.is_empty() { 401 } else { 404 };
        assert!(
            replies[..3].iter().all(|status| *status == expected),
            "{replies:?}"
        );
        assert_eq!(replies.last(), Some(&429));
    }
    world.prove().await;
}

#[tokio::test]
async fn the_database_away_is_a_problem_too() {
    let world = World::new().await;
    let api = world.api("aurora.localhost", AURORA_KEY);
    assert_eq!(api.get("/api/v1/organizations").await.status, 200);
    use sqlx::Executor;
    let mut owner = world.owner().await;
    owner
        .execute("alter table organizations rename to away")
        .await
        .unwrap();
    let broken = api.get("/api/v1/organizations").await;
    assert_eq!(broken.refusal(), (500, "internal"));
    assert!(!broken.text("/detail").contains("relation"));
    owner
        .execute("alter table away rename to organizations")
        .await
        .unwrap();
    world.prove().await;
}
