//! What the forms of a company share.

use leptos::prelude::*;

use crate::{
    components::Choice,
    shared::{company::TeamChoice, permissions::OrganizationRole},
};

/// One of several, with an id of its own: the same choice stands in a form per row.
#[component]
pub fn Pick(
    id: String,
    #[prop(into)] label: String,
    name: &'static str,
    choices: Vec<Choice>,
    #[prop(optional, into)] value: String,
) -> impl IntoView {
    view! {
        <div class="field">
            <label class="field-label" for=id.clone()>{label}</label>
            <select class="field-input" id=id name=name>
                {choices
                    .into_iter()
                    .map(|choice| {
                        let is_chosen = choice.value == value;
                        view! { <option value=choice.value selected=is_chosen>{choice.label}</option> }
                    })
                    .collect_view()}
            </select>
        </div>
    }
}

/// The roles somebody of this role may give.
pub fn roles(own: OrganizationRole) -> Vec<Choice> {
    OrganizationRole::ALL
        .iter()
        .filter(|role| own.may_appoint(**role))
        .map(|role| Choice::new(role.as_str(), role.in_words()))
        .collect()
}

/// The teams, after a first entry with other words.
pub fn teams(first: &str, teams: &[TeamChoice]) -> Vec<Choice> {
    std::iter::once(Choice::new("", first))
        .chain(
            teams
                .iter()
                .map(|team| Choice::new(team.id.to_string(), team.name.clone())),
        )
        .collect()
}
