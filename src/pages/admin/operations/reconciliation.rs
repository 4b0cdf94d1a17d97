//! `/admin/reconciliation`: the last comparisons, what they found that is still open, and one more now.

use chrono::Utc;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::words::{Age, kind_in_words};
use crate::{
    components::{Column, EmptyState, ListTable, Moment, Notice, PostForm, SubmitButton},
    pages::answer::answer,
    server_fns::{self, operations::CompareNow},
    shared::operator::{CaseListRow, ComparisonRow, Reconciliation},
};

/// Providers, ledger and inventory side by side.
#[component]
pub fn AdminReconciliationPage() -> impl IntoView {
    let was_asked = use_query_map().read_untracked().get("done").as_deref() == Some("asked");
    view! {
        <Title text="Reconciliation"/>
        {Suspend::new(async move {
            answer(server_fns::operations::read_reconciliation().await, move |all| show(all, was_asked))
        })}
    }
}

fn show(all: Reconciliation, was_asked: bool) -> impl IntoView {
    view! {
        <header class="surface-head">
            <h1>"Reconciliation"</h1>
            <p>"What providers say they hold and got, what the ledger says was paid, what customers have. " <a href="/admin/reconciliation/bills">"Bills"</a></p>
        </header>
        {was_asked.then(|| view! {
            <Notice kind="good">"The comparison runs now. Reload in a few seconds to see what it found."</Notice>
        })}
        <section class="panel" aria-labelledby="run-title">
            <h2 id="run-title">"Compare now"</h2>
            <p class="panel-note">"Runs every night at 03:10 UTC. It moves nothing: a difference becomes a case, and what is right again closes its case."</p>
            {match all.waiting_since {
                Some(at) => view! { <p>"Asked for, waiting since " <Moment at/> "."</p> }.into_any(),
                None => view! {
                    <PostForm<CompareNow>><SubmitButton>"Compare now"</SubmitButton></PostForm<CompareNow>>
                }
                .into_any(),
            }}
        </section>
        <Findings rows=all.findings/>
        <Runs rows=all.runs/>
    }
}

#[component]
fn Findings(rows: Vec<CaseListRow>) -> impl IntoView {
    let now = Utc::now();
    view! {
        <section class="panel" aria-labelledby="findings-title">
            <h2 id="findings-title">"Open findings"</h2>
            {if rows.is_empty() {
                view! {
                    <EmptyState
                        icon="circle-check"
                        title="Nothing differs"
                        text="Every difference a comparison or a bill finds stands here until it is decided."
                    />
                }
                .into_any()
            } else {
                view! {
                    <ListTable
                        caption="Open findings"
                        columns=vec![
                            Column::plain("Finding"),
                            Column::plain("Shop"),
                            Column::plain("Cause and what can be done"),
                            Column::plain("Reference"),
                            Column::plain("Open for"),
                        ]
                    >
                        {rows
                            .into_iter()
                            .map(|case| view! {
                                <tr>
                                    <td data-label="Finding" class="admin-case">
                                        <a href=format!("/admin/cases/{}", case.id)>{kind_in_words(&case.kind)}</a>
                                    </td>
                                    <td data-label="Shop">{case.shop.unwrap_or_else(|| "not known".into())}</td>
                                    <td data-label="Cause and what can be done">{case.summary}</td>
                                    <td data-label="Reference"><code>{case.reference}</code></td>
                                    <td data-label="Open for"><Age since=case.opened_at now/></td>
                                </tr>
                            })
                            .collect_view()}
                    </ListTable>
                }
                .into_any()
            }}
        </section>
    }
}

#[component]
fn Runs(rows: Vec<ComparisonRow>) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="runs-title">
            <h2 id="runs-title">"Last comparisons"</h2>
            {if rows.is_empty() {
                view! {
                    <EmptyState
                        icon="history"
                        title="Not compared yet"
                        text="The first comparison runs tonight, or now if you ask for it."
                    />
                }
                .into_any()
            } else {
                rows.into_iter()
                    .enumerate()
                    .map(|(at, run)| view! { <Run run is_open=at == 0/> })
                    .collect_view()
                    .into_any()
            }}
        </section>
    }
}

#[component]
fn Run(run: ComparisonRow, is_open: bool) -> impl IntoView {
    let left_out = run.parts.iter().filter(|part| part.skipped.is_some()).count();
    let words = format!(
        ": {} findings, {} new, {left_out} parts left out",
        run.found, run.opened
    );
    view! {
        <details class="admin-run" open=is_open>
            <summary><Moment at=run.ended_at/> {words}</summary>
            <ListTable
                caption="Parts of the comparison"
                columns=vec![Column::plain("Compared"), Column::number("Findings"), Column::plain("Left out, and why")]
            >
                {run
                    .parts
                    .into_iter()
                    .map(|part| view! {
                        <tr>
                            <td data-label="Compared">{part.what}</td>
                            <td data-label="Findings" class="number">{part.found.to_string()}</td>
                            <td data-label="Left out, and why">{part.skipped.unwrap_or_else(|| "no".into())}</td>
                        </tr>
                    })
                    .collect_view()}
            </ListTable>
        </details>
    }
}
