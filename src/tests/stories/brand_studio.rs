//! A reseller makes the shop look like theirs: as a draft, on real pages, published, and back again.

mod pictures;
mod safety;

use clouddail::shared::permissions::StaffRole;

use crate::support::{Answer, Client, World};

const STUDIO: &str = "/reseller/brand";

/// What the forms of the studio carry now.
async fn revision(owner: &mut Client) -> String {
    let page = owner.get(STUDIO).await.text();
    let (_, rest) = page.split_once("name=\"revision\" value=\"").expect("a form");
    rest.split('"').next().unwrap().to_owned()
}

async fn save_look(owner: &mut Client, revision: &str, primary: &str, secondary: &str) -> Answer {
    let form = [
        ("revision", revision),
        ("primary", primary),
        ("secondary", secondary),
        ("font", "inter"),
        ("radius", "small"),
        ("hero", "gradient"),
    ];
    owner.post(STUDIO, "/do/brand/save_look", &form).await
}

async fn save_words(owner: &mut Client, change: &[(&str, &str)]) -> Answer {
    let revision = revision(owner).await;
    let mut form = vec![
        ("revision", revision.as_str()),
        ("shop_name", "Borealis Mobile"),
        ("tagline", "Data for the far north"),
        ("hero_title", "Online above the circle"),
        ("hero_text", "One code, and the phone works."),
        ("sender_name", "Borealis"),
        ("support_url", ""),
    ];
    for field in &mut form {
        field.1 = change
            .iter()
            .find(|(name, _)| *name == field.0)
            .map_or(field.1, |(_, value)| value);
    }
    owner.post(STUDIO, "/do/brand/save_words", &form).await
}

/// Sends a form that must succeed, and looks at where it leads.
async fn press(owner: &mut Client, from: &str, path: &str, form: &[(&str, &str)]) -> String {
    let answer = owner.post(from, path, form).await;
    let to = answer.location.unwrap_or_default();
    assert!(
        to.contains("?saved="),
        "{path} leads to {to}: {:?}",
        owner.get(from).await.text()
    );
    let page = owner.get(to.split('#').next().unwrap()).await;
    assert_eq!(page.status, 200);
    page.text()
}

async fn publish(owner: &mut Client) -> String {
    let revision = revision(owner).await;
    press(owner, STUDIO, "/do/brand/publish", &[("revision", &revision)]).await
}

