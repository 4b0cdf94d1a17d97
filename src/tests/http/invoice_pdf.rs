//! The PDF of an invoice, read and drawn by other programs: `pdftotext`, `pdfinfo` and `pdftoppm` of poppler.

use std::process::Command;

use chrono::{NaiveDate, Utc};
use clouddail::{
    domain::invoices::Document,
    http::invoice_pdf::draw,
    shared::{
        company_invoice::{
            CentreSum, DocumentHead, DocumentKind, DocumentLine, DocumentRow, DocumentState, Party,
            RelatedDocument,
        },
        currency::Currency,
        ids::{CompanyInvoiceId, OrganizationId},
        money::Money,
    },
};
use rust_decimal::Decimal;
use tempfile::TempDir;
use uuid::Uuid;

fn usd(micros: i64) -> Money {
    Money::from_micros(micros, Currency::USD)
}

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, day).unwrap()
}

/// An invoice of lines at 12.00 with 2.00 of tax each, in turns of two cost centres.
fn invoice(lines: i32) -> Document {
    let of = |count: i32, unit: i64| usd(i64::from(count) * unit);
    let (even, odd) = (lines / 2, lines - lines / 2);
    let sum = |cost_centre: &str, count| CentreSum {
        cost_centre: cost_centre.into(),
        lines: i64::from(count),
        net: of(count, 10_000_000),
        tax: of(count, 2_000_000),
        total: of(count, 12_000_000),
    };
    let line = |position: i32| DocumentLine {
        position,
        at: Utc::now(),
        day: day(1 + u32::try_from(position).unwrap() % 28),
        cost_centre: if position <= even { "Sales" } else { "Support" }.into(),
        what: format!("eSIM France 5 GB, line {position}"),
        quantity: 1,
        unit: usd(12_000_000),
        net: usd(10_000_000),
        tax_percent: Decimal::from(20),
        tax: usd(2_000_000),
        total: usd(12_000_000),
        charged: usd(12_000_000),
        order: None,
    };
    Document {
        head: DocumentHead {
            row: DocumentRow {
                id: CompanyInvoiceId::from(Uuid::from_u128(7)),
                organization: OrganizationId::from(Uuid::from_u128(8)),
                kind: DocumentKind::Invoice,
                state: DocumentState::Paid,
                number: Some("INV-00042".into()),
                period: day(1),
                total: of(lines, 12_000_000),
                issued_on: Some(day(31)),
                due_on: NaiveDate::from_ymd_opt(2026, 4, 14),
                drafted_at: Utc::now(),
                sent_at: None,
                paid_at: None,
            },
            company: "Northwind".into(),
            seller: Party {
                name: "Aurora Mobile Ltd".into(),
                address: "14 Harbour Street\n101 Reykjavík\nIceland".into(),
                tax_id: "IS 12345".into(),
                email: "help@aurora.test".into(),
            },
            buyer: Party {
                name: "Northwind Trading GmbH".into(),
                address: "Hafenstraße 1\n20457 Hamburg".into(),
                tax_id: "DE 123 456 789".into(),
                email: "bills@northwind.test".into(),
            },
            timezone: "Europe/Berlin".into(),
            tax_label: "VAT".into(),
            tax_percent: Decimal::new(2000, 2),
            subtotal: of(lines, 10_000_000),
            tax: of(lines, 2_000_000),
            charged: of(lines, 12_000_000),
            reason: String::new(),
            color: "#0f766e".into(),
            corrects: None,
        },
        centres: vec![sum("Sales", even), sum("Support", odd)],
        lines: Some((1..=lines).map(line).collect()),
        logo: None,
    }
}

struct Drawn {
    folder: TempDir,
    bytes: Vec<u8>,
}

impl Drawn {
    fn of(document: &Document) -> Self {
        let folder = TempDir::new().unwrap();
        let bytes = draw(document).unwrap();
        std::fs::write(folder.path().join("it.pdf"), &bytes).unwrap();
        Self { folder, bytes }
    }

