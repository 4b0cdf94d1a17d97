//! An address without a page.

use leptos::prelude::*;

use crate::{components::PageHead, pages::answer::answer, shared::error::AppError};

/// 404, in the shop's own look.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <PageHead title="Page not found" is_private=true/>
        {answer::<(), ()>(Err(AppError::NotFound), |()| ())}
    }
}
