//! Labelled inputs. What was typed before a refusal comes back by itself, except for passwords.

use leptos::prelude::*;

use super::form::{id_of_field, kept};

/// A line of text. `kind` is the input's type. The error, if any, is read out with the input.
#[component]
pub fn Field(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    #[prop(optional, into)] value: String,
    #[prop(into, default = "text".into())] kind: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional_no_strip)] error: Option<String>,
    #[prop(optional, into)] autocomplete: Option<String>,
    #[prop(optional, into)] inputmode: Option<String>,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] minlength: Option<i32>,
    #[prop(optional, into)] maxlength: Option<i32>,
    /// What the browser offers while somebody types; anything else can be typed too.
    #[prop(optional)]
    suggestions: Vec<String>,
) -> impl IntoView {
    let id = id_of_field(&name);
    let list = (!suggestions.is_empty()).then(|| format!("{id}-list"));
    let value = if kind == "password" {
        String::new()
    } else {
        kept(&name).unwrap_or(value)
    };
    let described_by = described_by(&id, &hint, error.as_deref());
    let is_wrong = error.is_some();
    let note_of = id.clone();
    view! {
        <div class="field">
            <label class="field-label" for=id.clone()>{label}</label>
            <input
                class="field-input"
                id=id
                type=kind
                name=name
                value=value
                autocomplete=autocomplete
                inputmode=inputmode
                placeholder=placeholder
                required=required
                minlength=minlength
                maxlength=maxlength
                aria-invalid=is_wrong.then_some("true")
                aria-describedby=described_by
                autofocus=is_wrong
                list=list.clone()
            />
            {list.map(|list| view! {
                <datalist id=list>
                    {suggestions.into_iter().map(|text| view! { <option value=text></option> }).collect_view()}
                </datalist>
            })}
            <Notes id=note_of hint error/>
        </div>
    }
}

/// An entry of a [`Select`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
}

impl Choice {
    /// A value and the words for it.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
        }
    }
}

/// One of several.
#[component]
pub fn Select(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    choices: Vec<Choice>,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional_no_strip)] error: Option<String>,
) -> impl IntoView {
    let id = id_of_field(&name);
    let value = kept(&name).unwrap_or(value);
    let described_by = described_by(&id, &hint, error.as_deref());
    let note_of = id.clone();
    let is_wrong = error.is_some();
    view! {
        <div class="field">
            <label class="field-label" for=id.clone()>{label}</label>
            <select class="field-input" id=id name=name aria-invalid=is_wrong.then_some("true") aria-describedby=described_by>
                {choices
                    .into_iter()
                    .map(|choice| {
                        let is_chosen = choice.value == value;
                        view! { <option value=choice.value selected=is_chosen>{choice.label}</option> }
                    })
                    .collect_view()}
            </select>
            <Notes id=note_of hint error/>
        </div>
    }
}

/// Yes or no; sends `true` or nothing.
#[component]
pub fn Checkbox(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    #[prop(optional)] checked: bool,
) -> impl IntoView {
    view! { <label class="checkbox"><input type="checkbox" name=name value="true" checked=checked/> <span>{label}</span></label> }
}

#[component]
fn Notes(id: String, hint: String, error: Option<String>) -> impl IntoView {
    let (error_id, hint_id) = (format!("{id}-error"), format!("{id}-hint"));
    view! {
        {error.map(|error| view! { <p class="field-error" id=error_id>{error}</p> })}
        {(!hint.is_empty()).then(|| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
    }
}

pub(super) fn described_by(id: &str, hint: &str, error: Option<&str>) -> Option<String> {
    match (error.is_some(), !hint.is_empty()) {
        (true, true) => Some(format!("{id}-error {id}-hint")),
        (true, false) => Some(format!("{id}-error")),
        (false, true) => Some(format!("{id}-hint")),
        (false, false) => None,
    }
}
