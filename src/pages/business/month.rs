//! This month on the company's first page: spent, used, lines, alerts.

use leptos::prelude::*;

use crate::{
    pages::{
        answer::answer,
        figures::{Tile, exact},
    },
    server_fns,
    shared::{data::bytes_in_words, usage::MonthView},
};

/// Four figures that lead to their pages, and where the month is heading.
#[component]
pub fn MonthPanel() -> impl IntoView {
    view! { {Suspend::new(async move { answer(server_fns::usage::month().await, show) })} }
}

fn show(month: MonthView) -> impl IntoView {
    let MonthView {
        spent,
        forecast,
        bytes,
        freshness,
        unread_alerts,
    } = month;
    let lines_note = match freshness.silent {
        0 => String::new(),
        silent => format!("{silent} told nothing for two hours"),
    };
    let alerts_note = if unread_alerts == 0 {
        "Nothing new"
    } else {
        "Not looked at yet"
    };
    view! {
        <section class="company-month" aria-labelledby="month-title">
            <h2 id="month-title">"This month"</h2>
            <ul class="figure-tiles" aria-label="Figures of the month">
                <Tile name="Spent" href="/business/spend" note="Charged less refunded">{exact(spent)}</Tile>
                <Tile name="Data used" href="/business/usage" note=freshness.in_words()>{bytes_in_words(bytes)}</Tile>
                <Tile name="Lines in use" href="/business/usage?by=line" note=lines_note>{freshness.lines}</Tile>
                <Tile name="New alerts" href="/business/alerts" note=alerts_note is_alarming={unread_alerts > 0}>{unread_alerts}</Tile>
            </ul>
            {forecast.map(|forecast| view! { <p class="muted">{forecast.in_words()}</p> })}
        </section>
    }
}
