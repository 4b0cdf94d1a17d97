//! `/reseller/orders/{id}`: one order, who gets what of its price, where the money is, and the refund.

use leptos::prelude::*;
use leptos_meta::Title;
use uuid::Uuid;

use crate::{
    components::{
        Choice, Field, Moment, MoneyText, Notice, PostForm, Select, StatusBadge, SubmitButton,
        form::{failure, of_field},
    },
    pages::{
        answer::{answer, id_in_path},
        list_address::asked_for,
        words,
    },
    server_fns::{
        self,
        sales::{RefundOrder, ResendOrderMail},
    },
    shared::{
        crm::SoldView,
        error::AppError,
        ids::OrderId,
        order::{OrderStatus, TimelineRow},
    },
};

/// One order.
#[component]
pub fn OrderPage() -> impl IntoView {
    let id = id_in_path::<OrderId>();
    let saved = asked_for("saved");
    view! {
        {Suspend::new(async move {
            let read = match id {
                Some(id) => server_fns::sales::sold_order(id).await,
                None => Err(AppError::NotFound),
            };
            answer(read, move |order| show(order, done(&saved)))
        })}
    }
}

fn show(order: SoldView, done: Option<&'static str>) -> impl IntoView {
    let state = words::order_state(order.row.status);
    let is_sold = matches!(order.row.status, OrderStatus::Fulfilled | OrderStatus::Refunded);
    let timeline = order.timeline.clone();
    view! {
        <Title text=format!("Order: {}", words::item_title(&order.row.item))/>
        <p class="back"><a href="/reseller/orders">"Orders"</a></p>
        <header class="surface-head">
            <h1>{words::item_title(&order.row.item)}</h1>
            <StatusBadge label=state.label mood=state.mood.as_str()/>
        </header>
        {done.map(|sentence| view! { <Notice kind="good"><p>{sentence}</p></Notice> })}
        <div class="surface-columns">
            <Facts order=order.clone()/>
            <Price order=order.clone()/>
        </div>
        {(order.may_refund && order.left.is_positive()).then(|| view! { <Refund order=order.clone()/> })}
        {(order.may_help && is_sold).then(|| view! { <Resend id=order.row.id.to_string()/> })}
        <Steps rows=timeline/>
    }
}

fn done(saved: &str) -> Option<&'static str> {
    match saved {
        "refund" => Some("The money was given back; the customer gets a mail."),
        "mail" => Some("The mail is on its way to the customer."),
        _ => None,
    }
}

#[component]
fn Facts(order: SoldView) -> impl IntoView {
    let row = order.row;
    view! {
        <section class="panel" aria-labelledby="facts-title">
            <h2 id="facts-title">"Order"</h2>
            <dl class="facts">
                <dt>"What"</dt>
                <dd>{words::item_detail(&row.item)}</dd>
                <dt>"Customer"</dt>
                <dd><a href=format!("/reseller/customers/{}", row.customer)>{row.email}</a></dd>
                <dt>"Placed"</dt>
                <dd><Moment at=row.placed_at/></dd>
                <dt>"Paid from"</dt>
                <dd>{order.payer}</dd>
                {order.number.map(|number| view! { <dt>"Number"</dt> <dd>{number}</dd> })}
                {order.iccid.map(|iccid| view! { <dt>"ICCID"</dt> <dd class="facts-code"><code>{iccid}</code></dd> })}
                {order.refusal.map(|reason| view! { <dt>"Not delivered"</dt> <dd>{reason}</dd> })}
                <dt>"Order number"</dt>
                <dd class="facts-code"><code>{row.id.to_string()}</code></dd>
            </dl>
        </section>
    }
}

