//! The events an endpoint can hear.

use leptos::prelude::*;

use crate::{
    components::{KeptForm, kept},
    shared::webhook::EventKind,
};

/// A checkbox for each; `chosen` are checked, or what was checked before a refusal.
#[component]
pub fn EventChoices(chosen: Vec<String>, #[prop(optional_no_strip)] error: Option<String>) -> impl IntoView {
    let is_refused = use_context::<KeptForm>().is_some_and(|kept| !kept.0.is_empty());
    let choices = EventKind::CHOICES.into_iter().enumerate().map(move |(at, kind)| {
        let name = format!("events[{at}]");
        let is_checked = if is_refused {
            kept(&name).is_some()
        } else {
            chosen.iter().any(|event| event == kind.as_str())
        };
        view! {
            <label class="checkbox">
                <input type="checkbox" name=name value=kind.as_str() checked=is_checked/>
                <span><code>{kind.as_str()}</code> " " {kind.in_words()}</span>
            </label>
        }
    });
    view! {
        <fieldset class="event-choices">
            <legend>"Events"</legend>
            {error.map(|error| view! { <p class="field-error" role="alert">{error}</p> })}
            {choices.collect_view()}
        </fieldset>
    }
}
