//! What went wrong with a form that was posted without scripts and came back to its page.

use leptos::{prelude::*, server_fn::ServerFn};

use crate::{components::Notice, shared::error::AppError};

/// The error the browser was sent back with, if it was about this form.
pub fn failure<F>() -> Option<AppError>
where
    F: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    F::Output: Clone + Send + Sync + 'static,
{
    ServerAction::<F>::new().value().get_untracked().and_then(Result::err)
}

/// The sentence for one field.
pub fn of_field(failed: Option<&AppError>, name: &str) -> Option<String> {
    failed.filter(|error| error.field() == Some(name)).map(AppError::message)
}

/// The sentence above the form, for an error that is about no single field.
pub fn whole_form(failed: Option<&AppError>) -> Option<impl IntoView + use<>> {
    let message = failed.filter(|error| error.field().is_none())?.message();
    Some(view! { <Notice kind="error">{message}</Notice> })
}
