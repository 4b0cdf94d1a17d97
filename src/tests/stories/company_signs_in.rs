//! People of a company come in by its own identity provider, which is a real one; and what it says is checked.

use serde_json::json;

use super::company_from_nothing::done;
use crate::support::{
    Answer, Client, IdentityProvider, World,
    identity_provider::{CLIENT, person},
};

const PAGE: &str = "/business/sign-in";
pub(super) const HOST: &str = "aurora.localhost";

/// The form of the settings.
pub(super) fn settings<'a>(
    issuer: &'a str,
    short_name: &'a str,
    default_role: &'a str,
) -> [(&'a str, &'a str); 7] {
    [
        ("short_name", short_name),
        ("issuer", issuer),
        ("client_id", CLIENT.0),
        ("client_secret", CLIENT.1),
        ("groups_claim", "groups"),
        ("default_role", default_role),
        ("sign_in_on", "true"),
    ]
}

/// Proves a domain of the company by the DNS.
pub async fn prove_domain(world: &World, owner: &mut Client, domain: &str) {
    let form = [("email_domain", domain)];
    done(
        owner,
        "/do/sign_in/add_domain",
        &form,
        "/business/sign-in?saved=domain",
    )
    .await;
    let proof: String = sqlx::query_scalar(
        "select proof from organization_email_domains where domain = $1 order by created_at desc limit 1",
    )
    .bind(domain)
    .fetch_one(&mut world.owner().await)
    .await
    .unwrap();
    let early = owner.post_json("/do/sign_in/check_domain", &form).await.text();
    assert!(early.contains("not in the DNS"), "{early}");
    world.dns.txt(&format!("_company-sign-in.{domain}"), &proof);
    world.pass(60).await;
    done(
        owner,
        "/do/sign_in/check_domain",
        &form,
        "/business/sign-in?saved=proven",
    )
    .await;
}

/// Northwind with a provider, one group and a proven domain; its owner's browser.
pub(super) async fn northwind(world: &World, idp: &IdentityProvider) -> Client {
    let mut owner = world.browser(HOST, "owner@northwind.test").await;
    let form = settings(&idp.issuer, "northwind", "");
    done(
        &mut owner,
        "/do/sign_in/change_settings",
        &form,
        "/business/sign-in?saved=settings",
    )
    .await;
    let group = [("idp_group", "money"), ("company_role", "finance"), ("team", "")];
    done(
        &mut owner,
        "/do/sign_in/set_group",
        &group,
        "/business/sign-in?saved=group",
    )
    .await;
    prove_domain(world, &mut owner, "northwind.test").await;
    owner
}

/// Begins at the shop; where the browser is sent.
async fn begin(browser: &mut Client, company: &str) -> String {
    let form = [("company", company)];
    let answer = browser.post("/sign-in/company", "/do/sign_in/start", &form).await;
    answer
        .location
        .clone()
        .unwrap_or_else(|| panic!("{}", answer.text()))
}

/// The path and query of an address at the shop.
fn path(url: &str) -> &str {
    url.split_once("/auth")
        .map_or(url, |(before, _)| &url[before.len()..])
}

/// The whole way round, from the form to where the browser ends up.
pub(super) async fn sign_in(browser: &mut Client, idp: &IdentityProvider, company: &str) -> Answer {
    let to = begin(browser, company).await;
    let back = idp.visit(&to).await;
    browser.get(path(&back)).await
}

pub(super) async fn refused(browser: &mut Client, idp: &IdentityProvider, why: &str, words: &str) {
    let answer = sign_in(browser, idp, "northwind").await;
    assert_eq!(
        answer.location.as_deref(),
        Some(format!("/sign-in/company?refused={why}").as_str()),
        "{}",
        answer.text()
    );
    assert!(browser.session.is_none(), "{why} begins a session");
    let page = browser.follow(&answer).await.text();
    assert!(page.contains(words), "{why}: {page}");
    assert!(!page.to_lowercase().contains("clouddail"));
}

pub(super) async fn role_of(world: &World, email: &str) -> Option<String> {
    sqlx::query_scalar(
        "select m.role from organization_members m join users u on u.id = m.user_id where u.email = $1",
    )
    .bind(email)
    .fetch_optional(&mut world.owner().await)
    .await
    .unwrap()
}

