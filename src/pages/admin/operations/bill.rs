//! `/admin/reconciliation/bills/{id}`: what matched, and each line that did not with its cause.

use leptos::prelude::*;
use leptos_meta::Title;

use super::words::outcome_in_words;
use crate::{
    components::{Breadcrumbs, Column, EmptyState, ListTable, Moment, MoneyText, breadcrumbs::Crumb},
    pages::answer::{answer, id_in_path},
    server_fns,
    shared::{
        error::AppError,
        operator::{BillLineView, BillPart, BillView},
    },
};

/// A bill as it was judged when it came.
#[component]
pub fn AdminBillPage() -> impl IntoView {
    let id = id_in_path();
    view! {
        <Title text="Bill"/>
        {Suspend::new(async move {
            let bill = match id {
                Some(id) => server_fns::operations::bill(id).await,
                None => Err(AppError::NotFound),
            };
            answer(bill, show)
        })}
    }
}

fn show(bill: BillView) -> impl IntoView {
    let row = bill.row;
    let above = vec![
        Crumb::new("/admin/reconciliation", "Reconciliation"),
        Crumb::new("/admin/reconciliation/bills", "Bills"),
    ];
    view! {
        <Breadcrumbs above here=row.name.clone()/>
        <header class="surface-head">
            <h1>{format!("{} of {}", row.name, row.provider)}</h1>
            <p>{format!("{} to before {}, taken ", row.from, row.until)} <Moment at=row.imported_at/></p>
        </header>
        <section class="panel" aria-labelledby="sum-title">
            <h2 id="sum-title">"How it agrees"</h2>
            <Parts parts=bill.summary/>
        </section>
        <section class="panel" aria-labelledby="lines-title">
            <h2 id="lines-title">"Lines that differ"</h2>
            {if bill.lines.is_empty() {
                view! {
                    <EmptyState icon="circle-check" title="Every line matched" text="The bill is what we booked."/>
                }
                .into_any()
            } else {
                view! { <Lines lines=bill.lines/> }.into_any()
            }}
        </section>
    }
}

#[component]
fn Parts(parts: Vec<BillPart>) -> impl IntoView {
    view! {
        <ListTable
            caption="Lines by outcome"
            columns=vec![
                Column::plain("Outcome"),
                Column::number("Lines"),
                Column::number("Billed"),
                Column::number("Booked"),
            ]
        >
            {parts
                .into_iter()
                .map(|part| view! {
                    <tr>
                        <td data-label="Outcome">{outcome_in_words(&part.outcome).to_owned()}</td>
                        <td data-label="Lines" class="number">{part.lines.to_string()}</td>
                        <td data-label="Billed" class="number"><MoneyText amount=part.billed/></td>
                        <td data-label="Booked" class="number"><MoneyText amount=part.ours/></td>
                    </tr>
                })
                .collect_view()}
        </ListTable>
    }
}

#[component]
fn Lines(lines: Vec<BillLineView>) -> impl IntoView {
    view! {
        <ListTable
            caption="Lines that differ"
            columns=vec![
                Column::number("Line"),
                Column::plain("Reference"),
                Column::plain("Outcome and cause"),
                Column::plain("Order"),
                Column::number("Billed"),
                Column::number("Booked"),
            ]
        >
            {lines
                .into_iter()
                .map(|line| view! {
                    <tr>
                        <td data-label="Line" class="number">{line.position.to_string()}</td>
                        <td data-label="Reference" class="admin-case"><code>{line.reference}</code> <small>{line.description}</small></td>
                        <td data-label="Outcome and cause"><b>{outcome_in_words(&line.outcome).to_owned()}</b> ". " {line.cause}</td>
                        <td data-label="Order">
                            {line.order.map(|order| view! { <a href=format!("/admin/orders/{order}")>"Order"</a> })}
                        </td>
                        <td data-label="Billed" class="number"><MoneyText amount=line.amount/></td>
                        <td data-label="Booked" class="number">{line.ours.map(|amount| view! { <MoneyText amount/> })}</td>
                    </tr>
                })
                .collect_view()}
        </ListTable>
    }
}
