//! The list with its filters, and what the last proof found above it.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{hooks::use_query_map, location::Url};

use super::words;
use crate::{
    components::{
        Choice, Column, EmptyState, Field, FilterForm, ListTable, Moment, Notice, Pagination, Select,
    },
    pages::{answer::answer, figures::exact},
    server_fns,
    shared::ledger::{LedgerFilter, LedgerView, TransferRow, VerifyRun},
};

const KINDS: [&str; 17] = [
    "top_up",
    "gateway_fee",
    "sale",
    "refund",
    "opening",
    "adjustment",
    "grant",
    "grant_expiry",
    "withdrawal",
    "payout",
    "payout_paid",
    "payout_returned",
    "float_funding",
    "handover",
    "dispute_opened",
    "dispute_won",
    "dispute_lost",
];
const ACCOUNTS: [&str; 17] = [
    "wallet",
    "gateway_clearing",
    "gateway_fees",
    "provider_payable",
    "platform_revenue",
    "commission",
    "reseller_earnings",
    "reseller_sales",
    "reseller_clearing",
    "tax",
    "rounding",
    "promotion_expense",
    "payouts",
    "bank",
    "adjustments",
    "dispute_debt",
    "dispute_losses",
];

/// The ledger.
#[component]
pub fn LedgerPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let text = |name: &str| query.get(name).unwrap_or_default();
    let filter = LedgerFilter {
        shop: text("shop"),
        kind: text("kind"),
        account: text("account"),
        reference: text("reference"),
        key: text("key"),
    };
    let after = query.get("after");
    view! {
        <Title text="Ledger"/>
        {Suspend::new(async move {
            let is_first = after.is_none();
            let asked = filter.clone();
            let read = server_fns::ledger::ledger(
                Some(asked.shop),
                Some(asked.kind),
                Some(asked.account),
                Some(asked.reference),
                Some(asked.key),
                after,
            )
            .await;
            answer(read, move |all| show(all, filter, is_first))
        })}
    }
}

fn show(all: LedgerView, filter: LedgerFilter, is_first: bool) -> impl IntoView {
    let LedgerView { last_run, transfers } = all;
    let here = address(&filter);
    let is_filtered = filter != LedgerFilter::default();
    let next = transfers
        .next
        .clone()
        .map(|after| format!("{here}&after={after}"));
    let first = (!is_first).then_some(here);
    let columns = vec![
        Column::plain("Transfer"),
        Column::plain("Shop"),
        Column::plain("Kind"),
        Column::plain("What"),
        Column::plain("Reference"),
        Column::plain("At"),
        Column::number("Moved"),
    ];
    view! {
        <header class="surface-head"><h1>"Ledger"</h1></header>
        <Proof run=last_run/>
        <section class="panel" aria-labelledby="transfers-title">
            <h2 id="transfers-title">"Transfers"</h2>
            <Filters filter is_filtered/>
            {if transfers.rows.is_empty() {
                view! { <EmptyState icon="search" title="No such transfer" text="Clear the filter, or look for the order's, the payment's or the payout's id."/> }
                    .into_any()
            } else {
                view! {
                    <ListTable caption="Transfers" columns>{transfers.rows.into_iter().map(row).collect_view()}</ListTable>
                    <Pagination first next/>
                }
                .into_any()
            }}
        </section>
    }
}

fn address(filter: &LedgerFilter) -> String {
    let LedgerFilter {
        shop,
        kind,
        account,
        reference,
        key,
    } = filter;
    format!(
        "/admin/ledger?shop={}&kind={}&account={}&reference={}&key={}",
        Url::escape(shop),
        Url::escape(kind),
        Url::escape(account),
        Url::escape(reference),
        Url::escape(key),
    )
}

#[component]
fn Filters(filter: LedgerFilter, is_filtered: bool) -> impl IntoView {
    let choices = |any: &str, all: &[&str]| -> Vec<Choice> {
        std::iter::once(Choice::new("", any))
            .chain(all.iter().map(|word| Choice::new(*word, words(word))))
            .collect()
    };
    view! {
        <FilterForm path="/admin/ledger" is_filtered>
            <Field label="Shop" name="shop" value=filter.shop placeholder="aurora"/>
            <Select label="Kind" name="kind" value=filter.kind choices=choices("Every kind", &KINDS)/>
            <Select label="Account" name="account" value=filter.account choices=choices("Every account", &ACCOUNTS)/>
            <Field label="Order, payment, payout" name="reference" value=filter.reference placeholder="ord_…"/>
            <Field label="Key" name="key" value=filter.key/>
        </FilterForm>
    }
}

fn row(row: TransferRow) -> impl IntoView {
    view! {
        <tr>
            <td data-label="Transfer"><a href=format!("/admin/ledger/transfers/{}", row.id)><code>{row.id.to_string()}</code></a></td>
            <td data-label="Shop">{row.shop}</td>
            <td data-label="Kind">{words(&row.kind)}</td>
            <td data-label="What">{row.description}</td>
            <td data-label="Reference"><code>{row.reference}</code></td>
            <td data-label="At"><Moment at=row.at/></td>
            <td data-label="Moved" class="number">{exact(row.moved)}</td>
        </tr>
    }
}

/// What the last proof of the books found, promise by promise.
#[component]
fn Proof(run: Option<VerifyRun>) -> impl IntoView {
    let Some(run) = run else {
        return view! {
            <Notice kind="info">"The books have not been proven yet. That is done every night at 02:30 UTC, and by the command verify."</Notice>
        }
        .into_any();
    };
    let (checks, findings) = (run.checks.len(), run.findings);
    let took = run.duration_ms;
    view! {
        <section class="panel" aria-labelledby="proof-title">
            <h2 id="proof-title">"Proof of the books"</h2>
            {if findings == 0 {
                view! { <Notice kind="good">{format!("All {checks} promises are kept.")}</Notice> }.into_any()
            } else {
                view! { <Notice kind="error">{format!("{findings} findings. Each broken promise is an open case.")}</Notice> }.into_any()
            }}
            <p class="panel-note">"Last run " <Moment at=run.began_at/> {format!(", {took} ms")}</p>
            <details class="chart-figures" open=findings != 0>
                <summary>"Promises"</summary>
                <ul>
                    {run
                        .checks
                        .into_iter()
                        .map(|check| view! {
                            <li>
                                {if check.findings.is_empty() { "Kept: " } else { "BROKEN: " }} {check.check}
                                <ul>{check.findings.into_iter().map(|finding| view! { <li><code>{finding}</code></li> }).collect_view()}</ul>
                            </li>
                        })
                        .collect_view()}
                </ul>
            </details>
        </section>
    }
    .into_any()
}
