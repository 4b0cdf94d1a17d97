//! Addresses of lists: what is filtered and sorted stands in them.

use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, location::Url};

/// The path with these fields; empty ones are left out.
pub fn address(path: &str, fields: &[(&str, &str)]) -> String {
    let query: Vec<String> = fields
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", Url::escape(value)))
        .collect();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", query.join("&"))
    }
}

/// A field of the address of the page being rendered; empty when it is not there.
pub fn asked_for(name: &str) -> String {
    use_query_map().read_untracked().get(name).unwrap_or_default()
}
