//! A company's phones use data: its people see how much, of what hour, and are told in time, once.

use chrono::TimeDelta;
use clouddail::{
    domain::usage,
    shared::{ids::TeamId, permissions::OrganizationRole},
};
use uuid::Uuid;

use super::company_from_nothing::done;
use crate::support::{Client, World};

async fn northwind(world: &World, who: &str) -> Client {
    world
        .browser("aurora.localhost", &format!("{who}@northwind.test"))
        .await
}

async fn alert_mails(world: &World, to: &str) -> usize {
    let mails = world.sandbox.mails(to).await;
    let is_alert = |mail: &&serde_json::Value| mail["subject"].as_str().unwrap().contains("of the data");
    mails.iter().filter(is_alert).count()
}

/// An hour passes, and the vendors are asked.
async fn hour(world: &World) {
    world.backend.clock.advance(TimeDelta::hours(1));
    usage::pull(&world.backend).await.unwrap();
    world.run_jobs().await;
}

#[tokio::test]
async fn usage_is_shown_by_whom_and_where_with_its_hour_and_as_a_file() {
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    let empty = owner.get("/business/usage").await.text();
    assert!(
        empty.contains("Nothing was used") && empty.contains("nothing told yet"),
        "{empty}"
    );
    let (bruno, greta) = (world.line("bruno").await, world.line("greta").await);
    world.phone_has_used(&bruno, 123_000_000).await;
    world.phone_has_used(&greta, 456_000_000).await;
    hour(&world).await;
    world.backend.clock.advance(TimeDelta::minutes(12));

    let page = owner.get("/business/usage").await.text();
    for words in [
        "579 MB",
        "Sales",
        "Engineering",
        "as of 12 minutes ago",
        "days in",
    ] {
        assert!(page.contains(words), "no {words} in {page}");
    }
    let people = owner.get("/business/usage?by=employee").await.text();
    assert!(people.contains("Greta Lindqvist") && people.contains("456 MB") && people.contains("bruno@"));
    let narrowed = format!("/business/usage?by=line&employee={}", greta.employee);
    let hers = owner.get(&narrowed).await.text();
    assert!(
        hers.contains("Only") && hers.contains("456 MB") && !hers.contains("123 MB"),
        "{hers}"
    );
    let tail = &greta.iccid[greta.iccid.len() - 4..];
    assert!(hers.contains(&format!("ending in {tail}")));
    for by in ["cost_centre", "country", "day", "team", "line"] {
        assert!(
            owner
                .get(&format!("/business/usage?by={by}"))
                .await
                .text()
                .contains("579 MB"),
            "{by}"
        );
    }
    let file = owner.get("/business/usage.csv?by=employee").await.text();
    let mut lines = file.lines();
    assert_eq!(
        lines.next(),
        Some("Employee,Detail,Data,Bytes,Readings,Unusual,Id")
    );
    assert_eq!(
        lines.next().unwrap(),
        format!(
            "Greta Lindqvist,greta@northwind.test,456 MB,456000000,1,,{}",
            greta.employee
        )
    );
    assert_eq!(lines.count(), 1);

    // Who sees what.
    let mut manager = northwind(&world, "manager").await;
    for path in [
        "/business/usage",
        "/business/usage?by=employee",
        "/business/usage.csv?by=line",
    ] {
        let text = manager.get(path).await.text();
        assert!(
            !text.contains("456 MB")
                && !text.contains("456000000")
                && !text.contains("Engineering")
                && !text.contains("Greta"),
            "{path}: {text}"
        );
    }
    assert!(manager.get("/business/usage").await.text().contains("123 MB"));
    assert_eq!(
        manager.get(&narrowed).await.status,
        404,
        "an employee of another team"
    );
    let engineering: Uuid = sqlx::query_scalar("select id from teams where name = 'Engineering'")
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    for narrow in [
        format!("team={}", TeamId::from(engineering)),
        format!("line={}", greta.id),
        "team=rubbish".to_owned(),
        "by=rubbish".to_owned(),
    ] {
        let path = format!("/business/usage?{narrow}");
        assert_eq!(manager.get(&path).await.status, 404, "{path}");
        let file = format!("/business/usage.csv?{narrow}");
        assert_eq!(manager.get(&file).await.status, 404, "{file}");
    }
    let mut viewer = northwind(&world, "viewer").await;
    assert!(viewer.get("/business/usage").await.text().contains("579 MB"));
    assert_eq!(
        viewer.get("/business/usage.csv").await.status,
        403,
        "a viewer takes nothing away"
    );
    let mut standard = world.member_browser(OrganizationRole::Standard).await;
    assert_eq!(standard.get("/business/usage").await.status, 403);
    let mut elsewhere = world.browser("kite.localhost", "owner@kite.test").await;
    assert_eq!(elsewhere.get("/business/usage").await.status, 404);

    // Odd addresses are answered with a sentence, never a failure of ours.
    for odd in [
        "days=0",
        "days=99999999999",
        "from=2026-02-02&until=2026-02-01",
        "from=x&until=y",
    ] {
        let text = owner.get(&format!("/business/usage?{odd}")).await.text();
        assert!(
            text.contains("Please choose 1 to 366 days") && text.contains("579 MB"),
            "{odd}: {text}"
        );
    }
    for odd in [
        "after=x",
        "after=1.%00",
        "after=99999999999999999999.x",
        "country=%00",
    ] {
        let status = owner.get(&format!("/business/usage?{odd}")).await.status;
        assert!(status == 200 || status == 404, "{odd}: {status}");
    }

    // The vendor corrects itself.
    world.phone_has_used(&greta, 400_000_000).await;
    hour(&world).await;
    assert!(owner.get("/business/usage").await.text().contains("523 MB"));
    world.prove().await;
}

