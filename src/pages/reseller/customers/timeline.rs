//! What happened to somebody, the newest first.

use leptos::prelude::*;

use crate::{
    components::{EmptyState, Icon, Moment, MoneyText, Pagination},
    shared::{
        crm::{EventKind, EventRow},
        paging::Page,
    },
};

/// A page of a timeline. `path` is the page it stands on; orders lead to their pages where `orders` says where those are.
#[component]
pub fn EventList(
    page: Page<EventRow>,
    path: String,
    is_first: bool,
    #[prop(optional)] orders: &'static str,
) -> impl IntoView {
    let next = page
        .next
        .as_deref()
        .map(|after| format!("{path}?after={after}#timeline"));
    view! {
        <section class="panel" id="timeline" aria-labelledby="timeline-title">
            <h2 id="timeline-title">"Timeline"</h2>
            {if page.rows.is_empty() {
                view! { <EmptyState icon="history" title="Nothing happened yet" text="Orders, payments, mails, sign-ins and what staff did appear here."/> }
                    .into_any()
            } else {
                view! { <ol class="events">{page.rows.into_iter().map(|event| row(event, orders)).collect_view()}</ol> }.into_any()
            }}
            <Pagination first=(!is_first).then(|| format!("{path}#timeline")) next/>
        </section>
    }
}

fn row(event: EventRow, orders: &'static str) -> impl IntoView {
    let title = match event.order.filter(|_| !orders.is_empty()) {
        Some(order) => view! { <a href=format!("{orders}/{order}")>{event.title}</a> }.into_any(),
        None => event.title.into_any(),
    };
    view! {
        <li class="event">
            <span class="event-mark"><Icon name=icon(event.kind)/></span>
            <div class="event-text">
                <p><b>{title}</b> {event.by.map(|name| format!(" by {name}"))}</p>
                {(!event.detail.is_empty()).then(|| view! { <p class="event-detail">{event.detail}</p> })}
                <p class="event-time"><Moment at=event.at/></p>
            </div>
            {event.amount.map(|amount| view! { <span class="event-amount"><MoneyText amount/></span> })}
        </li>
    }
}

const fn icon(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Order => "package",
        EventKind::Payment => "credit-card",
        EventKind::Refund => "refresh-cw",
        EventKind::Credit => "wallet",
        EventKind::Mail => "mail",
        EventKind::Note => "message-square",
        EventKind::Own => "user",
        EventKind::Staff => "shield-check",
    }
}
