//! The money page itself: what each settlement mode shows.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::{
    earnings::{Earnings, Payouts},
    float::Float,
};
use crate::{
    components::{Column, ListTable, Moment, MoneyText, Notice, Pagination},
    pages::answer::answer,
    server_fns,
    shared::{
        paging::Page,
        settlement::{InvoiceView, MoneyView},
    },
};

/// Earnings, float, payouts, documents.
#[component]
pub fn MoneyPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let (after, saved) = (query.get("after"), query.get("saved").is_some());
    let invoices_after = query.get("invoices_after");
    view! {
        <Title text="Money"/>
        {Suspend::new(async move {
            let is_first = (after.is_none(), invoices_after.is_none());
            answer(server_fns::money::money(after, invoices_after).await, move |money| show(money, saved, is_first))
        })}
    }
}

/// `is_first`: the newest page of payouts, and of invoices.
fn show(money: MoneyView, saved: bool, is_first: (bool, bool)) -> impl IntoView {
    let MoneyView {
        platform_collects,
        currency,
        earnings,
        float,
        balances,
        payouts,
        invoices,
        months,
        float_reference,
        float_account,
        may_move,
        may_export,
    } = money;
    let has_earnings = platform_collects || !earnings.payable.is_zero() || !earnings.pending.is_zero();
    view! {
        <header class="surface-head">
            <h1>"Money"</h1>
            <p>{if platform_collects {
                "Customers pay the platform. Your share waits, then is paid out to you."
            } else {
                "Customers pay you. Each sale takes its cost from your float."
            }}</p>
        </header>
        {saved.then(|| view! {
            <Notice kind="good">"The payout is requested. You see its state below; nothing else is needed."</Notice>
        })}
        {has_earnings.then(|| view! { <Earnings earnings may_move/> })}
        {(!platform_collects || float.is_some()).then(|| view! {
            <Float platform_collects float balances currency reference=float_reference account=float_account/>
        })}
        <Payouts payouts is_first=is_first.0 may_export/>
        <div class="surface-columns">
            <Statements months may_export/>
            <Invoices invoices is_first=is_first.1 may_export/>
        </div>
        <p><a href="/reseller/money/collecting">"Who collects, and what a change would mean"</a></p>
    }
}

#[component]
fn Statements(months: Vec<String>, may_export: bool) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="statements-title">
            <h2 id="statements-title">"Statements"</h2>
            <p class="panel-note">"Every movement of your earnings and your float, month by month (UTC)."</p>
            <ListTable caption="Statements" columns=vec![Column::plain("Month"), Column::plain("File")]>
                {months
                    .into_iter()
                    .map(|month| view! {
                        <tr>
                            <td data-label="Month"><a href=format!("/reseller/money/statement?month={month}")>{month.clone()}</a></td>
                            <td data-label="File">
                                {may_export.then(|| view! {
                                    <a href=format!("/reseller/money/statement.csv?month={month}") download>"CSV"</a>
                                })}
                            </td>
                        </tr>
                    })
                    .collect_view()}
            </ListTable>
        </section>
    }
}

#[component]
fn Invoices(invoices: Page<InvoiceView>, is_first: bool, may_export: bool) -> impl IntoView {
    let columns = vec![
        Column::plain("Number"),
        Column::plain("Period"),
        Column::plain("Issued"),
        Column::number("Total"),
    ];
    let next = invoices
        .next
        .map(|after| format!("/reseller/money?invoices_after={after}#invoices"));
    let first = (!is_first).then(|| "/reseller/money#invoices".to_owned());
    let invoices = invoices.rows;
    view! {
        <section class="panel" id="invoices" aria-labelledby="invoices-title">
            <header class="panel-head">
                <h2 id="invoices-title">"Invoices"</h2>
                {(may_export && !invoices.is_empty()).then(|| view! { <a href="/reseller/money/invoices.csv" download>"CSV"</a> })}
            </header>
            {if invoices.is_empty() {
                view! { <p class="panel-note">"None yet. One is issued on the first of each month in which you sold something."</p> }
                    .into_any()
            } else {
                view! {
                    <ListTable caption="Invoices" columns>
                        {invoices.into_iter().map(invoice).collect_view()}
                    </ListTable>
                    <Pagination first next/>
                }
                .into_any()
            }}
        </section>
    }
}

fn invoice(row: InvoiceView) -> impl IntoView {
    view! {
        <tr>
            <td data-label="Number"><a href=format!("/reseller/money/invoices/{}", row.number)>{row.number}</a></td>
            <td data-label="Period">{row.from.format("%B %Y").to_string()}</td>
            <td data-label="Issued"><Moment at=row.issued_at/></td>
            <td data-label="Total" class="number"><MoneyText amount=row.total/></td>
        </tr>
    }
}
