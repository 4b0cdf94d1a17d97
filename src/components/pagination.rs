//! Pages of a list, in the address.

use leptos::prelude::*;

/// `first` leads back to the newest, `next` to older rows; each only where there is such a page.
#[component]
pub fn Pagination(first: Option<String>, next: Option<String>) -> impl IntoView {
    view! {
        <nav class="paging" aria-label="Pages">
            {first.map(|href| view! { <a class="button button-secondary" href=href>"Newest"</a> })}
            {next.map(|href| view! { <a class="button button-secondary" href=href rel="next">"Older"</a> })}
        </nav>
    }
}
