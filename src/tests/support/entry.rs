//! An operator on the way into a shop.

use super::{Answer, Client, World};

/// Why, as the shop's owners read it.
pub const REASON: &str = "They asked why the logo is missing.";

/// Asks in the console and gives the path of the link on the shop's host.
pub async fn asked(world: &World, admin: &mut Client) -> String {
    let id = world.aurora.id.to_string();
    let form = [("id", id.as_str()), ("reason", REASON)];
    let from = format!("/admin/resellers/{id}/enter");
    let answer = admin.post(&from, "/do/entries/ask", &form).await;
    let page = admin.follow(&answer).await.text();
    let host = format!("http://aurora.localhost:{}", world.address.port());
    let after = page.split(&format!("{host}/enter/")).nth(1);
    let token = after
        .unwrap_or_else(|| panic!("no link: {page}"))
        .split('"')
        .next()
        .unwrap();
    format!("/enter/{token}")
}

/// Opens the link and presses its button.
pub async fn open(browser: &mut Client, path: &str) -> Answer {
    let page = browser.get(path).await;
    assert!(
        page.status == 200 && browser.session.is_none(),
        "a visit alone lets nobody in"
    );
    let token = path.strip_prefix("/enter/").unwrap();
    browser.post(path, "/do/entries/open", &[("token", token)]).await
}

/// A browser inside Aurora, by the link of the console.
pub async fn inside(world: &World, admin: &mut Client) -> Client {
    let path = asked(world, admin).await;
    let mut browser = world.stranger("aurora.localhost");
    let answer = open(&mut browser, &path).await;
    assert_eq!(answer.location.as_deref(), Some("/reseller"));
    browser
}