/// Who gets what of the price.
#[component]
fn Price(order: SoldView) -> impl IntoView {
    let (discount, refunded) = (order.discount, order.row.refunded);
    let commission = format!("Commission, {} %", order.commission_percent.normalize());
    view! {
        <section class="panel" aria-labelledby="price-title">
            <h2 id="price-title">"Price"</h2>
            <dl class="facts">
                <dt>"Shop price"</dt>
                <dd><MoneyText amount=order.retail/></dd>
                {(!discount.is_zero()).then(|| view! { <dt>"Discount"</dt> <dd>"−" <MoneyText amount=discount/></dd> })}
                <dt>"Charged"</dt>
                <dd><MoneyText amount=order.row.charged/></dd>
                <dt>"Your purchase price"</dt>
                <dd><MoneyText amount=order.platform_price/></dd>
                <dt>{commission}</dt>
                <dd><MoneyText amount=order.commission/></dd>
                <dt>"Your margin"</dt>
                <dd><b><MoneyText amount=order.margin/></b></dd>
                {refunded.is_positive().then(|| view! {
                    <dt>"Given back"</dt>
                    <dd><MoneyText amount=refunded/></dd>
                    <dt>"of it from your margin"</dt>
                    <dd><MoneyText amount=order.reseller_gave/></dd>
                    <dt>"of it from purchase price and commission"</dt>
                    <dd><MoneyText amount=order.platform_gave/></dd>
                })}
            </dl>
        </section>
    }
}

#[component]
fn Refund(order: SoldView) -> impl IntoView {
    let failed = failure::<RefundOrder>();
    let whole = failed
        .as_ref()
        .filter(|error| error.field().is_none())
        .map(AppError::message)
        .map(|message| view! { <Notice kind="error"><p>{message}</p></Notice> });
    let mut destinations = vec![Choice::new("wallet", "The balance here: at once")];
    if order.may_go_to_card {
        destinations.push(Choice::new("source", "The card it came by: takes days"));
    }
    view! {
        <section class="panel" aria-labelledby="refund-title">
            <h2 id="refund-title">"Refund"</h2>
            <p class="panel-note">
                "All that is left is " <MoneyText amount=order.left/> ": you give back " <MoneyText amount=order.reseller_gives/>
                " of your margin, and " <MoneyText amount=order.platform_gives/>
                " comes back from the purchase price and commission. A part takes from both in proportion. The customer keeps what was bought."
            </p>
            {whole}
            <PostForm<RefundOrder> class="surface-form">
                <input type="hidden" name="id" value=order.row.id.to_string()/>
                <input type="hidden" name="key" value=Uuid::new_v4().to_string()/>
                <Field
                    label=format!("Amount in {}", order.left.currency().code())
                    name="amount"
                    inputmode="decimal"
                    hint="Empty: all that is left."
                    maxlength=20
                    error=of_field(failed.as_ref(), "amount")
                />
                <Select label="To" name="destination" choices=destinations error=of_field(failed.as_ref(), "destination")/>
                <Field
                    label="Reason"
                    name="reason"
                    hint="The customer reads it."
                    required=true
                    maxlength=500
                    error=of_field(failed.as_ref(), "reason")
                />
                <SubmitButton kind="danger">"Give the money back"</SubmitButton>
            </PostForm<RefundOrder>>
        </section>
    }
}

#[component]
fn Resend(id: String) -> impl IntoView {
    let refused = failure::<ResendOrderMail>().map(|error| error.message());
    view! {
        <section class="panel" aria-labelledby="mail-title">
            <h2 id="mail-title">"Mail"</h2>
            {refused.map(|message| view! { <Notice kind="error"><p>{message}</p></Notice> })}
            <PostForm<ResendOrderMail> class="surface-form">
                <input type="hidden" name="id" value=id/>
                <p>"The mail leads to the page with the QR code or the number. It holds no code itself."</p>
                <SubmitButton kind="secondary">"Send the mail again"</SubmitButton>
            </PostForm<ResendOrderMail>>
        </section>
    }
}

/// Where the money went, step by step.
#[component]
fn Steps(rows: Vec<TimelineRow>) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="timeline-title">
            <h2 id="timeline-title">"Where the money is"</h2>
            <ol class="events">
                {rows
                    .into_iter()
                    .map(|step| view! {
                        <li class="event">
                            <div class="event-text">
                                <p><b>{step.title}</b></p>
                                {(!step.detail.is_empty()).then(|| view! { <p class="event-detail">{step.detail}</p> })}
                                <p class="event-time"><Moment at=step.at/></p>
                            </div>
                            {step.amount.map(|amount| view! { <span class="event-amount"><MoneyText amount/></span> })}
                        </li>
                    })
                    .collect_view()}
            </ol>
        </section>
    }
}
