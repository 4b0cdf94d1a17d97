//! What a company bought on credit is due, overdue and reminded of; and a shop says who it is before it issues.

use chrono::Days;

use super::company_from_nothing::done;
use crate::support::World;

#[tokio::test]
async fn what_was_bought_on_credit_is_due_and_a_shop_says_who_it_is_before_it_issues() {
    let world = World::new().await;
    let customer = world.kite_customer().await;
    let company = world.company_on_credit(&customer, 100).await;
    let (first, second, third) = (world.month(1), world.month(2), world.month(3));
    world.move_to(first, 12, 0);
    world.company_buys(&customer, company, "Ops").await;
    world.move_to(second, 9, 0);
    assert_eq!(world.bill().await.drafted, 1);
    world.move_to(second + Days::new(3), 9, 0);
    assert_eq!(world.bill().await.issued, 0, "Kite has not said who it is");
    let draft = world.newest_document().await.to_string();
    let mut staff = world.browser("kite.localhost", "owner@kite.test").await;
    let issue = [("document", draft.as_str())];
    let refused = staff.post_json("/do/company_invoices/issue", &issue).await.text();
    assert!(refused.contains("has not said who it is"), "{refused}");
    let page = "/reseller/companies/invoicing";
    assert!(staff.get(page).await.text().contains("Nothing is issued yet"));
    let settings = |percent: &'static str, prefix: &'static str, days: &'static str| {
        [
            ("seller_name", "Kite Travel S.L."),
            ("seller_address", "Calle Mayor 1\r\n28013 Madrid"),
            ("seller_tax_id", "ESB12345678"),
            ("tax_label", "IVA"),
            ("tax_percent", percent),
            ("invoice_prefix", prefix),
            ("credit_prefix", "kt-c-"),
            ("due_days", days),
        ]
    };
    for (bad, words) in [
        (settings("100", "KT-", "7"), "from 0 to below 100"),
        (settings("7.125", "KT-", "7"), "from 0 to below 100"),
        (settings("-1", "KT-", "7"), "from 0 to below 100"),
        (settings("21", "KT-1", "7"), "do not end with a digit"),
        (settings("21", "KT-C-", "7"), "a prefix of their own"),
        (settings("21", "KT-", "91"), "0 to 90"),
    ] {
        let answer = staff.post(page, "/do/company_invoices/save_settings", &bad).await;
        let text = staff.follow(&answer).await.text();
        assert!(
            text.contains(words) && text.contains("Calle Mayor 1"),
            "{words}: {text}"
        );
    }
    let saved = format!("{page}?saved=invoicing");
    done(
        &mut staff,
        "/do/company_invoices/save_settings",
        &settings("21", "kt-", "7"),
        &saved,
    )
    .await;

    assert_eq!(world.bill().await.issued, 1);
    let read = format!("/reseller/companies/invoices/{draft}");
    let text = staff.get(&read).await.text();
    assert!(
        text.contains("KT-00001") && text.contains("To be paid") && text.contains("IVA 21 %"),
        "{text}"
    );
    assert!(text.contains("Bought on credit"), "{text}");
    world.run_jobs().await;
    let mails = world.sandbox.mails("books@fernweh.test").await;
    let text = mails[0]["text"].as_str().unwrap();
    assert!(text.contains("bought on credit: please add"), "{text}");
    // A later purchase is another month's debt; what is paid in covers the older one first.
    world.company_buys(&customer, company, "Ops").await;
    world.move_to(second + Days::new(10), 9, 0);
    world.bill().await;
    let state = "select count(*) from organization_invoices where state = 'sent'";
    assert_eq!(world.count(state).await, 1, "the day it is due is still in time");
    world.move_to(second + Days::new(11), 9, 0);
    world.bill().await;
    let text = staff.get(&read).await.text();
    assert!(text.contains("Not paid in time"), "{text}");
    // Both sides see it, and the company is reminded after three days and after fourteen, once each.
    let list = staff.get(&format!("/reseller/companies/{company}")).await.text();
    assert!(list.contains("Overdue"), "{list}");
    let reminders = async || {
        world.run_jobs().await;
        let mails = world.sandbox.mails("books@fernweh.test").await;
        mails
            .iter()
            .filter(|mail| {
                mail["subject"]
                    .as_str()
                    .unwrap()
                    .contains("Overdue: invoice KT-00001")
            })
            .count()
    };
    for (days, sent) in [(12, 0), (13, 1), (14, 1), (23, 1), (24, 2), (27, 2)] {
        world.move_to(second + Days::new(days), 9, 0);
        world.bill().await;
        world.bill().await;
        assert_eq!(reminders().await, sent, "{days} days");
    }
    let total = world
        .count("select total_micros from organization_invoices where number = 'KT-00001'")
        .await;
    world.company_pays_in(&customer, company, total - 10_000).await;
    assert_eq!(world.bill().await.paid, 0, "a cent is missing");
    assert!(
        staff.get(&read).await.text().contains("€0.01"),
        "and the page says so"
    );
    world.company_pays_in(&customer, company, 10_000).await;
    assert_eq!(world.bill().await.paid, 1);
    assert!(staff.get(&read).await.text().contains("Paid from"));
    world.move_to(third, 9, 0);
    world.bill().await;
    world.move_to(third + Days::new(2), 9, 0);
    world.bill().await;
    assert_eq!(
        world.count(state).await,
        1,
        "the second month waits for its own money"
    );
    world.prove().await;
}
