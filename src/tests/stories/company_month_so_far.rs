//! What the month's invoice comes to before the month is over: the same as when it is issued.

use super::{company_from_nothing::done, company_lines::northwind};
use crate::support::World;

const PAGE: &str = "/business/invoices/so-far";

/// The text of the total on a document's page.
fn total(page: &str) -> String {
    let rest = page
        .split("document-total")
        .nth(1)
        .unwrap_or_else(|| panic!("no total in {page}"));
    let inside = rest.split("</p>").next().unwrap();
    let mut text = String::new();
    let mut is_tag = true;
    for c in inside.chars() {
        match c {
            '<' => is_tag = true,
            '>' => is_tag = false,
            c if !is_tag => text.push(c),
            _ => {}
        }
    }
    text
}

#[tokio::test]
async fn the_month_so_far_is_what_its_invoice_says() {
    let world = World::new().await;
    let mut owner = northwind(&world, "owner").await;
    let text = owner.get(PAGE).await.text();
    assert!(text.contains("Nothing was bought yet"), "{text}");

    let customer = world.customer(&world.aurora, "owner@northwind.test").await;
    let company = world.northwind_id().await;
    for centre in ["CC-2", "CC-1", "CC-2"] {
        world.company_buys(&customer, company, centre).await;
    }
    let text = owner.get(PAGE).await.text();
    assert!(text.contains("so far") && text.contains("VAT 20 %"), "{text}");
    let centres: Vec<usize> = ["CC-1", "CC-2"]
        .into_iter()
        .map(|centre| text.matches(centre).count())
        .collect();
    assert_eq!(
        centres,
        [2, 3],
        "once among the sums, and once for each line: {text}"
    );
    let so_far = total(&text);
    assert_eq!(northwind(&world, "manager").await.get(PAGE).await.status, 403);
    let mut other = world.browser("aurora.localhost", "customer@aurora.test").await;
    let made = [
        ("company_name", "Southwind"),
        ("billing_email", "a@southwind.test"),
    ];
    done(&mut other, "/do/business/create", &made, "/business?saved=made").await;
    let theirs = other.get(PAGE).await.text();
    assert!(theirs.contains("Nothing was bought yet"), "{theirs}");

    world.move_to(world.month(1), 9, 0);
    assert_eq!(world.bill().await.drafted, 1);
    let document = world.newest_document().await.to_string();
    let mut staff = world.browser("aurora.localhost", "owner@aurora.test").await;
    let issued = format!("/reseller/companies/invoices/{document}?saved=issued");
    done(
        &mut staff,
        "/do/company_invoices/issue",
        &[("document", &document)],
        &issued,
    )
    .await;
    world.run_jobs().await;
    let mut owner = northwind(&world, "owner").await;
    let text = owner.get(&format!("/business/invoices/{document}")).await.text();
    assert_eq!(total(&text), so_far, "{text}");
    assert!(so_far.starts_with('$'), "{so_far}");
    let text = owner.get(PAGE).await.text();
    assert!(text.contains("Nothing was bought yet"), "{text}");
    world.prove().await;
}
