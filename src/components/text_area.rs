//! A text of many lines.

use leptos::prelude::*;

use super::{
    field::described_by,
    form::{id_of_field, kept},
};

/// Like `Field`, with room for `rows` lines. What was typed before a refusal comes back by itself.
#[component]
pub fn TextArea(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional_no_strip)] error: Option<String>,
    #[prop(optional)] required: bool,
    rows: i32,
    maxlength: i32,
) -> impl IntoView {
    let id = id_of_field(&name);
    let (error_id, hint_id) = (format!("{id}-error"), format!("{id}-hint"));
    let text = escaped(&kept(&name).unwrap_or(value));
    let is_wrong = error.is_some();
    let described_by = described_by(&id, &hint, error.as_deref());
    view! {
        <div class="field">
            <label class="field-label" for=id.clone()>{label}</label>
            <textarea
                class="field-input field-text"
                id=id
                name=name
                rows=rows
                maxlength=maxlength
                required=required
                aria-invalid=is_wrong.then_some("true")
                aria-describedby=described_by
                inner_html=text
            ></textarea>
            {error.map(|error| view! { <p class="field-error" id=error_id>{error}</p> })}
            {(!hint.is_empty()).then(|| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
        </div>
    }
}

/// Leptos does not escape what stands in a textarea; without this a text could end it and go on as the page.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
