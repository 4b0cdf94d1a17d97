//! Whoever types what, no page becomes unreadable, foreign or another shop's.

use super::{STUDIO, press, publish, revision, save_look, save_words};
use crate::{domain::themes::every_text_is_readable, support::World};

#[tokio::test]
async fn another_shops_staff_neither_sees_nor_publishes_the_draft() {
    let world = World::new().await;
    let mut aurora = world.browser("aurora.localhost", "owner@aurora.test").await;
    let read = revision(&mut aurora).await;
    save_look(&mut aurora, &read, "#aa0000", "#111111").await;
    publish(&mut aurora).await;
    let read = revision(&mut aurora).await;
    save_look(&mut aurora, &read, "#bb0000", "#111111").await;
    let draft = revision(&mut aurora).await;

    let mut kite = world.browser("kite.localhost", "owner@kite.test").await;
    let mut intruder = world.stranger("aurora.localhost");
    intruder.session = kite.session.clone();
    assert!(
        intruder
            .get(STUDIO)
            .await
            .location
            .unwrap()
            .starts_with("/sign-in")
    );
    assert_eq!(intruder.get("/reseller/brand/draft.css").await.status, 404);
    assert!(!intruder.get("/?preview=draft").await.text().contains("draft.css"));
    assert!(
        !kite
            .get("/reseller/brand/draft.css")
            .await
            .text()
            .contains("#bb0000")
    );

    for path in ["publish", "discard"] {
        let text = kite
            .post_json(&format!("/do/brand/{path}"), &[("revision", &draft)])
            .await
            .text();
        assert!(text.contains("Refused"), "{path}: {text}");
    }
    // Kite never published a version 1 that is retired.
    let text = kite
        .post_json("/do/brand/restore", &[("version", "1")])
        .await
        .text();
    assert!(text.contains("NotFound"), "{text}");
    let theirs: uuid::Uuid = sqlx::query_scalar(
        "select id from brand_assets where kind = 'logo'
         and reseller_id = (select id from resellers where slug = 'aurora')",
    )
    .fetch_one(&mut world.owner().await)
    .await
    .unwrap();
    let theirs = clouddail::shared::ids::AssetId::from(theirs).to_string();
    let own = revision(&mut kite).await;
    let form = [
        ("revision", own.as_str()),
        ("logo", theirs.as_str()),
        ("favicon", ""),
    ];
    let text = kite.post_json("/do/brand/choose_pictures", &form).await.text();
    assert!(text.contains("no longer kept"), "{text}");
    assert!(
        aurora
            .get("/reseller/brand/draft.css")
            .await
            .text()
            .contains("#bb0000")
    );
    assert_eq!(
        world
            .count("select count(*) from themes where state = 'published' and version > 2")
            .await,
        0
    );
    world.prove().await;
}

#[tokio::test]
async fn words_are_text_and_never_markup() {
    let world = World::new().await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let attack = "<script>alert(1)</script>";
    save_words(
        &mut owner,
        &[("hero_title", attack), ("tagline", "</style></title><b>bold</b>")],
    )
    .await;
    let read = revision(&mut owner).await;
    let form = [
        ("revision", read.as_str()),
        ("slug", "refund-policy"),
        ("is_new", "true"),
        ("page_title", "</style>Refunds"),
        (
            "page_body",
            "# What we give back\r\n</textarea><script>alert(2)</script>\r\n\r\nEverything.",
        ),
    ];
    press(
        &mut owner,
        "/reseller/brand/legal/new",
        "/do/brand/save_legal_page",
        &form,
    )
    .await;
    publish(&mut owner).await;

    let mut visitor = world.stranger("aurora.localhost");
    let legal = visitor.get("/legal/refund-policy").await;
    assert_eq!(legal.status, 200);
    for text in [
        visitor.get("/").await.text(),
        legal.text(),
        owner.get("/reseller/brand/legal/refund-policy").await.text(),
        owner.get("/reseller/brand/preview/mail").await.text(),
        owner.get("/?preview=draft").await.text(),
    ] {
        let bare = text.contains("<script>alert")
            || text.contains("</style></title>")
            || text.contains("</textarea><script>")
            || text.contains("<b>bold");
        assert!(!bare, "{text}");
    }
    assert!(
        legal.text().contains("&lt;script&gt;alert(2)"),
        "{}",
        legal.text()
    );
    let css = visitor.get("/theme/aurora/2.css").await.text();
    assert!(!css.contains("script") && !css.contains("style>"));

    // What is no colour, no web address or more than one line comes back with a sentence.
    let read = revision(&mut owner).await;
    save_look(&mut owner, &read, "red;}body{display:none", "#111111").await;
    assert!(
        owner
            .get(STUDIO)
            .await
            .text()
            .contains("Please write # and six digits")
    );
    for (field, value, sentence) in [
        ("support_url", "javascript:alert(1)", "begins with https://"),
        ("sender_name", "Bank <bank@bank.test>", "without @, quotes"),
        ("shop_name", "Two\nlines", "in one line"),
        ("shop_name", "", "Please fill this in."),
    ] {
        save_words(&mut owner, &[(field, value)]).await;
        let page = owner.get(STUDIO).await.text();
        assert!(page.contains(sentence), "{field}: {page}");
    }

    // A page that is taken out is gone for visitors when that is published, and comes back with its version.
    let read = revision(&mut owner).await;
    let form = [("revision", read.as_str()), ("slug", "refund-policy")];
    press(&mut owner, STUDIO, "/do/brand/remove_legal_page", &form).await;
    publish(&mut owner).await;
    assert_eq!(visitor.get("/legal/refund-policy").await.status, 404);
    press(
        &mut owner,
        "/reseller/brand/history",
        "/do/brand/restore",
        &[("version", "2")],
    )
    .await;
    assert_eq!(visitor.get("/legal/refund-policy").await.status, 200);
    world.prove().await;
}

#[tokio::test]
async fn no_published_stylesheet_is_unreadable() {
    let world = World::new().await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let mut visitor = world.stranger("aurora.localhost");
    for (primary, secondary) in [
        ("#ffffff", "#000000"),
        ("#000000", "#ffffff"),
        ("#ffff00", "#ffd700"),
        ("#808080", "#7f7f7f"),
        ("#ff00ff", "#00ff00"),
    ] {
        let read = revision(&mut owner).await;
        save_look(&mut owner, &read, primary, secondary).await;
        publish(&mut owner).await;
        let home = visitor.get("/").await.text();
        let (_, rest) = home.split_once("href=\"/theme/").expect("a stylesheet");
        let css = visitor
            .get(&format!("/theme/{}", rest.split('"').next().unwrap()))
            .await
            .text();
        assert!(css.contains(&format!("--brand: {primary};")), "{css}");
        every_text_is_readable(&css).unwrap();
    }
    world.prove().await;
}