    fn ask(&self, program: &str, arguments: &[&str]) -> String {
        let done = Command::new(program)
            .args(arguments)
            .current_dir(self.folder.path())
            .output()
            .unwrap_or_else(|error| panic!("{program} of poppler-utils: {error}"));
        assert!(
            done.status.success(),
            "{program}: {}",
            String::from_utf8_lossy(&done.stderr)
        );
        String::from_utf8(done.stdout).unwrap()
    }

    /// The text as it stands on the pages.
    fn text(&self) -> String {
        self.ask("pdftotext", &["-layout", "it.pdf", "-"])
    }

    /// The first page as a picture: how many of its points are not white.
    fn ink(&self) -> usize {
        self.ask(
            "pdftoppm",
            &["-r", "50", "-f", "1", "-l", "1", "-png", "it.pdf", "page"],
        );
        let found = std::fs::read_dir(self.folder.path()).unwrap();
        let picture = found
            .map(|entry| entry.unwrap().path())
            .find(|path| path.extension().is_some_and(|ending| ending == "png"))
            .unwrap();
        let picture = image::open(picture).unwrap().into_luma8();
        picture.pixels().filter(|point| point.0[0] < 200).count()
    }
}

#[test]
fn what_stands_on_an_invoice_is_read_by_another_program() {
    let document = invoice(3);
    let drawn = Drawn::of(&document);
    let text = drawn.text();
    for words in [
        "Invoice INV-00042",
        "Aurora Mobile Ltd",
        "101 Reykjavík",
        "Tax number IS 12345",
        "Northwind Trading GmbH",
        "Hafenstraße 1",
        "Month: March 2026 (Europe/Berlin)",
        "Total USD 36.00",
        "VAT 20 %",
        "eSIM France 5 GB, line 3",
        "Page 1 of 1",
    ] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
    assert!(!text.to_lowercase().contains("clouddail"), "{text}");
    // Cost centres and the sum, in their columns.
    let row = |name: &str| {
        let line = text
            .lines()
            .find(|line| line.trim_start().starts_with(name))
            .unwrap();
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(row("Sales"), "Sales 1 10.00 2.00 12.00");
    assert_eq!(row("Support"), "Support 2 20.00 4.00 24.00");
    assert_eq!(row("Total  "), "Total 3 30.00 6.00 36.00");
    let facts = drawn.ask("pdfinfo", &["it.pdf"]);
    let facts = facts.split_whitespace().collect::<Vec<_>>().join(" ");
    for fact in [
        "Title: Invoice INV-00042, Aurora Mobile Ltd",
        "Tagged: yes",
        "Author: Aurora Mobile Ltd",
    ] {
        assert!(facts.contains(fact), "{fact} is not in {facts}");
    }
    assert!(!facts.to_lowercase().contains("clouddail"), "{facts}");
    // What is read out, in order: a title, the parties, two tables with heads.
    let read_out = drawn.ask("pdfinfo", &["-struct-text", "it.pdf"]);
    for piece in ["H1", "H2", "Table", "THead", "TH", "TD"] {
        assert!(read_out.contains(piece), "{piece} is not in {read_out}");
    }
    assert!(read_out.find("Invoice INV-00042") < read_out.find("Northwind Trading GmbH"));
    assert!(drawn.ink() > 2_000);
    assert_eq!(draw(&document).unwrap(), drawn.bytes, "the same every time");
    let marks = String::from_utf8_lossy(&drawn.bytes).into_owned();
    assert!(
        marks.contains("pdfuaid") && marks.contains("/Lang"),
        "accessible by its own words"
    );
}

#[test]
fn a_hundred_and_twenty_lines_run_over_pages_with_their_head_on_each() {
    let drawn = Drawn::of(&invoice(120));
    let text = drawn.text();
    let pages: Vec<&str> = text
        .split('\u{c}')
        .filter(|page| !page.trim().is_empty())
        .collect();
    assert!((3..=6).contains(&pages.len()), "{}", pages.len());
    for (index, page) in pages.iter().enumerate() {
        assert!(
            page.contains("Unit USD") && page.contains("Cost centre"),
            "page {index}: {page}"
        );
        assert!(
            page.contains(&format!("Page {} of {}", index + 1, pages.len())),
            "{page}"
        );
        assert!(page.contains("Aurora Mobile Ltd · Invoice INV-00042"), "{page}");
    }
    for line in 1..=120 {
        let words = format!("line {line} ");
        assert_eq!(text.matches(&words).count(), 1, "line {line}");
    }
    assert!(text.contains("1440.00"), "the sum of all");
}

#[test]
fn odd_names_long_words_and_foreign_letters_break_nothing() {
    let mut document = invoice(4);
    document.head.row.kind = DocumentKind::CreditNote;
    document.head.row.number = Some("CN-00007".into());
    document.head.reason = "Не работало в Ницце. ".repeat(20);
    document.head.corrects = Some(RelatedDocument {
        id: CompanyInvoiceId::from(Uuid::from_u128(9)),
        number: "INV-00042".into(),
        total: usd(48_000_000),
    });
    document.head.charged = usd(47_997_500);
    document.head.color = "not a colour".into();
    document.head.seller.name = "ООО «Северное сияние» · Βόρειο Σέλας A.E.".into();
    document.head.buyer.name = "株式会社 شركة 😀 Zażółć Gęślą Jaźń".into();
    document.head.buyer.address = format!("{}\n\u{202e}evil\u{202c}\u{0}\u{feff}", "W".repeat(200));
    document.centres[0].cost_centre = "Donaudampfschifffahrtsgesellschaftskapitän ".repeat(4);
    if let Some(lines) = &mut document.lines {
        lines[0].what = format!("Номер +7 999 {}", "i".repeat(300));
        lines[1].what = "<b>&amp;</b> \u{301}\u{301}\u{301}".into();
        lines[2].what = String::new();
        lines[3].total = usd(-9_223_372_036_854_775_000);
        lines[3].cost_centre = "日本".into();
    }
    let drawn = Drawn::of(&document);
    let text = drawn.text();
    for words in [
        "Credit note CN-00007",
        "ООО «Северное сияние» · Βόρειο Σέλας A.E.",
        "Zażółć Gęślą Jaźń",
        "Takes back from: Invoice INV-00042",
        "Не работало в Ницце.",
        "USD 47.9975",
        "evil",
        "<b>&amp;</b>",
    ] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
    assert!(!text.contains('\u{202e}'));
    assert!(drawn.ink() > 2_000);

    // Too many lines to draw: their sums are there, and where the lines are.
    let mut long = invoice(2);
    long.lines = None;
    let text = Drawn::of(&long).text();
    assert!(
        text.contains("This document has 2 lines. They are in its CSV file."),
        "{text}"
    );
}

#[test]
fn the_logo_of_the_day_is_on_it() {
    let mut document = invoice(1);
    let mut png = std::io::Cursor::new(vec![]);
    let red = image::RgbaImage::from_pixel(280, 72, image::Rgba([220, 30, 30, 255]));
    image::DynamicImage::ImageRgba8(red)
        .write_to(&mut png, image::ImageFormat::Png)
        .unwrap();
    let without = Drawn::of(&document).ink();
    document.logo = Some(png.into_inner());
    let drawn = Drawn::of(&document);
    assert!(drawn.ink() > without + 1_000);
    assert!(drawn.ask("pdfinfo", &["-struct", "it.pdf"]).contains("Figure"));
    document.logo = Some(b"no picture".to_vec());
    assert!(Drawn::of(&document).text().contains("Invoice INV-00042"));
}
