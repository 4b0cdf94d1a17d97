//! Narrows a list of countries while somebody types.

use leptos::prelude::*;

/// A search form that asks the server on Enter. With scripts it also hides, at each letter, the elements with a
/// `data-name` that does not contain what was typed.
#[island]
pub fn CountryFilter(
    #[prop(into)] action: String,
    #[prop(into)] value: String,
    #[prop(into)] label: String,
) -> impl IntoView {
    #[cfg(feature = "ssr")]
    super::NeedsScripts::mark();
    let left = RwSignal::new(None::<u32>);
    let narrow = move |event: leptos::ev::Event| {
        #[cfg(feature = "hydrate")]
        left.set(Some(filter(&event_target_value(&event))));
        #[cfg(not(feature = "hydrate"))]
        {
            let _ = event;
            left.set(None);
        }
    };
    view! {
        <form class="country-search" method="get" action=action role="search">
            <label class="visually-hidden" for="country-filter">{label.clone()}</label>
            <span class="country-search-box">
                <svg class="icon" width="20" height="20" aria-hidden="true"><use href="/icons.svg#search"></use></svg>
                <input
                    id="country-filter"
                    name="q"
                    type="search"
                    value=value
                    placeholder=label
                    autocomplete="off"
                    enterkeyhint="search"
                    on:input=narrow
                />
            </span>
            <button type="submit" class="button button-primary">"Search"</button>
            <p class="visually-hidden" role="status">
                {move || left.get().map(|count| format!("{count} destinations match"))}
            </p>
        </form>
    }
}

/// Shows what contains `typed`, hides the rest and groups that have nothing left, and counts what is left.
#[cfg(feature = "hydrate")]
fn filter(typed: &str) -> u32 {
    let typed = typed.trim().to_lowercase();
    let mut shown = 0;
    let mut group = document().query_selector("[data-group]").ok().flatten();
    while let Some(here) = group {
        let mut in_group = 0;
        let mut item = here.query_selector("[data-name]").ok().flatten();
        while let Some(tile) = item {
            let is_match = tile
                .get_attribute("data-name")
                .is_some_and(|name| name.contains(&typed));
            show(&tile, is_match);
            in_group += u32::from(is_match);
            item = tile.next_element_sibling();
        }
        show(&here, in_group > 0);
        shown += in_group;
        group = here.next_element_sibling();
    }
    shown
}

/// A failure leaves the element as it is.
#[cfg(feature = "hydrate")]
fn show(element: &leptos::web_sys::Element, is_shown: bool) {
    let _ = if is_shown {
        element.remove_attribute("hidden")
    } else {
        element.set_attribute("hidden", "")
    };
}
