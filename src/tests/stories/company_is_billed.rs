//! A company is billed month by month: every movement on one document, under numbers without gaps, and what is given
//! back later is a credit note.

mod numbers;

use chrono::Days;
use clouddail::{
    domain::{invoices::bill_companies::Billed, orders::refund::Destination},
    shared::permissions::{OrganizationRole, StaffRole},
};
use sqlx::Row;

use super::company_from_nothing::done;
use crate::support::{Client, World};

async fn northwind(world: &World, who: &str) -> Client {
    world
        .browser("aurora.localhost", &format!("{who}@northwind.test"))
        .await
}

/// Each document: number (`-` for a draft), kind, state, month, and how many lines.
async fn documents(world: &World) -> Vec<String> {
    sqlx::query(
        "select coalesce(i.number, '-'), i.kind, i.state, i.period, count(l.position)
         from organization_invoices i join organization_invoice_lines l on l.invoice_id = i.id
         group by i.id, i.number, i.kind, i.state, i.period order by i.id",
    )
    .fetch_all(&mut world.owner().await)
    .await
    .unwrap()
    .iter()
    .map(|row| {
        let period: chrono::NaiveDate = row.get(3);
        format!(
            "{} {} {} {} {}",
            row.get::<String, _>(0),
            row.get::<String, _>(1),
            row.get::<String, _>(2),
            period.format("%Y-%m"),
            row.get::<i64, _>(4)
        )
    })
    .collect()
}

