//! `/business/numbers/find`: finds a number and buys it from the company's wallet.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    hooks::{use_location, use_query_map},
    location::Url,
};

use crate::{
    components::{
        Choice, EmptyState, Field, FilterForm, MoneyText, Notice, PostForm, Select, SubmitButton,
        form::{failure, of_field},
    },
    pages::{address_book, answer::answer},
    server_fns::{self, company_addresses, company_numbers::BuyNumber, shop},
    shared::{
        address::AddressView,
        company::TeamChoice,
        error::AppError,
        ids::QuoteId,
        number::{NumberOffer, NumberResults, NumberSearch, NumberType, Requirement},
        place::Country,
    },
};

/// The search, and a form at each number.
#[component]
pub fn BuyNumberPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let text = |name: &str| query.get(name).unwrap_or_default().trim().to_owned();
    let search = NumberSearch {
        country: text("country"),
        kind: Some(text("kind"))
            .filter(|kind| !kind.is_empty())
            .unwrap_or_else(|| NumberType::Local.as_str().into()),
        contains: text("contains"),
        sms: false,
        voice: false,
    };
    let paid_by = PaidBy {
        team: text("team"),
        cost_centre: text("cost_centre"),
        here: here(),
    };
    view! {
        <Title text="Get a number"/>
        {Suspend::new(async move {
                let read = read(search.clone()).await;
                answer(read, move |read| show(read, search, paid_by))
            })}
    }
}

/// What the number is to count for.
#[derive(Debug, Clone)]
struct PaidBy {
    team: String,
    cost_centre: String,
    /// This search, to come back to.
    here: String,
}

fn here() -> String {
    let search = use_location().search.get_untracked();
    format!("/business/numbers/find?{}", search.trim_start_matches('?'))
}

type Found = Option<Result<NumberResults, AppError>>;

/// What the page is made of.
struct Read {
    countries: Vec<Country>,
    teams: Vec<TeamChoice>,
    found: Found,
    /// The company's, where a number wants one.
    addresses: Vec<AddressView>,
}

async fn read(search: NumberSearch) -> Result<Read, AppError> {
    let teams = server_fns::company_numbers::for_whom().await?;
    let countries = shop::number_countries().await?;
    let found = match search.country.is_empty() {
        true => None,
        false => Some(shop::search_numbers(search).await),
    };
    let is_wanted = match &found {
        Some(Ok(found)) => found.offers.iter().any(|offer| offer.needs_address),
        _ => false,
    };
    let addresses = if is_wanted {
        company_addresses::book().await?.addresses
    } else {
        vec![]
    };
    Ok(Read {
        countries,
        teams,
        found,
        addresses,
    })
}

