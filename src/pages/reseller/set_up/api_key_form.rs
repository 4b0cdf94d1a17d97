//! The form for a new key, with each limit explained.

use leptos::prelude::*;

use super::forms::above;
use crate::{
    components::{
        Choice, Field, PostForm, Select, SubmitButton,
        form::{failure, kept, of_field},
    },
    server_fns::api_keys::Create,
    shared::{api_key::ScopeChoice, currency::Currency},
};

const FIELDS: [&str; 6] = [
    "system_name",
    "usage",
    "scopes",
    "networks",
    "daily_cap",
    "expires_in_days",
];

/// What the key is called, what it may do, and within which limits.
#[component]
pub fn CreateForm(scopes: Vec<ScopeChoice>, currency: Currency) -> impl IntoView {
    let failed = failure::<Create>();
    let whole_form = above(failed.as_ref(), &FIELDS);
    let of = move |name| of_field(failed.as_ref(), name);
    let wrong_scopes = of("scopes");
    let choice = |value: &str, label: &str| Choice::new(value, label);
    view! {
        <section class="panel" id="create" aria-labelledby="create-title">
            <h2 id="create-title">"Make a key"</h2>
            {whole_form}
            <PostForm<Create> class="surface-form">
                <Field label="Name" name="system_name" required=true maxlength=80 hint="Which system will use it, such as Booking engine." error=of("system_name")/>
                <Select
                    label="Kind"
                    name="usage"
                    value="live"
                    choices=vec![choice("live", "Live"), choice("test", "Test")]
                    hint="Only the first letters of the key differ, so that people tell them apart. Both act for real."
                    error=of("usage")
                />
                <fieldset class="scopes">
                    <legend class="field-label">"What it may do"</legend>
                    {wrong_scopes.map(|message| view! { <p class="field-error">{message}</p> })}
                    {scopes
                        .into_iter()
                        .enumerate()
                        .map(|(n, scope)| scope_box(&format!("scopes[{n}]"), scope))
                        .collect_view()}
                </fieldset>
                <Field
                    label="Only from these addresses"
                    name="networks"
                    maxlength=1000
                    hint="Addresses or networks with commas between them, such as 203.0.113.7, 198.51.100.0/24. Empty: from anywhere."
                    error=of("networks")
                />
                <Field
                    label=format!("Most it may spend in a day, in {}", currency.code())
                    name="daily_cap"
                    inputmode="decimal"
                    hint="Orders beyond it are refused until midnight UTC. Empty: no limit but your float."
                    error=of("daily_cap")
                />
                <Select
                    label="Works for"
                    name="expires_in_days"
                    choices=vec![choice("", "Until it is revoked"), choice("30", "30 days"), choice("90", "90 days"), choice("365", "A year")]
                    error=of("expires_in_days")
                />
                <div><SubmitButton>"Make key"</SubmitButton></div>
            </PostForm<Create>>
        </section>
    }
}

/// Each has a name of its own, so that a refused form comes back with the same boxes ticked.
fn scope_box(name: &str, scope: ScopeChoice) -> impl IntoView + use<> {
    view! {
        <label class="checkbox">
            <input type="checkbox" name=name.to_owned() value=scope.word checked=kept(name).is_some()/>
            <span>{scope.text}</span>
        </label>
    }
}
