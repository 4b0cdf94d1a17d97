//! What the pages of the way in share.

use leptos::prelude::*;
use leptos_router::components::Outlet;

use crate::{
    components::Notice,
    shared::{brand::Brand, error::AppError},
};

/// A group of routes draws nothing of its own.
#[component]
pub fn Frame() -> impl IntoView {
    view! { <Outlet/> }
}

/// One form in the middle of the page, and the way to its neighbours below.
#[component]
pub fn EntryCard(
    #[prop(into)] title: String,
    #[prop(optional, into)] text: String,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="entry">
            <section class="card entry-card">
                <header>
                    <h1>{title}</h1>
                    {(!text.is_empty()).then(|| view! { <p class="muted">{text}</p> })}
                </header>
                {children()}
            </section>
        </div>
    }
}

/// The sentence above a form, for an error that is about none of its `fields`.
pub fn above(failed: Option<&AppError>, fields: &[&str]) -> Option<impl IntoView + use<>> {
    let message = failed
        .filter(|error| error.field().is_none_or(|field| !fields.contains(&field)))?
        .message();
    Some(view! { <Notice kind="error">{message}</Notice> })
}

/// Where customers write to.
pub fn support_email() -> String {
    use_context::<Brand>()
        .map(|brand| brand.support_email)
        .unwrap_or_default()
}

/// Name of the shop.
pub fn shop_name() -> String {
    use_context::<Brand>().map(|brand| brand.name).unwrap_or_default()
}
