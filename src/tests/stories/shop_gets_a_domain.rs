//! A shop gets a domain of its own: records, causes, redirects, certificates, and what happens when it moves away.

use std::net::{Ipv4Addr, SocketAddr};

use clouddail::shared::permissions::StaffRole;

use crate::support::{Client, DnsServer, World};

const LIST: &str = "/reseller/domains";

/// Adds a domain by the form; the page with its records.
async fn add(browser: &mut Client, host: &str) -> String {
    let answer = browser.post(LIST, "/do/domains/add", &[("host", host)]).await;
    let to = answer
        .location
        .unwrap_or_else(|| panic!("{host}: {}", answer.status));
    path(&to)
}

fn path(location: &str) -> String {
    let path = location.find("/reseller").expect("a page of the dashboard");
    location[path..].to_owned()
}

/// The text the page asks to put at `_shop-verify.<host>`.
async fn proof(browser: &mut Client, page: &str) -> String {
    let html = browser.get(page).await.text();
    let at = html.find("shop-verify=").expect("the page shows the proof");
    html[at..at + "shop-verify=".len() + 32].to_owned()
}

/// Presses "check now" and reads the page.
async fn check(world: &World, browser: &mut Client, page: &str) -> String {
    world.backend.clock.advance(chrono::TimeDelta::seconds(16));
    let id = page.rsplit('/').next().unwrap();
    let answer = browser.post(page, "/do/domains/check", &[("id", id)]).await;
    browser.get(&path(&answer.location.unwrap())).await.text()
}

async fn tls(world: &World) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .await
        .unwrap();
    let address = listener.local_addr().unwrap();
    let router = clouddail::http::tls::routes(world.backend.clone());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    address
}

async fn allowed(tls: SocketAddr, host: &str) -> u16 {
    let url = format!("http://{tls}/tls/allow?domain={host}");
    reqwest::get(url).await.unwrap().status().as_u16()
}

#[tokio::test]
async fn from_no_record_to_the_shops_own_host() {
    let world = World::new().await;
    let tls = tls(&world).await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let page = add(&mut owner, "https://Shop.Example.com/").await;
    let proof = proof(&mut owner, &page).await;
    let html = owner.get(&page).await.text();
    for part in [
        "_shop-verify.shop.example.com",
        "shops.localhost",
        "CNAME",
        "AAAA",
    ] {
        assert!(html.contains(part), "the page lacks {part}");
    }
    assert!(!html.to_lowercase().contains("clouddail"));

    let html = check(&world, &mut owner, &page).await;
    assert!(html.contains("There is no record for this host yet"), "{html}");
    assert_eq!(world.stranger("shop.example.com").get("/").await.status, 404);
    assert_eq!(allowed(tls, "shop.example.com").await, 404);

    world.dns.cname("shop.example.com", "shops.localhost");
    world.dns.txt("_shop-verify.shop.example.com", &proof);
    let html = check(&world, &mut owner, &page).await;
    assert!(html.contains("Everything is right"), "{html}");
    let shop = world.stranger("shop.example.com").get("/").await;
    assert_eq!(shop.status, 308, "the primary host is still the given one");
    assert_eq!(allowed(tls, "shop.example.com").await, 200);
    assert_eq!(allowed(tls, "other.example.com").await, 404);
    assert_eq!(allowed(tls, "aurora.localhost").await, 200);

    let id = page.rsplit('/').next().unwrap().to_owned();
    owner
        .post(&page, "/do/domains/make_primary", &[("id", &id)])
        .await;
    let shop = world.stranger("shop.example.com").get("/").await;
    assert_eq!(shop.status, 200);
    assert!(shop.text().contains("Aurora Mobile"));
    let old = world.stranger("aurora.localhost").get("/esim?country=FR").await;
    assert_eq!(old.status, 308);
    let to = format!("http://shop.example.com:{}/esim?country=FR", world.address.port());
    assert_eq!(old.location.as_deref(), Some(to.as_str()));
    // The REST interface and the stylesheet stay where they are asked for.
    assert_eq!(
        world
            .stranger("aurora.localhost")
            .get("/api/v1/openapi.json")
            .await
            .status,
        200
    );
    let css = world.aurora.brand.theme_url.clone();
    assert_eq!(world.stranger("aurora.localhost").get(&css).await.status, 200);
    world.prove().await;
}

