//! `/reseller/customers/{id}`: one customer, their money, what they hold, what happened, and what staff can do.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    actions::{Actions, Credit},
    list::AccountBadge,
    timeline::EventList,
};
use crate::{
    components::{DataTable, EmptyState, Moment, MoneyText, Notice, StatusBadge},
    pages::{
        answer::{answer, id_in_path},
        list_address::asked_for,
        words,
    },
    server_fns,
    shared::{
        crm::{CustomerView, HeldEsim, HeldNumber},
        error::AppError,
        ids::UserId,
    },
};

/// One customer.
#[component]
pub fn CustomerPage() -> impl IntoView {
    let id = id_in_path::<UserId>();
    let (after, saved) = (asked_for("after"), asked_for("saved"));
    view! {
        {Suspend::new(async move {
            let is_first = after.is_empty();
            let read = match id {
                Some(id) => server_fns::customers::customer(id, Some(after)).await,
                None => Err(AppError::NotFound),
            };
            answer(read, move |customer| show(customer, is_first, done(&saved)))
        })}
    }
}

fn show(customer: CustomerView, is_first: bool, done: Option<&'static str>) -> impl IntoView {
    let id = customer.row.id;
    let timeline = customer.timeline.clone();
    let head = if customer.row.name.is_empty() {
        customer.row.email.clone()
    } else {
        customer.row.name.clone()
    };
    view! {
        <Title text=format!("Customer: {}", customer.row.email)/>
        <p class="back"><a href="/reseller/customers">"Customers"</a></p>
        <header class="surface-head">
            <h1>{head}</h1>
            <AccountBadge status=customer.row.status is_verified=customer.row.is_verified/>
        </header>
        {done.map(|sentence| view! { <Notice kind="good"><p>{sentence}</p></Notice> })}
        <div class="surface-columns">
            <Facts customer=customer.clone()/>
            <Money customer=customer.clone()/>
        </div>
        <Holdings numbers=customer.numbers.clone() esims=customer.esims.clone() orders="/reseller/orders"/>
        {customer.may_adjust.then(|| view! { <Credit customer=customer.clone()/> })}
        {customer.may_help.then(|| view! { <Actions customer=customer.clone()/> })}
        <EventList page=timeline path=format!("/reseller/customers/{id}") is_first orders="/reseller/orders"/>
    }
}

fn done(saved: &str) -> Option<&'static str> {
    match saved {
        "credit" => Some("The credit was changed; the customer sees it in the statement."),
        "suspended" => {
            Some("The customer is suspended and signed out everywhere. Nothing of theirs is lost.")
        }
        "reactivated" => Some("The customer can sign in again."),
        "verification" => Some("The verification mail is on its way."),
        "note" => Some("The note is in the timeline."),
        _ => None,
    }
}

/// Who it is.
#[component]
pub fn Facts(customer: CustomerView) -> impl IntoView {
    let row = customer.row;
    view! {
        <section class="panel" aria-labelledby="facts-title">
            <h2 id="facts-title">"Customer"</h2>
            <dl class="facts">
                <dt>"E-mail"</dt>
                <dd>{row.email} {if row.is_verified { " (verified)" } else { " (not verified)" }}</dd>
                <dt>"Joined"</dt>
                <dd><Moment at=row.joined_at/></dd>
                <dt>"Last seen"</dt>
                <dd><Moment at=row.last_seen_at/></dd>
                <dt>"Orders"</dt>
                <dd>{customer.orders.to_string()}</dd>
                <dt>"Spent"</dt>
                <dd><MoneyText amount=customer.spent/></dd>
                <dt>"Id"</dt>
                <dd class="facts-code"><code>{row.id.to_string()}</code></dd>
                {customer.external_id.map(|id| view! { <dt>"Your own id"</dt> <dd class="facts-code"><code>{id}</code></dd> })}
            </dl>
        </section>
    }
}

/// What they have.
#[component]
pub fn Money(customer: CustomerView) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="money-title">
            <h2 id="money-title">"Balance"</h2>
            {customer.is_frozen.then(|| view! {
                <Notice kind="warning"><p>"A payment is disputed at the bank: nothing can be spent until that is decided."</p></Notice>
            })}
            <dl class="facts">
                <dt>"Cash"</dt>
                <dd><MoneyText amount=customer.cash/></dd>
                <dt>"Credit"</dt>
                <dd><MoneyText amount=customer.credit/></dd>
                <dt>"Set aside"</dt>
                <dd><MoneyText amount=customer.held/></dd>
            </dl>
        </section>
    }
}

/// What they hold. `orders` is where orders have their pages; empty where they have none.
#[component]
pub fn Holdings(
    numbers: Vec<HeldNumber>,
    esims: Vec<HeldEsim>,
    #[prop(optional)] orders: &'static str,
) -> impl IntoView {
    let order = move |id: crate::shared::ids::OrderId| {
        if orders.is_empty() {
            view! { <code>{id.to_string()}</code> }.into_any()
        } else {
            view! { <a href=format!("{orders}/{id}")>"Order"</a> }.into_any()
        }
    };
    view! {
        <div class="surface-columns">
            <section class="panel" aria-labelledby="numbers-title">
                <h2 id="numbers-title">"Numbers"</h2>
                {if numbers.is_empty() {
                    view! { <EmptyState icon="phone" title="No numbers" text="Numbers this customer bought appear here."/> }.into_any()
                } else {
                    view! {
                        <DataTable caption="Numbers" columns=vec!["Number", "State", "Paid until", "Order"]>
                            {numbers.into_iter().map(|number| {
                                let state = words::number_state(number.state);
                                view! {
                                    <tr>
                                        <td data-label="Number">{number.display}</td>
                                        <td data-label="State"><StatusBadge label=state.label mood=state.mood.as_str()/></td>
                                        <td data-label="Paid until"><Moment at=number.expires_at/></td>
                                        <td data-label="Order">{order(number.order)}</td>
                                    </tr>
                                }
                            }).collect_view()}
                        </DataTable>
                    }.into_any()
                }}
            </section>
            <section class="panel" aria-labelledby="esims-title">
                <h2 id="esims-title">"eSIMs"</h2>
                {if esims.is_empty() {
                    view! { <EmptyState icon="smartphone" title="No eSIMs" text="eSIMs this customer bought appear here."/> }.into_any()
                } else {
                    view! {
                        <DataTable caption="eSIMs" columns=vec!["ICCID", "Plan", "State", "Order"]>
                            {esims.into_iter().map(|esim| {
                                let state = words::esim_state(esim.state);
                                view! {
                                    <tr>
                                        <td data-label="ICCID"><code>{esim.iccid}</code></td>
                                        <td data-label="Plan">{esim.plan_name}</td>
                                        <td data-label="State"><StatusBadge label=state.label mood=state.mood.as_str()/></td>
                                        <td data-label="Order">{order(esim.order)}</td>
                                    </tr>
                                }
                            }).collect_view()}
                        </DataTable>
                    }.into_any()
                }}
            </section>
        </div>
    }
}