#[tokio::test]
async fn a_brand_is_drafted_previewed_published_and_brought_back() {
    let world = World::new().await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let mut visitor = world.stranger("aurora.localhost");
    let page = owner.get(STUDIO).await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("Version 1"));

    // The first change begins the draft; nobody outside sees it.
    let read = revision(&mut owner).await;
    let saved = save_look(&mut owner, &read, "#F97316", "#111111").await;
    assert_eq!(saved.location.as_deref(), Some("/reseller/brand?saved=look#look"));
    let saved = save_words(&mut owner, &[]).await;
    assert_eq!(
        saved.location.as_deref(),
        Some("/reseller/brand?saved=words#words")
    );
    let page = owner.get(STUDIO).await.text();
    assert!(
        page.contains("Customers see version 1 until you publish"),
        "{page}"
    );
    // The repair is explained: white on orange cannot be read.
    assert!(
        page.contains(
            "#ffffff on #f97316 would have 2.80 to 1; #000000 on #f97316 is used instead, 7.49 to 1"
        ),
        "{page}"
    );
    let home = visitor.get("/").await.text();
    assert!(home.contains("/theme/aurora/1.css") && home.contains("Your trip is online before you are"));
    assert_eq!(visitor.get("/theme/aurora/2.css").await.status, 404);

    // On the real page, in a frame of the same site and of no other.
    let preview = owner.get("/?preview=draft&scheme=dark").await;
    assert_eq!(preview.headers["x-frame-options"], "SAMEORIGIN");
    assert!(
        preview.headers["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("frame-ancestors 'self'")
    );
    assert_eq!(preview.headers["cache-control"], "private, no-store");
    let preview = preview.text();
    assert!(preview.contains("Online above the circle") && preview.contains("Borealis Mobile"));
    assert!(
        preview.contains("/reseller/brand/draft.css?scheme=dark"),
        "{preview}"
    );
    let css = owner.get("/reseller/brand/draft.css?scheme=dark").await;
    assert_eq!(css.headers["cache-control"], "private, no-store");
    assert!(css.text().contains("--brand: #f97316;") && css.text().contains("color-scheme: dark"));
    let trying = owner
        .get("/reseller/brand/draft.css?primary=%23123456&secondary=red%3B%7D")
        .await
        .text();
    assert!(trying.contains("--brand: #123456;") && trying.contains("--accent: #111111;"));

    // Published: a new address, so that no browser shows the old one.
    let page = publish(&mut owner).await;
    assert!(page.contains("Published. Your shop, mails and pages look like this now."));
    let home = visitor.get("/").await.text();
    assert!(
        home.contains("/theme/aurora/2.css") && home.contains("Online above the circle"),
        "{home}"
    );
    assert!(home.contains("Borealis Mobile") && !home.contains("Aurora Mobile"));
    let css = visitor.get("/theme/aurora/2.css").await;
    assert!(
        css.headers["cache-control"]
            .to_str()
            .unwrap()
            .contains("immutable")
    );
    assert!(css.text().contains("--brand: #f97316;"));

    // One click back, words included; the version that goes is kept.
    let page = press(
        &mut owner,
        "/reseller/brand/history",
        "/do/brand/restore",
        &[("version", "1")],
    )
    .await;
    assert!(
        page.contains("version 1 again") && page.contains("Bring back version 2"),
        "{page}"
    );
    let home = visitor.get("/").await.text();
    assert!(home.contains("/theme/aurora/3.css") && home.contains("Your trip is online before you are"));
    let first = visitor.get("/theme/aurora/1.css").await.text();
    assert_eq!(visitor.get("/theme/aurora/3.css").await.text(), first);
    press(
        &mut owner,
        "/reseller/brand/history",
        "/do/brand/restore",
        &[("version", "2")],
    )
    .await;
    assert!(visitor.get("/").await.text().contains("Online above the circle"));
    for (action, times) in [
        ("brand.published", 1),
        ("brand.restored", 2),
        ("brand.look_saved", 1),
    ] {
        let rows: i64 =
            sqlx::query_scalar("select count(*) from audit_logs where action = $1 and actor_id is not null")
                .bind(action)
                .fetch_one(&mut world.owner().await)
                .await
                .unwrap();
        assert_eq!(rows, times, "{action}");
    }
    world.prove().await;
}

#[tokio::test]
async fn the_draft_is_seen_on_every_kind_of_page() {
    let world = World::new().await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let read = revision(&mut owner).await;
    save_look(&mut owner, &read, "#1e40af", "#0f766e").await;
    save_words(&mut owner, &[]).await;

    let mail = owner.get("/reseller/brand/preview/mail").await;
    assert_eq!(mail.headers["x-frame-options"], "SAMEORIGIN");
    let mail = mail.text();
    assert!(
        mail.contains("Borealis Mobile") && mail.contains("#1e40af"),
        "{mail}"
    );
    let esim = owner
        .get("/reseller/brand/preview/esim?preview=draft&scheme=light")
        .await
        .text();
    assert!(
        esim.contains("THIS-IS-A-SAMPLE") && esim.contains("Borealis Mobile"),
        "{esim}"
    );
    let studio = owner
        .get("/reseller/brand?page=plan&width=desktop&scheme=dark")
        .await
        .text();
    let (_, rest) = studio.split_once("src=\"/plans/").expect("a plan in the frame");
    let plan = format!("/plans/{}", rest.split('"').next().unwrap().replace("&amp;", "&"));
    assert!(
        owner.get(&plan).await.text().contains("draft.css?scheme=dark"),
        "{plan}"
    );

    // Nobody else: a customer and a stranger see the published shop at the same addresses, or nothing.
    let mut customer = world.browser("aurora.localhost", "customer@aurora.test").await;
    let mut visitor = world.stranger("aurora.localhost");
    for other in [&mut customer, &mut visitor] {
        let home = other.get("/?preview=draft").await;
        assert_eq!(home.headers["x-frame-options"], "DENY");
        assert!(home.text().contains("/theme/aurora/1.css") && !home.text().contains("Borealis"));
        for path in ["/reseller/brand/draft.css", "/reseller/brand/preview/mail"] {
            assert_eq!(other.get(path).await.status, 404, "{path}");
        }
    }
    assert_eq!(customer.get(STUDIO).await.status, 404);
    assert_eq!(customer.get("/reseller/brand/preview/esim").await.status, 404);
    world.prove().await;
}

