//! `/admin/providers/{name}`: health, balance, pause switch, circuit and keys of a vendor.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::{
    keys::Keys,
    places::Places,
    words::{ProviderBadges, error_rate, kind_in_words, latency},
};
use crate::{
    components::{
        Breadcrumbs, Column, DefinitionList, Fact, Field, ListTable, Moment, MoneyText, Notice, PostForm,
        SubmitButton,
        breadcrumbs::Crumb,
        form::{failure, of_field},
    },
    pages::answer::answer,
    server_fns::{
        self,
        supply::{PauseProvider, ResumeProvider},
    },
    shared::supply::{BalanceView, CircuitView, HealthView, ProviderView},
};

/// A vendor.
#[component]
pub fn AdminProviderPage() -> impl IntoView {
    let name = use_params_map().read_untracked().get("name").unwrap_or_default();
    let done = use_query_map().read_untracked().get("done");
    view! {
        <Title text="Provider"/>
        {Suspend::new(async move {
            answer(server_fns::supply::provider(name).await, move |provider| show(provider, done))
        })}
    }
}

fn show(provider: ProviderView, done: Option<String>) -> impl IntoView {
    let row = provider.row.clone();
    let said = match done.as_deref() {
        Some("keys") => Some("The provider takes the new keys, and they are in use."),
        Some("removed") => Some("The keys of the environment are in use again."),
        Some("preferred") => Some("Saved. Searches follow within a few seconds."),
        _ => None,
    };
    view! {
        <Breadcrumbs above=vec![Crumb::new("/admin/providers", "Providers")] here=row.name.clone()/>
        <header class="surface-head">
            <h1>{row.name.clone()} " · " {kind_in_words(&row.kind).to_owned()}</h1>
            <ProviderBadges row=row.clone()/>
        </header>
        {said.map(|words| view! { <Notice kind="good">{words}</Notice> })}
        <div class="surface-columns">
            <section class="panel" aria-labelledby="health-title">
                <h2 id="health-title">"How it answers"</h2>
                <Health hour=row.hour.clone() day=provider.day.clone()/>
                <DefinitionList>
                    <Fact name="Circuit">{circuit_in_words(row.circuit)}</Fact>
                    <Fact name="Balance there">
                        {match provider.balance {
                            BalanceView::Left(amount) => view! { <MoneyText amount/> }.into_any(),
                            BalanceView::NotTold => view! { "not told by this provider" }.into_any(),
                            BalanceView::NoAnswer => view! { "no answer just now" }.into_any(),
                        }}
                    </Fact>
                </DefinitionList>
            </section>
            <Pause provider=provider.clone()/>
        </div>
        {(row.kind == "numbers").then(|| view! { <Places provider=provider.clone()/> })}
        <Keys provider/>
    }
}

fn circuit_in_words(circuit: CircuitView) -> impl IntoView {
    match circuit {
        CircuitView::Closed => view! { "Closed: it is asked as usual" }.into_any(),
        CircuitView::Open { until } => view! {
            "Open: it kept failing, so no new sale asks it until " <Moment at=until/> "; orders in flight are still asked about"
        }
        .into_any(),
        CircuitView::HalfOpen => view! { "Half-open: the next sale tries it" }.into_any(),
    }
}

#[component]
fn Health(hour: HealthView, day: HealthView) -> impl IntoView {
    view! {
        <ListTable
            caption="Calls"
            columns=vec![
                Column::plain("In the last"),
                Column::number("Calls"),
                Column::number("Failed"),
                Column::number("Refused"),
                Column::number("Busy"),
                Column::number("Too slow"),
                Column::number("Half within"),
                Column::number("95 % within"),
            ]
        >
            {[("hour", hour), ("day", day)]
                .into_iter()
                .map(|(name, health)| view! {
                    <tr>
                        <td data-label="In the last">{name}</td>
                        <td data-label="Calls" class="number">{health.calls.to_string()}</td>
                        <td data-label="Failed" class="number">{format!("{} ({})", health.failed, error_rate(&health))}</td>
                        <td data-label="Refused" class="number">{health.refused.to_string()}</td>
                        <td data-label="Busy" class="number">{health.busy.to_string()}</td>
                        <td data-label="Too slow" class="number">{health.late.to_string()}</td>
                        <td data-label="Half within" class="number">{latency(health.p50_ms, health.calls)}</td>
                        <td data-label="95 % within" class="number">{latency(health.p95_ms, health.calls)}</td>
                    </tr>
                })
                .collect_view()}
        </ListTable>
    }
}

#[component]
fn Pause(provider: ProviderView) -> impl IntoView {
    let row = provider.row;
    let failed = failure::<PauseProvider>();
    let refused = failed
        .clone()
        .or_else(failure::<ResumeProvider>)
        .filter(|error| error.field().is_none())
        .map(|error| view! { <Notice kind="error">{error.message()}</Notice> });
    view! {
        <section class="panel" aria-labelledby="pause-title">
            <h2 id="pause-title">"New sales"</h2>
            {refused}
            {match row.paused_at {
                Some(at) => view! {
                    <Notice kind="warning">
                        <p>
                            "Paused since " <Moment at/>
                            {provider.paused_by.map(|by| format!(" by {by}"))} ": " {row.pause_reason}
                        </p>
                    </Notice>
                    <PostForm<ResumeProvider>>
                        <input type="hidden" name="provider" value=row.name/>
                        <SubmitButton>"Resume sales"</SubmitButton>
                    </PostForm<ResumeProvider>>
                }
                .into_any(),
                None => view! {
                    <p class="panel-note">"Paused, it sells nothing new in any shop: it is not searched, and an order is refused with nothing charged. Orders in flight still finish and are asked about."</p>
                    <PostForm<PauseProvider> class="surface-form">
                        <input type="hidden" name="provider" value=row.name/>
                        <Field
                            label="Why"
                            name="reason"
                            required=true
                            maxlength=300
                            error=of_field(failed.as_ref(), "reason")
                        />
                        <SubmitButton>"Pause new sales"</SubmitButton>
                    </PostForm<PauseProvider>>
                }
                .into_any(),
            }}
        </section>
    }
}
