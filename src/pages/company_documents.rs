//! What the pages of a company's invoices share, for its own people and for the shop's staff.

use chrono::NaiveDate;
use leptos::prelude::*;

use crate::{
    components::{Column, DefinitionList, Fact, ListTable, MoneyText, Pagination, StatusBadge},
    pages::list_address::{address, asked_for},
    shared::company_invoice::{
        CentreSum, DocumentHead, DocumentKind, DocumentLine, DocumentRow, DocumentState, DocumentView, Party,
        RelatedDocument, centre_in_words,
    },
};

/// `12 Nov 2026`.
pub fn day(day: NaiveDate) -> String {
    day.format("%-d %b %Y").to_string()
}

/// How far a document is, in one or two words.
#[component]
pub fn DocumentBadge(kind: DocumentKind, state: DocumentState) -> impl IntoView {
    let mood = match (kind, state) {
        (_, DocumentState::Draft) => "quiet",
        (DocumentKind::CreditNote, _) | (DocumentKind::Invoice, DocumentState::Paid) => "good",
        (DocumentKind::Invoice, DocumentState::Sent) => "waiting",
        (DocumentKind::Invoice, DocumentState::Failed) => "bad",
    };
    view! { <StatusBadge label=state.in_words(kind) mood/> }
}

/// A list of documents, each leading to its page under `path`.
#[component]
pub fn DocumentTable(rows: Vec<DocumentRow>, path: &'static str) -> impl IntoView {
    let columns = vec![
        Column::plain("Document"),
        Column::plain("Month"),
        Column::plain("Issued"),
        Column::plain("To be paid by"),
        Column::plain("State"),
        Column::number("Total"),
    ];
    view! {
        <ListTable caption="Invoices and credit notes" columns>
            {rows
                .into_iter()
                .map(|row| view! {
                    <tr>
                        <td data-label="Document"><a href=format!("{path}/{}", row.id)>{row.title()}</a></td>
                        <td data-label="Month">{row.month()}</td>
                        <td data-label="Issued">{row.issued_on.map(day)}</td>
                        <td data-label="To be paid by">
                            {row.to_be_paid_by().map(day)}
                        </td>
                        <td data-label="State"><DocumentBadge kind=row.kind state=row.state/></td>
                        <td data-label="Total" class="number"><MoneyText amount=row.total/></td>
                    </tr>
                })
                .collect_view()}
        </ListTable>
    }
}

/// Where the money of a document is, in a sentence. `whose` is `your company's` or `the company's`.
fn money_words(view: &DocumentView, whose: &str) -> String {
    let row = &view.head.row;
    let due = row.due_on.map(day).unwrap_or_default();
    let paid = row.paid_at.map(|at| at.format("%-d %b %Y").to_string());
    match (row.kind, row.state) {
        (_, DocumentState::Draft) => {
            "The month is over; the document has no number yet and nobody got it.".to_owned()
        }
        (DocumentKind::CreditNote, _) => format!("The money is back in {whose} balance."),
        (DocumentKind::Invoice, DocumentState::Paid) => {
            format!(
                "Paid from {whose} balance on {}. There is nothing to do.",
                paid.unwrap_or_default()
            )
        }
        (DocumentKind::Invoice, DocumentState::Sent) => format!(
            "Bought on credit: {} of it is still missing from {whose} balance. It is due by {due}, and counts as paid \
             within the hour once the balance covers it.",
            view.open
        ),
        (DocumentKind::Invoice, DocumentState::Failed) => format!(
            "Not paid in time: it was due by {due}, and {} of it is still missing from {whose} balance. It counts as paid within the hour \
             once the balance covers it.",
            view.open
        ),
    }
}

/// The document: its sums, seller and buyer, cost centres and lines. `path` is its own address, and `take_back` offers a
/// link beside each line that can be taken back.
#[component]
pub fn DocumentPanels(
    document: DocumentView,
    path: String,
    /// Of other documents.
    documents: &'static str,
    whose: &'static str,
    take_back: bool,
) -> impl IntoView {
    let next = document
        .lines
        .next
        .as_deref()
        .map(|after| address(&path, &[("after", after)]));
    let parties = document
        .head
        .row
        .number
        .is_some()
        .then(|| (document.head.seller.clone(), document.head.buyer.clone()));
    let is_draft = parties.is_none();
    let (centres, lines) = (document.centres.clone(), document.lines.rows.clone());
    let csv = if document.may_export && !is_draft {
        format!("{path}/centres.csv")
    } else {
        String::new()
    };
    view! {
        <Sum document path=path.clone() documents whose/>
        {parties.map(|(seller, buyer)| view! {
            <section class="panel document-parties" aria-label="Seller and buyer">
                <Who title="Seller" party=seller/>
                <Who title="Buyer" party=buyer/>
            </section>
        })}
        <Centres centres csv/>
        <Lines lines is_draft take_back path/>
        <Pagination first=None next/>
    }
}

