//! A shop's keys and settings, by the dashboard.

use clouddail::{
    boot::config::sandbox_keys::KITE_FLUTTERWAVE_SECRET_KEY,
    shared::{ids::ApiKeyId, permissions::StaffRole},
};
use uuid::Uuid;

use crate::support::{Client, World};

async fn refused(browser: &mut Client, path: &str, form: &[(&str, &str)], words: &str) {
    let text = browser.post_json(path, form).await.text();
    assert!(text.contains(words), "{path} answers {text}, not {words}");
}

fn key_form<'a>(changed: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![
        ("system_name", "Warehouse robot"),
        ("usage", "live"),
        ("scopes[0]", "catalogue"),
        ("scopes[3]", "orders:read"),
        ("networks", ""),
        ("daily_cap", "250"),
        ("expires_in_days", "90"),
    ];
    for (name, value) in changed {
        // Ticking something else unticks the rest.
        form.retain(|(known, _)| {
            known != name && !(name.starts_with("scopes") && known.starts_with("scopes"))
        });
        form.push((name, value));
    }
    form
}

#[tokio::test]
async fn a_key_is_shown_once_works_within_its_limits_and_is_revoked() {
    const PLANS: &str = "/api/v1/esim/plans?country=FR&limit=1";
    let world = World::new().await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    for (changed, words) in [
        (&[("scopes[0]", "everything")][..], "at least one thing"),
        (&[("networks", "10.0.0.0/99")], "203.0.113.0/24"),
        (&[("daily_cap", "-5")], "an amount such as 250"),
        (&[("daily_cap", "much")], "an amount such as 250"),
        (&[("expires_in_days", "9999")], "from the list"),
        (&[("system_name", " ")], "1 to 80 characters"),
    ] {
        refused(&mut owner, "/do/api_keys/create", &key_form(changed), words).await;
    }
    let answer = owner
        .post("/reseller/api-keys", "/do/api_keys/create", &key_form(&[]))
        .await;
    let next = answer.location.clone().unwrap_or_default();
    assert_eq!(next, "/reseller/api-keys?saved=created", "{}", answer.text());
    let cookie = owner.cookies["shown-once"].clone();
    assert!(!cookie.contains("cdk_"));

    // Only its owner's browser, and only once.
    let mut thief = world.staff_browser(StaffRole::Owner).await;
    thief.cookies.insert("shown-once".into(), cookie);
    assert!(
        !thief
            .get("/reseller/api-keys")
            .await
            .text()
            .contains("id=\"fresh-key\"")
    );
    let page = owner.get(&next).await;
    assert_eq!(page.headers["cache-control"], "private, no-store");
    let text = page.text();
    let secret = text
        .split("id=\"fresh-key\">")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap()
        .to_owned();
    assert!(secret.starts_with("cdk_live_"), "{secret}");
    let text = owner.get(&next).await.text();
    assert!(
        !text.contains(&secret) && text.contains("shown once") && text.contains("$250.00"),
        "{text}"
    );
    let leaks = "select count(*) from audit_logs where coalesce(after::text, '') like '%cdk_live_%'";
    assert_eq!(world.count(leaks).await, 0);

    let api = world.api("aurora.localhost", &secret);
    assert_eq!(api.get(PLANS).await.status, 200);
    assert_eq!(api.get("/api/v1/numbers").await.refusal(), (403, "scope_missing"));

    let id: Uuid = sqlx::query_scalar("select id from api_keys where name = 'Warehouse robot'")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    let id = ApiKeyId::from(id).to_string();
    let form = [("api_key", id.as_str())];
    let mut kite = world.browser("kite.localhost", "owner@kite.test").await;
    assert!(
        !kite
            .get("/reseller/api-keys")
            .await
            .text()
            .contains("Warehouse robot")
    );
    refused(&mut kite, "/do/api_keys/revoke", &form, "NotFound").await;
    assert_eq!(api.get(PLANS).await.status, 200);
    let answer = owner
        .post("/reseller/api-keys", "/do/api_keys/revoke", &form)
        .await;
    assert_eq!(
        answer.location.as_deref(),
        Some("/reseller/api-keys?saved=revoked")
    );
    assert_eq!(api.get(PLANS).await.refusal(), (401, "unauthorized"));
    for role in [
        StaffRole::Manager,
        StaffRole::Support,
        StaffRole::Finance,
        StaffRole::ReadOnly,
    ] {
        let mut member = world.staff_browser(role).await;
        assert_eq!(member.get("/reseller/api-keys").await.status, 403, "{role:?}");
    }
    world.prove().await;
}

