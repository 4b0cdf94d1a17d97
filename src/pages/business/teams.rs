//! `/business/teams`: the teams and who leads them.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    super::reseller::set_up::forms::{above, saved},
    files::csv,
    forms::Pick,
};
use crate::{
    components::{
        Choice, Column, EmptyState, Field, ListTable, PostForm, SubmitButton,
        form::{failure, of_field},
    },
    pages::answer::answer,
    server_fns::{
        self,
        teams::{MakeTeam, RemoveTeam, RenameTeam, SetManager},
    },
    shared::company::{ManagerRow, TeamRow, TeamsView},
};

/// The teams.
#[component]
pub fn TeamsPage() -> impl IntoView {
    view! {
        <Title text="Teams"/>
        {Suspend::new(async move { answer(server_fns::teams::list().await, show) })}
    }
}

fn show(view: TeamsView) -> impl IntoView {
    let TeamsView {
        teams,
        managers,
        may_manage,
    } = view;
    let failures = [
        failure::<RenameTeam>(),
        failure::<RemoveTeam>(),
        failure::<SetManager>(),
    ];
    let columns = vec![
        Column::plain("Team"),
        Column::number("Employees"),
        Column::plain("Led by"),
        Column::plain(""),
    ];
    let is_empty = teams.is_empty();
    let rows = teams
        .into_iter()
        .map(|team| row(team, &managers, may_manage))
        .collect_view();
    view! {
        <header class="surface-head"><h1>"Teams"</h1></header>
        {saved(&[
            ("made", "The team is there. Choose who leads it, and put people in it."),
            ("renamed", "The team has its new name."),
            ("removed", "The team is removed."),
            ("manager", "Changed. It counts from the next page the manager opens."),
        ])}
        {failures.iter().map(|failed| above(failed.as_ref(), &[])).collect_view()}
        {if is_empty {
            view! { <EmptyState icon="users" title="No teams" text="A manager sees and changes the people of the teams they lead, and nobody else."/> }.into_any()
        } else {
            view! {
                <ListTable caption="Teams" columns csv=csv("/business/teams.csv")>
                    {rows}
                </ListTable>
            }
            .into_any()
        }}
        {may_manage.then(|| view! { <MakeForm/> })}
    }
}

fn row(team: TeamRow, managers: &[ManagerRow], may_manage: bool) -> impl IntoView + use<> {
    let led_by = team.led_by();
    let TeamRow {
        id,
        name,
        employees,
        managers: leaders,
    } = team;
    let others: Vec<Choice> = managers
        .iter()
        .filter(|one| !leaders.contains(one))
        .map(|one| Choice::new(one.id.to_string(), one.name.clone()))
        .collect();
    let (called, field) = (name.clone(), format!("Name of {name}"));
    view! {
        <tr>
            <td data-label="Team"><a href=format!("/business/employees?team={id}")>{name.clone()}</a></td>
            <td data-label="Employees" class="number">{employees}</td>
            <td data-label="Led by">{led_by}</td>
            <td class="row-actions">
                {may_manage.then(|| view! {
                    <details class="row-more">
                        <summary>"Change " <span class="visually-hidden">{called}</span></summary>
                        {(!others.is_empty()).then(|| view! {
                            <PostForm<SetManager> class="surface-form">
                                <input type="hidden" name="group" value=id.to_string()/>
                                <input type="hidden" name="leads" value="true"/>
                                <Pick id=format!("lead-{id}") label="Another manager" name="member" choices=others/>
                                <SubmitButton kind="secondary">"Leads this team"</SubmitButton>
                            </PostForm<SetManager>>
                        })}
                        {leaders.into_iter().map(|leader| view! {
                            <PostForm<SetManager>>
                                <input type="hidden" name="group" value=id.to_string()/>
                                <input type="hidden" name="member" value=leader.id.to_string()/>
                                <input type="hidden" name="leads" value="false"/>
                                <SubmitButton kind="quiet">{leader.name} " leads it no more"</SubmitButton>
                            </PostForm<SetManager>>
                        }).collect_view()}
                        <PostForm<RenameTeam> class="surface-form">
                            <input type="hidden" name="group" value=id.to_string()/>
                            <input class="field-input" name="team_name" value=name aria-label=field required=true maxlength="80"/>
                            <SubmitButton kind="secondary">"Rename"</SubmitButton>
                        </PostForm<RenameTeam>>
                        <PostForm<RemoveTeam>>
                            <input type="hidden" name="group" value=id.to_string()/>
                            <SubmitButton kind="danger">"Remove the team"</SubmitButton>
                        </PostForm<RemoveTeam>>
                    </details>
                })}
            </td>
        </tr>
    }
}

#[component]
fn MakeForm() -> impl IntoView {
    let failed = failure::<MakeTeam>();
    view! {
        <section class="panel" aria-labelledby="make-title">
            <h2 id="make-title">"New team"</h2>
            {above(failed.as_ref(), &["team_name"])}
            <PostForm<MakeTeam> class="surface-form">
                <Field label="Name" name="team_name" required=true maxlength=80 error=of_field(failed.as_ref(), "team_name")/>
                <div><SubmitButton>"Make the team"</SubmitButton></div>
            </PostForm<MakeTeam>>
        </section>
    }
}
