//! `/admin/providers`: every vendor and how its calls of the last hour went.

use leptos::prelude::*;
use leptos_meta::Title;

use super::words::{ProviderBadges, error_rate, kind_in_words, latency};
use crate::{
    components::{Column, ListTable},
    pages::answer::answer,
    server_fns,
    shared::supply::ProviderRow,
};

/// The list of vendors.
#[component]
pub fn AdminProvidersPage() -> impl IntoView {
    view! {
        <Title text="Providers"/>
        {Suspend::new(async move { answer(server_fns::supply::providers().await, show) })}
    }
}

fn show(rows: Vec<ProviderRow>) -> impl IntoView {
    view! {
        <header class="surface-head">
            <h1>"Providers"</h1>
            <p>"Counted from real calls of the last hour, up to half a minute late."</p>
        </header>
        <ListTable
            caption="Providers"
            columns=vec![
                Column::plain("Provider"),
                Column::plain("State"),
                Column::number("Calls"),
                Column::number("Failed"),
                Column::number("Half within"),
                Column::number("95 % within"),
            ]
        >
            {rows.into_iter().map(row).collect_view()}
        </ListTable>
    }
}

fn row(row: ProviderRow) -> impl IntoView {
    let hour = row.hour.clone();
    view! {
        <tr>
            <td data-label="Provider" class="admin-case">
                <a href=format!("/admin/providers/{}", row.name)>{row.name.clone()}</a>
                <small>{kind_in_words(&row.kind).to_owned()}</small>
            </td>
            <td data-label="State"><ProviderBadges row=row.clone()/> <small>{row.pause_reason}</small></td>
            <td data-label="Calls" class="number">{hour.calls.to_string()}</td>
            <td data-label="Failed" class="number">{error_rate(&hour)}</td>
            <td data-label="Half within" class="number">{latency(hour.p50_ms, hour.calls)}</td>
            <td data-label="95 % within" class="number">{latency(hour.p95_ms, hour.calls)}</td>
        </tr>
    }
}
