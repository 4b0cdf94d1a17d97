//! Numbers of documents, and who reads these.

use super::*;

#[tokio::test]
async fn numbers_have_no_gaps_under_twenty_at_once_and_after_a_failure() {
    let world = World::new().await;
    let company = world.northwind_id().await;
    let drafts: Vec<uuid::Uuid> = sqlx::query_scalar(
        "insert into organization_invoices (reseller_id, id, organization_id, kind, currency, period, timezone,
                                            charged_micros, drafted_at)
         select $1, gen_random_uuid(), $2, 'invoice', 'USD', date '2020-01-01' + make_interval(months => n), 'UTC', 0, $3
         from generate_series(1, 20) as n returning id",
    )
    .bind(world.aurora.id.uuid())
    .bind(company.uuid())
    .bind(world.backend.now())
    .fetch_all(&mut world.owner().await)
    .await
    .unwrap();
    // A shop without a host cannot mail: the number that was taken is given back with all the rest.
    let break_off = "update reseller_domains set state = 'failed' where reseller_id = $1";
    sqlx::query(break_off)
        .bind(world.aurora.id.uuid())
        .execute(&mut world.owner().await)
        .await
        .unwrap();
    world.backend.clock.advance(chrono::TimeDelta::days(3));
    assert_eq!(world.bill().await.issued, 0);
    assert_eq!(world.count("select count(*) from invoice_sequences").await, 0);
    sqlx::query("update reseller_domains set state = 'verified' where reseller_id = $1")
        .bind(world.aurora.id.uuid())
        .execute(&mut world.owner().await)
        .await
        .unwrap();

    let first = world.browser("aurora.localhost", "owner@aurora.test").await;
    let mut clicks = tokio::task::JoinSet::new();
    for draft in drafts {
        let mut staff = world.stranger("aurora.localhost");
        staff.session.clone_from(&first.session);
        let id = clouddail::shared::ids::CompanyInvoiceId::from(draft).to_string();
        clicks.spawn(async move {
            let form = [("document", id.as_str())];
            // Twice: the second click finds it issued.
            let done = staff.post("/reseller", "/do/company_invoices/issue", &form).await;
            staff.post("/reseller", "/do/company_invoices/issue", &form).await;
            done.location
        });
    }
    for to in clicks.join_all().await {
        assert!(
            to.as_deref().is_some_and(|to| to.ends_with("?saved=issued")),
            "{to:?}"
        );
    }
    let numbers: Vec<String> =
        sqlx::query_scalar("select number from organization_invoices order by sequence")
            .fetch_all(&mut world.owner().await)
            .await
            .unwrap();
    let wanted: Vec<String> = (1..=20).map(|n| format!("INV-{n:05}")).collect();
    assert_eq!(numbers, wanted);
    world.prove().await;
}

#[tokio::test]
async fn documents_are_for_their_own_company_and_for_who_may_see_them() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let company = world.northwind_id().await;
    let (first, second) = (world.month(1), world.month(2));
    world.move_to(first, 12, 0);
    world.company_buys(&customer, company, "Sales").await;
    world.move_to(second, 9, 0);
    world.bill().await;
    world.move_to(second + Days::new(2), 9, 0);
    world.bill().await;
    let id = world.document("INV-00001").await;
    let own = [
        format!("/business/invoices/{id}"),
        format!("/business/invoices/{id}/document.pdf"),
        format!("/business/invoices/{id}/lines.csv"),
    ];
    let theirs = [
        format!("/reseller/companies/invoices/{id}"),
        format!("/reseller/companies/invoices/{id}/document.pdf"),
        format!("/reseller/companies/invoices/{id}/lines.csv"),
        format!("/reseller/companies/{company}/invoices.csv"),
    ];
    // Roles of the company: who may see, and who may take away.
    for (role, sees, takes) in [
        (OrganizationRole::Owner, 200, 200),
        (OrganizationRole::Admin, 200, 200),
        (OrganizationRole::Finance, 200, 200),
        (OrganizationRole::Viewer, 200, 403),
        (OrganizationRole::Manager, 403, 403),
        (OrganizationRole::Standard, 403, 403),
    ] {
        let mut member = world.member_browser(role).await;
        assert_eq!(member.get(&own[0]).await.status, sees, "{role:?}");
        assert_eq!(member.get("/business/invoices").await.status, sees, "{role:?}");
        for file in [&own[1], &own[2], &"/business/invoices.csv".to_owned()] {
            assert_eq!(member.get(file).await.status, takes, "{role:?} {file}");
        }
        assert_eq!(member.get(&theirs[0]).await.status, 404, "{role:?}");
    }
    // Another company of the same shop, and the owner of another shop.
    let mut other = world.browser("aurora.localhost", "customer@aurora.test").await;
    let form = [
        ("company_name", "Southwind"),
        ("billing_email", "a@southwind.test"),
    ];
    done(&mut other, "/do/business/create", &form, "/business?saved=made").await;
    let mut kite = world.browser("kite.localhost", "owner@kite.test").await;
    for path in &own {
        assert_eq!(other.get(path).await.status, 404, "{path}");
        assert_eq!(kite.get(path).await.status, 404, "{path}");
    }
    assert!(!other.get("/business/invoices").await.text().contains("INV-00001"));
    for path in &theirs {
        assert_eq!(kite.get(path).await.status, 404, "{path}");
    }
    let document = id.to_string();
    let credit = [("document_line", "1"), ("reason", "x"), ("key", "k")];
    for (path, more) in [
        ("issue", &credit[..0]),
        ("send_again", &credit[..0]),
        ("credit", &credit[..]),
    ] {
        let mut form = vec![("document", document.as_str())];
        form.extend_from_slice(more);
        let text = kite
            .post_json(&format!("/do/company_invoices/{path}"), &form)
            .await
            .text();
        assert!(text.contains("NotFound"), "{path}: {text}");
    }
    // Support sees no money; a stranger is asked to sign in.
    let mut support = world.staff_browser(StaffRole::Support).await;
    let page = support.get(&format!("/reseller/companies/{company}")).await;
    assert!(page.status == 200 && !page.text().contains("INV-00001"));
    assert_eq!(support.get(&theirs[0]).await.status, 403);
    assert_eq!(support.get(&theirs[1]).await.status, 403);
    let mut stranger = world.stranger("aurora.localhost");
    assert_eq!(stranger.get(&own[1]).await.status, 401);
    assert_eq!(stranger.get(&theirs[1]).await.status, 401);
    world.prove().await;
}
