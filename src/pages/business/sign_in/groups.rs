//! Which group of the provider is which role.

use leptos::prelude::*;

use super::{
    super::{super::reseller::set_up::forms::above, files::csv, forms::teams as team_choices},
    provider::given_roles,
};
use crate::{
    components::{
        Column, Field, ListTable, PostForm, Select, SubmitButton,
        form::{failure, of_field},
    },
    server_fns::sign_in::{RemoveGroup, SetGroup},
    shared::{company::TeamChoice, sign_in::GroupRow},
};

/// The list, and the form for another one.
#[component]
pub fn Groups(groups: Vec<GroupRow>, teams: Vec<TeamChoice>) -> impl IntoView {
    let failed = failure::<SetGroup>();
    let whole_form = above(failed.as_ref(), &["idp_group", "company_role", "team"]);
    let of = move |name| of_field(failed.as_ref(), name);
    let is_empty = groups.is_empty();
    let columns = vec![
        Column::plain("Group"),
        Column::plain("Role here"),
        Column::plain("Leads"),
        Column::plain(""),
    ];
    view! {
        <section class="panel" aria-labelledby="groups-title">
            <h2 id="groups-title">"Groups and roles"</h2>
            <p class="muted">"At each sign-in a person gets the role of their groups; of several, the one that may most. Owners stay owners. Without any group listed, members keep the role they have."</p>
            {(!is_empty).then(|| view! {
                <ListTable caption="Groups and roles" columns csv=csv("/business/sign-in/groups.csv")>{groups.into_iter().map(row).collect_view()}</ListTable>
            })}
            <h3>"Add or change a group"</h3>
            {whole_form}
            <PostForm<SetGroup> class="surface-form">
                <Field label="Group" name="idp_group" required=true maxlength=200 hint="As your provider sends it: a name, or an id such as Entra's." error=of("idp_group")/>
                <Select label="Role here" name="company_role" value="standard" choices=given_roles(None) error=of("company_role")/>
                <Select label="Team its managers lead" name="team" choices=team_choices("None", &teams) error=of("team")/>
                <div><SubmitButton>"Save group"</SubmitButton></div>
            </PostForm<SetGroup>>
        </section>
    }
}

fn row(group: GroupRow) -> impl IntoView {
    let GroupRow { value, role, team } = group;
    view! {
        <tr>
            <td data-label="Group"><b>{value.clone()}</b></td>
            <td data-label="Role here">{role.in_words()}</td>
            <td data-label="Leads">{team.map_or_else(|| "No team".to_owned(), |team| team.name)}</td>
            <td class="row-actions">
                <PostForm<RemoveGroup>>
                    <input type="hidden" name="idp_group" value=value.clone()/>
                    <SubmitButton kind="secondary">"Remove " <span class="visually-hidden">{value}</span></SubmitButton>
                </PostForm<RemoveGroup>>
            </td>
        </tr>
    }
}
