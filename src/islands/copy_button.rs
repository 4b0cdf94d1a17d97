//! Copies a text that would be tedious to select.

use leptos::prelude::*;

/// Without scripts the button is hidden; the text stands beside it and can be selected.
#[island]
pub fn CopyButton(#[prop(into)] text: String, #[prop(into)] label: String) -> impl IntoView {
    #[cfg(feature = "ssr")]
    super::NeedsScripts::mark();
    let copied = RwSignal::new(false);
    let copy = move |_| {
        #[cfg(feature = "hydrate")]
        {
            // The promise's outcome is not awaited: where it is refused, the text can still be selected by hand.
            let _ = window().navigator().clipboard().write_text(&text);
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = &text;
        copied.set(true);
    };
    view! {
        <button type="button" class="button button-secondary button-small copy-button" aria-label=label on:click=copy>
            <span aria-live="polite">{move || if copied.get() { "Copied" } else { "Copy" }}</span>
        </button>
    }
}
