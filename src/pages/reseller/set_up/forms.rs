//! What the forms of this section share.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::{
    components::Notice,
    shared::{error::AppError, permissions::StaffRole},
};

/// The sentence above a form, for an error that is about none of its `fields`.
pub fn above(failed: Option<&AppError>, fields: &[&str]) -> Option<impl IntoView + use<>> {
    let message = failed
        .filter(|error| error.field().is_none_or(|field| !fields.contains(&field)))?
        .message();
    Some(view! { <Notice kind="error">{message}</Notice> })
}

/// What was done just now, by the word in the address; nothing for a word that is none of `known`.
pub fn saved(known: &[(&'static str, &'static str)]) -> Option<impl IntoView + use<>> {
    let word = use_query_map().read_untracked().get("saved")?;
    let (_, text) = known.iter().find(|(one, _)| *one == word)?;
    let text = *text;
    Some(view! { <Notice kind="good">{text}</Notice> })
}

/// The roles, with the one chosen. `id` is the input's own.
#[component]
pub fn RoleSelect(id: String, #[prop(into)] label: String, chosen: StaffRole) -> impl IntoView {
    view! {
        <div class="field">
            <label class="field-label" for=id.clone()>{label}</label>
            <select class="field-input" id=id name="staff_role">
                {StaffRole::ALL
                    .iter()
                    .map(|role| view! {
                        <option value=role.as_str() selected=*role == chosen>{role.in_words()}</option>
                    })
                    .collect_view()}
            </select>
        </div>
    }
}
