//! A company's directory over SCIM 2.0, in the words of Entra and Okta.

use clouddail::shared::{ids::UserId, permissions::OrganizationRole};
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    stories::{
        company_lines::{STEERED, assign, employee, newest, state_of},
        company_signs_in::prove_domain,
    },
    support::{Api, Client, World, api::Reply},
};

const HOST: &str = "aurora.localhost";
const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const PATCH: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// A directory of Northwind with a token its owner made.
async fn directory(world: &World, owner: &mut Client) -> Api {
    let made = owner
        .post("/business/sign-in", "/do/sign_in/make_token", &[])
        .await;
    let page = owner.follow(&made).await.text();
    let token: String = page
        .split("id=\"fresh-token\">")
        .nth(1)
        .unwrap_or_else(|| panic!("{page}"))
        .chars()
        .take_while(|one| one.is_ascii_alphanumeric() || *one == '_')
        .collect();
    assert!(token.starts_with("scim_") && token.len() == 69, "{token}");
    assert!(
        !owner.get("/business/sign-in").await.text().contains(&token),
        "the token is shown twice"
    );
    world.api(HOST, &token)
}

async fn send(api: &Api, method: Method, path: &str, body: Value) -> Reply {
    let request = api
        .request(method, path)
        .header("content-type", "application/scim+json")
        .body(body.to_string());
    let reply = api.send(request).await;
    if !reply.bytes.is_empty() {
        assert_eq!(
            reply.headers["content-type"], "application/scim+json",
            "{reply:?}"
        );
    }
    reply
}

fn refusal(reply: &Reply, status: u16, kind: Option<&str>) {
    assert_eq!(reply.status, status, "{reply:?}");
    assert_eq!(
        reply.json["schemas"][0],
        "urn:ietf:params:scim:api:messages:2.0:Error"
    );
    assert_eq!(reply.json["status"], status.to_string());
    assert_eq!(reply.json["scimType"].as_str(), kind, "{reply:?}");
    assert!(!reply.json.to_string().to_lowercase().contains("clouddail"));
}

fn off(value: Value) -> Value {
    json!({ "schemas": [PATCH], "Operations": [{ "op": "Replace", "path": "active", "value": value }] })
}

