//! `/`: find a country, see prices at once, and know what to expect. No script.

use leptos::prelude::*;

use super::{
    country_list::popular, destination_tile::DestinationTile, entry::support_email,
    number_form::NumberSearchForm,
};
use crate::{
    components::{ButtonLink, CountrySearchForm, EmptyState, Icon, MoneyText, PageHead, PlaceMark, features},
    pages::answer::answer,
    server_fns::shop,
    shared::{
        brand::Brand,
        error::AppError,
        esim::{Destination, Destinations},
        number::NumberSearch,
        place::Country,
    },
};

/// Destinations shown before "all".
const SHOWN: usize = 12;

/// The front of the shop.
#[component]
pub fn HomePage() -> impl IntoView {
    view! {
        {Suspend::new(async move {
                let brand = shop::brand().await;
                // What the shop may not sell is not there.
                let destinations = match shop::destinations().await {
                    Err(AppError::NotFound) => Ok(Destinations::default()),
                    read => read,
                };
                // Without the list of countries the number search still has its own page.
                let countries = shop::number_countries().await.unwrap_or_default();
                let read = brand.and_then(|brand| destinations.map(|destinations| (brand, destinations)));
                answer(read, move |(brand, destinations)| show(brand, destinations, countries))
            })}
    }
}

fn show(brand: Brand, all: Destinations, number_countries: Vec<Country>) -> impl IntoView {
    let Destinations { countries, regions } = all;
    let first = popular(&countries, SHOWN);
    let names = regions
        .iter()
        .chain(&countries)
        .map(|destination| destination.name.clone())
        .collect();
    let highlights: Vec<Destination> = first.iter().take(3).cloned().collect();
    let count = countries.len();
    let features = brand.features;
    // A new shop has no tagline yet.
    let title = match brand.tagline.as_str() {
        "" => brand.name,
        tagline => format!("{}: {tagline}", brand.name),
    };
    view! {
        <PageHead title description=brand.hero_text.clone()/>
        <section class="hero">
            <div class="hero-inner">
                <div class="hero-words">
                    <h1>{brand.hero_title}</h1>
                    <p>{brand.hero_text}</p>
                    {if features.esims {
                        view! { <CountrySearchForm action="/esim" names/> }.into_any()
                    } else if features.numbers {
                        view! { <p><ButtonLink href="/numbers">"Find a number"</ButtonLink></p> }.into_any()
                    } else {
                        ().into_any()
                    }}
                    <ul class="hero-points">
                        <li><Icon name="check"/> "Price shown at once"</li>
                        <li><Icon name="check"/> "No roaming bill"</li>
                        <li><Icon name="check"/> "Ready in minutes"</li>
                    </ul>
                </div>
                <ul class="hero-passes" aria-label="Popular now">{highlights.into_iter().map(pass).collect_view()}</ul>
            </div>
        </section>
        {features.esims.then(|| view! { <Popular first count regions/> })}
        {(!number_countries.is_empty()).then(|| view! { <NumbersTeaser countries=number_countries/> })}
        {features.esims.then(|| view! { <HowItWorks/> })}
        <Honest/>
    }
}

#[component]
fn Popular(first: Vec<Destination>, count: usize, regions: Vec<Destination>) -> impl IntoView {
    view! {
        <section class="band" aria-labelledby="popular-title">
            <header class="band-head">
                <div>
                    <h2 id="popular-title">"Popular destinations"</h2>
                    <p class="muted">"Mobile data on your own phone. Your SIM card stays where it is."</p>
                </div>
                <a class="with-icon band-more" href="/esim">{format!("All {count} countries")} <Icon name="arrow-right"/></a>
            </header>
            {if first.is_empty() && regions.is_empty() {
                view! { <EmptyState icon="globe" title="Plans are on their way" text="This shop is being set up. Look in again soon, or write to us."/> }.into_any()
            } else {
                view! { <ul class="tiles">{first.into_iter().map(|destination| view! { <DestinationTile destination/> }).collect_view()}</ul> }.into_any()
            }}
            {(!regions.is_empty()).then(|| view! {
                <h3 class="band-sub">"More than one country?"</h3>
                <ul class="tiles tiles-regions">{regions.into_iter().map(|destination| view! { <DestinationTile destination/> }).collect_view()}</ul>
            })}
        </section>
    }
}