#[tokio::test]
async fn the_drafts_legal_texts_are_previewed() {
    let world = World::new().await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let read = revision(&mut owner).await;
    let form = [
        ("revision", read.as_str()),
        ("slug", "terms"),
        ("page_title", "New terms"),
        ("page_body", "Everything is different from now on."),
    ];
    press(
        &mut owner,
        "/reseller/brand/legal/terms",
        "/do/brand/save_legal_page",
        &form,
    )
    .await;
    let words = "Everything is different from now on.";
    let preview = owner.get("/legal/terms?preview=draft").await;
    assert!(
        preview.status == 200 && preview.text().contains(words),
        "{}",
        preview.text()
    );
    assert!(!owner.get("/legal/terms").await.text().contains(words));
    let studio = owner.get("/reseller/brand?page=legal").await.text();
    assert!(studio.contains("/legal/imprint?preview=draft"), "{studio}");
    // Only staff see it.
    let mut customer = world.browser("aurora.localhost", "customer@aurora.test").await;
    let legal = customer.get("/legal/terms?preview=draft").await;
    assert!(legal.status == 200 && !legal.text().contains(words));
    publish(&mut owner).await;
    assert!(customer.get("/legal/terms").await.text().contains(words));
    world.prove().await;
}

#[tokio::test]
async fn two_editors_do_not_overwrite_each_other_silently() {
    let world = World::new().await;
    let mut one = world.browser("aurora.localhost", "owner@aurora.test").await;
    let mut other = world.staff_browser(StaffRole::Manager).await;
    let read = revision(&mut one).await;
    save_look(&mut other, &read, "#aa0000", "#111111").await;

    let answer = save_look(&mut one, &read, "#00aa00", "#111111").await;
    assert!(
        !answer.location.clone().unwrap_or_default().contains("saved"),
        "{:?}",
        answer.location
    );
    let page = one.get(STUDIO).await.text();
    assert!(
        page.contains("Somebody else changed or published the draft"),
        "{page}"
    );
    // Both values: what was typed in the field, what is saved beside it.
    assert!(
        page.contains("value=\"#00aa00\"") && page.contains("Saved now: #aa0000"),
        "{page}"
    );
    assert!(
        one.get("/reseller/brand/draft.css")
            .await
            .text()
            .contains("--brand: #aa0000;")
    );

    // Having seen both, one decides. What the other saw before is stale in turn, also for publishing.
    let seen = revision(&mut one).await;
    save_look(&mut one, &seen, "#00aa00", "#111111").await;
    other
        .post(STUDIO, "/do/brand/publish", &[("revision", &seen)])
        .await;
    let page = other.get(STUDIO).await.text();
    assert!(page.contains("Nothing was published"), "{page}");
    assert_eq!(
        world
            .count("select count(*) from themes where state = 'published' and version > 1")
            .await,
        0
    );

    // A page from before a publish cannot begin a draft that would undo it.
    let before = revision(&mut one).await;
    publish(&mut other).await;
    save_look(&mut other, &before, "#0000aa", "#111111").await;
    let again = revision(&mut other).await;
    publish(&mut other).await;
    let answer = save_look(&mut one, &again, "#00aa00", "#111111").await;
    assert_eq!(
        answer.location.as_deref(),
        Some("/reseller/brand?saved=look#look")
    );
    let answer = save_look(&mut one, &before, "#00aa00", "#111111").await;
    assert!(!answer.location.unwrap_or_default().contains("saved"));

    // Thrown away by one, the draft is gone for the other.
    let seen = revision(&mut one).await;
    press(&mut one, STUDIO, "/do/brand/discard", &[("revision", &seen)]).await;
    other
        .post(STUDIO, "/do/brand/publish", &[("revision", &seen)])
        .await;
    assert!(other.get(STUDIO).await.text().contains("Nothing was published"));
    world.prove().await;
}
