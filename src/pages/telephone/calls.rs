//! Who rang and who was rung.

use leptos::prelude::*;

use super::Side;
use crate::{
    components::{ButtonLink, Choice, EmptyState, FilterForm, Moment, MoneyText, Pagination, Select},
    pages::{account::state_badge::StateBadge, words},
    shared::call::{CallList, CallRow, length},
};

/// The list, of calls in this direction.
pub fn calls(side: Side, list: CallList, direction: String, is_later: bool) -> impl IntoView {
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
        format!("{}/calls?direction={direction}{after}", side.base())
    };
    let first = is_later.then(|| address(None));
    let older = next.map(|next| address(Some(next)));
    let (path, numbers) = (
        format!("{}/calls", side.base()),
        format!("{}/numbers", side.base()),
    );
    view! {
        <header class=side.head()><h1>"Calls"</h1></header>
        {if rows.is_empty() && !is_filtered {
            view! {
                <EmptyState
                    icon="phone"
                    title="No calls yet"
                    text=side.say(
                        "Call anybody from one of your numbers, or have calls to it forwarded to your phone: open a number to do either.",
                        "Call anybody from a number of the company, or have calls to it forwarded: open a number to do either.",
                    )
                >
                    <ButtonLink href=numbers>{side.say("Your numbers", "Numbers")}</ButtonLink>
                </EmptyState>
            }.into_any()
        } else {
            view! {
                <FilterForm path=path is_filtered csv=side.say("/account/calls.csv", "")>
                    <Select label="Show" name="direction" choices value=chosen/>
                </FilterForm>
                {if rows.is_empty() {
                    view! { <p>"No call fits."</p> }.into_any()
                } else {
                    view! {
                        <section class="panel" aria-label="Calls"><ul class="rows">{rows.into_iter().map(|call| row(side, call)).collect_view()}</ul></section>
                    }.into_any()
                }}
                <Pagination first next=older/>
            }.into_any()
        }}
    }
}

fn row(side: Side, row: CallRow) -> impl IntoView {
    let href = format!("{}/calls/{}", side.base(), row.id);
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