#[tokio::test]
async fn each_cause_is_said_in_words() {
    let world = World::new().await;
    let (dns, host, name) = (&world.dns, "shop.example.com", "_shop-verify.shop.example.com");
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let page = add(&mut owner, host).await;
    let proof = proof(&mut owner, &page).await;

    dns.address(host, "203.0.113.9");
    let html = check(&world, &mut owner, &page).await;
    assert!(
        html.contains("points somewhere else") && html.contains("A 203.0.113.9"),
        "{html}"
    );

    dns.clear(host);
    dns.address(host, "127.0.0.1");
    let html = check(&world, &mut owner, &page).await;
    assert!(html.contains("the TXT record is missing"), "{html}");

    dns.txt(name, &format!("shop-verify={}", "0".repeat(32)));
    let html = check(&world, &mut owner, &page).await;
    assert!(
        html.contains("another shop&#39;s code") || html.contains("another shop's code"),
        "{html}"
    );

    dns.clear(name);
    dns.txt(name, &proof);
    dns.caa("example.com", "digicert.com");
    let html = check(&world, &mut owner, &page).await;
    assert!(
        html.contains("does not allow certificates") && html.contains("digicert.com"),
        "{html}"
    );

    dns.clear("example.com");
    dns.break_down(host);
    let html = check(&world, &mut owner, &page).await;
    assert!(html.contains("gave no usable answer"), "{html}");

    dns.heal();
    let html = check(&world, &mut owner, &page).await;
    assert!(html.contains("Everything is right"), "{html}");

    // A second look at once is refused, in words.
    let id = page.rsplit('/').next().unwrap();
    let again = owner.post_json("/do/domains/check", &[("id", id)]).await;
    assert!(
        again.text().contains("We looked a moment ago"),
        "{}",
        again.text()
    );
    world.prove().await;
}

#[tokio::test]
async fn records_known_only_at_home_are_told_apart() {
    let world = World::new().await;
    let port = world.dns.address.port();
    let own = DnsServer::at(SocketAddr::from(([127, 0, 0, 2], port))).await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let page = add(&mut owner, "shop.example.com").await;
    let proof = proof(&mut owner, &page).await;
    world.dns.ns("example.com", "ns.example.net");
    world.dns.address("ns.example.net", "127.0.0.2");
    own.cname("shop.example.com", "shops.localhost");
    own.txt("_shop-verify.shop.example.com", &proof);
    let html = check(&world, &mut owner, &page).await;
    assert!(html.contains("not known everywhere yet"), "{html}");

    // The world learns of them, and nobody presses a button.
    world.dns.cname("shop.example.com", "shops.localhost");
    world.dns.txt("_shop-verify.shop.example.com", &proof);
    world.pass(120).await;
    assert!(
        owner
            .get(&page)
            .await
            .text()
            .contains("points to your shop, and your shop answers there")
    );
    world.prove().await;
}

#[tokio::test]
async fn a_wish_tells_nothing_and_only_proof_counts() {
    let world = World::new().await;
    let mut aurora = world.browser("aurora.localhost", "owner@aurora.test").await;
    let mut kite = world.browser("kite.localhost", "owner@kite.test").await;
    let page = add(&mut aurora, "shop.example.com").await;
    let proof_of_aurora = proof(&mut aurora, &page).await;
    world.dns.cname("shop.example.com", "shops.localhost");
    world.dns.txt("_shop-verify.shop.example.com", &proof_of_aurora);
    check(&world, &mut aurora, &page).await;

    // Kite may wish for it like for any other host, and reads nothing of Aurora.
    let wish = add(&mut kite, "shop.example.com").await;
    let other = add(&mut kite, "free.example.com").await;
    let words = |html: &str| html.contains("We have not looked at the records yet");
    assert!(words(&kite.get(&wish).await.text()) && words(&kite.get(&other).await.text()));
    // Read before a look: afterwards the page also shows what was found, which is Aurora's.
    let proof_of_kite = proof(&mut kite, &wish).await;
    let html = check(&world, &mut kite, &wish).await;
    assert!(html.contains("another shop"), "{html}");
    assert!(
        !html.contains("Aurora") && !html.contains(&proof_of_aurora[..20])
            || html.contains("TXT shop-verify=")
    );

    // Both texts are there: Kite owns the zone too, but one shop already answers.
    world.dns.txt("_shop-verify.shop.example.com", &proof_of_kite);
    let html = check(&world, &mut kite, &wish).await;
    assert!(html.contains("Another shop uses this host"), "{html}");
    assert!(
        world
            .stranger("shop.example.com")
            .get("/")
            .await
            .location
            .unwrap()
            .contains("aurora")
    );

    // Another shop's domain is not there at all.
    let id = page.rsplit('/').next().unwrap();
    assert_eq!(kite.get(&page).await.status, 404);
    for verb in ["check", "make_primary", "remove", "view"] {
        let answer = kite
            .post_json(&format!("/do/domains/{verb}"), &[("id", id)])
            .await;
        assert!(answer.text().contains("NotFound"), "{verb}: {}", answer.text());
    }

    // Aurora lets go, and Kite gets it.
    aurora.post(&page, "/do/domains/remove", &[("id", id)]).await;
    assert_eq!(world.stranger("shop.example.com").get("/").await.status, 404);
    let html = check(&world, &mut kite, &wish).await;
    assert!(html.contains("Everything is right"), "{html}");
    world.prove().await;
}

