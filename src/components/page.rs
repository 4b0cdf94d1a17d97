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
    if !description.is_empty() {
        put_into_head(view! { <Meta name="description" content=description.clone()/> });
        put_into_head(view! { <Meta property="og:description" content=description/> });
    }
    put_into_head(view! { <Meta property="og:title" content=title.clone()/> });
    if is_private {
        put_into_head(view! { <Meta name="robots" content="noindex"/> });
    }
    view! { <Title text=title/> }
}

/// Hands a tag to the head while the component runs. Left in the view it would be handed over when its page is turned
/// into text, where the request's context is now and then gone, and the tag with it.
fn put_into_head(tag: impl IntoView) {
    drop(tag.into_view().to_html());
}
