//! The draft on the shop's real pages, in a frame.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::{
    components::EmptyState,
    islands::BrandFrame,
    server_fns::{brand, shop},
};

const PAGES: [(&str, &str); 5] = [
    ("home", "Shop"),
    ("plan", "Plan"),
    ("mail", "E-mail"),
    ("esim", "eSIM"),
    ("legal", "Legal text"),
];
const WIDTHS: [(&str, &str); 2] = [("phone", "Phone"), ("desktop", "Desktop")];
const SCHEMES: [(&str, &str); 2] = [("light", "Light"), ("dark", "Dark")];

/// What is looked at, out of the address; the first of each list where it says nothing.
#[derive(Clone, Copy)]
struct Looking {
    page: &'static str,
    width: &'static str,
    scheme: &'static str,
}

impl Looking {
    fn asked() -> Self {
        let query = use_query_map().get_untracked();
        let of = |name: &str, all: &[(&'static str, &'static str)]| {
            let asked = query.get(name).unwrap_or_default();
            all.iter().find(|(word, _)| *word == asked).unwrap_or(&all[0]).0
        };
        Self {
            page: of("page", &PAGES),
            width: of("width", &WIDTHS),
            scheme: of("scheme", &SCHEMES),
        }
    }

    fn href(self) -> String {
        let Self { page, width, scheme } = self;
        format!("/reseller/brand?page={page}&width={width}&scheme={scheme}#preview")
    }

    /// The address in the frame; `None` when there is nothing to show.
    async fn address(self) -> Option<String> {
        let scheme = self.scheme;
        let path = match self.page {
            "plan" => plan().await?,
            "mail" => return Some("/reseller/brand/preview/mail".into()),
            "esim" => "/reseller/brand/preview/esim".into(),
            "legal" => legal().await?,
            _ => "/".into(),
        };
        Some(format!("{path}?preview=draft&scheme={scheme}"))
    }
}

/// A plan that is on sale.
async fn plan() -> Option<String> {
    let all = shop::destinations().await.ok()?;
    let first = all.countries.into_iter().chain(all.regions).next()?;
    let plans = shop::destination(first.slug).await.ok()?.plans;
    plans.first().map(|plan| format!("/plans/{}", plan.id))
}

/// The draft's first legal page.
async fn legal() -> Option<String> {
    let studio = brand::studio().await.ok()?;
    let first = studio.words.legal.into_iter().next()?;
    Some(format!("/legal/{}", first.slug))
}

/// The frame, and what to look at in it.
#[component]
pub fn PreviewPanel() -> impl IntoView {
    let looking = Looking::asked();
    let title = PAGES
        .iter()
        .find(|(word, _)| *word == looking.page)
        .map_or("", |(_, name)| name);
    view! {
        <section class="panel brand-preview" id="preview" aria-labelledby="preview-title">
            <h2 id="preview-title">"Preview of the draft"</h2>
            <div class="brand-choices">
                {choices("Page", &PAGES, looking.page, move |page| Looking { page, ..looking }.href())}
                {choices("Width", &WIDTHS, looking.width, move |width| Looking { width, ..looking }.href())}
                {choices("Scheme", &SCHEMES, looking.scheme, move |scheme| Looking { scheme, ..looking }.href())}
            </div>
            {Suspend::new(async move {
                match looking.address().await {
                    Some(src) => view! {
                        <div class=format!("brand-frame brand-frame-{}", looking.width)>
                            <BrandFrame src title=format!("Preview: {title}") scheme=looking.scheme/>
                        </div>
                        <p class="panel-note">"This is the real page with the draft as it is saved. Nobody else sees it. " <span class="brand-live">"Colours and shapes follow while you choose them."</span></p>
                    }
                    .into_any(),
                    None => view! { <EmptyState icon="globe" title="Nothing to show yet" text="The plan page can be seen here as soon as the shop sells one, a legal text as soon as one is written."/> }.into_any(),
                }
            })}
        </section>
    }
}

fn choices(
    label: &'static str,
    all: &'static [(&'static str, &'static str)],
    current: &'static str,
    href: impl Fn(&'static str) -> String,
) -> impl IntoView {
    let one = |&(word, name): &(&'static str, &'static str)| {
        let current = (word == current).then_some("true");
        view! { <a href=href(word) aria-current=current>{name}</a> }
    };
    view! { <nav class="brand-choice" aria-label=label>{all.iter().map(one).collect_view()}</nav> }
}