#[tokio::test]
async fn a_domain_that_moves_away_is_kept_for_a_week() {
    const DAY: i64 = 86_400;
    let world = World::new().await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let page = add(&mut owner, "shop.example.com").await;
    let proof = proof(&mut owner, &page).await;
    world.dns.cname("shop.example.com", "shops.localhost");
    world.dns.txt("_shop-verify.shop.example.com", &proof);
    check(&world, &mut owner, &page).await;
    let id = page.rsplit('/').next().unwrap().to_owned();
    owner
        .post(&page, "/do/domains/make_primary", &[("id", &id)])
        .await;

    // No answer is no proof that it moved.
    world.dns.break_down("shop.example.com");
    world.pass(DAY + 60).await;
    assert_eq!(
        world
            .count("select count(*) from reseller_domains where failing_since is not null")
            .await,
        0
    );
    world.dns.heal();

    world.dns.clear("shop.example.com");
    world.dns.cname("shop.example.com", "elsewhere.example.net");
    world.pass(DAY + 60).await;
    let warned = world.sandbox.mails("owner@aurora.test").await;
    assert!(
        warned[0]
            .to_string()
            .contains("shop.example.com does not point to your shop"),
        "{warned:?}"
    );
    // Served for a week, but nobody is led there any more.
    assert_eq!(world.stranger("shop.example.com").get("/").await.status, 200);
    assert_eq!(world.stranger("aurora.localhost").get("/").await.status, 200);

    for _ in 0..8 {
        world.pass(DAY).await;
    }
    assert_eq!(world.stranger("shop.example.com").get("/").await.status, 404);
    let mails = world.sandbox.mails("owner@aurora.test").await;
    assert!(
        mails[0]
            .to_string()
            .contains("does not lead to your shop any more"),
        "{mails:?}"
    );
    let primary = "select count(*) from reseller_domains where host = 'aurora.localhost' and is_primary";
    assert_eq!(world.count(primary).await, 1);
    world.prove().await;
}

#[tokio::test]
async fn what_cannot_be_a_domain_is_refused_in_words() {
    let world = World::new().await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    for (host, words) in [
        ("kite.localhost", "This name cannot be added"),
        ("localhost", "This name cannot be added"),
        ("192.0.2.1", "Please enter a host name"),
        ("*.example.com", "Please enter a host name"),
    ] {
        let answer = owner.post_json("/do/domains/add", &[("host", host)]).await;
        assert!(answer.text().contains(words), "{host}: {}", answer.text());
    }
    for number in 0..9 {
        add(&mut owner, &format!("shop{number}.example.com")).await;
    }
    let answer = owner
        .post_json("/do/domains/add", &[("host", "one-more.example.com")])
        .await;
    assert!(answer.text().contains("ten domains"), "{}", answer.text());

    // Support sees the domains and changes none; the given host can be neither removed nor lost.
    let mut support = world.staff_browser(StaffRole::Support).await;
    let html = support.get(LIST).await.text();
    assert!(
        html.contains("shop3.example.com") && !html.contains("Add a domain"),
        "{html}"
    );
    let given: uuid::Uuid =
        sqlx::query_scalar("select id from reseller_domains where host = 'aurora.localhost'")
            .fetch_one(&mut world.owner().await)
            .await
            .unwrap();
    let given = clouddail::shared::ids::DomainId::from(given).to_string();
    let answer = owner.post_json("/do/domains/remove", &[("id", &given)]).await;
    assert!(answer.text().contains("was not removed"), "{}", answer.text());
    world.prove().await;
}

/// The given host is a row like any other: another primary one leads on from it, and it stays the shop's.
#[tokio::test]
async fn every_shop_answers_at_its_short_name() {
    let world = World::new().await;
    let mut owner = world.owner().await;
    sqlx::query("update reseller_domains set is_primary = false where host = 'kite.localhost'")
        .execute(&mut owner)
        .await
        .unwrap();
    sqlx::query(
        "insert into reseller_domains (id, reseller_id, host, is_primary, state, created_at)
         values (gen_random_uuid(), $1, 'kite.example.com', true, 'verified', now())",
    )
    .bind(world.kite.id.uuid())
    .execute(&mut owner)
    .await
    .unwrap();
    world.backend.caches.shops.clear();
    let answer = world.stranger("kite.localhost").get("/").await;
    assert_eq!(answer.status, 308);
    assert_eq!(world.stranger("kite.example.com").get("/").await.status, 200);
    assert_eq!(world.stranger("nobody.localhost").get("/").await.status, 404);
    world.prove().await;
}
