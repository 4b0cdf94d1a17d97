//! Forms that need no script: they post to a server function and come back here when it refuses.

use std::{
    collections::HashMap,
    marker::PhantomData,
    sync::{Arc, Mutex, PoisonError},
};

use leptos::{prelude::*, server_fn::ServerFn};

use crate::shared::error::AppError;

/// What was typed into a form that was refused just now, by field name. The server provides it as context.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeptForm(pub HashMap<String, String>);

/// What was typed into the field before the form was refused.
pub fn kept(field: &str) -> Option<String> {
    use_context::<KeptForm>()?.0.get(field).cloned()
}

/// The ids that fields of the page have, so that two forms with a field of the same name keep their labels apart.
#[derive(Clone, Default)]
pub struct FieldIds(Arc<Mutex<HashMap<String, u32>>>);

/// An id for a field of this name: `field-reason`, and `field-reason-2` for the next one on the page.
pub(super) fn id_of_field(name: &str) -> String {
    let id = format!("field-{name}");
    let Some(FieldIds(ids)) = use_context::<FieldIds>() else {
        return id;
    };
    let mut ids = ids.lock().unwrap_or_else(PoisonError::into_inner);
    let count = ids.entry(id.clone()).or_default();
    *count += 1;
    if *count == 1 { id } else { format!("{id}-{count}") }
}

/// A form that posts to the server function `F`.
#[component]
pub fn PostForm<F: ServerFn>(
    #[prop(optional)] _function: PhantomData<F>,
    #[prop(optional, into)] class: Option<String>,
    children: Children,
) -> impl IntoView {
    view! { <form method="post" action=F::url() class=class>{children()}</form> }
}

/// The error the browser was sent back with, if it was about this form.
pub fn failure<F>() -> Option<AppError>
where
    F: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    F::Output: Clone + Send + Sync + 'static,
{
    ServerAction::<F>::new()
        .value()
        .get_untracked()
        .and_then(Result::err)
}

/// The sentence for one field.
pub fn of_field(failed: Option<&AppError>, name: &str) -> Option<String> {
    failed
        .filter(|error| error.field() == Some(name))
        .map(AppError::message)
}