/// One of the cards in the hero: a destination as a boarding pass.
fn pass(destination: Destination) -> impl IntoView {
    let Destination {
        slug,
        name,
        country,
        from,
        plans,
    } = destination;
    let plans = if plans == 1 {
        "1 plan".to_owned()
    } else {
        format!("{plans} plans")
    };
    view! {
        <li class="pass">
            <PlaceMark country/>
            <span class="pass-words"><a href=format!("/esim/{slug}")>{name}</a> <small>{plans}</small></span>
            <span class="pass-price"><small>"from"</small> <MoneyText amount=from/></span>
        </li>
    }
}

#[component]
fn NumbersTeaser(countries: Vec<Country>) -> impl IntoView {
    let search = NumberSearch {
        country: "US".into(),
        kind: "local".into(),
        contains: String::new(),
        sms: false,
        voice: false,
    };
    view! {
        <section class="band band-tinted" aria-labelledby="numbers-title">
            <div class="split">
                <div class="split-words">
                    <h2 id="numbers-title">"A phone number in another country"</h2>
                    <p>"Local, mobile or toll-free, yours month by month. You see the price for the first month and for each further month before you pay."</p>
                    <ul class="ticks">
                        <li><Icon name="phone"/> "Calls, text messages or both: each number says what it can do"</li>
                        <li><Icon name="calendar"/> "Paid by the month"</li>
                        <li><Icon name="info"/> "Codes from banks are not guaranteed to arrive"</li>
                    </ul>
                </div>
                <div class="card"><NumberSearchForm search countries is_short=true/></div>
            </div>
        </section>
    }
}

#[component]
fn HowItWorks() -> impl IntoView {
    view! {
        <section class="band" aria-labelledby="how-title">
            <h2 id="how-title">"Online in three steps"</h2>
            <ol class="how">
                <li><span class="how-mark"><Icon name="search"/></span><h3>"Choose"</h3><p>"Pick a country and a plan. The price you see is the price you pay."</p></li>
                <li><span class="how-mark"><Icon name="wallet"/></span><h3>"Pay"</h3><p>"Add money to your balance by card and buy with two clicks. A purchase that fails costs nothing."</p></li>
                <li><span class="how-mark"><Icon name="qr-code"/></span><h3>"Scan"</h3><p>"Scan the code, or install with one tap. Switch on data roaming for the eSIM when you arrive."</p></li>
            </ol>
        </section>
    }
}

#[component]
fn Honest() -> impl IntoView {
    let support = support_email();
    view! {
        <section class="band" aria-labelledby="honest-title">
            <div class="honest">
                <header>
                    <h2 id="honest-title">"Said before you pay"</h2>
                    <p class="muted">"Not in small print afterwards."</p>
                    <ButtonLink href="/help" kind="secondary">"Help centre"</ButtonLink>
                </header>
                <dl class="honest-list">
                    {features().esims.then(|| view! {
                        <div><dt><Icon name="smartphone"/> "Your phone must take an eSIM"</dt><dd>"Dial *#06#. If you see an EID, it does. It must not be locked to an operator."</dd></div>
                        <div><dt><Icon name="clock"/> "When the days begin"</dt><dd>"Each plan says whether its days count from purchase or from the first connection."</dd></div>
                    })}
                    <div><dt><Icon name="shield-check"/> "Money is set aside first"</dt><dd>"It is charged when your order is delivered, and free again when it is not."</dd></div>
                    <div><dt><Icon name="life-buoy"/> "People answer"</dt><dd>"Write to " <a href=format!("mailto:{support}")>{support.clone()}</a> "."</dd></div>
                </dl>
            </div>
        </section>
    }
}
