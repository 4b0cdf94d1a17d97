//! `/admin/reconciliation/bills`: providers' bills, and a new one.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    components::{
        Breadcrumbs, Choice, Column, EmptyState, Field, ListTable, Moment, Notice, Pagination, Select,
        StatusBadge, SubmitButton, breadcrumbs::Crumb,
    },
    pages::answer::answer,
    server_fns,
    shared::{operator::BillListRow, paging::Page},
};

/// Longest reason shown, in characters.
const REASON_MAX: usize = 1_000;

/// Bills and the form for one more.
#[component]
pub fn AdminBillsPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let after = query.get("after");
    let refused = query
        .get("refused")
        .map(|text| text.chars().take(REASON_MAX).collect());
    view! {
        <Title text="Bills"/>
        {Suspend::new(async move {
            let is_later_page = after.is_some();
            answer(server_fns::operations::bills(after).await, move |page| show(page, refused, is_later_page))
        })}
    }
}

fn show(page: Page<BillListRow>, refused: Option<String>, is_later_page: bool) -> impl IntoView {
    let path = "/admin/reconciliation/bills";
    let next = page.next.map(|after| format!("{path}?after={after}"));
    view! {
        <Breadcrumbs above=vec![Crumb::new("/admin/reconciliation", "Reconciliation")] here="Bills"/>
        <header class="surface-head"><h1>"Bills"</h1><p>"What providers bill, line by line against what we booked."</p></header>
        {refused.map(|why| view! { <Notice kind="error">{why}</Notice> })}
        <section class="panel" aria-labelledby="import-title">
            <h2 id="import-title">"Take a bill"</h2>
            <p class="panel-note">
                "A CSV file in UTF-8 with the header " <code>"reference,description,amount,currency"</code>
                " and, if wanted, " <code>"quantity"</code>
                ". It is taken as a whole or not at all; the same file again is the same bill. Nothing is booked."
            </p>
            <form class="surface-form" method="post" action="/admin/reconciliation/bills/import" enctype="multipart/form-data">
                <Select
                    label="Provider"
                    name="provider"
                    choices=vec![Choice::new("twilio", "twilio"), Choice::new("telna", "telna")]
                />
                <Field label="First day" name="from" kind="date" required=true/>
                <Field label="The day after the last" name="until" kind="date" required=true/>
                <div class="field">
                    <label class="field-label" for="field-file">"File"</label>
                    <input class="field-input" id="field-file" type="file" name="file" accept=".csv,text/csv" required/>
                    <p class="field-hint">"At most 20 MB and 200,000 lines."</p>
                </div>
                <SubmitButton>"Take it"</SubmitButton>
            </form>
        </section>
        {if page.rows.is_empty() {
            view! {
                <EmptyState icon="receipt" title="No bill yet" text="A bill that was taken stays here with its judgement."/>
            }
            .into_any()
        } else {
            view! {
                <ListTable
                    caption="Bills"
                    columns=vec![
                        Column::plain("Bill"),
                        Column::plain("Provider"),
                        Column::plain("Period"),
                        Column::plain("Taken"),
                        Column::number("Lines that differ"),
                    ]
                >
                    {page.rows.into_iter().map(row).collect_view()}
                </ListTable>
            }
            .into_any()
        }}
        <Pagination first=is_later_page.then(|| path.to_owned()) next/>
    }
}

fn row(bill: BillListRow) -> impl IntoView {
    view! {
        <tr>
            <td data-label="Bill"><a href=format!("/admin/reconciliation/bills/{}", bill.id)>{bill.name}</a></td>
            <td data-label="Provider">{bill.provider}</td>
            <td data-label="Period">{format!("{} to before {}", bill.from, bill.until)}</td>
            <td data-label="Taken"><Moment at=bill.imported_at/></td>
            <td data-label="Lines that differ" class="number">
                {if bill.differing == 0 {
                    view! { <StatusBadge label="all matched" mood="good"/> }.into_any()
                } else {
                    bill.differing.to_string().into_any()
                }}
            </td>
        </tr>
    }
}
