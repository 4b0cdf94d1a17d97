//! Where a page is in the shop.

use leptos::prelude::*;

/// A page above this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    pub href: String,
    pub name: String,
}

impl Crumb {
    /// A page with an address and a name.
    pub fn new(href: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            href: href.into(),
            name: name.into(),
        }
    }
}

/// The pages above, then the page itself.
#[component]
pub fn Breadcrumbs(above: Vec<Crumb>, #[prop(into)] here: String) -> impl IntoView {
    view! {
        <nav class="breadcrumbs" aria-label="Breadcrumb">
            <ol>
                {above
                    .into_iter()
                    .map(|crumb| view! { <li><a href=crumb.href>{crumb.name}</a></li> })
                    .collect_view()}
                <li aria-current="page">{here}</li>
            </ol>
        </nav>
    }
}
