//! `/reseller/orders`: the shop's orders, fifty to a page.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    components::{
        Choice, Column, EmptyState, Field, FilterForm, ListTable, Moment, MoneyText, Pagination, Select,
        StatusBadge,
    },
    pages::{
        answer::answer,
        list_address::{address, asked_for},
        words,
    },
    server_fns,
    shared::{
        crm::{OrderList, OrderQuery, SoldRow},
        order::OrderStatus,
    },
};

const PATH: &str = "/reseller/orders";

/// The list of orders.
#[component]
pub fn OrdersPage() -> impl IntoView {
    let query = OrderQuery {
        q: asked_for("q"),
        state: asked_for("state"),
        country: asked_for("country"),
        kind: asked_for("kind"),
        from: asked_for("from"),
        until: asked_for("until"),
        after: asked_for("after"),
    };
    view! {
        <Title text="Orders"/>
        {Suspend::new(async move {
            let read = server_fns::sales::sold_orders(query.clone()).await;
            answer(read, move |list| show(list, query))
        })}
    }
}

fn href(path: &str, query: &OrderQuery, after: &str) -> String {
    let OrderQuery {
        q,
        state,
        country,
        kind,
        from,
        until,
        ..
    } = query;
    let fields = [
        ("q", q.as_str()),
        ("state", state),
        ("country", country),
        ("kind", kind),
        ("from", from),
        ("until", until),
        ("after", after),
    ];
    address(path, &fields)
}

fn show(list: OrderList, query: OrderQuery) -> impl IntoView {
    let is_filtered = !href("", &query, "").is_empty();
    let csv = if list.may_export {
        href("/reseller/orders.csv", &query, "")
    } else {
        String::new()
    };
    let mut states = vec![
        Choice::new("", "All"),
        Choice::new("in_flight", "In progress, all"),
    ];
    states.extend(OrderStatus::ALL.map(|status| Choice::new(status.as_str(), state_in_words(status))));
    let kinds = vec![
        Choice::new("", "All"),
        Choice::new("esim", "eSIMs"),
        Choice::new("number", "Numbers"),
    ];
    let next = list.page.next.as_deref().map(|after| href(PATH, &query, after));
    let first = (!query.after.is_empty()).then(|| href(PATH, &query, ""));
    view! {
        <header class="surface-head"><h1>"Orders"</h1></header>
        <FilterForm path=PATH is_filtered csv>
            <Field
                label="Find"
                name="q"
                kind="search"
                value=query.q
                maxlength=254
                hint="Order, customer, number, ICCID"
            />
            <Select label="State" name="state" value=query.state choices=states/>
            <Select label="What" name="kind" value=query.kind choices=kinds/>
            <Field label="Country" name="country" value=query.country maxlength=2 placeholder="FR"/>
            <Field label="From" name="from" kind="date" value=query.from/>
            <Field label="Until" name="until" kind="date" value=query.until/>
        </FilterForm>
        <section class="panel" aria-label="Orders">
            {if list.page.rows.is_empty() {
                nothing(is_filtered).into_any()
            } else {
                table(list.page.rows).into_any()
            }}
        </section>
        <Pagination first next/>
    }
}

fn nothing(is_filtered: bool) -> impl IntoView {
    let (title, text) = if is_filtered {
        (
            "No such orders",
            "Days are whole days in your shop’s time zone; a country has two letters, such as FR.",
        )
    } else {
        (
            "No orders yet",
            "Every order of your shop appears here with its price, its state and its customer.",
        )
    };
    view! { <EmptyState icon="receipt" title text/> }
}

/// More exact than what customers read: staff tell them apart.
const fn state_in_words(status: OrderStatus) -> &'static str {
    match status {
        OrderStatus::Held => "Waiting to be ordered",
        OrderStatus::Submitted => "Ordered from the supplier",
        OrderStatus::Unknown => "No clear answer yet",
        OrderStatus::Fulfilled => "Delivered",
        OrderStatus::Released => "Not charged",
        OrderStatus::Refunded => "Refunded, in part or whole",
    }
}

fn table(rows: Vec<SoldRow>) -> impl IntoView {
    let columns = vec![
        Column::plain("Order"),
        Column::plain("Customer"),
        Column::plain("Placed"),
        Column::plain("State"),
        Column::number("Charged"),
        Column::number("Given back"),
    ];
    view! { <ListTable caption="Orders" columns>{rows.into_iter().map(row).collect_view()}</ListTable> }
}

fn row(order: SoldRow) -> impl IntoView {
    let state = words::order_state(order.status);
    let is_refunded = order.refunded.is_positive();
    view! {
        <tr>
            <td data-label="Order" class="customer-cell">
                <span>
                    <a href=format!("{PATH}/{}", order.id)>{words::item_title(&order.item)}</a>
                    <small>{words::item_detail(&order.item)}</small>
                </span>
            </td>
            <td data-label="Customer"><a href=format!("/reseller/customers/{}", order.customer)>{order.email}</a></td>
            <td data-label="Placed"><Moment at=order.placed_at/></td>
            <td data-label="State"><StatusBadge label=state.label mood=state.mood.as_str()/></td>
            <td data-label="Charged" class="number"><MoneyText amount=order.charged/></td>
            <td data-label="Given back" class="number">
                {if is_refunded { view! { <MoneyText amount=order.refunded/> }.into_any() } else { "–".into_any() }}
            </td>
        </tr>
    }
}
