//! A company as the shop sees it, and people in two of them.

use super::*;

#[tokio::test]
async fn the_shop_sets_a_company_up_and_can_close_it_to_changes() {
    let world = World::new().await;
    let mut staff = world.browser("aurora.localhost", "owner@aurora.test").await;
    let form = [
        ("company_name", "Eastwind"),
        ("billing_email", "bills@eastwind.test"),
        ("email", "customer@aurora.test"),
    ];
    let opened = staff
        .post("/reseller/companies/new", "/do/clients/open", &form)
        .await;
    let page = opened.location.clone().unwrap();
    assert!(page.ends_with("?saved=opened"), "{page}");
    let text = staff.follow(&opened).await.text();
    assert!(
        text.contains("Eastwind") && text.contains("customer@aurora.test (invited)"),
        "{text}"
    );
    let path = page.split('?').next().unwrap().to_owned();
    let link = link(&world, "customer@aurora.test").await;
    let mut owner = world.browser("aurora.localhost", "customer@aurora.test").await;
    done(
        &mut owner,
        "/do/members/accept",
        &[("token", token(&link))],
        "/business",
    )
    .await;
    assert!(owner.get("/business").await.text().contains("Eastwind"));
    assert!(
        staff
            .get("/reseller/companies")
            .await
            .text()
            .contains("Northwind")
    );

    let mut kite = world.browser("kite.localhost", "owner@kite.test").await;
    assert_eq!(kite.get(&path).await.status, 404, "another shop's company");
    let eastwind = company(&world, "Eastwind").await;
    let closing = [("organization", eastwind.as_str()), ("plan_tier", "growth")];
    refused(&mut kite, "/do/clients/set_state", &closing, "NotFound").await;
    let saved = format!("{path}?saved=state");
    done(&mut staff, "/do/clients/set_state", &closing, &saved).await;
    let text = owner.get("/business").await.text();
    assert!(text.contains("This company is deactivated"), "{text}");
    refused(
        &mut owner,
        "/do/teams/make",
        &[("team_name", "X")],
        "deactivated, so nothing was changed",
    )
    .await;
    let api = world.aurora_api();
    let employees = format!("/api/v1/organizations/{eastwind}/employees");
    let body = json!({ "email": "a@eastwind.test", "first_name": "A", "last_name": "B" });
    assert_eq!(
        api.post(&employees, body).await.refusal(),
        (409, "company_deactivated")
    );
    let opening = [
        ("organization", eastwind.as_str()),
        ("plan_tier", "growth"),
        ("is_on", "true"),
    ];
    done(&mut staff, "/do/clients/set_state", &opening, &saved).await;
    done(
        &mut owner,
        "/do/teams/make",
        &[("team_name", "X")],
        "/business/teams?saved=made",
    )
    .await;
    let history = owner.get("/business/history").await.text();
    assert!(
        history.contains("The shop") && !history.contains("owner@aurora.test"),
        "{history}"
    );
    world.prove().await;
}

#[tokio::test]
async fn somebody_in_two_companies_works_in_one_at_a_time() {
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    let made = [
        ("company_name", "Southwind"),
        ("billing_email", "a@southwind.test"),
    ];
    done(&mut owner, "/do/business/create", &made, "/business?saved=made").await;
    assert!(!owner.get("/business/employees").await.text().contains("amara@"));
    let northwinds = company(&world, "Northwind").await;
    done(
        &mut owner,
        "/do/business/choose",
        &[("organization", &northwinds)],
        "/business",
    )
    .await;
    assert!(owner.get("/business/employees").await.text().contains("amara@"));
    let mut customer = world.browser("aurora.localhost", "customer@aurora.test").await;
    refused(
        &mut customer,
        "/do/business/choose",
        &[("organization", &northwinds)],
        "NotFound",
    )
    .await;
    // Another browser of the same person begins with the first company.
    let mut other = northwind(&world, "owner").await;
    assert!(other.get("/business/employees").await.text().contains("amara@"));

    let settings = [
        ("company_name", "Northwind Ltd"),
        ("billing_email", "bills@northwind.test"),
        ("timezone", "Moon/Base"),
    ];
    refused(
        &mut owner,
        "/do/business/save_settings",
        &settings,
        "time zone from the list",
    )
    .await;
    let settings = [settings[0], settings[1], ("timezone", "Pacific/Auckland")];
    done(
        &mut owner,
        "/do/business/save_settings",
        &settings,
        "/business/settings?saved=settings",
    )
    .await;
    let history = owner.get("/business/history").await.text();
    assert!(history.contains("Pacific/Auckland") && history.contains("Northwind Ltd"));
    for _ in 0..4 {
        done(&mut owner, "/do/business/create", &made, "/business?saved=made").await;
        if world
            .count("select count(*) from organization_members where role = 'owner'")
            .await
            == 5
        {
            break;
        }
    }
    refused(&mut owner, "/do/business/create", &made, "you own 5").await;
    world.prove().await;
}
