//! `/numbers?country=&kind=&contains=&sms=&voice=`: find a phone number, with its price.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::{number_form::NumberSearchForm, number_offer::NumberOfferRow};
use crate::{
    components::{ButtonLink, EmptyState, Flag, Notice, PageHead},
    pages::answer::answer,
    server_fns::shop,
    shared::{
        error::AppError,
        number::{NumberResults, NumberSearch, NumberType},
        place::Country,
    },
};

/// The search and its answer.
#[component]
pub fn NumbersPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let text = |name: &str| query.get(name).unwrap_or_default().trim().to_owned();
    let is_on = |name: &str| matches!(query.get(name).as_deref(), Some("true" | "on" | "1"));
    let asked = query
        .get("country")
        .is_some_and(|country| !country.trim().is_empty());
    let kind = Some(text("kind"))
        .filter(|kind| !kind.is_empty())
        .unwrap_or_else(|| NumberType::Local.as_str().into());
    let search = NumberSearch {
        country: text("country"),
        kind,
        contains: text("contains"),
        sms: is_on("sms"),
        voice: is_on("voice"),
    };
    view! {
        {Suspend::new(async move {
                let countries = shop::number_countries().await;
                let found = if asked { Some(shop::search_numbers(search.clone()).await) } else { None };
                answer(countries, move |countries| show(countries, search, found))
            })}
    }
}

fn show(
    countries: Vec<Country>,
    mut search: NumberSearch,
    found: Option<Result<NumberResults, AppError>>,
) -> impl IntoView {
    let error = found.as_ref().and_then(|found| found.as_ref().err().cloned());
    let asked_country = countries
        .iter()
        .find(|country| country.code.as_str().eq_ignore_ascii_case(&search.country))
        .cloned();
    let title = asked_country.as_ref().map_or_else(
        || "Phone numbers in other countries".to_owned(),
        |country| format!("Phone numbers in {}", country.name),
    );
    let shortcuts: Vec<Country> = countries.iter().take(12).cloned().collect();
    if search.country.is_empty() {
        search.country = "US".into();
    }
    let is_searched = found.is_some();
    let form_search = search.clone();
    let form_error = error.clone().filter(|error| error.field().is_some());
    view! {
        <PageHead title=title.clone() description="Local, mobile and toll-free phone numbers with their price for the first and every further month." is_private=is_searched/>
        <div class="page">
            <header class="page-head">
                <h1>{title}</h1>
                <p class="muted">"Yours month by month. The price includes everything."</p>
            </header>
            <div class="card"><NumberSearchForm search=form_search countries error=form_error/></div>
            <Notice kind="info">
                <b>"Good to know. "</b>
                "Codes from banks are not guaranteed to arrive: some senders refuse virtual numbers. Where the law wants an address or documents, the number says so."
            </Notice>
            {match found {
                None => view! { <Shortcuts countries=shortcuts/> }.into_any(),
                Some(Ok(found)) => results(found, &search, asked_country).into_any(),
                Some(Err(error)) if error.field().is_none() => view! {
                    <Notice kind="error">{error.message()}</Notice>
                }
                .into_any(),
                Some(Err(_)) => ().into_any(),
            }}
        </div>
    }
}

#[component]
fn Shortcuts(countries: Vec<Country>) -> impl IntoView {
    view! {
        <section class="group">
            <h2>"Begin with a country"</h2>
            <ul class="coverage">
                {countries
                    .into_iter()
                    .map(|country| view! {
                        <li><Flag code=country.code/> <a href=format!("/numbers?country={}&kind=local", country.code)>{country.name}</a></li>
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}

fn results(found: NumberResults, search: &NumberSearch, country: Option<Country>) -> impl IntoView {
    let NumberResults { offers, kinds } = found;
    let count = offers.len();
    let name = country.map(|country| country.name).unwrap_or_default();
    let kind = search.kind.clone();
    let is_kind_sold = kinds.iter().any(|sold| sold.as_str() == kind);
    let code = search.country.clone();
    if !offers.is_empty() {
        return view! {
            <section class="group" aria-labelledby="found-title">
                <h2 id="found-title">{if count == 1 { "1 number".to_owned() } else { format!("{count} numbers") }}</h2>
                <ul class="offers">{offers.into_iter().map(|offer| view! { <NumberOfferRow offer/> }).collect_view()}</ul>
            </section>
        }
        .into_any();
    }
    let others: Vec<NumberType> = kinds.into_iter().filter(|sold| sold.as_str() != kind).collect();
    let text = if is_kind_sold {
        "Try fewer digits, or without the wish for calls or messages. New numbers come in every day."
    } else {
        "This kind of number is not sold there. Try another kind."
    };
    view! {
        <EmptyState icon="hash" title=format!("No such number in {name}") text=text>
            {others
                .into_iter()
                .map(|other| view! {
                    <ButtonLink href=format!("/numbers?country={code}&kind={}", other.as_str()) kind="secondary">{format!("{} numbers", other.label())}</ButtonLink>
                })
                .collect_view()}
        </EmptyState>
    }
    .into_any()
}
