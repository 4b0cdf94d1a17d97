//! Lines for many at once: two of them fail, the worker dies in the middle, somebody has left, and nobody is charged
//! twice.

use clouddail::{
    domain::{lines, scope::System},
    shared::ids::{LineBatchId, OrganizationId},
};

use super::company_lines::{STEERED, assign, employee, newest, northwind, prepare, refused, state_of};
use crate::support::World;

/// All of Northwind.
const EVERYBODY: &str = "select count(*) from employees e join organizations o on o.id = e.organization_id
                         where o.name = 'Northwind'";

async fn sales(world: &World) -> i64 {
    world
        .count("select count(*) from ledger_transfers where kind = 'sale'")
        .await
}

#[tokio::test]
async fn twelve_lines_with_two_failures_of_the_carrier() {
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    let everybody = world.count(EVERYBODY).await;
    world.sandbox.fail("1global.order", "500_after", 1).await;
    world.sandbox.fail("1global.order", "drop_before", 1).await;
    let plan = world.plan(STEERED).await.to_string();
    let form = [("plan", plan.as_str()), ("who", "without_line"), ("team", "")];
    let answer = owner
        .post("/business/lines/new", "/do/lines/prepare", &form)
        .await;
    let batch = answer.location.clone().expect("a draft");
    let text = owner.get(&batch).await.text();
    assert!(text.contains(&format!("{everybody} employees")), "{text}");
    let id = batch.rsplit('/').next().unwrap().to_owned();
    owner
        .post(&batch, "/do/lines/start", &[("batch", id.as_str())])
        .await;
    let running = owner.get(&batch).await;
    assert!(
        running.headers.contains_key("refresh"),
        "it looks again by itself"
    );
    assert!(running.text().contains("Look now"));
    world.pass(60).await;
    world.pass(120).await;
    world.pass(120).await;
    let text = owner.get(&batch).await.text();
    assert!(
        text.contains(&format!("{everybody} of {everybody} done")),
        "{text}"
    );
    assert_eq!(sales(&world).await, everybody);
    assert_eq!(world.count("select count(*) from lines").await, everybody);
    assert_eq!(
        world.count("select count(distinct employee_id) from lines").await,
        everybody
    );
    let refused_now = owner
        .post_json("/do/lines/retry", &[("batch", id.as_str())])
        .await;
    assert!(refused_now.text().contains("nothing failed"));
    world.prove().await;
}

#[tokio::test]
async fn a_worker_that_dies_in_the_middle_is_followed_by_one_that_goes_on() {
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    let names = ["amara", "greta"];
    let draft = prepare(&world, &mut owner, STEERED, &names).await;
    let id: LineBatchId = draft.rsplit('/').next().unwrap().parse().unwrap();
    let text = id.to_string();
    owner
        .post(&draft, "/do/lines/start", &[("batch", text.as_str())])
        .await;
    let organization: uuid::Uuid = sqlx::query_scalar("select organization_id from line_batches")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    let organization = OrganizationId::from(organization);
    // The carrier has sold and its answer hangs: there the worker is ended.
    let before = world.sandbox.calls("1global.order").await;
    world.sandbox.fail("1global.order", "hang_after", 1).await;
    let (backend, system) = (world.backend.clone(), System::of(world.aurora.id, "test"));
    let worker = tokio::spawn(async move { lines::work_batch(&backend, &system, organization, id).await });
    world.sandbox.called_again("1global.order", before).await;
    worker.abort();
    let _ = worker.await;
    let settled = "select count(*) from line_batch_rows where order_id is not null";
    assert_eq!(world.count(settled).await, 0, "nothing was written down");
    for _ in 0..4 {
        world.pass(120).await;
    }
    let text = owner.get(&draft).await.text();
    assert!(text.contains("2 of 2 done"), "{text}");
    assert_eq!(sales(&world).await, 2);
    let carriers = world.sandbox.inventory().await["lines"].as_array().unwrap().len();
    assert_eq!(carriers, 2, "the carrier made two");
    world.prove().await;
}

