//! `/business/employees/{id}` and `/business/employees/new`: one employee.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    super::reseller::set_up::forms::{above, saved},
    employees::StateBadge,
    forms::teams as team_choices,
    lines::LinesOfEmployee,
};
use crate::{
    components::{
        Choice, DefinitionList, Fact, Field, PostForm, Select, SubmitButton,
        form::{failure, of_field},
    },
    pages::answer::{answer, id_in_path},
    server_fns::{
        self,
        employees::{Add, Change, OffBoard},
    },
    shared::{
        company::{EmployeeRow, EmployeeState, EmployeeView, TeamChoice},
        error::AppError,
        ids::EmployeeId,
        line::{LeaverLines, LineRow},
    },
};

const FIELDS: [&str; 8] = [
    "email",
    "first_name",
    "last_name",
    "phone_model",
    "cost_centre",
    "team",
    "starts_on",
    "ends_on",
];

/// A form for a new employee.
#[component]
pub fn NewEmployeePage() -> impl IntoView {
    view! {
        <Title text="Add employee"/>
        {Suspend::new(async move { answer(server_fns::employees::empty_form().await, show_new) })}
    }
}

fn show_new(view: EmployeeView) -> impl IntoView {
    let failed = failure::<Add>();
    let today = view.today.to_string();
    view! {
        <p class="back"><a href="/business/employees">"Employees"</a></p>
        <header class="surface-head"><h1>"Add employee"</h1></header>
        <section class="panel">
            {above(failed.as_ref(), &FIELDS)}
            <PostForm<Add> class="surface-form">
                <Fields employee=None teams=view.teams needs_team=view.needs_team today failed=failed.clone()/>
                <div><SubmitButton>"Add"</SubmitButton></div>
            </PostForm<Add>>
        </section>
    }
}

/// One employee.
#[component]
pub fn EmployeePage() -> impl IntoView {
    let id = id_in_path::<EmployeeId>();
    view! {
        {Suspend::new(async move {
            let read = match id {
                Some(id) => server_fns::employees::find(id).await,
                None => Err(AppError::NotFound),
            };
            let lines = match id {
                Some(id) => server_fns::lines::of_employee(id).await.unwrap_or_default(),
                None => Default::default(),
            };
            answer(read, |view| show(view, lines))
        })}
    }
}

fn show(view: EmployeeView, (lines, may_manage): (Vec<LineRow>, bool)) -> impl IntoView {
    let EmployeeView {
        employee,
        teams,
        needs_team,
        today,
        may_edit,
    } = view;
    employee.map(|employee| {
        let name = format!("{} {}", employee.first_name, employee.last_name);
        let may_assign = may_manage && employee.state != EmployeeState::Left;
        let policies = format!("/business/policies?of={}", employee.id);
        let form = if may_edit {
            view! {
                <ChangeForm employee=employee.clone() teams needs_team today=today.to_string()/>
                <OffBoardForm employee=employee.clone() today=today.to_string()/>
            }
            .into_any()
        } else {
            view! { <Facts employee=employee.clone()/> }.into_any()
        };
        view! {
            <Title text=name.clone()/>
            <p class="back"><a href="/business/employees">"Employees"</a></p>
            <header class="surface-head"><h1>{name}</h1><StateBadge state=employee.state/></header>
            {saved(&[
                ("added", "Added. No mail was sent: employees need no login."),
                ("changed", "Saved."),
                ("off_boarded", "The last day is set. Until it is over nothing changes; you can still move it."),
            ])}
            <LinesOfEmployee employee=employee.id lines may_assign/>
            {form}
            <p><a href=policies>"Policies that count for this employee"</a></p>
        }
    })
}

#[component]
fn Facts(employee: EmployeeRow) -> impl IntoView {
    view! {
        <section class="panel">
            <DefinitionList>
                <Fact name="E-mail">{employee.email}</Fact>
                <Fact name="Team">{employee.team.map_or_else(|| "None".to_owned(), |team| team.name)}</Fact>
                <Fact name="Cost centre">{employee.cost_centre}</Fact>
                <Fact name="Phone model">{employee.phone_model}</Fact>
                <Fact name="First day">{employee.starts_on.to_string()}</Fact>
                <Fact name="Last day">{employee.ends_on.map(|day| day.to_string())}</Fact>
            </DefinitionList>
        </section>
    }
}

