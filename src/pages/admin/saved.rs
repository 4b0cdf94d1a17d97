//! What a form did, said once on the page it leads back to: `?saved=`.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::{components::Notice, shared::error::AppError};

/// The sentence for the word in the address, if there is one and it is known.
pub fn saved(words: fn(&str) -> Option<String>) -> Option<impl IntoView + use<>> {
    let word = use_query_map().read_untracked().get("saved")?;
    words(&word).map(|sentence| view! { <Notice kind="good">{sentence}</Notice> })
}

/// The sentence above a form, for an error that is about no single field of it.
pub fn refused(failed: Option<&AppError>) -> Option<impl IntoView + use<>> {
    let message = failed.filter(|error| error.field().is_none())?.message();
    Some(view! { <Notice kind="error">{message}</Notice> })
}

/// A field of the address; empty when it is not there.
pub fn asked_for(name: &str) -> String {
    use_query_map().read_untracked().get(name).unwrap_or_default()
}

/// The address of the list at `path` with these fields, the empty ones left out.
pub fn address(path: &str, fields: &[(&str, &str)]) -> String {
    let query: Vec<String> = fields
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", leptos_router::location::Url::escape(value)))
        .collect();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", query.join("&"))
    }
}
