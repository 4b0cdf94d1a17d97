//! Logos and icons.

use clouddail::shared::permissions::StaffRole;
use image::ImageFormat;

use super::{STUDIO, publish, revision};
use crate::{
    domain::pictures::{file, png_claiming},
    support::World,
};

const PICTURES: &str = "/reseller/brand/pictures";

#[tokio::test]
async fn a_logo_is_uploaded_by_a_plain_form_and_nothing_else_is() {
    let world = World::new().await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    let read = revision(&mut owner).await;
    let fields = [("revision", read.as_str()), ("kind", "logo")];
    let png = file(900, 200, ImageFormat::Png);
    let bomb = png_claiming(60_000, 60_000, b"");
    let svg = br#"<svg xmlns="http://www.w3.org/2000/svg"/>"#;
    let large = vec![0; 3 * 1024 * 1024];
    for (name, kind, bytes, sentence) in [
        ("logo.png", "image/png", svg.as_slice(), "no PNG, JPEG or WebP"),
        (
            "logo.svg",
            "image/svg+xml",
            svg.as_slice(),
            "no PNG, JPEG or WebP",
        ),
        ("logo.png", "image/png", b"".as_slice(), "That file is empty"),
        ("logo.png", "image/png", bomb.as_slice(), "more than 4096 pixels"),
        ("logo.png", "image/png", large.as_slice(), "more than 2 MB"),
    ] {
        let answer = owner.post_file(PICTURES, &fields, (name, kind, bytes)).await;
        let to = answer.location.unwrap();
        let page = owner.get(to.split('#').next().unwrap()).await.text();
        assert!(page.contains(sentence), "{name} leads to {to}");
    }
    assert_eq!(
        world
            .count("select count(*) from brand_assets where media_type = 'image/png'")
            .await,
        0
    );

    // The content decides, not what it is called.
    let answer = owner
        .post_file(PICTURES, &fields, ("logo.svg", "image/svg+xml", &png))
        .await;
    assert_eq!(
        answer.location.as_deref(),
        Some("/reseller/brand?saved=picture#pictures")
    );
    let answer = owner
        .post_file(PICTURES, &fields, ("logo.png", "image/png", &png))
        .await;
    assert_eq!(
        answer.location.as_deref(),
        Some("/reseller/brand?refused=stale#pictures")
    );
    let id: uuid::Uuid = sqlx::query_scalar("select id from brand_assets where media_type = 'image/png'")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    let address = format!("/brand/{}", clouddail::shared::ids::AssetId::from(id));
    assert!(owner.get("/?preview=draft").await.text().contains(&address));
    let mail = owner.get("/reseller/brand/preview/mail").await.text();
    assert!(mail.replace("&#x2f;", "/").contains(&address), "{mail}");
    let mut visitor = world.stranger("aurora.localhost");
    assert!(!visitor.get("/").await.text().contains(&address));
    publish(&mut owner).await;
    assert!(visitor.get("/").await.text().contains(&address));
    let picture = visitor.get(&address).await;
    assert_eq!(picture.headers["content-type"], "image/png");
    assert_eq!(world.stranger("kite.localhost").get(&address).await.status, 404);

    // Whoever may not edit the brand, and another site's page.
    let mut support = world.staff_browser(StaffRole::Support).await;
    let mut customer = world.browser("aurora.localhost", "customer@aurora.test").await;
    for (other, status) in [(&mut support, 403), (&mut customer, 404)] {
        let answer = other
            .post_file(PICTURES, &fields, ("logo.png", "image/png", &png))
            .await;
        assert_eq!(answer.status, status);
    }
    let page = support.get(STUDIO).await.text();
    assert!(!page.contains("Publish the draft") && !page.contains("Upload a logo"));
    let answer = owner
        .post_from_elsewhere("https://evil.test", PICTURES, &[])
        .await;
    assert_eq!(answer.status, 403);
    world.prove().await;
}

#[tokio::test]
async fn twenty_pictures_are_kept_and_those_in_use_are_never_forgotten() {
    let world = World::new().await;
    let mut owner = world.browser("aurora.localhost", "owner@aurora.test").await;
    for at in 1..=22_u32 {
        let read = revision(&mut owner).await;
        let fields = [("revision", read.as_str()), ("kind", "logo")];
        let png = file(10 + at, 10, ImageFormat::Png);
        let answer = owner
            .post_file(PICTURES, &fields, ("a.png", "image/png", &png))
            .await;
        assert_eq!(
            answer.location.as_deref(),
            Some("/reseller/brand?saved=picture#pictures")
        );
    }
    let kept = "select count(*) from brand_assets where reseller_id = (select id from resellers where slug = 'aurora')";
    assert_eq!(world.count(kept).await, 20);
    // The published version's own pictures are the oldest, and still there.
    let seeded = "select count(*) from brand_assets where media_type = 'image/svg+xml'
                  and reseller_id = (select id from resellers where slug = 'aurora')";
    assert_eq!(world.count(seeded).await, 2);
    world.prove().await;
}
