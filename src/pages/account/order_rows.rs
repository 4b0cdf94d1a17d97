//! Orders as lists show them.

use leptos::prelude::*;

use super::state_badge::StateBadge;
use crate::{
    components::{Icon, Moment, MoneyText, PlaceMark},
    pages::words,
    shared::order::{ItemView, OrderRow, OrderStatus},
};

/// What was bought, when, for how much and how it stands; each row leads to its order.
#[component]
pub fn OrderRows(orders: Vec<OrderRow>) -> impl IntoView {
    view! { <ul class="rows">{orders.into_iter().map(row).collect_view()}</ul> }
}

fn row(order: OrderRow) -> impl IntoView {
    let href = format!("/account/orders/{}", order.id);
    let country = match &order.item {
        ItemView::Number { country, .. } => Some(country.clone()),
        ItemView::Esim { country, .. } => country.clone(),
    };
    view! {
        <li class="row">
            <span class="row-mark"><PlaceMark country/></span>
            <span class="row-main">
                <a href=href>{words::item_title(&order.item)}</a>
                <small><Moment at=order.placed_at/></small>
            </span>
            <span class="row-side">
                <span class:row-struck=order.status == OrderStatus::Released><MoneyText amount=order.charged/></span>
                <StateBadge state=words::order_state(order.status)/>
            </span>
            <Icon name="chevron-right"/>
        </li>
    }
}