#[tokio::test]
async fn a_directory_enters_changes_and_deactivates_people() {
    let world = World::new().await;
    let mut owner = world.browser(HOST, "owner@northwind.test").await;
    let api = directory(&world, &mut owner).await;

    // What it can do, as directories ask first.
    let config = api.get("/scim/v2/ServiceProviderConfig").await;
    assert_eq!(config.json["patch"]["supported"], true);
    assert_eq!(
        api.get("/scim/v2/ResourceTypes").await.json["Resources"][0]["endpoint"],
        "/Users"
    );
    assert_eq!(
        api.get(&format!("/scim/v2/Schemas/{USER}")).await.json["id"],
        USER
    );
    let known = api.get("/scim/v2/Users").await;
    assert_eq!(known.json["totalResults"], 4);

    // Only in a domain of the company.
    let new = json!({
        "schemas": [USER], "userName": "Ada@Northwind.test", "externalId": "0042", "active": true,
        "name": { "givenName": "Ada", "familyName": "King" },
        "emails": [{ "value": "ada@northwind.test", "primary": true }], "title": "Countess",
    });
    refusal(
        &send(&api, Method::POST, "/scim/v2/Users", new.clone()).await,
        400,
        Some("invalidValue"),
    );
    prove_domain(&world, &mut owner, "northwind.test").await;
    let made = send(&api, Method::POST, "/scim/v2/Users", new.clone()).await;
    assert_eq!(made.status, 201, "{made:?}");
    let id = made.text("/id");
    let at = format!("/scim/v2/Users/{id}");
    assert!(made.headers["location"].to_str().unwrap().ends_with(&at));
    assert_eq!(made.text("/userName"), "ada@northwind.test");
    assert_eq!(made.text("/externalId"), "0042");
    assert_eq!(made.text("/roles/0/value"), "standard");
    refusal(
        &send(&api, Method::POST, "/scim/v2/Users", new).await,
        409,
        Some("uniqueness"),
    );
    let stranger = json!({ "userName": "customer@aurora.test" });
    refusal(
        &send(&api, Method::POST, "/scim/v2/Users", stranger).await,
        409,
        Some("uniqueness"),
    );
    let page = owner.get("/business/members").await.text();
    assert!(page.contains("Ada King"), "{page}");

    // Found by the address, and page by page.
    let found = api
        .get("/scim/v2/Users?filter=userName%20eq%20%22ADA%40northwind.test%22")
        .await;
    assert_eq!(
        (&found.json["totalResults"], found.text("/Resources/0/id")),
        (&json!(1), id.clone())
    );
    let none = api
        .get("/scim/v2/Users?filter=userName%20eq%20%22customer%40aurora.test%22")
        .await;
    assert_eq!(none.json["totalResults"], 0);
    let second = api.get("/scim/v2/Users?startIndex=4&count=1").await;
    assert_eq!(second.json["totalResults"], 5);
    assert_eq!(second.json["itemsPerPage"], 1);
    assert_eq!(second.json["startIndex"], 4);
    assert_eq!(
        api.get("/scim/v2/Users?count=0").await.json["Resources"],
        json!([])
    );
    refusal(
        &api.get("/scim/v2/Users?filter=title%20co%20%22a%22").await,
        400,
        Some("invalidFilter"),
    );

    // Changed: as Okta writes whole people, and as Entra patches.
    let put =
        json!({ "userName": "ada@northwind.test", "name": { "givenName": "Augusta", "familyName": "King" } });
    let changed = send(&api, Method::PUT, &at, put).await;
    assert_eq!(changed.text("/name/givenName"), "Augusta");
    assert_eq!(changed.json["active"], true);
    let patch = json!({ "schemas": [PATCH], "Operations": [
        { "op": "replace", "path": "userName", "value": "augusta@northwind.test" },
        { "op": "replace", "value": { "name.familyName": "Byron" } },
    ] });
    let changed = send(&api, Method::PATCH, &at, patch).await;
    assert_eq!(changed.text("/userName"), "augusta@northwind.test");
    assert_eq!(changed.text("/name/formatted"), "Augusta Byron");
    let elsewhere = json!({ "userName": "augusta@elsewhere.test" });
    refusal(
        &send(&api, Method::PUT, &at, elsewhere).await,
        400,
        Some("mutability"),
    );
    let taken = json!({ "userName": "viewer@northwind.test" });
    refusal(
        &send(&api, Method::PUT, &at, taken).await,
        409,
        Some("uniqueness"),
    );
    let deleted = api.delete(&at).await;
    assert_eq!(deleted.status, 204, "{deleted:?}");
    assert_eq!(api.get(&at).await.json["active"], false);
    let on = json!({ "Operations": [{ "op": "replace", "value": { "active": true } }] });
    assert_eq!(send(&api, Method::PATCH, &at, on).await.json["active"], true);

    // What cannot be read is refused with a sentence.
    for (body, kind) in [
        (json!([]), "invalidSyntax"),
        (json!({ "Operations": [] }), "invalidSyntax"),
        (off(json!("maybe")), "invalidValue"),
    ] {
        refusal(&send(&api, Method::PATCH, &at, body).await, 400, Some(kind));
    }
    for name in ["not-an-address", "a\u{7}@northwind.test", ""] {
        let body = json!({ "userName": name });
        refusal(
            &send(&api, Method::POST, "/scim/v2/Users", body).await,
            400,
            Some("invalidValue"),
        );
    }
    let large = json!({ "userName": "a@northwind.test", "title": "x".repeat(100_000) });
    let answer = api
        .send(
            api.request(Method::POST, "/scim/v2/Users")
                .header("content-type", "application/scim+json")
                .body(large.to_string()),
        )
        .await;
    assert_eq!(answer.status, 413);
    world.prove().await;
}

