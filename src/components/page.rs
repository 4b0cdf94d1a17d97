//! What search engines and shared links need of a page.

use leptos::prelude::*;
use leptos_meta::{Meta, Title};

/// Title and description in the head. The shell adds the shop's name, the canonical address and the rest.
#[component]
pub fn PageHead(
    #[prop(into)] title: String,
    #[prop(optional, into)] description: String,
    /// True for pages that no search engine should list.
    #[prop(optional)]
    is_private: bool,
) -> impl IntoView {
    let has_description = !description.is_empty();
    let social = (title.clone(), description.clone());
    view! {
        <Title text=title/>
        {has_description.then(|| view! {
            <Meta name="description" content=description/>
            <Meta property="og:description" content=social.1/>
        })}
        <Meta property="og:title" content=social.0/>
        {is_private.then(|| view! { <Meta name="robots" content="noindex"/> })}
    }
}
