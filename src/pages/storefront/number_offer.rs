//! A number on offer.

use leptos::prelude::*;
use leptos_router::location::Url;

use crate::{
    components::{ButtonLink, Icon, MoneyText, PlaceMark},
    shared::number::{NumberOffer, Requirement},
};

/// What it can do, what it needs, what it costs, at once.
#[component]
pub fn NumberOfferRow(offer: NumberOffer) -> impl IntoView {
    let NumberOffer {
        e164,
        display,
        kind,
        country,
        locality,
        capabilities,
        price,
        monthly,
        needs_address,
        documents,
    } = offer;
    let wanted = Requirement::of(country.code, kind, capabilities, needs_address, &documents);
    let is_for_sale_at_once = !needs_address && documents.is_empty();
    let href = format!(
        "/checkout/number/{}?country={}&kind={}",
        Url::escape(&e164),
        country.code,
        kind.as_str()
    );
    let place = locality.map_or_else(
        || country.name.clone(),
        |town| format!("{town}, {}", country.name),
    );
    let can = [
        (capabilities.voice, "phone", "Calls"),
        (capabilities.sms, "message-square", "Text messages"),
        (capabilities.mms, "message-square", "Picture messages"),
    ];
    view! {
        <li class="offer">
            <div class="offer-number">
                <PlaceMark country=Some(country)/>
                <div>
                    <p class="offer-digits" dir="ltr">{display.clone()}</p>
                    <p class="muted">{format!("{} · {place}", kind.label())}</p>
                </div>
            </div>
            <ul class="chips">
                {can.into_iter().filter(|(has, ..)| *has).map(|(_, icon, name)| view! { <li><Icon name=icon/> {name}</li> }).collect_view()}
                {wanted
                    .into_iter()
                    // The page says it once, of all numbers.
                    .filter(|one| *one != Requirement::BankCodes)
                    .map(|one| view! { <li class="chip-attention"><Icon name="info"/> {one.label()}</li> })
                    .collect_view()}
            </ul>
            <p class="offer-price">
                <b><MoneyText amount=price/></b>
                <small>{if price == monthly { "a month".to_owned() } else { format!("first month, then {monthly}") }}</small>
            </p>
            {if !is_for_sale_at_once {
                view! { <a class="button button-secondary" href=href aria-label=format!("Details of {display}")>"Details"</a> }.into_any()
            } else {
                view! { <ButtonLink href=href>"Choose" <span class="visually-hidden">{format!(" {display}")}</span></ButtonLink> }.into_any()
            }}
        </li>
    }
}