fn show(read: Read, search: NumberSearch, paid_by: PaidBy) -> impl IntoView {
    let Read {
        countries,
        teams,
        found,
        addresses,
    } = read;
    let mut team_choices = vec![Choice::new("", "No team")];
    team_choices.extend(
        teams
            .iter()
            .map(|team| Choice::new(team.id.to_string(), team.name.clone())),
    );
    let (team, cost_centre) = (paid_by.team.clone(), paid_by.cost_centre.clone());
    let failed = failure::<BuyNumber>().map(|error| error.message());
    let error = found.as_ref().and_then(|found| found.as_ref().err().cloned());
    let of = |name: &str| of_field(error.as_ref(), name);
    let countries = countries
        .into_iter()
        .map(|country| Choice::new(country.code.to_string(), country.name))
        .collect();
    let kinds = NumberType::ALL
        .into_iter()
        .map(|kind| Choice::new(kind.as_str(), kind.label()))
        .collect();
    let country = if search.country.is_empty() {
        "US".to_owned()
    } else {
        search.country.clone()
    };
    let (country_wrong, kind_wrong, contains_wrong) = (of("country"), of("kind"), of("contains"));
    let unfielded = error
        .filter(|error| error.field().is_none())
        .map(|error| error.message());
    view! {
        <p class="back"><a href="/business/numbers">"Numbers"</a></p>
        <header class="surface-head"><h1>"Get a number"</h1></header>
        <p class="panel-note">
            "Paid from the company's wallet, for one month. Policies and budgets count. Codes from banks are not guaranteed to arrive."
        </p>
        {failed.map(|message| view! { <Notice kind="error">{message}</Notice> })}
        {unfielded.map(|message| view! { <Notice kind="error">{message}</Notice> })}
        <FilterForm path="/business/numbers/find" is_filtered=false>
            <Select label="Country" name="country" choices=countries value=country error=country_wrong/>
            <Select label="Kind" name="kind" choices=kinds value=search.kind error=kind_wrong/>
            <Field label="Contains" name="contains" value=search.contains maxlength=15 placeholder="415 or 555*12" error=contains_wrong/>
            <Select label="For the team" name="team" choices=team_choices value=team hint="Its budgets and policies count, and its managers use the number."/>
            <Field label="Cost centre" name="cost_centre" value=cost_centre maxlength=40/>
        </FilterForm>
        {match found {
            Some(Ok(found)) if found.offers.is_empty() => view! {
                <EmptyState icon="search" title="No number found" text="Nobody offers such a number now. Try another kind, or fewer digits."/>
            }.into_any(),
            Some(Ok(found)) => view! {
                <section class="panel" aria-label="Numbers on offer">
                    <ul class="rows">{found.offers.into_iter().map(|offer| row(offer, &addresses, paid_by.clone())).collect_view()}</ul>
                </section>
            }.into_any(),
            _ => ().into_any(),
        }}
    }
}

fn row(offer: NumberOffer, addresses: &[AddressView], paid_by: PaidBy) -> impl IntoView + use<> {
    let PaidBy {
        team,
        cost_centre,
        here,
    } = paid_by;
    let add = format!("/business/documents?back={}", Url::escape(&here));
    let wanted = Requirement::of(
        offer.country.code,
        offer.kind,
        offer.capabilities,
        offer.needs_address,
        &offer.documents,
    );
    // The page says it once, of all numbers.
    let wanted = wanted.into_iter().filter(|one| *one != Requirement::BankCodes);
    let choices = if offer.needs_address {
        address_book::choices(addresses)
    } else {
        vec![]
    };
    let then = (offer.price != offer.monthly).then_some(offer.monthly);
    view! {
        <li class="row">
            <span class="row-main">
                <span class="number-text">{offer.display}</span>
                <small>{offer.locality.unwrap_or_default()}</small>
                <small><MoneyText amount=offer.price/> " the first month" {then.map(|amount| view! { ", then " <MoneyText amount/> })}</small>
                {wanted.map(|one| view! { <small>{one.words()}</small> }).collect_view()}
            </span>
            {if !offer.documents.is_empty() {
                ().into_any()
            } else if offer.needs_address && choices.is_empty() {
                view! { <span class="row-side"><a href=add>"Add an address"</a></span> }.into_any()
            } else {
                view! {
                    <PostForm<BuyNumber> class="surface-form">
                        <input type="hidden" name="number_key" value=QuoteId::new().to_string()/>
                        <input type="hidden" name="e164" value=offer.e164/>
                        <input type="hidden" name="country" value=offer.country.code.to_string()/>
                        <input type="hidden" name="kind" value=offer.kind.as_str()/>
                        <input type="hidden" name="max_price" value=offer.price.amount()/>
                        <input type="hidden" name="team" value=team/>
                        <input type="hidden" name="cost_centre" value=cost_centre/>
                        {(!choices.is_empty()).then(|| view! { <Select label="Address for this number" name="address" choices/> })}
                        <SubmitButton>"Buy"</SubmitButton>
                    </PostForm<BuyNumber>>
                }.into_any()
            }}
        </li>
    }
}