#[tokio::test]
async fn whoever_is_deactivated_is_signed_out_at_once_and_off_boarded() {
    let world = World::new().await;
    let mut owner = world.browser(HOST, "owner@northwind.test").await;
    let api = directory(&world, &mut owner).await;
    let employee = |email: &str| {
        format!(
            "email={email}&first_name=Vera&last_name=North&team=&cost_centre=&phone_model=&starts_on=&ends_on="
        )
    };
    for email in ["viewer@northwind.test", "manager@northwind.test"] {
        let form = employee(email);
        let form: Vec<(&str, &str)> = form
            .split('&')
            .map(|pair| pair.split_once('=').unwrap())
            .collect();
        let added = owner
            .post("/business/employees/new", "/do/employees/add", &form)
            .await;
        assert!(added.location.is_some(), "{}", added.text());
    }
    let mut viewer = world.browser(HOST, "viewer@northwind.test").await;
    assert_eq!(viewer.get("/business").await.status, 200);
    let id_of = async |email: &str| {
        let found = api
            .get(&format!("/scim/v2/Users?filter=userName%20eq%20%22{email}%22"))
            .await;
        found.text("/Resources/0/id")
    };

    // Entra's spelling. The next request is a stranger's, before any job ran.
    let at = format!("/scim/v2/Users/{}", id_of("viewer@northwind.test").await);
    let gone = send(&api, Method::PATCH, &at, off(json!("False"))).await;
    assert_eq!(gone.json["active"], false, "{gone:?}");
    let to = viewer.get("/business").await.location.unwrap();
    assert!(to.starts_with("/sign-in"), "{to}");
    let ends = "select count(*) from employees where email = 'viewer@northwind.test' and ends_on is not null";
    assert_eq!(world.count(ends).await, 0);
    world.run_jobs().await;
    assert_eq!(world.count(ends).await, 1, "the leaver is off-boarded");
    let mut back = world.browser(HOST, "viewer@northwind.test").await;
    assert_eq!(
        back.get("/business/members").await.status,
        404,
        "the company is closed to the leaver"
    );

    // A company that keeps its leavers' employees as they are.
    let keep = [("leavers_lines", "keep")];
    let saved = owner
        .post("/business/sign-in", "/do/sign_in/set_leavers_lines", &keep)
        .await;
    assert!(saved.location.unwrap().ends_with("saved=leavers"));
    let at = format!("/scim/v2/Users/{}", id_of("manager@northwind.test").await);
    assert_eq!(api.delete(&at).await.status, 204);
    world.run_jobs().await;
    let kept = "select count(*) from employees where email = 'manager@northwind.test' and ends_on is null";
    assert_eq!(world.count(kept).await, 1);

    // The last owner is the way in when the directory is wrong; a name of somebody's own account stays.
    let at = format!("/scim/v2/Users/{}", id_of("owner@northwind.test").await);
    refusal(
        &send(&api, Method::PATCH, &at, off(json!(false))).await,
        409,
        None,
    );
    let rename = json!({ "userName": "owner@northwind.test", "name": { "givenName": "Evil" } });
    assert_eq!(
        send(&api, Method::PUT, &at, rename).await.text("/name/givenName"),
        "Nora"
    );
    let move_away = json!({ "userName": "evil@northwind.test" });
    refusal(
        &send(&api, Method::PUT, &at, move_away).await,
        400,
        Some("mutability"),
    );
    let history = owner.get("/business/history").await.text();
    assert!(history.contains("deactivated"), "{history}");
    world.prove().await;
}

/// Somebody's first day is the last one too: the line does not wait for midnight.
#[tokio::test]
async fn whoever_began_today_and_is_deactivated_loses_the_line_within_the_minute() {
    let world = World::new().await;
    let mut owner = world.browser(HOST, "owner@northwind.test").await;
    let api = directory(&world, &mut owner).await;
    let form = [
        ("email", "viewer@northwind.test"),
        ("first_name", "Vera"),
        ("last_name", "North"),
        ("team", ""),
        ("cost_centre", ""),
        ("phone_model", ""),
        ("starts_on", ""),
        ("ends_on", ""),
    ];
    owner
        .post("/business/employees/new", "/do/employees/add", &form)
        .await;
    assign(&world, &mut owner, STEERED, &["viewer"]).await;
    world.run_jobs().await;
    let line = newest(&world).await;
    assert_eq!(state_of(&world, &line).await, "ready");
    let ends = [("leavers_lines", "terminate")];
    owner
        .post("/business/sign-in", "/do/sign_in/set_leavers_lines", &ends)
        .await;
    let filter = "/scim/v2/Users?filter=userName%20eq%20%22viewer@northwind.test%22";
    let at = format!("/scim/v2/Users/{}", api.get(filter).await.text("/Resources/0/id"));
    send(&api, Method::PATCH, &at, off(json!(false))).await;
    world.run_jobs().await;
    assert_eq!(state_of(&world, &line).await, "terminated");
    let plan = world.plan(STEERED).await.to_string();
    let again = [
        ("plan", plan.as_str()),
        ("who", "ticked"),
        ("employees[0]", &employee(&world, "viewer").await),
    ];
    let refused = owner.post_json("/do/lines/prepare", &again).await.text();
    assert!(refused.contains("no employee any more"), "{refused}");
    world.prove().await;
}