/// What it comes to, and where the money is.
#[component]
fn Sum(document: DocumentView, path: String, documents: &'static str, whose: &'static str) -> impl IntoView {
    let words = money_words(&document, whose);
    let head = document.head;
    let is_draft = head.row.number.is_none();
    let files = (document.may_export && !is_draft).then_some(path);
    let exactly = rounding(&head);
    let tax_title = format!("{} {} %", head.tax_label, head.tax_percent.normalize());
    let credit_notes = document.credit_notes;
    let month = format!("{} ({})", head.row.month(), head.timezone);
    let (total, net, tax) = (head.row.total, head.subtotal, head.tax);
    view! {
        <section class="panel" aria-labelledby="sum-title">
            <h2 id="sum-title">"Total"</h2>
            <p class="document-total"><MoneyText amount=total/></p>
            <p>{words}</p>
            <DefinitionList>
                <Fact name="Month">{month}</Fact>
                {head.row.issued_on.map(|on| view! { <Fact name="Issued">{day(on)}</Fact> })}
                {(!is_draft).then(|| view! {
                    <Fact name="Net"><MoneyText amount=net/></Fact>
                    <Fact name=tax_title><MoneyText amount=tax/></Fact>
                })}
                {exactly.map(|words| view! { <Fact name="Taken from the balance">{words}</Fact> })}
                {head.corrects.map(|invoice| view! { <Fact name="Takes back from">{link(documents, invoice, "Invoice")}</Fact> })}
                {(!head.reason.is_empty()).then(|| view! { <Fact name="Why">{head.reason}</Fact> })}
            </DefinitionList>
            {(!credit_notes.is_empty()).then(|| view! {
                <p>
                    "Taken back by: "
                    {credit_notes
                        .into_iter()
                        .map(|note| {
                            let amount = note.total;
                            view! { <span class="document-note">{link(documents, note, "Credit note")} " (" <MoneyText amount/> ")"</span> }
                        })
                        .collect_view()}
                </p>
            })}
            {files.map(|path| view! {
                <p class="company-actions">
                    <a class="button button-secondary" href=format!("{path}/document.pdf") download>"PDF"</a>
                    <a class="button button-secondary" href=format!("{path}/lines.csv") download>"CSV of all lines"</a>
                </p>
            })}
        </section>
    }
}

/// What the wallet paid, where it is not the total to the last digit.
fn rounding(head: &DocumentHead) -> Option<String> {
    (head.row.number.is_some() && head.charged != head.row.total).then(|| {
        let currency = head.charged.currency();
        format!(
            "{} {currency}; each line is rounded to whole {currency} cents above",
            head.charged.amount()
        )
    })
}

fn link(documents: &str, to: RelatedDocument, kind: &str) -> impl IntoView + use<> {
    let words = if to.number.is_empty() {
        format!("{kind} (draft)")
    } else {
        to.number
    };
    view! { <a href=format!("{documents}/{}", to.id)>{words}</a> }
}

#[component]
fn Who(title: &'static str, party: Party) -> impl IntoView {
    view! {
        <div>
            <h2>{title}</h2>
            <p><b>{party.name}</b></p>
            {party.address.lines().map(|line| view! { <p>{line.to_owned()}</p> }).collect_view()}
            {(!party.tax_id.is_empty()).then(|| view! { <p>"Tax number " {party.tax_id}</p> })}
            <p class="muted">{party.email}</p>
        </div>
    }
}

/// What each cost centre comes to.
#[component]
pub fn Centres(centres: Vec<CentreSum>, #[prop(into)] csv: String) -> impl IntoView {
    let columns = vec![
        Column::plain("Cost centre"),
        Column::number("Lines"),
        Column::number("Net"),
        Column::number("Tax"),
        Column::number("Total"),
    ];
    view! {
        <section class="panel" aria-labelledby="centres-title">
            <h2 id="centres-title">"By cost centre"</h2>
            <ListTable caption="By cost centre" columns csv>
                {centres
                    .into_iter()
                    .map(|sum| view! {
                        <tr>
                            <td data-label="Cost centre">{centre_in_words(&sum.cost_centre).to_owned()}</td>
                            <td data-label="Lines" class="number">{sum.lines}</td>
                            <td data-label="Net" class="number"><MoneyText amount=sum.net/></td>
                            <td data-label="Tax" class="number"><MoneyText amount=sum.tax/></td>
                            <td data-label="Total" class="number"><MoneyText amount=sum.total/></td>
                        </tr>
                    })
                    .collect_view()}
            </ListTable>
        </section>
    }
}

/// The lines; those of a draft are not split into net and tax yet.
#[component]
pub fn Lines(
    lines: Vec<DocumentLine>,
    is_draft: bool,
    take_back: bool,
    path: String,
    #[prop(optional, into)] csv: String,
) -> impl IntoView {
    let columns = vec![
        Column::plain("Day"),
        Column::plain("What"),
        Column::plain("Cost centre"),
        Column::number("Net"),
        Column::number("Tax"),
        Column::number("Total"),
    ];
    let after = asked_for("after");
    let row = move |line: DocumentLine| {
        let may_take = take_back && line.order.is_some() && line.total.is_positive();
        let take = line.position.to_string();
        let href = address(&path, &[("after", &after), ("take_back", &take)]) + "#take-back";
        let total = if is_draft { line.charged } else { line.total };
        let centre = if line.cost_centre.is_empty() {
            "\u{2013}".to_owned()
        } else {
            line.cost_centre
        };
        view! {
            <tr>
                <td data-label="Day">{day(line.day)}</td>
                <td data-label="What">
                    <span class="cell-lines">{line.what} {may_take.then(|| view! { <small><a href=href>"Take back"</a></small> })}</span>
                </td>
                <td data-label="Cost centre">{centre}</td>
                <td data-label="Net" class="number"><MoneyText amount=line.net/></td>
                <td data-label="Tax" class="number"><MoneyText amount=line.tax/></td>
                <td data-label="Total" class="number"><MoneyText amount=total/></td>
            </tr>
        }
    };
    view! {
        <section class="panel" aria-labelledby="lines-title">
            <h2 id="lines-title">"Lines"</h2>
            <ListTable caption="Lines" columns csv>{lines.into_iter().map(row).collect_view()}</ListTable>
        </section>
    }
}
