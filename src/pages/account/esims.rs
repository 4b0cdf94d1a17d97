//! `/account/esims`: every eSIM with what is left on it.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{esim_meter::EsimMeter, state_badge::StateBadge};
use crate::{
    components::{ButtonLink, EmptyState, PlaceMark, features},
    pages::{answer::answer, words},
    server_fns,
    shared::esim::EsimRow,
};

/// Cards, the newest first.
#[component]
pub fn EsimsPage() -> impl IntoView {
    view! {
        <Title text="eSIMs"/>
        {Suspend::new(async move { answer(server_fns::esims::esims().await, esims) })}
    }
}

fn esims(rows: Vec<EsimRow>) -> impl IntoView {
    view! {
        <header class="account-head">
            <h1>"eSIMs"</h1>
            {(!rows.is_empty() && features().esims).then(|| view! { <ButtonLink href="/esim" kind="secondary">"Get another"</ButtonLink> })}
        </header>
        {if rows.is_empty() {
            view! {
                <EmptyState
                    icon="smartphone"
                    title="No eSIM yet"
                    text="Mobile data in another country without changing your SIM card. Each eSIM you buy stays here with its code and what is left."
                >
                    {features().esims.then(|| view! { <ButtonLink href="/esim">"Find a data plan"</ButtonLink> })}
                </EmptyState>
            }.into_any()
        } else {
            view! { <ul class="esim-cards">{rows.into_iter().map(card).collect_view()}</ul> }.into_any()
        }}
    }
}

fn card(esim: EsimRow) -> impl IntoView {
    let href = format!("/account/esims/{}", esim.id);
    let state = words::esim_state(esim.state);
    view! {
        <li class="esim-card">
            <div class="esim-card-head">
                <PlaceMark country=esim.country.clone()/>
                <h2><a href=href>{esim.place.clone()}</a></h2>
                <StateBadge state/>
            </div>
            <p class="esim-card-plan">{esim.plan_name.clone()}</p>
            <EsimMeter state=esim.state data_mb=esim.data_mb used_mb=esim.used_mb/>
            <p class="esim-card-foot">"Bought " {words::day(esim.purchased_at)}</p>
        </li>
    }
}
