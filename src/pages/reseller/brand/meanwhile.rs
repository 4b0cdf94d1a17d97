//! Two people edited the same draft: what one typed stays in the form, and beside it stands what the other saved.

use leptos::prelude::*;

use crate::{
    components::{Notice, kept},
    shared::error::AppError,
};

/// True when the form was refused because the draft had changed.
pub fn is_stale(failed: Option<&AppError>) -> bool {
    failed.is_some_and(|error| error.field() == Some("revision"))
}

/// Under a field: what is saved now, where that is not what was typed; otherwise the usual hint.
pub fn hint(is_stale: bool, name: &str, saved: &str, in_words: &str, usual: &str) -> String {
    let differs = kept(name).is_some_and(|typed| typed.trim() != saved);
    match (is_stale && differs, in_words.is_empty()) {
        (true, false) => format!("Saved now: {in_words}"),
        (true, true) => "Saved now: nothing".into(),
        (false, _) => usual.to_owned(),
    }
}

/// The sentence above a form, for an error that is about none of its fields.
pub fn above(failed: Option<&AppError>) -> Option<impl IntoView + use<>> {
    let message = failed
        .filter(|error| error.field().is_none_or(|field| field == "revision"))?
        .message();
    Some(view! { <Notice kind="error">{message}</Notice> })
}
