//! `/admin/cases`: open ones, oldest first; closed ones, newest first.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::words::{Age, KINDS, kind_in_words, resolution_in_words};
use crate::{
    components::{Choice, Column, EmptyState, FilterForm, ListTable, Moment, Pagination, Select},
    pages::answer::answer,
    server_fns,
    shared::{operator::CaseListRow, paging::Page},
};

/// The list of cases.
#[component]
pub fn AdminCasesPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let state = query
        .get("state")
        .filter(|state| state == "closed")
        .unwrap_or_else(|| "open".into());
    let kind = query.get("kind").unwrap_or_default();
    let after = query.get("after");
    view! {
        <Title text="Cases"/>
        {Suspend::new(async move {
            let read = server_fns::cases::cases(Some(state.clone()), Some(kind.clone()), after.clone()).await;
            answer(read, move |page| show(page, state, kind, after.is_some()))
        })}
    }
}

fn show(page: Page<CaseListRow>, state: String, kind: String, is_later_page: bool) -> impl IntoView {
    let now = Utc::now();
    let is_closed = state == "closed";
    let here = format!("/admin/cases?state={state}&kind={kind}");
    let next = page.next.map(|after| format!("{here}&after={after}"));
    let mut kinds = vec![Choice::new("", "Every kind")];
    kinds.extend(KINDS.iter().map(|(kind, words)| Choice::new(*kind, *words)));
    let last = if is_closed { "Ended" } else { "Open for" };
    view! {
        <header class="surface-head">
            <h1>"Cases"</h1>
            <p>"Questions that code must not answer. Each page says what is known and what can be done."</p>
        </header>
        <FilterForm path="/admin/cases" is_filtered=is_closed || !kind.is_empty()>
            <Select
                label="State"
                name="state"
                value=state
                choices=vec![Choice::new("open", "Open"), Choice::new("closed", "Closed")]
            />
            <Select label="Kind" name="kind" value=kind choices=kinds/>
        </FilterForm>
        {if page.rows.is_empty() {
            view! {
                <EmptyState
                    icon="circle-check"
                    title=if is_closed { "No closed case" } else { "Nothing to decide" }
                    text="A case opens when a vendor never gives a clear answer, or when the nightly comparison finds a difference."
                />
            }
            .into_any()
        } else {
            view! {
                <ListTable
                    caption="Cases"
                    columns=vec![
                        Column::plain("Case"),
                        Column::plain("Shop"),
                        Column::plain("What is known"),
                        Column::plain("Reference"),
                        Column::plain(last),
                    ]
                >
                    {page.rows.into_iter().map(|case| row(case, now)).collect_view()}
                </ListTable>
            }
            .into_any()
        }}
        <Pagination first=is_later_page.then_some(here) next/>
    }
}

fn row(case: CaseListRow, now: DateTime<Utc>) -> impl IntoView {
    let ended = match (case.closed_at, case.resolution) {
        (Some(at), Some(how)) => view! {
            <span class="admin-case">{resolution_in_words(&how).to_owned()} <small><Moment at/></small></span>
        }
        .into_any(),
        _ => view! { <Age since=case.opened_at now/> }.into_any(),
    };
    view! {
        <tr>
            <td data-label="Case" class="admin-case">
                <a href=format!("/admin/cases/{}", case.id)>{kind_in_words(&case.kind)}</a>
                <small>{case.id.to_string()}</small>
            </td>
            <td data-label="Shop">{case.shop.unwrap_or_else(|| "not known".into())}</td>
            <td data-label="What is known">{case.summary}</td>
            <td data-label="Reference"><code>{case.reference}</code></td>
            <td data-label="Age">{ended}</td>
        </tr>
    }
}
