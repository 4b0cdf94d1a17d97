//! `/reseller/money/collecting`: who collects, and what a change would mean. A page of its own: it adds up every customer's
//! wallet.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{pages::answer::answer, server_fns, shared::settlement::CollectingView};

/// What another settlement mode would mean. Only the platform changes it.
#[component]
pub fn CollectingPage() -> impl IntoView {
    view! {
        <Title text="Who collects"/>
        {Suspend::new(async move { answer(server_fns::money::collecting().await, show) })}
    }
}

fn show(view: CollectingView) -> impl IntoView {
    let CollectingView {
        platform_collects,
        float_on_switch,
    } = view;
    let moved = if float_on_switch.is_negative() {
        let pays = float_on_switch.negated().unwrap_or(float_on_switch);
        format!("Your float would pay {pays}, so it would need at least that much.")
    } else if float_on_switch.is_zero() {
        "Nothing would move between you and the platform.".into()
    } else {
        format!("Your float would get {float_on_switch}.")
    };
    view! {
        <p class="back"><a href="/reseller/money">"Money"</a></p>
        <header class="surface-head"><h1>"Who collects"</h1></header>
        <section class="panel">
            <p>{if platform_collects {
                "Now the platform collects. If you collected with your own payment gateway, customers would pay you, and \
                 each sale would take the platform's price and the commission from a float you keep here."
            } else {
                "Now you collect. If the platform collected, customers would pay the platform, no float would be needed, \
                 and your share would be paid out after the hold window."
            }}</p>
            <p>"At the moment of a change, what one side holds for the other's customers goes over. " {moved}
                " Orders under way are settled as they were placed. Ask the platform for a change."</p>
        </section>
    }
}
