//! `/legal/{slug}`: the reseller's own words.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::{
    components::{Breadcrumbs, Crumb, PageHead},
    pages::answer::answer,
    server_fns::shop,
    shared::brand::LegalPage,
};

/// Terms, privacy, imprint.
#[component]
pub fn LegalTextPage() -> impl IntoView {
    let slug = use_params_map().read_untracked().get("slug").unwrap_or_default();
    view! { {Suspend::new(async move { answer(shop::legal_page(slug).await, show) })} }
}

fn show(page: LegalPage) -> impl IntoView {
    let LegalPage { title, body, .. } = page;
    let blocks: Vec<String> = body
        .replace("\r\n", "\n")
        .split("\n\n")
        .map(|block| block.trim().to_owned())
        .collect();
    view! {
        <PageHead title=title.clone()/>
        <div class="page page-narrow">
            <Breadcrumbs above=vec![Crumb::new("/", "Home")] here=title.clone()/>
            <article class="prose">
                <h1>{title}</h1>
                {blocks.into_iter().filter(|block| !block.is_empty()).map(block).collect_view()}
            </article>
        </div>
    }
}

/// A heading line, what follows it, or a paragraph.
fn block(text: String) -> AnyView {
    let Some(rest) = text.strip_prefix("# ") else {
        return view! { <p>{text}</p> }.into_any();
    };
    let (heading, paragraph) = rest.split_once('\n').unwrap_or((rest, ""));
    let (heading, paragraph) = (heading.to_owned(), paragraph.trim().to_owned());
    view! {
        <h2>{heading}</h2>
        {(!paragraph.is_empty()).then(|| view! { <p>{paragraph}</p> })}
    }
    .into_any()
}
