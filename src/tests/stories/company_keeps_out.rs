//! Who a company's identity provider does not let in, and the ways in that it closes.

use clouddail::shared::permissions::OrganizationRole;
use serde_json::json;

use super::{
    company_from_nothing::{done, link, token},
    company_signs_in::{HOST, northwind, refused, role_of, settings, sign_in},
};
use crate::support::{IdentityProvider, World, identity_provider::person};

#[tokio::test]
async fn nobody_takes_over_an_account_by_a_provider_of_their_own() {
    let world = World::new().await;
    let mut idp = IdentityProvider::start(&world).await;
    let mut owner = northwind(&world, &idp).await;

    // In no group, then with a role for everybody.
    idp.person("new@northwind.test", &["others"]).await;
    refused(&mut world.stranger(HOST), &idp, "no_group", "none of the groups").await;
    let form = settings(&idp.issuer, "northwind", "standard");
    done(
        &mut owner,
        "/do/sign_in/change_settings",
        &form,
        "/business/sign-in?saved=settings",
    )
    .await;
    assert_eq!(
        sign_in(&mut world.stranger(HOST), &idp, "northwind")
            .await
            .location
            .as_deref(),
        Some("/business")
    );
    assert_eq!(role_of(&world, "new@northwind.test").await.unwrap(), "standard");

    // A customer of the shop, its staff, and an address of nobody outside of the company's domains.
    for (email, why, words) in [
        (
            "customer@aurora.test",
            "has_account",
            "does not belong to your company",
        ),
        (
            "owner@aurora.test",
            "has_account",
            "does not belong to your company",
        ),
        (
            "somebody@elsewhere.test",
            "other_domain",
            "proven to be your company",
        ),
    ] {
        idp.person(email, &["money"]).await;
        refused(&mut world.stranger(HOST), &idp, why, words).await;
    }
    let mut unverified = person("somebody@elsewhere.test", &["money"]);
    unverified["email_verified"] = false.into();
    idp.set(json!({ "person": unverified })).await;
    refused(&mut world.stranger(HOST), &idp, "unverified", "does not vouch").await;
    idp.set(json!({ "person": { "sub": "nameless", "groups": ["money"] } }))
        .await;
    refused(
        &mut world.stranger(HOST),
        &idp,
        "no_email",
        "does not tell us your e-mail address",
    )
    .await;

    // Invited and accepted, the same customer comes in; but only into this company.
    let form = [
        ("email", "owner@aurora.test"),
        ("company_role", "viewer"),
        ("team", ""),
    ];
    done(
        &mut owner,
        "/do/members/invite",
        &form,
        "/business/members?saved=invited",
    )
    .await;
    let offer = link(&world, "owner@aurora.test").await;
    let mut staff = world.browser(HOST, "owner@aurora.test").await;
    done(
        &mut staff,
        "/do/members/accept",
        &[("token", token(&offer))],
        "/business",
    )
    .await;
    idp.person("owner@aurora.test", &["money"]).await;
    let mut came = world.stranger(HOST);
    assert_eq!(
        sign_in(&mut came, &idp, "northwind").await.location.as_deref(),
        Some("/business")
    );
    assert_eq!(came.get("/business").await.status, 200);
    assert_eq!(
        came.get("/reseller").await.status,
        404,
        "a company's provider opens the shop's dashboard"
    );
    assert_eq!(staff.get("/reseller").await.status, 200);

    // Another person of the provider with the same address, and somebody deactivated.
    let mut twin = person("owner@aurora.test", &["money"]);
    twin["sub"] = "another".into();
    idp.set(json!({ "person": twin })).await;
    refused(
        &mut world.stranger(HOST),
        &idp,
        "other_identity",
        "belongs to another person",
    )
    .await;
    let kim: uuid::Uuid = sqlx::query_scalar("select id from users where email = 'new@northwind.test'")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    let kim = clouddail::shared::ids::UserId::from(kim).to_string();
    done(
        &mut owner,
        "/do/members/deactivate",
        &[("member", &kim)],
        "/business/members?saved=deactivated",
    )
    .await;
    idp.person("new@northwind.test", &["money"]).await;
    refused(&mut world.stranger(HOST), &idp, "deactivated", "is deactivated").await;
    world.prove().await;
}

#[tokio::test]
async fn a_company_closes_every_other_way_in() {
    let world = World::new().await;
    let mut idp = IdentityProvider::start(&world).await;
    let mut owner = northwind(&world, &idp).await;
    let mut viewer = world.browser(HOST, "viewer@northwind.test").await;
    let mut manager = world.member_browser(OrganizationRole::Manager).await;

    // Not before somebody came through.
    let on = [("enforced", "true")];
    let early = owner.post_json("/do/sign_in/enforce", &on).await.text();
    assert!(early.contains("everybody would be shut out"), "{early}");
    assert_eq!(viewer.get("/business").await.status, 200);
    idp.person("viewer@northwind.test", &["money"]).await;
    let mut vera = world.stranger(HOST);
    sign_in(&mut vera, &idp, "northwind").await;

    done(
        &mut owner,
        "/do/sign_in/enforce",
        &on,
        "/business/sign-in?saved=enforced",
    )
    .await;
    for browser in [&mut viewer, &mut manager] {
        let to = browser.get("/business").await.location.unwrap();
        assert!(to.starts_with("/sign-in"), "{to}");
    }
    assert_eq!(
        vera.get("/business").await.status,
        200,
        "a session of the provider goes on"
    );
    assert_eq!(owner.get("/business").await.status, 200);

    // The right password is refused with words, the wrong one as ever; the owner's works.
    let mut late = world.stranger(HOST);
    let form = [("email", "viewer@northwind.test"), ("password", "demo-pass-1234")];
    let answer = late.post("/sign-in", "/do/accounts/sign_in", &form).await;
    assert!(late.session.is_none());
    let page = late.follow(&answer).await.text();
    assert!(
        page.contains("by its own sign-in alone") && page.contains("northwind"),
        "{page}"
    );
    let form = [("email", "viewer@northwind.test"), ("password", "wrong-one-1234")];
    let text = late.post_json("/do/accounts/sign_in", &form).await.text();
    assert!(text.contains("password is not right"), "{text}");
    world.browser(HOST, "owner@northwind.test").await;

    // Joining by a mailed link makes an account, and the company waits for its own sign-in.
    let form = [
        ("email", "join@northwind.test"),
        ("company_role", "viewer"),
        ("team", ""),
    ];
    done(
        &mut owner,
        "/do/members/invite",
        &form,
        "/business/members?saved=invited",
    )
    .await;
    let offer = link(&world, "join@northwind.test").await;
    let mut joiner = world.stranger(HOST);
    let form = [
        ("token", token(&offer)),
        ("first_name", "Jo"),
        ("last_name", "In"),
        ("password", "three words here"),
    ];
    done(&mut joiner, "/do/members/join", &form, "/business").await;
    let page = joiner.get("/business").await.text();
    assert!(
        page.contains("own sign-in alone") && !page.contains("You: "),
        "{page}"
    );
    assert_eq!(joiner.get("/business/members").await.status, 404);

    // Another provider has to come through first, so passwords work again; and the switch itself.
    let form = settings("https://login.example.com", "northwind", "");
    done(
        &mut owner,
        "/do/sign_in/change_settings",
        &form,
        "/business/sign-in?saved=settings",
    )
    .await;
    world.browser(HOST, "viewer@northwind.test").await;
    world.prove().await;
}
