//! `/account`: what is there, what is set aside, what was bought last, and one way on.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{order_rows::OrderRows, verify_banner::VerifyBanner};
use crate::{
    components::{ButtonLink, EmptyState, Icon, Moment, MoneyText, features},
    pages::answer::answer,
    server_fns,
    shared::account::Overview,
};

/// The first page after signing in.
#[component]
pub fn OverviewPage() -> impl IntoView {
    view! {
        <Title text="Account"/>
        {Suspend::new(async move { answer(server_fns::accounts::overview().await, overview) })}
    }
}

fn overview(account: Overview) -> impl IntoView {
    let Overview {
        name,
        available,
        held,
        as_of,
        active_numbers,
        active_esims,
        recent_orders,
    } = account;
    let sold = features();
    view! {
        <header class="account-head">
            <h1>"Hello, " {name}</h1>
        </header>
        <VerifyBanner/>
        <section class="balance-card" aria-labelledby="balance-title">
            <h2 id="balance-title">"Available"</h2>
            <p class="balance-amount"><MoneyText amount=available/></p>
            <p class="balance-note">
                {held.is_positive().then(|| view! { <span><MoneyText amount=held/> " set aside for orders in progress"</span> })}
                <span>"As of " <Moment at=as_of/></span>
            </p>
            <p class="balance-actions">
                <ButtonLink href="/account/wallet#add-money">"Add money"</ButtonLink>
                <a class="balance-link" href="/account/wallet/statement">"Statement"</a>
            </p>
        </section>
        <section class="owned" aria-label="What you have">
            {(sold.esims || active_esims > 0).then(|| view! {
                <Owned href="/account/esims" icon="smartphone" count=active_esims title="eSIMs" none="Data for your next trip"/>
            })}
            {(sold.numbers || active_numbers > 0).then(|| view! {
                <Owned href="/account/numbers" icon="phone" count=active_numbers title="Numbers" none="A number of your own"/>
            })}
        </section>
        <section class="panel" aria-labelledby="recent-title">
            <header class="panel-head">
                <h2 id="recent-title">"Recent orders"</h2>
                {(!recent_orders.is_empty()).then(|| view! { <a href="/account/orders">"All orders"</a> })}
            </header>
            {if recent_orders.is_empty() {
                view! {
                    <EmptyState
                        icon="package"
                        title="Nothing bought yet"
                        text="Pick a country, pay from your balance, and scan the code: two minutes."
                    >
                        {sold.esims.then(|| view! { <ButtonLink href="/esim">"Find a data plan"</ButtonLink> })}
                    </EmptyState>
                }.into_any()
            } else {
                view! { <OrderRows orders=recent_orders/> }.into_any()
            }}
        </section>
    }
}

/// How many of one thing are working, as a link to them.
#[component]
fn Owned(
    href: &'static str,
    icon: &'static str,
    count: i64,
    title: &'static str,
    /// What it is for, while there is none.
    none: &'static str,
) -> impl IntoView {
    view! {
        <a class="owned-tile" href=href>
            <Icon name=icon/>
            <span class="owned-text">
                <b>{title}</b>
                <span>{if count == 0 { none.to_string() } else { format!("{count} active") }}</span>
            </span>
            <Icon name="chevron-right"/>
        </a>
    }
}
