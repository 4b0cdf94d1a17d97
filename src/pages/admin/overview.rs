//! `/admin`: what is stuck, quick to read: cases, orders in flight, vendors, proofs, the queue, webhooks.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    operations::words::{Age, kind_in_words},
    supply::words::ProviderBadges,
};
use crate::{
    components::{DataTable, DefinitionList, EmptyState, Fact, Moment},
    pages::{answer::answer, words},
    server_fns,
    shared::{
        operator::{CaseCount, CaseRow, FlightRow, OperatorOverview, WebhookRow},
        supply::ProviderRow,
    },
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
    let open: i64 = all.counts.iter().map(|count| count.open).sum();
    let unwell = all
        .providers
        .iter()
        .filter(|provider| provider.is_unwell || provider.paused_at.is_some())
        .count();
    let in_flight = match all.in_flight.len() {
        20.. => "20+".to_owned(),
        few => few.to_string(),
    };
    let (is_open, is_late) = (open != 0, is_late(&all.in_flight, now));
    let webhooks = all.webhooks.len();
    view! {
        <div class="admin-overview">
            <header class="surface-head">
                <h1>"Console"</h1>
                <p>"As of " <Moment at=now/> ". Reload to look again."</p>
            </header>
            <ul class="admin-counts admin-now-counts">
                <Count href="/admin/cases" count=open.to_string() name="Open cases" is_alarming=is_open/>
                <Count href="/admin/orders" count=in_flight name="Orders in flight" is_alarming=is_late/>
                <Count href="/admin/providers" count=unwell.to_string() name="Providers unwell or paused" is_alarming=unwell != 0/>
                <Count href="#webhooks" count=webhooks.to_string() name="Webhooks not applied" is_alarming=webhooks != 0/>
            </ul>
            <Books all=all.clone() now/>
            <Providers providers=all.providers/>
            <Cases counts=all.counts cases=all.cases now/>
            <InFlight orders=all.in_flight now/>
            <Webhooks webhooks=all.webhooks now/>
        </div>
    }
}

/// Five minutes are long for an order.
fn is_late(orders: &[FlightRow], now: DateTime<Utc>) -> bool {
    orders.iter().any(|order| (now - order.since).num_minutes() >= 5)
}

#[component]
fn Count(href: &'static str, count: String, name: &'static str, is_alarming: bool) -> impl IntoView {
    view! {
        <li>
            <a class="admin-count" class:admin-count-alarm=is_alarming href=href>
                <b>{count}</b>
                <span>{name}</span>
            </a>
        </li>
    }
}

/// When somebody last looked, and what waits.
#[component]
fn Books(all: OperatorOverview, now: DateTime<Utc>) -> impl IntoView {
    let queue = all.queue;
    let proof = match all.proof {
        None => view! { "Never kept. It runs at 02:30 UTC." }.into_any(),
        Some(proof) if proof.findings == 0 => view! {
            {format!("All {} promises kept, ", proof.checks.len())} <Moment at=proof.began_at/>
        }
        .into_any(),
        Some(proof) => view! {
            <a href="/admin/cases?kind=books_wrong">{format!("{} findings", proof.findings)}</a> ", " <Moment at=proof.began_at/>
        }
        .into_any(),
    };
    let comparison = match all.comparison {
        None => view! { <a href="/admin/reconciliation">"Never. It runs at 03:10 UTC."</a> }.into_any(),
        Some(run) => {
            let left_out = run.parts.iter().filter(|part| part.skipped.is_some()).count();
            let words = format!(
                "{} findings, {} new, {left_out} parts left out",
                run.found, run.opened
            );
            view! { <a href="/admin/reconciliation">{words}</a> ", " <Moment at=run.ended_at/> }.into_any()
        }
    };
    let jobs = match queue.oldest {
        Some(oldest) => format!(
            "{} due, the oldest for {}; {} given up",
            queue.due,
            words::span(now - oldest),
            queue.given_up
        ),
        None => format!("None due; {} given up", queue.given_up),
    };
    view! {
        <section class="panel" aria-labelledby="books-title">
            <h2 id="books-title">"Books and queue"</h2>
            <DefinitionList>
                <Fact name="Last proof of the books">{proof}</Fact>
                <Fact name="Last comparison">{comparison}</Fact>
                <Fact name="Jobs"><a href="/admin/jobs">{jobs}</a></Fact>
            </DefinitionList>
        </section>
    }
}

#[component]
fn Providers(providers: Vec<ProviderRow>) -> impl IntoView {
    view! {
        <section class="panel" id="providers" aria-labelledby="providers-title">
            <h2 id="providers-title">"Providers"</h2>
            <ul class="admin-providers">
                {providers
                    .into_iter()
                    .map(|provider| view! {
                        <li>
                            <a href=format!("/admin/providers/{}", provider.name)>{provider.name.clone()}</a>
                            <ProviderBadges row=provider/>
                        </li>
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn Cases(counts: Vec<CaseCount>, cases: Vec<CaseRow>, now: DateTime<Utc>) -> impl IntoView {
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
                    <ul class="admin-kinds">
                        {counts
                            .into_iter()
                            .map(|count| view! {
                                <li>
                                    <a href=format!("/admin/cases?kind={}", count.kind)>
                                        {format!("{} × {}", count.open, kind_in_words(&count.kind))}
                                    </a>
                                    <small>{format!("oldest {}", words::span(now - count.oldest))}</small>
                                </li>
                            })
                            .collect_view()}
                    </ul>
                    <DataTable
                        caption="Open cases"
                        columns=vec!["Case", "Shop", "What is known", "Reference", "Open for"]
                    >
                        {cases
                            .into_iter()
                            .map(|case| view! {
                                <tr>
                                    <td data-label="Case" class="admin-case">
                                        <a href=format!("/admin/cases/{}", case.id)>{kind_in_words(&case.kind)}</a>
                                        <small>{case.id.to_string()}</small>
                                    </td>
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

#[component]
fn InFlight(orders: Vec<FlightRow>, now: DateTime<Utc>) -> impl IntoView {
    view! {
        <section class="panel" id="in-flight" aria-labelledby="in-flight-title">
            <h2 id="in-flight-title">"Orders in flight"</h2>
            <p class="panel-note">"Money is set aside; neither delivered nor given back. A few seconds are normal, an hour is not."</p>
            <super::operations::orders::Flight rows=orders now/>
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
