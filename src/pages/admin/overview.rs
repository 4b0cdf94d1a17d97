//! `/admin`: open cases, orders in flight, and webhooks that were not simply applied.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    components::{DataTable, EmptyState, Moment},
    pages::{answer::answer, words},
    server_fns,
    shared::operator::{CaseRow, OperatorOverview, StuckOrderRow, WebhookRow},
};

/// The console's first page.
#[component]
pub fn AdminOverviewPage() -> impl IntoView {
    view! {
        <Title text="Console"/>
        {Suspend::new(async move { answer(server_fns::operator::operator_overview().await, show) })}
    }
}

fn show(all: OperatorOverview) -> impl IntoView {
    let now = Utc::now();
    let OperatorOverview {
        cases,
        in_flight,
        webhooks,
    } = all;
    view! {
        <div class="admin-overview">
            <header class="surface-head">
                <h1>"Console"</h1>
                <p>"As of " <Moment at=now/> ". Reload to look again."</p>
            </header>
            <ul class="admin-counts">
                <Count href="#cases" count=cases.len() name="Open cases" is_alarming=true/>
                <Count href="#in-flight" count=in_flight.len() name="Orders in flight" is_alarming=false/>
                <Count href="#webhooks" count=webhooks.len() name="Webhooks not applied" is_alarming=true/>
            </ul>
            <Cases cases now/>
            <InFlight orders=in_flight now/>
            <Webhooks webhooks now/>
        </div>
    }
}

#[component]
fn Count(href: &'static str, count: usize, name: &'static str, is_alarming: bool) -> impl IntoView {
    view! {
        <li>
            <a class="admin-count" class:admin-count-alarm=is_alarming && count != 0 href=href>
                <b>{count.to_string()}</b>
                <span>{name}</span>
            </a>
        </li>
    }
}

#[component]
fn Cases(cases: Vec<CaseRow>, now: DateTime<Utc>) -> impl IntoView {
    view! {
        <section class="panel" id="cases" aria-labelledby="cases-title">
            <h2 id="cases-title">"Open cases"</h2>
            <p class="panel-note">"Questions that code must not answer: money or goods whose fate is not known for sure."</p>
            {if cases.is_empty() {
                view! {
                    <EmptyState
                        icon="circle-check"
                        title="Nothing to decide"
                        text="A case opens when a vendor never gives a clear answer, or when a payment does not match."
                    />
                }
                .into_any()
            } else {
                view! {
                    <DataTable
                        caption="Open cases"
                        columns=vec!["Case", "Shop", "What is known", "Reference", "Open for"]
                    >
                        {cases
                            .into_iter()
                            .map(|case| view! {
                                <tr>
                                    <td data-label="Case" class="admin-case">{kind_in_words(&case.kind)} <small>{case.id.to_string()}</small></td>
                                    <td data-label="Shop">{case.reseller.unwrap_or_else(|| "not known".into())}</td>
                                    <td data-label="What is known">{case.summary}</td>
                                    <td data-label="Reference"><code>{case.reference}</code></td>
                                    <td data-label="Open for"><Age since=case.opened_at now/></td>
                                </tr>
                            })
                            .collect_view()}
                    </DataTable>
                }
                .into_any()
            }}
        </section>
    }
}

/// A kind this page does not know yet is shown as it is.
fn kind_in_words(kind: &str) -> String {
    match kind {
        "order_unknown" => "Order without an answer".into(),
        "payment_unknown" => "Payment we do not know".into(),
        "payment_mismatch" => "Payment does not match".into(),
        "number_conflict" => "Number with two owners".into(),
        "books_wrong" => "The books are wrong".into(),
        "bought_unassigned" => "Bought, but nobody's".into(),
        "assigned_gone" => "A customer's, but gone".into(),
        "price_differs" => "Another price".into(),
        "paid_not_credited" => "Paid, but not credited".into(),
        "credited_not_paid" => "Credited, but not paid".into(),
        "withdrawal_unknown" => "Withdrawal without an answer".into(),
        "closing_balance" => "Closed account with money".into(),
        "dispute_opened" => "Payment disputed".into(),
        "bill_differs" => "Bill differs".into(),
        "webhook_failed" => "Webhook keeps failing".into(),
        other => other.replace('_', " "),
    }
}

#[component]
fn InFlight(orders: Vec<StuckOrderRow>, now: DateTime<Utc>) -> impl IntoView {
    view! {
        <section class="panel" id="in-flight" aria-labelledby="in-flight-title">
            <h2 id="in-flight-title">"Orders in flight"</h2>
            <p class="panel-note">"Money is set aside; neither delivered nor given back. A few seconds are normal, an hour is not."</p>
            {if orders.is_empty() {
                view! {
                    <EmptyState
                        icon="circle-check"
                        title="No order is waiting"
                        text="Every order is delivered or its money is free again."
                    />
                }
                .into_any()
            } else {
                view! {
                    <DataTable
                        caption="Orders in flight"
                        columns=vec!["Order", "Shop", "What", "State", "Tries", "In flight for"]
                    >
                        {orders
                            .into_iter()
                            .map(|order| view! {
                                <tr>
                                    <td data-label="Order"><code>{order.order}</code></td>
                                    <td data-label="Shop">{order.reseller}</td>
                                    <td data-label="What">{order.what}</td>
                                    <td data-label="State"><span class="admin-state">{order.status}</span></td>
                                    <td data-label="Tries">{order.attempts}</td>
                                    <td data-label="In flight for"><Age since=order.since now/></td>
                                </tr>
                            })
                            .collect_view()}
                    </DataTable>
                }
                .into_any()
            }}
        </section>
    }
}

#[component]
fn Webhooks(webhooks: Vec<WebhookRow>, now: DateTime<Utc>) -> impl IntoView {
    view! {
        <section class="panel" id="webhooks" aria-labelledby="webhooks-title">
            <h2 id="webhooks-title">"Webhooks not applied"</h2>
            <p class="panel-note">"Stored and answered, but not simply applied: unmatched, refused or still failing."</p>
            {if webhooks.is_empty() {
                view! {
                    <EmptyState
                        icon="circle-check"
                        title="All applied"
                        text="Every event of every vendor found its order or its payment."
                    />
                }
                .into_any()
            } else {
                view! {
                    <DataTable
                        caption="Webhooks not applied"
                        columns=vec!["Event", "Vendor", "Outcome", "Detail", "Received"]
                    >
                        {webhooks
                            .into_iter()
                            .map(|event| view! {
                                <tr>
                                    <td data-label="Event"><code>{event.event_id}</code></td>
                                    <td data-label="Vendor">{event.provider}</td>
                                    <td data-label="Outcome"><span class="admin-state">{event.outcome}</span></td>
                                    <td data-label="Detail">{event.detail}</td>
                                    <td data-label="Received"><Age since=event.received_at now/></td>
                                </tr>
                            })
                            .collect_view()}
                    </DataTable>
                }
                .into_any()
            }}
        </section>
    }
}

/// How long ago, with the moment itself below.
#[component]
fn Age(since: DateTime<Utc>, now: DateTime<Utc>) -> impl IntoView {
    let is_old = (now - since).num_minutes() >= 60;
    view! {
        <span class="admin-age" class:admin-age-old=is_old>
            {words::span(now - since)}
            <small><Moment at=since/></small>
        </span>
    }
}