#[tokio::test]
async fn two_months_of_purchases_and_a_refund_in_the_third() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let company = world.northwind_id().await;
    let [first, second, third, fourth] = [1, 2, 3, 4].map(|ahead| world.month(ahead));
    let named = |month: chrono::NaiveDate| month.format("%Y-%m").to_string();

    // Its months begin and end in its own time zone.
    let mut owner = northwind(&world, "owner").await;
    let form = [
        ("company_name", "Northwind"),
        ("billing_email", "bills@northwind.test"),
        ("timezone", "America/New_York"),
    ];
    let saved = "/business/settings?saved=settings";
    done(&mut owner, "/do/business/save_settings", &form, saved).await;
    let form = [
        ("buyer_name", "Northwind Trading GmbH"),
        ("buyer_address", "Hafenstraße 1\r\n\r\n20457 Hamburg"),
        ("buyer_tax_id", "DE 123 456 789"),
    ];
    let saved = "/business/invoices?saved=billing";
    done(&mut owner, "/do/company_invoices/save_billing", &form, saved).await;
    let page = owner.get("/business/invoices?saved=billing").await.text();
    assert!(
        page.contains("No invoices yet") && page.contains("Northwind Trading GmbH"),
        "{page}"
    );

    world.move_to(first, 12, 0);
    let taken_back = world.company_buys(&customer, company, "Sales").await;
    world.company_buys(&customer, company, "=HYPERLINK(\"x\")").await;
    // Two in the morning in London is still the month before in New York.
    world.move_to(second, 2, 0);
    world.company_buys(&customer, company, "").await;
    assert_eq!(world.bill().await, Billed::default(), "the month is not over");
    world.move_to(second, 7, 0);
    let refunded_at_once = world.company_buys(&customer, company, "Sales").await;
    world
        .give_back(&customer, refunded_at_once, None, Destination::Wallet, "at once")
        .await
        .unwrap();
    assert_eq!(world.bill().await.drafted, 1);
    assert_eq!(world.bill().await, Billed::default(), "once");
    assert_eq!(
        documents(&world).await,
        [format!("- invoice draft {} 3", named(first))]
    );

    // A draft is the shop's own. Staff look at it and issue it.
    let mut owner = northwind(&world, "owner").await;
    let draft = world.newest_document().await;
    assert!(
        owner
            .get("/business/invoices")
            .await
            .text()
            .contains("No invoices yet")
    );
    assert_eq!(
        owner.get(&format!("/business/invoices/{draft}")).await.status,
        404
    );
    let mut staff = world.browser("aurora.localhost", "owner@aurora.test").await;
    let page = format!("/reseller/companies/invoices/{draft}");
    let text = staff.get(&page).await.text();
    assert!(
        text.contains("Invoice (draft)") && text.contains("It is issued and mailed by itself after"),
        "{text}"
    );
    let listed = staff.get(&format!("/reseller/companies/{company}")).await.text();
    assert!(listed.contains("Invoice (draft)"), "{listed}");
    let document = draft.to_string();
    let form = [("document", document.as_str())];
    done(
        &mut staff,
        "/do/company_invoices/issue",
        &form,
        &format!("{page}?saved=issued"),
    )
    .await;
    let again = staff.post_json("/do/company_invoices/issue", &form).await.text();
    assert!(again.contains("issued already"), "{again}");
    world.run_jobs().await;
    let mails = world.sandbox.mails("bills@northwind.test").await;
    let text = mails[0]["text"].as_str().unwrap();
    assert!(
        text.contains("INV-00001")
            && text.contains(&format!("/business/invoices/{draft}"))
            && text.contains("was paid"),
        "{text}"
    );
    assert!(
        !mails[0].to_string().to_lowercase().contains("clouddail"),
        "{text}"
    );
    let soon = staff
        .post_json("/do/company_invoices/send_again", &form)
        .await
        .text();
    assert!(soon.contains("less than five minutes ago"), "{soon}");
    world.pass(600).await;
    done(
        &mut staff,
        "/do/company_invoices/send_again",
        &form,
        &format!("{page}?saved=sent"),
    )
    .await;

    // The page, the lines, and no formula in the file.
    let page = format!("/business/invoices/{draft}");
    let text = owner.get(&page).await.text();
    for words in [
        "Invoice INV-00001",
        "Paid",
        "There is nothing to do",
        "Aurora Mobile Ltd",
        "Hafenstraße 1",
        "DE 123 456 789",
        "VAT 20 %",
        "Without a cost centre",
        "America/New_York",
    ] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
    let csv = owner.get(&format!("{page}/lines.csv")).await;
    assert_eq!(csv.headers["cache-control"], "private, no-store");
    let csv = csv.text();
    assert_eq!(csv.lines().count(), 4, "{csv}");
    assert!(
        csv.contains(",\"'=HYPERLINK(\"\"x\"\")\",") && csv.contains(",20,"),
        "{csv}"
    );
    let pdf = owner.get(&format!("{page}/document.pdf")).await;
    assert_eq!(
        (pdf.status.as_u16(), pdf.headers["content-type"].to_str().unwrap()),
        (200, "application/pdf")
    );
    assert_eq!(pdf.headers["cache-control"], "private, no-store");
    assert_eq!(
        pdf.body,
        owner.get(&format!("{page}/document.pdf")).await.body,
        "the same every time"
    );

    // The second month: bought and given back within it, so both are on its invoice, which issues itself.
    world.move_to(third, 9, 0);
    assert_eq!(world.bill().await.drafted, 1);
    world.move_to(third + Days::new(2), 9, 0);
    assert_eq!(world.bill().await.issued, 1);
    // In the third a line of the first is given back, in part, the ordinary way.
    world
        .give_back(
            &customer,
            taken_back,
            Some(1_000_000),
            Destination::Wallet,
            "part",
        )
        .await
        .unwrap();
    world.move_to(fourth, 9, 0);
    assert_eq!(world.bill().await.drafted, 1);
    world.move_to(fourth + Days::new(2), 9, 0);
    assert_eq!(world.bill().await.issued, 1);
    assert_eq!(world.bill().await, Billed::default());
    assert_eq!(
        documents(&world).await,
        [
            format!("INV-00001 invoice paid {} 3", named(first)),
            format!("INV-00002 invoice paid {} 2", named(second)),
            format!("CN-00001 credit_note paid {} 1", named(third)),
        ]
    );
    let (billed, moved) = world.billed_and_moved(company).await;
    assert_eq!(billed, moved);
    assert!(billed > 0);
    let mut owner = northwind(&world, "owner").await;
    let text = owner.get(&page).await.text();
    assert!(
        text.contains("Taken back by") && text.contains("CN-00001"),
        "{text}"
    );
    let note = world.document("CN-00001").await;
    let text = owner.get(&format!("/business/invoices/{note}")).await.text();
    assert!(
        text.contains("Credited") && text.contains("\u{2212}$1.00") && text.contains("INV-00001"),
        "{text}"
    );
    let list = owner.get("/business/invoices.csv").await.text();
    assert!(
        list.contains("Credit note CN-00001,") && list.contains(",Credited,-1.00,USD"),
        "{list}"
    );
    let history = owner.get("/business/history").await.text();
    assert!(
        history.contains("Invoice issued") && history.contains("Details on invoices changed"),
        "{history}"
    );
    world.prove().await;
}

