//! `/reseller/money/invoices/{number}`: a document of the platform, line by line.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    components::{Column, ListTable, Moment},
    pages::{
        answer::{answer, id_in_path},
        figures::exact,
    },
    server_fns,
    shared::{
        error::AppError,
        settlement::{InvoiceDetails, StatementRow},
    },
};

/// The page.
#[component]
pub fn InvoicePage() -> impl IntoView {
    let number: Option<i64> = id_in_path();
    view! {
        <Title text="Invoice"/>
        {Suspend::new(async move {
            let read = match number {
                Some(number) => server_fns::money::money_invoice(number).await,
                None => Err(AppError::NotFound),
            };
            answer(read, show)
        })}
    }
}

fn show(found: InvoiceDetails) -> impl IntoView {
    let InvoiceDetails { invoice, lines } = found;
    let columns = vec![
        Column::plain("What"),
        Column::number("Count"),
        Column::number("Amount"),
    ];
    let last_day = invoice.until.pred_opt().unwrap_or(invoice.until);
    let day = |day: chrono::NaiveDate| day.format("%-d %b %Y").to_string();
    view! {
        <p class="back"><a href="/reseller/money#invoices">"Money"</a></p>
        <header class="surface-head">
            <h1>{format!("Invoice {}", invoice.number)}</h1>
            <p>{format!("{} to {} (UTC)", day(invoice.from), day(last_day))} ", issued " <Moment at=invoice.issued_at/></p>
        </header>
        <section class="panel" aria-label="Lines">
            <ListTable caption="Lines" columns>
                {lines.into_iter().map(line).collect_view()}
                <tr>
                    <td data-label="What"><b>"Total"</b></td>
                    <td data-label="Count" class="number"></td>
                    <td data-label="Amount" class="number"><b>{exact(invoice.total)}</b></td>
                </tr>
            </ListTable>
            <p class="panel-note">"It is settled already: out of your float, or withheld from what your customers paid. "
                <a href=format!("/reseller/money/statement?month={}", invoice.from.format("%Y-%m"))>"The month's statement"</a></p>
        </section>
    }
}

fn line(row: StatementRow) -> impl IntoView {
    view! {
        <tr>
            <td data-label="What">{row.what}</td>
            <td data-label="Count" class="number">{row.count}</td>
            <td data-label="Amount" class="number">{exact(row.amount)}</td>
        </tr>
    }
}