#[tokio::test]
async fn people_come_in_with_the_role_of_their_group() {
    let world = World::new().await;
    let mut idp = IdentityProvider::start(&world).await;
    let mut owner = northwind(&world, &idp).await;

    // The owner tries it out: what was found is on the page, and nobody got an account.
    let users = world.count("select count(*) from users").await;
    idp.person("new@northwind.test", &["money", "others"]).await;
    let to = owner.post(PAGE, "/do/sign_in/test", &[]).await.location.unwrap();
    let back = idp.visit(&to).await;
    let answer = owner.get(path(&back)).await;
    assert_eq!(
        answer.location.as_deref(),
        Some("/business/sign-in?saved=tested#test")
    );
    let page = owner.get("/business/sign-in?saved=tested").await.text();
    for words in [
        "It works",
        "new@northwind.test",
        "money, others",
        "Finance",
        "/auth/company/callback",
    ] {
        assert!(page.contains(words), "no {words} in {page}");
    }
    assert!(!page.contains(CLIENT.1), "the page shows the secret");
    assert_eq!(world.count("select count(*) from users").await, users);

    // Somebody new, by the address, lands where they wanted to go.
    let mut kim = world.stranger(HOST);
    assert!(
        kim.get("/sign-in")
            .await
            .text()
            .contains("Sign in with your company")
    );
    let form = [("company", "NEW@northwind.test"), ("next", "/business/members")];
    let begun = kim.post("/sign-in/company", "/do/sign_in/start", &form).await;
    let to = begun.location.unwrap();
    for part in [
        "code_challenge_method=S256",
        "nonce=",
        "state=",
        "scope=openid+email+profile+groups",
    ] {
        assert!(to.contains(part), "no {part} in {to}");
    }
    let back = idp.visit(&to).await;
    let answer = kim.get(path(&back)).await;
    assert_eq!(answer.location.as_deref(), Some("/business/members"));
    let page = kim.follow(&answer).await.text();
    assert!(
        page.contains("Northwind") && page.contains("You: ") && page.contains("Finance"),
        "{page}"
    );
    assert_eq!(role_of(&world, "new@northwind.test").await.unwrap(), "finance");

    // Again, in another group now, from a provider that tells only the subject in the token.
    let form = [("idp_group", "readers"), ("company_role", "viewer"), ("team", "")];
    done(
        &mut owner,
        "/do/sign_in/set_group",
        &form,
        "/business/sign-in?saved=group",
    )
    .await;
    idp.set(json!({ "person": person("new@northwind.test", &["readers"]), "thin": true }))
        .await;
    let mut again = world.stranger(HOST);
    let answer = sign_in(&mut again, &idp, "northwind").await;
    assert_eq!(answer.location.as_deref(), Some("/business"));
    assert_eq!(role_of(&world, "new@northwind.test").await.unwrap(), "viewer");
    assert_eq!(world.count("select count(*) from users").await, users + 1);

    // A member who had a password keeps the account; an owner stays an owner, in whatever group.
    idp.person("viewer@northwind.test", &["money"]).await;
    let mut vera = world.stranger(HOST);
    assert_eq!(
        sign_in(&mut vera, &idp, "viewer@northwind.test")
            .await
            .location
            .as_deref(),
        Some("/business")
    );
    assert_eq!(role_of(&world, "viewer@northwind.test").await.unwrap(), "finance");
    idp.person("owner@northwind.test", &["others"]).await;
    let mut nora = world.stranger(HOST);
    assert_eq!(
        sign_in(&mut nora, &idp, "northwind").await.location.as_deref(),
        Some("/business")
    );
    assert_eq!(role_of(&world, "owner@northwind.test").await.unwrap(), "owner");
    let history = owner.get("/business/history").await.text();
    assert!(
        history.contains("new@northwind.test") || history.contains("Kim North"),
        "{history}"
    );
    world.prove().await;
}

