//! The float: what is there, how long it lasts, what happens next, and how to top it up.

use leptos::prelude::*;

use crate::{
    components::{Chart, DefinitionList, Fact, Notice, Point, Shape, Unit},
    pages::figures::exact,
    shared::{
        currency::Currency,
        money::Money,
        settlement::{BalanceRow, FloatAccount, FloatView},
    },
};

/// The reseller's money at the platform, out of which its sales are paid.
#[component]
pub fn Float(
    platform_collects: bool,
    float: Option<FloatView>,
    balances: Vec<BalanceRow>,
    currency: Currency,
    reference: String,
    account: Option<FloatAccount>,
) -> impl IntoView {
    let days_left = float.as_ref().and_then(|float| float.days_left);
    view! {
        <section class="panel" id="float" aria-labelledby="float-title">
            <h2 id="float-title">"Float"</h2>
            {match float {
                None => view! {
                    <Notice kind="warning">"There is no float yet, so nothing can be sold. Top it up as below; it opens with the first payment."</Notice>
                }
                .into_any(),
                Some(float) if platform_collects && is_unused(&float) => not_needed(float.available).into_any(),
                Some(float) => figures(float).into_any(),
            }}
            {balance(&balances, days_left, currency)}
            <h3>"Top up"</h3>
            <p>"Send a bank transfer in " {currency.code()} " with the reference " <code>{reference}</code>
                ". The platform books it when it arrives, and a paused shop sells again at once."</p>
            {match account {
                Some(account) => view! {
                    <DefinitionList>
                        <Fact name="To">{account.name}</Fact>
                        <Fact name="IBAN"><code>{account.iban}</code></Fact>
                        <Fact name="BIC"><code>{account.bic}</code></Fact>
                    </DefinitionList>
                }
                .into_any(),
                None => view! { <p class="panel-note">"Ask the platform for the account to send it to."</p> }.into_any(),
            }}
        </section>
    }
}

/// Nothing was charged to it in two weeks, and nothing is short.
fn is_unused(float: &FloatView) -> bool {
    float.stage == "ok" && float.days_left.is_none()
}

/// Where the platform collects, only orders of the reseller's own systems are paid out of a float.
fn not_needed(available: Money) -> impl IntoView {
    view! {
        <Notice kind="info">
            "Your shop needs no float: customers pay the platform. Only orders of your own systems, placed over the REST \
             interface, are paid out of one."
        </Notice>
        {(!available.is_zero()).then(|| view! {
            <DefinitionList><Fact name="Available">{exact(available)}</Fact></DefinitionList>
        })}
    }
}

fn figures(float: FloatView) -> impl IntoView {
    let (kind, words) = stage(&float);
    let days = match float.days_left {
        Some(days) => format!("{days} days"),
        None => "as long as nothing is charged to it".into(),
    };
    view! {
        <Notice kind=kind>{words}</Notice>
        <DefinitionList>
            <Fact name="Available">{exact(float.available)}</Fact>
            <Fact name="Lasts">{days}</Fact>
            <Fact name="Spent a day, over two weeks">{exact(float.daily_spend)}</Fact>
            <Fact name="Kept back for renewals">{exact(float.reserve)}</Fact>
        </DefinitionList>
    }
}

/// The stage in words, and what happens next.
fn stage(float: &FloatView) -> (&'static str, String) {
    match float.stage.as_str() {
        "paused" => (
            "error",
            "New sales are paused: what is left is kept for renewals. What you sold keeps working, and renewals and \
             incoming messages go on. Top up and the shop sells again."
                .into(),
        ),
        "critical" => (
            "warning",
            "Fewer than 5 days are left. When only the reserve for renewals remains, new sales pause.".into(),
        ),
        "low" => (
            "warning",
            "Fewer than 14 days are left. You are told once more when fewer than 5 are left; then new sales pause.".into(),
        ),
        _ => (
            "good",
            "The float lasts. You are told when fewer than 14 days are left.".into(),
        ),
    }
}

/// What was in the float day by day, under how long it lasts.
fn balance(days: &[BalanceRow], days_left: Option<i64>, currency: Currency) -> impl IntoView + use<> {
    let points: Vec<Point> = days
        .iter()
        .map(|row| Point {
            label: row.day.format("%-d %b").to_string(),
            value: row.balance.micros(),
            before: None,
        })
        .collect();
    let title = match days_left {
        Some(1) => "At the pace of the last two weeks the float lasts 1 more day".to_owned(),
        Some(days) => format!("At the pace of the last two weeks the float lasts {days} more days"),
        None => "Nothing was charged to the float in the last two weeks".to_owned(),
    };
    (!points.is_empty()).then(|| view! {
        <Chart id="balance" title=title name="In the float" unit=Unit::Money(currency) shape=Shape::Line points=points/>
    })
}
