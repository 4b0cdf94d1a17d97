//! A page that could not be shown: what happened, and what to do next.

use leptos::prelude::*;

use super::{button::ButtonLink, features::features, icon::Icon};
use crate::shared::error::AppError;

/// The whole page of an error. The status of the answer is set by the page itself.
#[component]
pub fn ErrorPanel(error: AppError) -> impl IntoView {
    let (icon, title, text) = match &error {
        AppError::NotFound => (
            "search",
            "We could not find that page",
            "The link may be old, or the offer is gone. Search for a country, or go back to the start."
                .to_owned(),
        ),
        AppError::SignInRequired => (
            "lock",
            "Please sign in first",
            "This page belongs to an account.".to_owned(),
        ),
        AppError::Forbidden => ("lock", "This page is not yours to open", error.message()),
        AppError::TooMany { .. } => ("clock", "One moment, please", error.message()),
        AppError::Internal { .. } => ("circle-alert", "That did not work", error.message()),
        _ => ("circle-alert", "That cannot be done", error.message()),
    };
    let is_sign_in = error == AppError::SignInRequired;
    view! {
        <section class="error-panel">
            <span class="empty-mark"><Icon name=icon/></span>
            <h1>{title}</h1>
            <p>{text}</p>
            <div class="empty-actions">
                {if is_sign_in {
                    view! { <ButtonLink href="/sign-in">"Sign in"</ButtonLink> }.into_any()
                } else if features().esims {
                    view! { <ButtonLink href="/esim">"Find a data plan"</ButtonLink> }.into_any()
                } else {
                    view! { <ButtonLink href="/">"Start page"</ButtonLink> }.into_any()
                }}
                <ButtonLink href="/help" kind="secondary">"Help"</ButtonLink>
            </div>
        </section>
    }
}
