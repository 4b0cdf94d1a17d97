//! `/business/calls`: who rang the company and who was rung.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    components::{ButtonLink, Choice, EmptyState, FilterForm, Moment, MoneyText, Pagination, Select},
    pages::{account::state_badge::StateBadge, answer::answer, words},
    server_fns,
    shared::call::{CallList, CallRow, length},
};

/// The list.
#[component]
pub fn CallsPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let direction = query
        .get("direction")
        .filter(|word| ["out", "in"].contains(&word.as_str()))
        .unwrap_or_default();
    let after = query.get("after");
    view! {
        <Title text="Calls"/>
        {Suspend::new(async move {
                let read = server_fns::company_calls::show_calls(direction.clone(), after.clone()).await;
                answer(read, move |list| show(list, direction, after.is_some()))
            })}
    }
}

fn show(list: CallList, direction: String, is_later: bool) -> impl IntoView {
    let CallList { rows, next } = list;
    let is_filtered = !direction.is_empty();
    let choices = vec![
        Choice::new("", "All calls"),
        Choice::new("out", "Calls made"),
        Choice::new("in", "Calls that came in"),
    ];
    let chosen = direction.clone();
    let address = move |after: Option<String>| {
        let after = after.map(|after| format!("&after={after}")).unwrap_or_default();
        format!("/business/calls?direction={direction}{after}")
    };
    let first = is_later.then(|| address(None));
    let older = next.map(|next| address(Some(next)));
    view! {
        <header class="surface-head"><h1>"Calls"</h1></header>
        {if rows.is_empty() && !is_filtered {
            view! {
                <EmptyState
                    icon="phone"
                    title="No calls yet"
                    text="Call anybody from a number of the company, or have calls to it forwarded: open a number to do either."
                >
                    <ButtonLink href="/business/numbers">"Numbers"</ButtonLink>
                </EmptyState>
            }.into_any()
        } else {
            view! {
                <FilterForm path="/business/calls" is_filtered>
                    <Select label="Show" name="direction" choices value=chosen/>
                </FilterForm>
                {if rows.is_empty() {
                    view! { <p>"No call fits."</p> }.into_any()
                } else {
                    view! {
                        <section class="panel" aria-label="Calls"><ul class="rows">{rows.into_iter().map(row).collect_view()}</ul></section>
                    }.into_any()
                }}
                <Pagination first next=older/>
            }.into_any()
        }}
    }
}

fn row(row: CallRow) -> impl IntoView {
    let href = format!("/business/calls/{}", row.id);
    let who = row.contact.unwrap_or(row.peer_display);
    let way = if row.is_out { "Called from " } else { "Rang " };
    let lasted = row.seconds.filter(|seconds| *seconds > 0).map(length);
    view! {
        <li class="row">
            <span class="row-main">
                <a href=href>{who}</a>
                <small>{way} <span class="number-text">{row.number_display}</span></small>
                {row.has_voicemail.then(|| view! { <small>"Left a message"</small> })}
            </span>
            <span class="row-side">
                <StateBadge state=words::call_state(row.state)/>
                {lasted.map(|lasted| view! { <small>{lasted}</small> })}
                {row.charged.map(|amount| view! { <MoneyText amount/> })}
                <small><Moment at=row.at/></small>
            </span>
        </li>
    }
}