/// Names of the teams somebody leads.
async fn led_by(world: &World, email: &str) -> Vec<String> {
    sqlx::query_scalar(
        "select t.name from team_managers l join teams t on t.id = l.team_id join users u on u.id = l.user_id
         where u.email = $1 order by t.name",
    )
    .bind(email)
    .fetch_all(&mut world.owner().await)
    .await
    .unwrap()
}

#[tokio::test]
async fn managers_lead_the_teams_of_their_groups_and_see_their_company_alone() {
    let world = World::new().await;
    let mut idp = IdentityProvider::start(&world).await;
    let mut owner = northwind(&world, &idp).await;
    let teams: Vec<(uuid::Uuid, String)> = sqlx::query_as("select id, name from teams order by name limit 2")
        .fetch_all(&mut world.owner().await)
        .await
        .unwrap();
    for (id, name) in &teams {
        let team = clouddail::shared::ids::TeamId::from(*id).to_string();
        let group = format!("leads {name}");
        let form = [
            ("idp_group", group.as_str()),
            ("company_role", "manager"),
            ("team", &team),
        ];
        done(
            &mut owner,
            "/do/sign_in/set_group",
            &form,
            "/business/sign-in?saved=group",
        )
        .await;
    }
    let owners = [("idp_group", "bosses"), ("company_role", "owner"), ("team", "")];
    let text = owner.post_json("/do/sign_in/set_group", &owners).await.text();
    assert!(text.contains("Owners are made by owners"), "{text}");

    // Of both groups, then of the second, then of none that leads.
    let groups: Vec<String> = teams.iter().map(|(_, name)| format!("leads {name}")).collect();
    let email = "lea@northwind.test";
    for (groups, led) in [
        (
            vec![groups[0].as_str(), groups[1].as_str()],
            vec![&teams[0].1, &teams[1].1],
        ),
        (vec![groups[1].as_str()], vec![&teams[1].1]),
        (vec!["money"], vec![]),
    ] {
        idp.person(email, &groups).await;
        let mut lea = world.stranger(HOST);
        assert_eq!(
            sign_in(&mut lea, &idp, "northwind").await.location.as_deref(),
            Some("/business")
        );
        assert_eq!(led_by(&world, email).await.iter().collect::<Vec<_>>(), led);
    }
    assert_eq!(role_of(&world, email).await.unwrap(), "finance");

    // Somebody with a company of their own as well does not get there by Northwind's provider.
    let making = [
        ("company_name", "Southwind"),
        ("billing_email", "a@southwind.test"),
    ];
    let mut vera = world.browser(HOST, "viewer@northwind.test").await;
    done(&mut vera, "/do/business/create", &making, "/business?saved=made").await;
    let south: uuid::Uuid = sqlx::query_scalar("select id from organizations where name = 'Southwind'")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    let south = clouddail::shared::ids::OrganizationId::from(south).to_string();
    idp.person("viewer@northwind.test", &["money"]).await;
    let mut came = world.stranger(HOST);
    sign_in(&mut came, &idp, "northwind").await;
    let page = came.get("/business").await.text();
    assert!(
        page.contains("Northwind") && !page.contains("Southwind"),
        "{page}"
    );
    let form = [("organization", south.as_str())];
    let text = came.post_json("/do/business/choose", &form).await.text();
    assert!(text.contains("NotFound"), "{text}");
    done(&mut vera, "/do/business/choose", &form, "/business").await;
    world.prove().await;
}

#[tokio::test]
async fn a_provider_that_lies_lets_nobody_in() {
    let world = World::new().await;
    let mut idp = IdentityProvider::start(&world).await;
    northwind(&world, &idp).await;
    let users = world.count("select count(*) from users").await;
    for (fault, words) in [
        ("nonce", "belongs to another sign-in"),
        ("audience", "meant for another application"),
        ("issuer", "another provider"),
        ("expired", "had expired"),
        ("signature", "was not signed by"),
    ] {
        idp.lie("new@northwind.test", &["money"], fault).await;
        refused(&mut world.stranger(HOST), &idp, fault, words).await;
    }
    idp.lie("new@northwind.test", &["money"], "disabled").await;
    refused(
        &mut world.stranger(HOST),
        &idp,
        "not_let_in",
        "your account there is disabled",
    )
    .await;
    assert_eq!(world.count("select count(*) from users").await, users);

    // A provider that is gone, and an address that leads into a private network.
    let mut owner = world.browser(HOST, "owner@northwind.test").await;
    for (issuer, words) in [
        ("http://127.0.0.1:9", "does not answer"),
        ("https://10.0.0.1", "private network"),
        ("http://example.com", "not https"),
    ] {
        let form = settings(issuer, "northwind", "");
        done(
            &mut owner,
            "/do/sign_in/change_settings",
            &form,
            "/business/sign-in?saved=settings",
        )
        .await;
        let text = owner.post_json("/do/sign_in/test", &[]).await.text();
        assert!(text.contains(words), "{issuer}: {text}");
    }
    world.prove().await;
}