#[component]
fn ChangeForm(
    employee: EmployeeRow,
    teams: Vec<TeamChoice>,
    needs_team: bool,
    today: String,
) -> impl IntoView {
    let failed = failure::<Change>();
    let id = employee.id.to_string();
    view! {
        <section class="panel" aria-labelledby="details-title">
            <h2 id="details-title">"Details"</h2>
            {above(failed.as_ref(), &FIELDS)}
            <PostForm<Change> class="surface-form">
                <input type="hidden" name="employee" value=id/>
                <Fields employee=Some(employee) teams needs_team today failed=failed.clone()/>
                <div><SubmitButton>"Save"</SubmitButton></div>
            </PostForm<Change>>
        </section>
    }
}

#[component]
fn OffBoardForm(employee: EmployeeRow, today: String) -> impl IntoView {
    let failed = failure::<OffBoard>();
    let last_day = employee.ends_on.map_or(today, |day| day.to_string());
    let has_left = employee.state == EmployeeState::Left;
    view! {
        <section class="panel" aria-labelledby="off-board-title">
            <h2 id="off-board-title">"Off-board"</h2>
            {above(failed.as_ref(), &["last_day"])}
            {has_left.then(|| view! { <p>"This employee has left. To bring them back, clear the last day under Details."</p> })}
            <PostForm<OffBoard> class="surface-form">
                <input type="hidden" name="employee" value=employee.id.to_string()/>
                <Field
                    label="Last day"
                    name="last_day"
                    kind="date"
                    value=last_day
                    required=true
                    hint="In the company's time zone. The record stays, so that figures stay right."
                    error=of_field(failed.as_ref(), "last_day")
                />
                <Select label="When it is over, the lines" name="leaver_lines" choices=leaver_choices()/>
                <div><SubmitButton kind="danger">"Set the last day"</SubmitButton></div>
            </PostForm<OffBoard>>
        </section>
    }
}

/// What can become of a leaver's lines, after the company's own rule.
fn leaver_choices() -> Vec<Choice> {
    std::iter::once(Choice::new("", "As the company's settings say"))
        .chain(
            LeaverLines::ALL
                .iter()
                .map(|one| Choice::new(one.as_str(), one.in_words())),
        )
        .collect()
}

/// The fields of both forms.
#[component]
fn Fields(
    employee: Option<EmployeeRow>,
    teams: Vec<TeamChoice>,
    needs_team: bool,
    today: String,
    failed: Option<AppError>,
) -> impl IntoView {
    let of = move |name| of_field(failed.as_ref(), name);
    let text = |field: fn(&EmployeeRow) -> String| employee.as_ref().map(field).unwrap_or_default();
    let team = text(|row| {
        row.team
            .as_ref()
            .map(|team| team.id.to_string())
            .unwrap_or_default()
    });
    let starts_on = employee.as_ref().map_or(today, |row| row.starts_on.to_string());
    let none = if needs_team {
        "Choose one of your teams"
    } else {
        "None"
    };
    view! {
        <div class="form-pair">
            <Field label="First name" name="first_name" value=text(|row| row.first_name.clone()) required=true maxlength=80 error=of("first_name")/>
            <Field label="Last name" name="last_name" value=text(|row| row.last_name.clone()) required=true maxlength=80 error=of("last_name")/>
        </div>
        <Field
            label="Work e-mail"
            name="email"
            kind="email"
            inputmode="email"
            value=text(|row| row.email.clone())
            required=true
            maxlength=254
            error=of("email")
        />
        <Select label="Team" name="team" choices=team_choices(none, &teams) value=team error=of("team")/>
        <div class="form-pair">
            <Field label="Cost centre (optional)" name="cost_centre" value=text(|row| row.cost_centre.clone()) maxlength=40 error=of("cost_centre")/>
            <Field label="Phone model (optional)" name="phone_model" value=text(|row| row.phone_model.clone()) maxlength=80 error=of("phone_model")/>
        </div>
        <div class="form-pair">
            <Field label="First day" name="starts_on" kind="date" value=starts_on required=true error=of("starts_on")/>
            <Field
                label="Last day (optional)"
                name="ends_on"
                kind="date"
                value=text(|row| row.ends_on.map(|day| day.to_string()).unwrap_or_default())
                error=of("ends_on")
            />
        </div>
    }
}
