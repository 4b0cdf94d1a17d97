//! `/admin/orders`: orders in an intermediate state, and any order by what names it.

use axum::http::StatusCode;
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::words::Age;
use crate::{
    components::{Column, EmptyState, Field, FilterForm, ListTable, Moment, Notice, Pagination},
    pages::answer::answer,
    server_fns,
    shared::{operator::FlightRow, paging::Page},
};

/// Orders of every shop.
#[component]
pub fn AdminOrdersPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let wanted = query
        .get("q")
        .map(|text| text.trim().to_owned())
        .unwrap_or_default();
    let after = query.get("after");
    view! {
        <Title text="Orders"/>
        {Suspend::new(async move {
            if !wanted.is_empty()
                && let Ok(Some(order)) = server_fns::operations::find_order(wanted.clone()).await
            {
                leptos_axum::redirect(&format!("/admin/orders/{order}"));
                if let Some(response) = use_context::<ResponseOptions>() {
                    response.set_status(StatusCode::FOUND);
                }
                return ().into_any();
            }
            let is_later_page = after.is_some();
            answer(server_fns::operations::orders_in_flight(after).await, move |page| {
                show(page, wanted, is_later_page)
            })
        })}
    }
}

fn show(page: Page<FlightRow>, wanted: String, is_later_page: bool) -> impl IntoView {
    let next = page.next.map(|after| format!("/admin/orders?after={after}"));
    let is_missing = !wanted.is_empty();
    let told = is_missing.then(|| format!("No order of any shop is called “{wanted}”."));
    view! {
        <header class="surface-head">
            <h1>"Orders"</h1>
            <p>"Neither delivered nor given back, oldest first. Each is asked about again by itself."</p>
        </header>
        <FilterForm path="/admin/orders" is_filtered=is_missing>
            <Field
                label="Find an order"
                name="q"
                value=wanted
                kind="search"
                hint="Its id, our reference, a number in use or an ICCID."
                maxlength=100
            />
        </FilterForm>
        {told.map(|words| view! { <Notice kind="warning">{words}</Notice> })}
        <Flight rows=page.rows now=Utc::now()/>
        <Pagination first=is_later_page.then(|| "/admin/orders".to_owned()) next/>
    }
}

/// Orders in flight, as a table.
#[component]
pub fn Flight(rows: Vec<FlightRow>, now: DateTime<Utc>) -> impl IntoView {
    if rows.is_empty() {
        return view! {
            <EmptyState
                icon="circle-check"
                title="No order is waiting"
                text="Every order is delivered or its money is free again."
            />
        }
        .into_any();
    }
    view! {
        <ListTable
            caption="Orders in flight"
            columns=vec![
                Column::plain("Order"),
                Column::plain("Shop"),
                Column::plain("What"),
                Column::plain("State"),
                Column::plain("Last"),
                Column::number("Tries"),
                Column::plain("Next try"),
                Column::plain("In flight for"),
            ]
        >
            {rows.into_iter().map(|order| row(order, now)).collect_view()}
        </ListTable>
    }
    .into_any()
}

fn row(order: FlightRow, now: DateTime<Utc>) -> impl IntoView {
    view! {
        <tr>
            <td data-label="Order" class="admin-case">
                <a href=format!("/admin/orders/{}", order.id)><code>{order.reference}</code></a>
                <small>{order.provider}</small>
            </td>
            <td data-label="Shop">{order.shop}</td>
            <td data-label="What">{order.what}</td>
            <td data-label="State"><span class="admin-state">{order.status}</span></td>
            <td data-label="Last">{order.cause}</td>
            <td data-label="Tries" class="number">{order.attempts}</td>
            <td data-label="Next try">
                {match order.next_try {
                    Some(at) => view! { <Moment at/> }.into_any(),
                    None => view! { "within a minute" }.into_any(),
                }}
            </td>
            <td data-label="In flight for"><Age since=order.since now/></td>
        </tr>
    }
}