#[tokio::test]
async fn eighty_per_cent_is_told_once_however_often_it_is_read() {
    let world = World::new().await;
    let line = world.line("bruno").await;
    world.phone_has_used(&line, line.allowance / 100 * 79).await;
    hour(&world).await;
    assert_eq!(alert_mails(&world, "owner@northwind.test").await, 0);
    for n in 0..10 {
        world.phone_has_used(&line, line.allowance / 100 * (85 + n)).await;
        hour(&world).await;
    }
    let told = "select count(*) from alerts";
    assert_eq!(world.count(told).await, 1);
    for (who, mails) in [("owner", 1), ("manager", 1), ("finance", 0), ("viewer", 0)] {
        assert_eq!(
            alert_mails(&world, &format!("{who}@northwind.test")).await,
            mails,
            "{who}"
        );
    }
    for _ in 0..2 {
        world.phone_has_used(&line, line.allowance).await;
        hour(&world).await;
    }
    assert_eq!(world.count(told).await, 2);
    assert_eq!(alert_mails(&world, "owner@northwind.test").await, 2);

    let mut owner = northwind(&world, "owner").await;
    let mut manager = northwind(&world, "manager").await;
    let page = manager.get("/business/alerts").await.text();
    assert!(
        page.contains("Bruno Silva has used 80 % of the data") && page.contains("2 are new"),
        "{page}"
    );
    assert!(owner.get("/business").await.text().contains("Not looked at yet"));
    let seen = "/business/alerts?saved=seen";
    done(&mut owner, "/do/alerts/see", &[], seen).await;
    let page = owner.get(seen).await.text();
    assert!(
        page.contains("Marked as seen") && page.contains("Nothing new"),
        "{page}"
    );
    assert!(
        manager.get("/business/alerts").await.text().contains("2 are new"),
        "each has seen them alone"
    );
    world.prove().await;
}

