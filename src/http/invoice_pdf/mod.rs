//! An invoice as a PDF that people and screen readers can read (PDF/UA-1). Drawn from what was frozen when it was issued,
//! so it is the same file every time.

mod face;
mod render;
mod sheet;

use self::{
    render::render,
    sheet::{Column, LEFT, RIGHT, Sheet, Style},
};
use crate::{
    domain::invoices::Document,
    shared::{
        company_invoice::{DocumentHead, DocumentKind, Party, centre_in_words},
        money::Money,
    },
};
pub use render::PdfError;

/// Where the right half of the head begins.
const MIDDLE: f32 = 310.0;

/// The file.
pub fn draw(document: &Document) -> Result<Vec<u8>, PdfError> {
    let head = &document.head;
    let title = head.row.title();
    let footer = format!("{} · {}", head.seller.name, title);
    let mut sheet = Sheet::new(&head.color, footer)?;
    letterhead(&mut sheet, document, &title);
    parties(&mut sheet, head);
    facts(&mut sheet, head);
    sums(&mut sheet, document);
    lines(&mut sheet, document);
    render(sheet, head, &title, document.logo.as_deref())
}

fn letterhead(sheet: &mut Sheet, document: &Document, title: &str) {
    let size = document.logo.as_deref().and_then(render::picture_size);
    if let Some((width, height)) = size {
        let scale = (170.0 / width).min(44.0 / height);
        sheet.logo(
            LEFT,
            34.0,
            width * scale,
            height * scale,
            &document.head.seller.name,
        );
    }
    sheet.heading_at(if size.is_some() { MIDDLE } else { LEFT }, 58.0, 1, title);
    sheet.move_to(100.0);
}

fn parties(sheet: &mut Sheet, head: &DocumentHead) {
    let top = sheet.y();
    party(sheet, LEFT, "Seller", &head.seller);
    let left = sheet.y();
    sheet.move_to(top);
    party(sheet, MIDDLE, "Billed to", &head.buyer);
    sheet.move_to(left.max(sheet.y()) + 12.0);
}

fn party(sheet: &mut Sheet, x: f32, title: &str, party: &Party) {
    let width = if x < MIDDLE {
        MIDDLE - LEFT - 20.0
    } else {
        RIGHT - MIDDLE
    };
    sheet.paragraph(x, width, title, Style::Small);
    sheet.paragraph(x, width, &party.name, Style::Strong);
    for line in party.address.lines() {
        sheet.paragraph(x, width, line, Style::Text);
    }
    if !party.tax_id.is_empty() {
        sheet.paragraph(x, width, &format!("Tax number {}", party.tax_id), Style::Text);
    }
    sheet.paragraph(x, width, &party.email, Style::Text);
}

fn facts(sheet: &mut Sheet, head: &DocumentHead) {
    let day = |day: chrono::NaiveDate| day.format("%-d %B %Y").to_string();
    let mut fact = |text: String| sheet.paragraph(LEFT, RIGHT - LEFT, &text, Style::Text);
    if let Some(on) = head.row.issued_on {
        fact(format!("Issued: {}", day(on)));
    }
    fact(format!("Month: {} ({})", head.row.month(), head.timezone));
    if let Some(invoice) = &head.corrects {
        fact(format!("Takes back from: Invoice {}", invoice.number));
    }
    if !head.reason.is_empty() {
        fact(format!("Why: {}", head.reason));
    }
    match (head.row.kind, head.row.due_on) {
        (DocumentKind::CreditNote, _) => fact("Payment: given back into your balance.".into()),
        (DocumentKind::Invoice, Some(due)) => fact(format!(
            "Payment: taken from your balance when it was bought. What was bought on credit is due by {}.",
            day(due)
        )),
        (DocumentKind::Invoice, None) => {}
    }
    sheet.gap(10.0);
}

/// `12.50`, with a minus sign that does not break.
fn plain(amount: Money) -> String {
    amount.amount().replace('-', "\u{2212}")
}

fn tax_title(head: &DocumentHead) -> String {
    format!("{} {} %", head.tax_label, head.tax_percent.normalize())
}

fn sums(sheet: &mut Sheet, document: &Document) {
    let head = &document.head;
    let currency = head.row.total.currency();
    sheet.heading(2, &format!("Total {currency} {}", plain(head.row.total)));
    let columns = [
        Column::text("Cost centre", 245.0),
        Column::number("Lines", 50.0),
        Column::number(&format!("Net {currency}"), 70.0),
        Column::number(&tax_title(head), 70.0),
        Column::number(&format!("Total {currency}"), 70.0),
    ];
    let mut rows: Vec<Vec<String>> = document
        .centres
        .iter()
        .map(|sum| {
            vec![
                centre_in_words(&sum.cost_centre).to_owned(),
                sum.lines.to_string(),
                plain(sum.net),
                plain(sum.tax),
                plain(sum.total),
            ]
        })
        .collect();
    let count: i64 = document.centres.iter().map(|sum| sum.lines).sum();
    rows.push(vec![
        "Total".into(),
        count.to_string(),
        plain(head.subtotal),
        plain(head.tax),
        plain(head.row.total),
    ]);
    sheet.table(&columns, &rows, true);
    if head.charged != head.row.total {
        let words = format!(
            "Taken from the balance: {currency} {}. Each line is rounded to whole minor units here.",
            plain(head.charged)
        );
        sheet.paragraph(LEFT, RIGHT - LEFT, &words, Style::Small);
    }
    sheet.gap(12.0);
}

fn lines(sheet: &mut Sheet, document: &Document) {
    let head = &document.head;
    let currency = head.row.total.currency();
    sheet.heading(2, "Lines");
    let Some(lines) = &document.lines else {
        let count: i64 = document.centres.iter().map(|sum| sum.lines).sum();
        let words = format!("This document has {count} lines. They are in its CSV file.");
        sheet.paragraph(LEFT, RIGHT - LEFT, &words, Style::Text);
        return;
    };
    let columns = [
        Column::text("Day", 58.0),
        Column::text("What", 127.0),
        Column::text("Cost centre", 76.0),
        Column::number("Quantity", 44.0),
        Column::number(&format!("Unit {currency}"), 50.0),
        Column::number(&format!("Net {currency}"), 48.0),
        Column::number(&tax_title(head), 50.0),
        Column::number(&format!("Total {currency}"), 52.0),
    ];
    let rows: Vec<Vec<String>> = lines
        .iter()
        .map(|line| {
            let centre = if line.cost_centre.is_empty() {
                "\u{2013}"
            } else {
                &line.cost_centre
            };
            vec![
                line.day.format("%-d %b %Y").to_string(),
                line.what.clone(),
                centre.to_owned(),
                line.quantity.to_string(),
                plain(line.unit),
                plain(line.net),
                plain(line.tax),
                plain(line.total),
            ]
        })
        .collect();
    sheet.table(&columns, &rows, false);
}
