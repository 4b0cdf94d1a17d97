//! `/business/history`: who did what to whom, before and after.

use leptos::prelude::*;
use leptos_meta::Title;

use super::files::csv;
use crate::{
    components::{Column, EmptyState, ListTable, Moment, Pagination},
    pages::{
        answer::answer,
        list_address::{address, asked_for},
    },
    server_fns,
    shared::{company::HistoryRow, logs::FieldChange, paging::Page},
};

const PATH: &str = "/business/history";

/// The log.
#[component]
pub fn HistoryPage() -> impl IntoView {
    let after = asked_for("after");
    view! {
        <Title text="History"/>
        {Suspend::new(async move {
            let is_first = after.is_empty();
            answer(server_fns::business::history(Some(after)).await, move |page| show(page, is_first))
        })}
    }
}

fn show(page: Page<HistoryRow>, is_first: bool) -> impl IntoView {
    let columns = vec![
        Column::plain("When"),
        Column::plain("Who"),
        Column::plain("What"),
        Column::plain("Before and after"),
    ];
    let next = page
        .next
        .as_deref()
        .map(|after| address(PATH, &[("after", after)]));
    let first = (!is_first).then(|| PATH.to_owned());
    view! {
        <header class="surface-head"><h1>"History"</h1><p>"Everything that was done in the company. Nobody can change it."</p></header>
        {if page.rows.is_empty() {
            view! { <EmptyState icon="history" title="Nothing happened yet" text="What somebody does in the company stands here."/> }.into_any()
        } else {
            view! { <ListTable caption="What was done" columns csv=csv("/business/history.csv")>{page.rows.into_iter().map(row).collect_view()}</ListTable> }.into_any()
        }}
        <Pagination first next/>
    }
}

fn row(row: HistoryRow) -> impl IntoView {
    view! {
        <tr>
            <td data-label="When"><Moment at=row.at/></td>
            <td data-label="Who">{row.actor_in_words()}</td>
            <td data-label="What"><span class="cell-lines"><b>{row.action_in_words().to_owned()}</b> <small>{row.subject}</small></span></td>
            <td data-label="Before and after">
                <dl class="company-changes">{row.changes.into_iter().map(change).collect_view()}</dl>
            </td>
        </tr>
    }
}

fn change(change: FieldChange) -> impl IntoView {
    let FieldChange { field, before, after } = change;
    view! {
        <div>
            <dt>{field.replace('_', " ")}</dt>
            <dd>
                {(!before.is_empty() && before != after).then(|| view! { <del>{before}</del> " " })}
                {(!after.is_empty()).then(|| view! { <ins>{after}</ins> })}
            </dd>
        </div>
    }
}