#[tokio::test]
async fn whoever_left_meanwhile_is_named_and_tried_again() {
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    let draft = prepare(&world, &mut owner, STEERED, &["amara", "greta"]).await;
    let greta = employee(&world, "greta").await;
    sqlx::query("update employees set ends_on = current_date - 30, starts_on = current_date - 300 where email = 'greta@northwind.test'")
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    let id = draft.rsplit('/').next().unwrap().to_owned();
    owner
        .post(&draft, "/do/lines/start", &[("batch", id.as_str())])
        .await;
    world.run_jobs().await;
    let text = owner.get(&draft).await.text();
    assert!(
        text.contains("1 of 2 done, 1 failed")
            && text.contains("The employee has left")
            && text.contains(&greta),
        "{text}"
    );
    assert_eq!(sales(&world).await, 1);
    sqlx::query("update employees set ends_on = null where email = 'greta@northwind.test'")
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    let again = owner
        .post(&draft, "/do/lines/retry", &[("batch", id.as_str())])
        .await;
    assert_eq!(again.location.as_deref(), Some(draft.as_str()));
    world.run_jobs().await;
    let text = owner.get(&draft).await.text();
    assert!(text.contains("2 of 2 done") && text.contains("try 2"), "{text}");
    assert_eq!(sales(&world).await, 2, "nobody was charged twice");
    world.prove().await;
}

#[tokio::test]
async fn a_right_that_was_lost_stops_the_rest() {
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    let draft = prepare(&world, &mut owner, STEERED, &["amara", "greta"]).await;
    sqlx::query("update organization_members set role = 'viewer' where role = 'owner' and user_id = (select id from users where email = 'owner@northwind.test')")
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    let id = draft.rsplit('/').next().unwrap().to_owned();
    refused(
        &mut owner,
        "/do/lines/start",
        &[("batch", id.as_str())],
        "Forbidden",
    )
    .await;
    sqlx::query("update line_batches set started_at = created_at")
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    world.pass(700).await;
    lines::sweep(&world.backend).await.unwrap();
    world.run_jobs().await;
    let rights = "select count(*) from line_batch_rows where fault like '%may not assign lines any more%'";
    assert_eq!(world.count(rights).await, 2);
    assert_eq!(sales(&world).await, 0);
    world.prove().await;
}

/// The last day, as the form sends it.
fn day(world: &World, back: i64) -> String {
    (world.backend.now() - chrono::TimeDelta::days(back))
        .format("%Y-%m-%d")
        .to_string()
}

#[tokio::test]
async fn lines_of_leavers_end_or_stop_or_stay_as_the_company_wants() {
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    sqlx::query("update employees set starts_on = current_date - 300")
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    let mut lines_of = vec![];
    for name in ["amara", "greta"] {
        assign(&world, &mut owner, STEERED, &[name]).await;
        lines_of.push(newest(&world).await);
    }
    let (amara, greta) = (employee(&world, "amara").await, employee(&world, "greta").await);
    let (yesterday, today) = (day(&world, 1), day(&world, 0));
    // The last day is over: within the minute, by the company's default.
    let form = [("employee", amara.as_str()), ("last_day", yesterday.as_str())];
    let answer = owner
        .post("/business/employees", "/do/employees/off_board", &form)
        .await;
    assert!(answer.location.unwrap_or_default().ends_with("saved=off_boarded"));
    world.run_jobs().await;
    assert_eq!(state_of(&world, &lines_of[0]).await, "terminated");
    // Today is still a day of work; a choice for one goes before the rule for all.
    let form = [
        ("employee", greta.as_str()),
        ("last_day", today.as_str()),
        ("leaver_lines", "suspend"),
    ];
    owner
        .post("/business/employees", "/do/employees/off_board", &form)
        .await;
    lines::sweep(&world.backend).await.unwrap();
    world.run_jobs().await;
    assert_eq!(state_of(&world, &lines_of[1]).await, "ready");
    world.pass(24 * 3600).await;
    lines::sweep(&world.backend).await.unwrap();
    world.run_jobs().await;
    assert_eq!(state_of(&world, &lines_of[1]).await, "suspended");
    lines::sweep(&world.backend).await.unwrap();
    let asked = "select count(*) from line_wishes where why = 'leaver'";
    assert_eq!(world.count(asked).await, 2, "each once");
    let why = "select count(*) from lines where suspended_for = 'leaver'";
    assert_eq!(world.count(why).await, 1);
    // A company that keeps them.
    let mut owner = northwind(&world, "owner").await;
    let form = [
        ("company_name", "Northwind"),
        ("billing_email", "bills@northwind.test"),
        ("timezone", "UTC"),
        ("leaver_lines", "keep"),
    ];
    owner
        .post("/business/settings", "/do/business/save_settings", &form)
        .await;
    let settings = owner.get("/business/settings").await.text();
    assert!(settings.contains("When an employee leaves"), "{settings}");
    let kept = "select count(*) from organizations where leaver_lines = 'keep'";
    assert_eq!(world.count(kept).await, 1);
    world.prove().await;
}
