//! `/esim?q=`: every country and region with its cheapest price.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{country_list::matching, destination_tile::DestinationTile};
use crate::{
    components::{ButtonLink, EmptyState, PageHead},
    islands::CountryFilter,
    pages::answer::answer,
    server_fns::shop,
    shared::esim::{Destination, Destinations},
};

/// The catalogue. A search that can only mean one place goes there.
#[component]
pub fn DestinationsPage() -> impl IntoView {
    let typed = use_query_map()
        .read_untracked()
        .get("q")
        .unwrap_or_default()
        .trim()
        .to_owned();
    view! {
        {Suspend::new(async move { answer(shop::destinations().await, move |all| show(all, typed)) })}
    }
}

fn show(all: Destinations, typed: String) -> impl IntoView {
    let Destinations { countries, regions } = all;
    let is_search = !typed.is_empty();
    let (countries, regions) = if is_search {
        (matching(&countries, &typed), matching(&regions, &typed))
    } else {
        (countries, regions)
    };
    if let ([only], true) = (
        countries.iter().chain(&regions).collect::<Vec<_>>().as_slice(),
        is_search,
    ) {
        leptos_axum::redirect(&format!("/esim/{}", only.slug));
    }
    let is_empty = countries.is_empty() && regions.is_empty();
    view! {
        <PageHead title="eSIM data plans for every trip" description="Prepaid mobile data by country, region or worldwide. See the price at once, install in minutes." is_private=is_search/>
        <div class="page">
            <header class="page-head">
                <h1>"Where are you going?"</h1>
                <p class="muted">"Prepaid data by country, by region or for the whole world."</p>
                <CountryFilter action="/esim" value=typed.clone() label="Search a country or region"/>
            </header>
            {if is_empty {
                view! {
                    <EmptyState icon="search" title=format!("Nothing found for “{typed}”") text="Try the English name of the country. A regional or global plan may cover it too.">
                        <ButtonLink href="/esim">"Show all destinations"</ButtonLink>
                    </EmptyState>
                }
                .into_any()
            } else {
                view! { <Group title="Regions and worldwide" places=regions/> <Group title="Countries" places=countries/> }.into_any()
            }}
        </div>
    }
}

#[component]
fn Group(#[prop(into)] title: String, places: Vec<Destination>) -> impl IntoView {
    (!places.is_empty()).then(|| view! {
        <section class="group" data-group="">
            <h2>{title}</h2>
            <ul class="tiles">{places.into_iter().map(|destination| view! { <DestinationTile destination/> }).collect_view()}</ul>
        </section>
    })
}
