//! `/business/requests`: what was asked for, the newest first.

use leptos::prelude::*;
use leptos_meta::Title;

use super::super::files::csv;
use crate::{
    components::{
        ButtonLink, Choice, Column, EmptyState, FilterForm, ListTable, Moment, MoneyText, Pagination, Select,
        StatusBadge,
    },
    pages::{
        answer::answer,
        list_address::{address, asked_for},
    },
    server_fns,
    shared::approval::{ApprovalList, ApprovalRow, ApprovalState},
};

const PATH: &str = "/business/requests";

/// The list.
#[component]
pub fn RequestsPage() -> impl IntoView {
    let (state, after) = (asked_for("state"), asked_for("after"));
    view! {
        <Title text="Requests"/>
        {Suspend::new(async move {
            let read = server_fns::requests::list(Some(state.clone()), Some(after.clone())).await;
            answer(read, move |list| show(list, state, after))
        })}
    }
}

fn show(list: ApprovalList, state: String, after: String) -> impl IntoView {
    let next = list
        .page
        .next
        .as_deref()
        .map(|next| address(PATH, &[("state", &state), ("after", next)]));
    let first = (!after.is_empty()).then(|| address(PATH, &[("state", &state)]));
    let mut states = vec![Choice::new("", "All")];
    states.extend(
        ApprovalState::ALL
            .iter()
            .map(|one| Choice::new(one.as_str(), one.in_words())),
    );
    let columns = vec![
        Column::plain("What"),
        Column::plain("Asked by"),
        Column::number("Amount"),
        Column::plain("State"),
        Column::plain("When"),
    ];
    let is_filtered = !state.is_empty();
    let file = address("/business/requests.csv", &[("state", &state)]);
    let rows = list.page.rows;
    view! {
        <header class="surface-head">
            <h1>"Requests"</h1>
            {list.may_ask.then(|| view! { <ButtonLink href="/business/requests/new">"Ask for more"</ButtonLink> })}
        </header>
        <FilterForm path=PATH is_filtered csv=csv(file)>
            <Select label="State" name="state" choices=states value=state/>
        </FilterForm>
        {if rows.is_empty() {
            view! { <EmptyState icon="message-square" title="No requests" text="Plans, data and budgets that need somebody else's approval stand here."/> }.into_any()
        } else {
            view! { <ListTable caption="Requests" columns>{rows.into_iter().map(row).collect_view()}</ListTable> }.into_any()
        }}
        <Pagination first next/>
    }
}

fn row(row: ApprovalRow) -> impl IntoView {
    view! {
        <tr>
            <td data-label="What"><a href=format!("{PATH}/{}", row.id)>{row.what}</a></td>
            <td data-label="Asked by">{row.requester}</td>
            <td data-label="Amount" class="number">{row.amount.map(|amount| view! { <MoneyText amount/> })}</td>
            <td data-label="State"><StateBadge state=row.state/></td>
            <td data-label="When"><Moment at=row.asked_at/></td>
        </tr>
    }
}

/// What became of a request.
#[component]
pub fn StateBadge(state: ApprovalState) -> impl IntoView {
    let mood = match state {
        ApprovalState::Open => "waiting",
        ApprovalState::Approved => "good",
        ApprovalState::Refused => "bad",
        ApprovalState::Withdrawn | ApprovalState::Expired | ApprovalState::Lapsed => "quiet",
    };
    view! { <StatusBadge label=state.in_words() mood/> }
}
