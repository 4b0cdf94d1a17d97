//! The keys of a vendor: entered, replaced, removed, never shown.

use leptos::prelude::*;

use crate::{
    components::{
        Field, Moment, Notice, PostForm, SubmitButton,
        form::{failure, of_field},
    },
    server_fns::supply::{RemoveProviderKeys, SaveProviderKeys},
    shared::supply::ProviderView,
};

/// Which keys are in use, and forms to change them.
#[component]
pub fn Keys(provider: ProviderView) -> impl IntoView {
    let name = provider.row.name;
    let removed = name.clone();
    let failed = failure::<SaveProviderKeys>();
    let refused = failed
        .clone()
        .or_else(failure::<RemoveProviderKeys>)
        .filter(|error| error.field().is_none())
        .map(|error| view! { <Notice kind="error">{error.message()}</Notice> });
    let is_entered = provider.key_hint.is_some();
    let now_in_use = match provider.key_hint {
        Some(hint) => format!("Entered here, ending in …{hint}"),
        None => "Those of the environment".into(),
    };
    let mut names = provider.key_names.into_iter();
    let (first, second) = (names.next().unwrap_or_default(), names.next());
    let wrong = of_field(failed.as_ref(), "key");
    view! {
        <section class="panel" aria-labelledby="keys-title">
            <h2 id="keys-title">"Keys"</h2>
            <p>
                {now_in_use}
                {provider.keys_changed_at.map(|at| view! { ", changed " <Moment at/> })}
                {provider.keys_changed_by.map(|by| format!(" by {by}"))} "."
            </p>
            <p class="panel-note">"New keys are tried at the provider first, sealed, and never shown again. They are in use at once, here; within half a minute everywhere."</p>
            {refused}
            <PostForm<SaveProviderKeys> class="surface-form">
                <input type="hidden" name="provider" value=name/>
                <Field label=first name="key" kind="password" required=true maxlength=300 autocomplete="off" error=wrong/>
                {second.map(|label| view! {
                    <Field label name="second_key" kind="password" required=true maxlength=300 autocomplete="off"/>
                })}
                <SubmitButton>"Try and use these keys"</SubmitButton>
            </PostForm<SaveProviderKeys>>
            {is_entered.then(|| view! {
                <PostForm<RemoveProviderKeys>>
                    <input type="hidden" name="provider" value=removed/>
                    <SubmitButton>"Remove them and use the environment's"</SubmitButton>
                </PostForm<RemoveProviderKeys>>
            })}
        </section>
    }
}