#[tokio::test]
async fn a_sign_in_works_once_in_its_own_browser_shop_and_company() {
    let world = World::new().await;
    let mut idp = IdentityProvider::start(&world).await;
    northwind(&world, &idp).await;
    idp.person("new@northwind.test", &["money"]).await;
    let attempt = Some("/sign-in/company?refused=attempt");

    // Used once.
    let mut kim = world.stranger(HOST);
    let back = idp.visit(&begin(&mut kim, "northwind").await).await;
    assert_eq!(kim.get(path(&back)).await.location.as_deref(), Some("/business"));
    kim.session = None;
    assert_eq!(kim.get(path(&back)).await.location.as_deref(), attempt);
    assert!(kim.session.is_none());

    // A code that was used, with a state that was not.
    let state_of = |url: &str| -> String {
        let query = url.split_once("state=").unwrap().1;
        query.split('&').next().unwrap().to_owned()
    };
    let fresh = begin(&mut kim, "northwind").await;
    let replay = path(&back).replace(&state_of(&back), &state_of(&fresh));
    assert_eq!(
        kim.get(&replay).await.location.as_deref(),
        Some("/sign-in/company?refused=client")
    );
    assert!(kim.session.is_none());

    // Another browser, another shop, and too late.
    let back = idp.visit(&begin(&mut kim, "northwind").await).await;
    assert_eq!(
        world.stranger(HOST).get(path(&back)).await.location.as_deref(),
        attempt
    );
    let mut kim = world.stranger(HOST);
    let back = idp.visit(&begin(&mut kim, "northwind").await).await;
    let mut elsewhere = world.stranger("kite.localhost");
    elsewhere.cookies = kim.cookies.clone();
    assert_eq!(elsewhere.get(path(&back)).await.location.as_deref(), attempt);
    let back = idp.visit(&begin(&mut kim, "northwind").await).await;
    world.pass(601).await;
    assert_eq!(kim.get(path(&back)).await.location.as_deref(), attempt);

    // Another company's state: its provider is another one, and says so.
    let other = IdentityProvider::start(&world).await;
    let mut southwind = world.browser(HOST, "customer@aurora.test").await;
    let making = [
        ("company_name", "Southwind"),
        ("billing_email", "a@southwind.test"),
    ];
    done(
        &mut southwind,
        "/do/business/create",
        &making,
        "/business?saved=made",
    )
    .await;
    let taken = southwind
        .post_json(
            "/do/sign_in/change_settings",
            &settings(&other.issuer, "northwind", ""),
        )
        .await;
    assert!(taken.text().contains("Another company has this name"));
    let form = settings(&other.issuer, "southwind", "admin");
    done(
        &mut southwind,
        "/do/sign_in/change_settings",
        &form,
        "/business/sign-in?saved=settings",
    )
    .await;
    let mut kim = world.stranger(HOST);
    let of_south = begin(&mut kim, "southwind").await;
    let of_north = idp.visit(&begin(&mut kim, "northwind").await).await;
    let mixed = path(&of_north).replace(&state_of(&of_north), &state_of(&of_south));
    assert_eq!(
        kim.get(&mixed).await.location.as_deref(),
        Some("/sign-in/company?refused=issuer")
    );
    let without_issuer = mixed.split("&iss=").next().unwrap().to_owned();
    assert_eq!(
        kim.get(&without_issuer).await.location.as_deref(),
        attempt,
        "the first try used the state"
    );
    assert!(kim.session.is_none());
    world.prove().await;
}