#[tokio::test]
async fn the_company_says_when_and_who_is_told() {
    let world = World::new().await;
    let mut finance = northwind(&world, "finance").await;
    let page = "/business/alerts/settings";
    let text = finance.get(page).await.text();
    assert!(
        text.contains("80, 100") && text.contains("Managers of the team"),
        "{text}"
    );
    let form = [("alert_kind", "line"), ("thresholds", "fifty")];
    let refused = finance.post(page, "/do/alerts/save_rule", &form).await;
    let text = finance.follow(&refused).await.text();
    assert!(
        text.contains("at most five numbers") && text.contains("fifty"),
        "{text}"
    );
    let form = [
        ("alert_kind", "line"),
        ("thresholds", "50; 30"),
        ("to_finance", "true"),
    ];
    done(
        &mut finance,
        "/do/alerts/save_rule",
        &form,
        "/business/alerts/settings?saved=rule",
    )
    .await;
    assert!(finance.get(page).await.text().contains("30, 50"));
    let mut viewer = northwind(&world, "viewer").await;
    assert_eq!(viewer.get(page).await.status, 403);
    let history = finance.get("/business/history").await.text();
    assert!(
        history.contains("Alerts changed") && history.contains("30, 50"),
        "{history}"
    );

    let line = world.line("greta").await;
    world.phone_has_used(&line, line.allowance / 100 * 55).await;
    hour(&world).await;
    assert_eq!(
        alert_mails(&world, "finance@northwind.test").await,
        1,
        "the highest that was passed"
    );
    assert_eq!(alert_mails(&world, "owner@northwind.test").await, 0);
    let mut manager = northwind(&world, "manager").await;
    assert!(
        !manager.get("/business/alerts").await.text().contains("Greta"),
        "of another team"
    );
    world.prove().await;
}

#[tokio::test]
async fn a_resellers_system_reads_usage_and_spend() {
    let world = World::new().await;
    let line = world.line("greta").await;
    world.line("bruno").await;
    world.phone_has_used(&line, 321_000_000).await;
    hour(&world).await;
    let api = world.aurora_api();
    let company = world.northwind_id().await;
    let usage = api
        .get(&format!(
            "/api/v1/organizations/{company}/usage?group_by=employee"
        ))
        .await;
    assert_eq!(usage.status, 200, "{usage:?}");
    assert_eq!(usage.json["data"][0]["key"], line.employee.to_string());
    assert_eq!(
        (&usage.json["data"][0]["bytes"], &usage.json["total_bytes"]),
        (&321_000_000.into(), &321_000_000.into())
    );
    let path = format!("/api/v1/organizations/{company}/spend?group_by=employee&limit=1");
    let first = api.get(&path).await;
    let cursor = first.text("/next_cursor");
    let second = api.get(&format!("{path}&cursor={cursor}")).await;
    assert_eq!(second.json["next_cursor"], serde_json::Value::Null, "{second:?}");
    assert_ne!(first.json["data"][0]["key"], second.json["data"][0]["key"]);
    assert_eq!(
        first.json["data"][0]["spent"], second.json["data"][0]["spent"],
        "the same plan"
    );
    for (query, field) in [
        ("from=2026-01-01", "to"),
        ("to=2026-01-01", "from"),
        ("from=x&to=2026-01-01", "from"),
        ("from=2020-01-01&to=2026-01-01", "from"),
        ("group_by=rubbish", "group_by"),
    ] {
        for what in ["usage", "spend"] {
            let refused = api
                .get(&format!("/api/v1/organizations/{company}/{what}?{query}"))
                .await;
            assert_eq!(refused.refusal(), (400, "invalid_parameter"), "{what} {query}");
            assert_eq!(refused.text("/field"), field);
        }
    }
    let theirs = api
        .get(&format!("/api/v1/organizations/{company}/usage?cursor={cursor}"))
        .await;
    assert_eq!(
        theirs.refusal(),
        (400, "invalid_cursor"),
        "a cursor of another list"
    );
    let kite = world.kite_api();
    for what in ["usage", "spend"] {
        let refused = kite.get(&format!("/api/v1/organizations/{company}/{what}")).await;
        assert_eq!(refused.refusal(), (404, "not_found"));
    }
    world.prove().await;
}
