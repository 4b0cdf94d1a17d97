//! `/account/numbers`: the numbers a customer holds.

use leptos::prelude::*;
use leptos_meta::Title;

use super::state_badge::StateBadge;
use crate::{
    components::{ButtonLink, EmptyState, Icon, MoneyText, PlaceMark, features},
    pages::{answer::answer, words},
    server_fns,
    shared::number::NumberView,
};

/// The list of numbers.
#[component]
pub fn NumbersPage() -> impl IntoView {
    view! {
        <Title text="Numbers"/>
        {Suspend::new(async move { answer(server_fns::numbers::numbers().await, numbers) })}
    }
}

fn numbers(rows: Vec<NumberView>) -> impl IntoView {
    view! {
        <header class="account-head">
            <h1>"Numbers"</h1>
            <a href="/account/documents">"Addresses"</a>
            {(!rows.is_empty() && features().numbers).then(|| view! { <ButtonLink href="/numbers" kind="secondary">"Get another"</ButtonLink> })}
        </header>
        {if rows.is_empty() {
            view! {
                <EmptyState
                    icon="phone"
                    title="No number yet"
                    text="A phone number in another country, yours month by month. Each number you buy stays here with what it can do and until when it is paid."
                >
                    {features().numbers.then(|| view! { <ButtonLink href="/numbers">"Find a number"</ButtonLink> })}
                </EmptyState>
            }.into_any()
        } else {
            view! { <section class="panel" aria-label="Numbers"><ul class="rows">{rows.into_iter().map(row).collect_view()}</ul></section> }.into_any()
        }}
    }
}

fn row(number: NumberView) -> impl IntoView {
    let href = format!("/account/numbers/{}", number.id);
    let about = if number.label.is_empty() {
        format!("{}, {}", number.kind.label(), number.country.name)
    } else {
        number.label.clone()
    };
    view! {
        <li class="row">
            <span class="row-mark"><PlaceMark country=Some(number.country.clone())/></span>
            <span class="row-main">
                <a class="number-text" href=href>{number.display}</a>
                <small>{about}</small>
                <small>"Paid until " {words::day(number.expires_at)}</small>
            </span>
            <span class="row-side">
                <span><MoneyText amount=number.monthly/> <small>"/mo"</small></span>
                <StateBadge state=words::number_state(number.state)/>
            </span>
            <Icon name="chevron-right"/>
        </li>
    }
}
