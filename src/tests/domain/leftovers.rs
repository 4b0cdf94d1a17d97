//! What nobody needs any more goes away by itself: files that were uploaded and not used, attempts that no longer
//! count, jobs of an older version.

use clouddail::boot::migrate;
use serde_json::json;

use crate::support::{World, database};

/// The nightly job, as the worker runs it.
async fn sweep(world: &World) {
    world.schedule("sweep_leftovers", json!({})).await;
    world.run_jobs().await;
}

#[tokio::test]
async fn files_nobody_used_and_old_attempts_are_swept_at_night() {
    let world = World::new().await;
    let mut staff = world.browser("aurora.localhost", "owner@aurora.test").await;
    let prices = staff.get("/reseller/prices.csv").await.text();
    let (form, upload) = ("/reseller/prices/sheet", "/reseller/prices/sheet/upload");
    let sent = staff
        .upload(form, upload, &[], ("prices.csv", prices.as_bytes()))
        .await;
    assert!(sent.location.unwrap().contains("/sheet/psh_"));

    let mut member = world.browser("aurora.localhost", "owner@northwind.test").await;
    let (form, upload) = ("/business/employees/import", "/business/employees/upload");
    let file = |name: &str| format!("email,first_name,last_name\n{name}@northwind.test,{name},Person\n");
    let sent = member
        .upload(form, upload, &[], ("used.csv", file("used").as_bytes()))
        .await;
    let used = sent.location.unwrap();
    let id = used.rsplit('/').next().unwrap();
    member
        .post(&used, "/do/employees/apply_import", &[("file", id)])
        .await;
    let sent = member
        .upload(form, upload, &[], ("waiting.csv", file("waiting").as_bytes()))
        .await;
    let waiting = sent.location.unwrap();

    let mut stranger = world.stranger("kite.localhost");
    let wrong = [("email", "customer@kite.test"), ("password", "not-the-password")];
    stranger.post("/sign-in", "/do/accounts/sign_in", &wrong).await;

    let sheets = "select count(*) from price_sheets";
    let texts = "select count(*) from employee_imports where text is not null";
    let imports = "select count(*) from employee_imports";
    let attempts = "select count(*) from throttled_attempts";
    world.pass(59 * 60).await;
    sweep(&world).await;
    for (what, left) in [(sheets, 1), (texts, 1), (imports, 2), (attempts, 1)] {
        assert_eq!(world.count(what).await, left, "{what} within the hour");
    }
    world.pass(2 * 60).await;
    sweep(&world).await;
    for (what, left) in [(sheets, 0), (texts, 1), (imports, 2), (attempts, 0)] {
        assert_eq!(world.count(what).await, left, "{what} after an hour");
    }
    assert!(
        member
            .get(&waiting)
            .await
            .text()
            .contains("1 employee can be added")
    );
    world.pass(24 * 60 * 60).await;
    sweep(&world).await;
    for (what, left) in [(texts, 0), (imports, 1)] {
        assert_eq!(world.count(what).await, left, "{what} after a day");
    }
    assert_eq!(member.get(&waiting).await.status, 404);
    assert!(member.get(&used).await.text().contains("1 employee added."));
    world.prove().await;
}

/// Mailed links and invitations: kept while they work, and a month longer for whoever follows an old one.
#[tokio::test]
async fn mailed_links_that_open_nothing_any_more_are_swept() {
    let world = World::new().await;
    let mut stranger = world.stranger("aurora.localhost");
    let form = [
        ("email", "new@people.test"),
        ("password", "demo-pass-1234"),
        ("first_name", "New"),
        ("last_name", "Person"),
    ];
    stranger.post("/register", "/do/accounts/register", &form).await;
    let form = [("email", "customer@aurora.test")];
    stranger
        .post("/forgot-password", "/do/accounts/request_password_reset", &form)
        .await;
    let mut staff = world.browser("aurora.localhost", "owner@aurora.test").await;
    let form = [("email", "help@people.test"), ("staff_role", "support")];
    staff.post("/reseller/staff", "/do/staff/invite", &form).await;
    let mut owner = world.browser("aurora.localhost", "owner@northwind.test").await;
    let form = [
        ("email", "fin@people.test"),
        ("company_role", "finance"),
        ("team", ""),
    ];
    owner.post("/business/members", "/do/members/invite", &form).await;
    let tables = [
        "select count(*) from email_verifications",
        "select count(*) from password_resets",
        "select count(*) from staff_invitations",
        "select count(*) from organization_invitations",
    ];
    for table in tables {
        assert_eq!(world.count(table).await, 1, "{table}");
    }
    world.pass(29 * 24 * 3_600).await;
    sweep(&world).await;
    for table in tables {
        assert_eq!(world.count(table).await, 1, "{table} within a month");
    }
    world.pass(10 * 24 * 3_600).await;
    sweep(&world).await;
    for table in tables {
        assert_eq!(world.count(table).await, 0, "{table} after it");
    }
    // Who was invited is in the history all the same.
    let mut owner = world.browser("aurora.localhost", "owner@northwind.test").await;
    let history = owner.get("/business/history").await.text();
    assert!(history.contains("fin@people.test"), "{history}");
    world.prove().await;
}

/// Regular jobs once were enqueued without a payload; none of today's can read that.
#[tokio::test]
async fn jobs_without_a_payload_go_when_a_database_is_migrated() {
    let world = World::new().await;
    world.schedule("sweep_orders", json!(null)).await;
    world.schedule("sweep_orders", json!({})).await;
    migrate::at(&database::url(&world.database)).await.unwrap();
    let left = "select count(*) from graphile_worker._private_jobs";
    assert_eq!(world.count(left).await, 1, "only what can be read");
    world.run_jobs().await;
    assert_eq!(world.count(left).await, 0);
    world.prove().await;
}
