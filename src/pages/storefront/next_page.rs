//! Where to go after signing in. Only pages of this shop.

use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, location::Url};

/// The `next` of the address, if it is a page of this shop.
pub fn next_page() -> Option<String> {
    use_query_map()
        .read_untracked()
        .get("next")
        .filter(|path| is_local(path))
}

/// `path`, with the same `next`.
pub fn with_next(path: &str, next: Option<&str>) -> String {
    next.map_or_else(
        || path.to_owned(),
        |next| format!("{path}?next={}", Url::escape(next)),
    )
}

/// A path on this host: neither another host (`//`, `/\`) nor a form's address.
fn is_local(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && !path.starts_with("/do/")
        && !path.contains('\\')
        && !path.chars().any(char::is_control)
}

/// Carries `next` through a form.
#[component]
pub fn NextField(next: Option<String>) -> impl IntoView {
    next.map(|next| view! { <input type="hidden" name="next" value=next/> })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_this_shop_are_gone_to() {
        assert!(is_local("/account/wallet?amount=4.20"));
        for elsewhere in [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "/do/orders/place_order",
            "account",
            "/a\nb",
        ] {
            assert!(!is_local(elsewhere), "{elsewhere}");
        }
    }
}