#[tokio::test]
async fn staff_take_a_line_back_with_a_reason_and_nothing_issued_ever_changes() {
    let world = World::new().await;
    let customer = world.aurora_customer().await;
    let company = world.northwind_id().await;
    let (first, second) = (world.month(1), world.month(2));
    world.move_to(first, 12, 0);
    let order = world.company_buys(&customer, company, "Sales").await;
    let price: i64 = sqlx::query_scalar("select charged_micros from orders where id = $1")
        .bind(order.uuid())
        .fetch_one(&mut world.owner().await)
        .await
        .unwrap();
    world.move_to(second, 9, 0);
    world.bill().await;
    world.move_to(second + Days::new(2), 9, 0);
    world.bill().await;
    let invoice = world.document("INV-00001").await.to_string();
    let mut staff = world.staff_browser(StaffRole::Finance).await;
    let offered = staff
        .get(&format!("/reseller/companies/invoices/{invoice}?take_back=1"))
        .await
        .text();
    assert!(
        offered.contains("Take a line back") && offered.contains("Amount in USD"),
        "{offered}"
    );
    let form = |line: &'static str, amount: &'static str, reason: &'static str, key: &'static str| {
        [
            ("document", invoice.clone()),
            ("document_line", line.to_owned()),
            ("amount", amount.to_owned()),
            ("reason", reason.to_owned()),
            ("key", key.to_owned()),
        ]
    };
    let path = "/do/company_invoices/credit";
    for (line, amount, reason, words) in [
        ("1", "-5", "Wrong", "above zero"),
        ("1", "9999", "Wrong", "is left to give back"),
        ("1", "1e3", "Wrong", "above zero"),
        ("1", "", " ", "say why"),
        ("2", "", "Wrong", "NotFound"),
        ("-1", "", "Wrong", "NotFound"),
    ] {
        let form = form(line, amount, reason, "refused");
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let text = staff.post_json(path, &form).await.text();
        assert!(text.contains(words), "{line} {amount} {reason}: {text}");
    }
    let right = form("1", "0.50", "It did not work in Nice.", "once");
    let right: Vec<(&str, &str)> = right
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let answer = staff.post("/reseller", path, &right).await;
    let note = world.document("CN-00001").await;
    let to = format!("/reseller/companies/invoices/{note}?saved=credited");
    assert_eq!(answer.location.as_deref(), Some(to.as_str()), "{}", answer.text());
    let again = staff.post("/reseller", path, &right).await;
    assert_eq!(
        again.location, answer.location,
        "the same key is the same credit note"
    );
    let text = staff.follow(&answer).await.text();
    assert!(
        text.contains("It did not work in Nice.") && text.contains("\u{2212}$0.50"),
        "{text}"
    );
    let balance = world
        .count("select balance_micros from wallets where owner_kind = 'organization' and bucket = 'cash'")
        .await;
    assert_eq!(balance, 500_000_000 - price + 500_000);
    // The month's end finds nothing more to credit.
    world.move_to(world.month(1), 9, 0);
    assert_eq!(world.bill().await.drafted, 0);
    world.run_jobs().await;
    let mails = world.sandbox.mails("finance@northwind.test").await;
    assert!(
        mails
            .iter()
            .any(|mail| mail.to_string().contains("Credit note CN-00001")),
        "{mails:?}"
    );

    let mut owner = world.owner().await;
    for change in [
        "update organization_invoices set total_micros = 0, subtotal_micros = 0, tax_micros = 0",
        "update organization_invoices set buyer_name = 'Somebody else' where number = 'INV-00001'",
        "update organization_invoices set number = 'INV-00009' where number = 'INV-00001'",
        "update organization_invoice_lines set what = 'Nothing'",
        "insert into organization_invoice_lines (reseller_id, invoice_id, position, transfer_id, at, cost_centre, what,
             charged_micros) select reseller_id, invoice_id, 99, (select id from ledger_transfers where kind = 'opening'
             limit 1), at, '', 'x', 1 from organization_invoice_lines limit 1",
    ] {
        let refused = sqlx::query(change).execute(&mut owner).await;
        assert!(refused.unwrap_err().to_string().contains("stays as it is"), "{change}");
    }
    let twice = "insert into organization_invoices (reseller_id, id, organization_id, kind, currency, period, timezone,
                     charged_micros, drafted_at)
                 select reseller_id, gen_random_uuid(), organization_id, kind, currency, period, timezone, 0, now()
                 from organization_invoices where number = 'INV-00001'";
    let refused = sqlx::query(twice).execute(&mut owner).await.unwrap_err();
    assert!(
        refused.to_string().contains("one_invoice_of_a_month"),
        "{refused}"
    );
    let (billed, moved) = world.billed_and_moved(company).await;
    assert_eq!(billed, moved);
    world.prove().await;
}
