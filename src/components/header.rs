//! The top of every page: the shop's name, where to go, and who is signed in.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::icon::Icon;
use crate::{
    islands::LiveBalance,
    shared::{account::SignedIn, brand::Brand, wallet::EVENTS},
};

/// Skip link and site header.
#[component]
pub fn Header(brand: Brand, reader: Option<SignedIn>) -> impl IntoView {
    let path = use_location().pathname.get_untracked();
    let has_console = brand.is_platform && reader.as_ref().is_some_and(|reader| reader.is_operator);
    let has_dashboard = reader.as_ref().is_some_and(|reader| reader.is_staff);
    let has_company = reader.as_ref().is_some_and(|reader| reader.is_in_company);
    // Elsewhere the page needs no script for it.
    let is_live = path == "/account" || path.starts_with("/account/");
    let features = brand.features;
    let name = brand.name.clone();
    let home = format!("{name}, home");
    let is_bare = brand.logo_url.is_empty();
    view! {
        <a class="skip-link" href="#main">"Skip to content"</a>
        <header class="site-header">
            <div class="site-header-inner">
                <a class="site-logo" href="/" aria-label=home>
                    {if is_bare {
                        view! { <span>{name}</span> }.into_any()
                    } else {
                        view! { <img src=brand.logo_url height="36" width="140" alt=""/> }.into_any()
                    }}
                </a>
                <nav class="site-nav" aria-label="Main">
                    {features.esims.then(|| view! { <Place href="/esim" name="eSIM data" path=path.clone()/> })}
                    {features.numbers.then(|| view! { <Place href="/numbers" name="Numbers" path=path.clone()/> })}
                    <Place href="/help" name="Help" path=path.clone()/>
                    {has_company.then(|| view! { <Place href="/business" name="Company" path=path.clone()/> })}
                    {has_dashboard.then(|| view! { <Place href="/reseller" name="Dashboard" path=path.clone()/> })}
                    {has_console.then(|| view! { <Place href="/admin" name="Console" path=path.clone()/> })}
                </nav>
                <Reader reader is_live/>
            </div>
        </header>
    }
}

#[component]
fn Place(href: &'static str, name: &'static str, path: String) -> impl IntoView {
    let is_here = path == href || path.starts_with(&format!("{href}/"));
    view! { <a href=href aria-current=is_here.then_some("page")>{name}</a> }
}

#[component]
fn Reader(reader: Option<SignedIn>, is_live: bool) -> impl IntoView {
    match reader {
        Some(reader) => view! {
            <div class="site-reader">
                <a class="site-balance" href="/account/wallet">
                    <Icon name="wallet"/> <span class="visually-hidden">"Balance "</span>
                    {if is_live {
                        view! { <LiveBalance shown=reader.available.to_string() source=EVENTS/> }.into_any()
                    } else {
                        view! { <span class="money">{reader.available.to_string()}</span> }.into_any()
                    }}
                </a>
                <a class="site-account" href="/account" aria-label=format!("Account of {}", reader.name)>
                    <Icon name="user"/> <span>{reader.name.clone()}</span>
                </a>
            </div>
        }
        .into_any(),
        None => view! {
            <div class="site-reader">
                <a class="site-account" href="/sign-in"><Icon name="user"/> <span>"Sign in"</span></a>
            </div>
        }
        .into_any(),
    }
}
