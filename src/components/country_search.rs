//! "Where are you going?": a plain form, so that it works on a page without scripts.

use leptos::prelude::*;

use super::icon::Icon;

/// Asks `action` with `?q=`; the browser itself completes the `names`.
#[component]
pub fn CountrySearchForm(
    #[prop(into)] action: String,
    names: Vec<String>,
    #[prop(optional, into)] value: String,
    #[prop(into, default = "Where are you going?".into())] label: String,
    #[prop(into, default = "Find plans".into())] button: String,
) -> impl IntoView {
    view! {
        <form class="country-search" method="get" action=action role="search">
            <label class="visually-hidden" for="country-search">{label.clone()}</label>
            <span class="country-search-box">
                <Icon name="search"/>
                <input
                    id="country-search"
                    name="q"
                    type="search"
                    list="country-search-names"
                    value=value
                    placeholder=label
                    autocomplete="off"
                    enterkeyhint="search"
                    required
                />
            </span>
            <datalist id="country-search-names">
                {names.into_iter().map(|name| view! { <option value=name></option> }).collect_view()}
            </datalist>
            <button type="submit" class="button button-primary">{button}</button>
        </form>
    }
}