#[tokio::test]
async fn a_directory_reaches_its_own_company_and_nothing_else() {
    let world = World::new().await;
    let mut owner = world.browser(HOST, "owner@northwind.test").await;
    let api = directory(&world, &mut owner).await;
    let outsider: uuid::Uuid =
        sqlx::query_scalar("select id from users where email = 'customer@aurora.test'")
            .fetch_one(&mut world.owner().await)
            .await
            .unwrap();
    let outsider = format!("/scim/v2/Users/{}", UserId::from(outsider));
    let viewer = api
        .get("/scim/v2/Users?filter=userName%20eq%20%22viewer%40northwind.test%22")
        .await
        .text("/Resources/0/id");
    let viewer = format!("/scim/v2/Users/{viewer}");

    // Nobody's token, none, a key of the REST interface, and the right one at another shop.
    let token = api.key.clone().unwrap();
    let nobodys = format!("scim_{}", "0".repeat(64));
    for other in [
        world.api(HOST, &nobodys),
        world.api(HOST, ""),
        world.aurora_api(),
        world.api("kite.localhost", &token),
    ] {
        for path in ["/scim/v2/Users", "/scim/v2/ServiceProviderConfig", &viewer] {
            let reply = other.get(path).await;
            refusal(&reply, 401, None);
            assert_eq!(reply.headers["www-authenticate"], "Bearer");
        }
        refusal(
            &send(&other, Method::PATCH, &viewer, off(json!(false))).await,
            401,
            None,
        );
    }

    // Somebody of the shop who is not in the company, another company's member, and an id of another kind.
    let mut southwind = world.browser(HOST, "customer@aurora.test").await;
    let form = [
        ("company_name", "Southwind"),
        ("billing_email", "a@southwind.test"),
    ];
    southwind
        .post("/business/new", "/do/business/create", &form)
        .await;
    let south = directory(&world, &mut southwind).await;
    for (api, path) in [
        (&api, outsider.as_str()),
        (&south, viewer.as_str()),
        (&api, "/scim/v2/Users/org_1"),
        (&api, "/scim/v2/Groups"),
    ] {
        refusal(&api.get(path).await, 404, None);
        if path.contains("/usr_") {
            refusal(
                &send(api, Method::PATCH, path, off(json!(false))).await,
                404,
                None,
            );
            refusal(
                &send(api, Method::PUT, path, json!({ "active": false })).await,
                404,
                None,
            );
            refusal(&api.delete(path).await, 404, None);
        }
    }
    assert_eq!(south.get("/scim/v2/Users").await.json["totalResults"], 1);
    assert_eq!(api.get(&viewer).await.json["active"], true);

    // Another company's page does not revoke it; its own does, at once.
    let id: uuid::Uuid =
        sqlx::query_scalar("select id from directory_tokens order by created_at, id limit 1")
            .fetch_one(&mut world.owner().await)
            .await
            .unwrap();
    let id = clouddail::shared::ids::DirectoryTokenId::from(id).to_string();
    let form = [("directory_token", id.as_str())];
    let theirs = southwind.post_json("/do/sign_in/revoke_token", &form).await;
    assert!(theirs.text().contains("NotFound"), "{}", theirs.text());
    let mut admin = world.member_browser(OrganizationRole::Admin).await;
    let refused = admin.post_json("/do/sign_in/revoke_token", &form).await;
    assert!(refused.text().contains("Forbidden"), "{}", refused.text());
    assert_eq!(api.get("/scim/v2/Users").await.status, 200);
    let revoked = owner
        .post("/business/sign-in", "/do/sign_in/revoke_token", &form)
        .await;
    assert!(revoked.location.unwrap().ends_with("saved=revoked"));
    refusal(&api.get("/scim/v2/Users").await, 401, None);
    world.prove().await;
}

#[tokio::test]
async fn a_directory_that_asks_too_fast_waits() {
    let world = World::new().await;
    let rate = clouddail::http::api::limit::Rate {
        per_second: 1,
        burst: 3,
    };
    let api = world.limited_api("", rate).await;
    for _ in 0..3 {
        refusal(&api.get("/scim/v2/Users").await, 401, None);
    }
    refusal(&api.get("/scim/v2/Users").await, 429, None);
    world.prove().await;
}
