//! Facts: a word and what it is.

use leptos::prelude::*;

/// A list of [`Fact`]s.
#[component]
pub fn DefinitionList(children: Children) -> impl IntoView {
    view! { <dl class="definitions">{children()}</dl> }
}

/// One fact, with an icon before its name when one is given.
#[component]
pub fn Fact(
    #[prop(into)] name: String,
    #[prop(optional, into)] icon: String,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="definition">
            <dt>{(!icon.is_empty()).then(|| view! { <super::icon::Icon name=icon/> })} {name}</dt>
            <dd>{children()}</dd>
        </div>
    }
}