#[tokio::test]
async fn settings_show_on_the_pages_and_hold_what_exists() {
    let world = World::new().await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let form = |email, zone| [("support_email", email), ("locale", "en"), ("timezone", zone)];
    refused(
        &mut owner,
        "/do/shop_settings/save",
        &form("help@aurora.test", "Mars/Base"),
        "time zone",
    )
    .await;
    refused(
        &mut owner,
        "/do/shop_settings/save",
        &form("nobody", "UTC"),
        "support_email",
    )
    .await;
    let unknown = [
        ("support_email", "help@aurora.test"),
        ("locale", "xx"),
        ("timezone", "UTC"),
    ];
    refused(&mut owner, "/do/shop_settings/save", &unknown, "language").await;
    let answer = owner
        .post(
            "/reseller/settings",
            "/do/shop_settings/save",
            &form("Care@Aurora.test", "Europe/Lisbon"),
        )
        .await;
    assert_eq!(
        answer.location.as_deref(),
        Some("/reseller/settings?saved=settings"),
        "{}",
        answer.text()
    );
    let mut stranger = world.stranger("aurora.localhost");
    assert!(stranger.get("/help").await.text().contains("care@aurora.test"));
    let mut kite = world.stranger("kite.localhost");
    assert!(!kite.get("/help").await.text().contains("care@aurora.test"));
    let mut member = world.staff_browser(StaffRole::ReadOnly).await;
    let page = member.get("/reseller/settings").await.text();
    assert!(
        page.contains("Europe/Lisbon") && !page.contains("<form method=\"post\" action=\"/do/shop_settings")
    );
    let changes =
        "select count(*) from audit_logs where action = 'shop_settings.saved' and before is not null";
    assert_eq!(world.count(changes).await, 1);
    world.prove().await;
}

#[tokio::test]
async fn a_currency_stays_once_something_was_counted_in_it() {
    let world = World::new().await;
    let mut aurora = world.browser("aurora.localhost", "owner@aurora.test").await;
    assert!(
        aurora
            .get("/reseller/settings")
            .await
            .text()
            .contains("cannot be changed any more")
    );
    refused(
        &mut aurora,
        "/do/shop_settings/change_currency",
        &[("currency", "EUR")],
        "was not changed",
    )
    .await;
    // The platform's own shop has sold nothing yet.
    let mut house = world.browser("localhost", "admin@clouddail.test").await;
    refused(
        &mut house,
        "/do/shop_settings/change_currency",
        &[("currency", "XYZ")],
        "from the list",
    )
    .await;
    let answer = house
        .post(
            "/reseller/settings",
            "/do/shop_settings/change_currency",
            &[("currency", "EUR")],
        )
        .await;
    assert_eq!(
        answer.location.as_deref(),
        Some("/reseller/settings?saved=currency"),
        "{}",
        answer.text()
    );
    let changed = "select count(*) from resellers where is_platform and currency = 'EUR'";
    assert_eq!(world.count(changed).await, 1);
    assert!(house.get("/esim/fr").await.text().contains('€'));
    world.prove().await;
}

#[tokio::test]
async fn gateway_keys_are_tried_sealed_and_never_shown_again() {
    const SECRET: &str = "FLWSECK_TEST-second-account";
    const HASH: &str = "hash-of-the-second-account";
    let world = World::new().await;
    let mut owner = world.browser("kite.localhost", "owner@kite.test").await;
    let page = owner.get("/reseller/settings").await.text();
    assert!(
        page.contains("kite</code> is in use") || page.contains("ending in"),
        "{page}"
    );
    let form = |key, hash| [("gateway_secret_key", key), ("gateway_webhook_hash", hash)];
    let path = "/do/shop_settings/save_gateway_keys";
    refused(
        &mut owner,
        path,
        &form("nonsense", HASH),
        "does not look like a secret key",
    )
    .await;
    refused(&mut owner, path, &form(SECRET, "short"), "webhook hash has").await;
    // Kite's key is rolled at the gateway: the former one is nobody's now.
    world
        .sandbox
        .open_account(SECRET, HASH, Some(KITE_FLUTTERWAVE_SECRET_KEY))
        .await;
    let former = form(KITE_FLUTTERWAVE_SECRET_KEY, HASH);
    refused(&mut owner, path, &former, "does not accept").await;
    let answer = owner.post("/reseller/settings", path, &form(SECRET, HASH)).await;
    assert_eq!(
        answer.location.as_deref(),
        Some("/reseller/settings?saved=keys"),
        "{}",
        answer.text()
    );
    let page = owner.get("/reseller/settings?saved=keys").await.text();
    assert!(
        page.contains(">ount<") && page.contains("by owner@kite.test"),
        "{page}"
    );
    assert!(!page.contains(SECRET) && !page.contains(HASH));
    let kept =
        "select count(*) from gateway_credentials where encode(sealed, 'escape') like '%second-account%'
                or hint like '%second%'";
    assert_eq!(world.count(kept).await, 0);

    // A refused form brings back neither.
    owner
        .post("/reseller/settings", path, &form("nonsense-key", "short"))
        .await;
    let page = owner.get("/reseller/settings").await.text();
    assert!(
        page.contains("does not look like") && !page.contains("nonsense-key"),
        "{page}"
    );

    let mut aurora = world.browser("aurora.localhost", "owner@aurora.test").await;
    refused(
        &mut aurora,
        "/do/shop_settings/remove_gateway_keys",
        &[],
        "no keys in use",
    )
    .await;
    let answer = owner
        .post("/reseller/settings", "/do/shop_settings/remove_gateway_keys", &[])
        .await;
    assert_eq!(
        answer.location.as_deref(),
        Some("/reseller/settings?saved=removed")
    );
    assert!(
        owner
            .get("/reseller/settings")
            .await
            .text()
            .contains("No keys are in use")
    );
    let mut customer = world.browser("kite.localhost", "customer@kite.test").await;
    let top_up = [("amount", "20"), ("key", "form-key-1")];
    refused(
        &mut customer,
        "/do/wallet/top_up",
        &top_up,
        "cannot take payments yet",
    )
    .await;
    world.prove().await;
}
