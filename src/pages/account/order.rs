//! `/account/orders/{id}`: the result of a purchase and, for ever after, its receipt. Safe to reload at any moment.

use chrono::Utc;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    components::{ButtonLink, Icon, Moment, MoneyText, PlaceMark},
    pages::{
        answer::{answer, id_in_path, look_again_in},
        words,
    },
    server_fns,
    shared::{
        error::AppError,
        ids::OrderId,
        money::Money,
        order::{ItemView, OrderRow, OrderStatus, OrderView, TimelineRow},
    },
};

/// One order.
#[component]
pub fn OrderPage() -> impl IntoView {
    let id = id_in_path::<OrderId>();
    view! {
        {Suspend::new(async move {
                let read = match id {
                    Some(id) => server_fns::orders::order(id).await,
                    None => Err(AppError::NotFound),
                };
                answer(read, show)
            })}
    }
}

fn show(order: OrderView) -> impl IntoView {
    let row = order.row.clone();
    let outcome = match row.status {
        OrderStatus::Held | OrderStatus::Submitted | OrderStatus::Unknown => in_flight(&row).into_any(),
        OrderStatus::Fulfilled => fulfilled(&order).into_any(),
        OrderStatus::Released => released(&order).into_any(),
        OrderStatus::Refunded => refunded(&order).into_any(),
    };
    view! {
        <Title text=format!("Order: {}", words::item_title(&row.item))/>
        <p class="back"><a href="/account/orders">"Orders"</a></p>
        {outcome}
        <Receipt row refunded=order.refunded/>
        <MoneyTimeline rows=order.timeline/>
    }
}

/// Calm words, and a page that looks again by itself: quickly at first, then less and less often.
fn in_flight(order: &OrderRow) -> impl IntoView {
    let minutes = (Utc::now() - order.placed_at).num_minutes();
    let seconds = match minutes {
        ..=1 => "3",
        2..=9 => "10",
        _ => "60",
    };
    let (title, text) = match order.status {
        OrderStatus::Unknown => (
            "We are checking with the network",
            "The network has not given a clear answer yet. We keep asking until it does, and we never buy twice.",
        ),
        _ if minutes > 1 => (
            "Still working on it",
            "The network is taking longer than usual. You can close this page; nothing gets lost.",
        ),
        _ => (
            "Getting it for you",
            "This usually takes a few seconds. The page looks again by itself.",
        ),
    };
    look_again_in(seconds);
    view! {
        <section class="outcome outcome-waiting" role="status">
            <span class="outcome-mark outcome-spin"><Icon name="clock"/></span>
            <h1>{title}</h1>
            <p>{text}</p>
            <p><b><MoneyText amount=order.charged/> " is set aside, not charged."</b> " If it does not work out, it is yours again at once."</p>
            <p><a href=format!("/account/orders/{}", order.id)>"Look again now"</a></p>
        </section>
    }
}

fn fulfilled(order: &OrderView) -> impl IntoView {
    let next = match (order.esim_id, order.number_id) {
        (Some(id), _) => Some((format!("/account/esims/{id}"), "Install your eSIM")),
        (None, Some(id)) => Some((format!("/account/numbers/{id}"), "Open your number")),
        (None, None) => None,
    };
    let (title, text) = match &order.row.item {
        ItemView::Esim { .. } => (
            "Your eSIM is ready",
            "Install it while you are online. The codes stay in your account; you can come back any time.",
        ),
        ItemView::Number {
            paid_until: Some(_), ..
        } => ("Another month is paid", "The number goes on working."),
        ItemView::Number { .. } => ("The number is yours", "It works from this moment."),
    };
    view! {
        <section class="outcome outcome-good" role="status">
            <span class="outcome-mark"><Icon name="check"/></span>
            <h1>{title}</h1>
            <p>{text}</p>
            {next.map(|(href, label)| view! { <p class="outcome-actions"><ButtonLink href=href>{label}</ButtonLink></p> })}
        </section>
    }
}

fn released(order: &OrderView) -> impl IntoView {
    let reason = order
        .refusal
        .clone()
        .unwrap_or_else(|| "The network could not deliver it.".into());
    let (again, label) = match &order.row.item {
        ItemView::Number { country, kind, .. } => (
            format!("/numbers?country={}&kind={}", country.code, kind.as_str()),
            "Choose another number",
        ),
        ItemView::Esim {
            country: Some(country),
            ..
        } => (
            format!("/esim/{}", country.code.to_lower()),
            "Choose another plan",
        ),
        ItemView::Esim { country: None, .. } => ("/esim".into(), "Choose another plan"),
    };
    view! {
        <section class="outcome outcome-bad" role="status">
            <span class="outcome-mark"><Icon name="x"/></span>
            <h1>"This did not work out"</h1>
            <p>{reason}</p>
            <p><b>"Nothing was charged; " <MoneyText amount=order.row.charged/> " is available again."</b></p>
            <p class="outcome-actions"><ButtonLink href=again>{label}</ButtonLink></p>
        </section>
    }
}

fn refunded(order: &OrderView) -> impl IntoView {
    let is_whole = order.refunded == order.row.charged;
    view! {
        <section class="outcome" role="status">
            <span class="outcome-mark"><Icon name="history"/></span>
            <h1>{if is_whole { "Refunded" } else { "Refunded in part" }}</h1>
            <p><b><MoneyText amount=order.refunded/> " of " <MoneyText amount=order.row.charged/> " was given back."</b> " Where it went and why is below."</p>
            <p>"What you bought stays in your account."</p>
            <p class="outcome-actions">
                <ButtonLink href="/account/wallet/statement" kind="secondary">"See the statement"</ButtonLink>
            </p>
        </section>
    }
}

#[component]
fn Receipt(row: OrderRow, refunded: Money) -> impl IntoView {
    let country = match &row.item {
        ItemView::Number { country, .. } => Some(country.clone()),
        ItemView::Esim { country, .. } => country.clone(),
    };
    let price = match row.status {
        OrderStatus::Released => "Would have cost",
        status if status.is_in_flight() => "Set aside",
        _ => "Paid",
    };
    view! {
        <section class="panel" aria-labelledby="receipt-title">
            <h2 id="receipt-title">"Order"</h2>
            <div class="receipt-item">
                <PlaceMark country/>
                <p><b>{words::item_title(&row.item)}</b><span>{words::item_detail(&row.item)}</span></p>
            </div>
            <dl class="facts">
                <dt>{price}</dt>
                <dd><MoneyText amount=row.charged/></dd>
                {refunded
                    .is_positive()
                    .then(|| view! { <dt>"Given back"</dt> <dd><MoneyText amount=refunded/></dd> })}
                <dt>"Placed"</dt>
                <dd><Moment at=row.placed_at/></dd>
                <dt>"Order number"</dt>
                <dd class="facts-code"><code>{row.id.to_string()}</code></dd>
            </dl>
        </section>
    }
}

/// Where the money went, step by step, with times.
#[component]
fn MoneyTimeline(rows: Vec<TimelineRow>) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="timeline-title">
            <h2 id="timeline-title">"Where the money is"</h2>
            <ol class="timeline">
                {rows
                    .into_iter()
                    .map(|step| view! {
                        <li>
                            <p class="timeline-title">
                                <b>{step.title}</b>
                                {step.amount.map(|amount| view! { <MoneyText amount/> })}
                            </p>
                            <p>{step.detail}</p>
                            <p class="timeline-time"><Moment at=step.at/></p>
                        </li>
                    })
                    .collect_view()}
            </ol>
        </section>
    }
}
