//! A new secret, this once.

use leptos::prelude::*;

use crate::{components::Notice, islands::CopyButton};

/// The secret with a button to copy it.
#[component]
pub fn NewSecret(secret: String) -> impl IntoView {
    view! {
        <Notice kind="warning">
            <p><b>"Keep this secret now: it is not shown again."</b> " Your system checks with it that events come from us."</p>
            <p class="webhook-secret"><code>{secret.clone()}</code> <CopyButton text=secret label="Copy secret"/></p>
        </Notice>
    }
}
