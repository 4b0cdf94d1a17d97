//! `/business/employees`: the people the company buys for, fifty to a page.

use leptos::prelude::*;
use leptos_meta::Title;

use super::forms::teams as team_choices;
use crate::{
    components::{Choice, Column, EmptyState, Field, FilterForm, ListTable, Select, StatusBadge},
    pages::{
        answer::answer,
        list_address::{address, asked_for},
    },
    server_fns,
    shared::company::{EmployeeList, EmployeeRow, EmployeeState},
};

const PATH: &str = "/business/employees";

/// What the address asks for.
#[derive(Clone)]
struct Asked {
    q: String,
    team: String,
    state: String,
    after: String,
}

impl Asked {
    fn href(&self, path: &str, after: &str) -> String {
        address(
            path,
            &[
                ("q", &self.q),
                ("team", &self.team),
                ("state", &self.state),
                ("after", after),
            ],
        )
    }
}

/// The list of employees.
#[component]
pub fn EmployeesPage() -> impl IntoView {
    let asked = Asked {
        q: asked_for("q"),
        team: asked_for("team"),
        state: asked_for("state"),
        after: asked_for("after"),
    };
    view! {
        <Title text="Employees"/>
        {Suspend::new(async move {
            let Asked { q, team, state, after } = asked.clone();
            let read = server_fns::employees::list(Some(q), Some(team), Some(state), Some(after)).await;
            answer(read, move |list| show(list, asked))
        })}
    }
}

fn show(list: EmployeeList, asked: Asked) -> impl IntoView {
    let is_filtered = !asked.q.is_empty() || !asked.team.is_empty() || !asked.state.is_empty();
    let csv = if list.may_export {
        asked.href("/business/employees.csv", "")
    } else {
        String::new()
    };
    let mut states = vec![Choice::new("", "All who have not left")];
    states.extend(EmployeeState::ALL.map(|state| Choice::new(state.as_str(), state.in_words())));
    let next = list.page.next.as_deref().map(|after| asked.href(PATH, after));
    let first = (!asked.after.is_empty()).then(|| asked.href(PATH, ""));
    let may_edit = list.may_edit;
    let rows = if list.page.rows.is_empty() {
        nobody(is_filtered, may_edit).into_any()
    } else {
        table(list.page.rows).into_any()
    };
    view! {
        <header class="surface-head">
            <h1>"Employees"</h1>
            {may_edit.then(|| view! {
                <div class="company-actions">
                    <a class="button button-secondary" href="/business/employees/import">"Import a file"</a>
                    <a class="button button-primary" href="/business/employees/new">"Add employee"</a>
                </div>
            })}
        </header>
        <FilterForm path=PATH is_filtered csv>
            <Field label="Search" name="q" value=asked.q.clone() kind="search" maxlength=254 placeholder="Name or e-mail"/>
            <Select label="Team" name="team" choices=team_choices("All teams", &list.teams) value=asked.team.clone()/>
            <Select label="State" name="state" choices=states value=asked.state.clone()/>
        </FilterForm>
        {rows}
        <nav class="paging" aria-label="Pages">
            {first.map(|href| view! { <a class="button button-secondary" href=href>"First page"</a> })}
            {next.map(|href| view! { <a class="button button-secondary" href=href rel="next">"Next page"</a> })}
        </nav>
    }
}

fn nobody(is_filtered: bool, may_edit: bool) -> impl IntoView {
    if is_filtered {
        view! { <EmptyState icon="search" title="Nobody found" text="Try the beginning of a name or e-mail address, or clear the filter."/> }
            .into_any()
    } else if may_edit {
        view! {
            <EmptyState icon="users" title="No employees yet" text="Employees need no login. Bring them in by a file, or add one.">
                <a class="button button-primary" href="/business/employees/import">"Import a file"</a>
            </EmptyState>
        }
        .into_any()
    } else {
        view! { <EmptyState icon="users" title="No employees yet" text="People the company buys for stand here."/> }.into_any()
    }
}

fn table(rows: Vec<EmployeeRow>) -> impl IntoView {
    let columns = vec![
        Column::plain("Employee"),
        Column::plain("Team"),
        Column::plain("Cost centre"),
        Column::plain("State"),
        Column::plain("Last day"),
    ];
    view! { <ListTable caption="Employees" columns>{rows.into_iter().map(row).collect_view()}</ListTable> }
}

fn row(employee: EmployeeRow) -> impl IntoView {
    let name = format!("{} {}", employee.first_name, employee.last_name);
    view! {
        <tr>
            <td data-label="Employee">
                <span class="cell-lines"><a href=format!("{PATH}/{}", employee.id)>{name}</a> <small>{employee.email}</small></span>
            </td>
            <td data-label="Team">{employee.team.map_or_else(|| "None".to_owned(), |team| team.name)}</td>
            <td data-label="Cost centre">{employee.cost_centre}</td>
            <td data-label="State"><StateBadge state=employee.state/></td>
            <td data-label="Last day">{employee.ends_on.map(|day| day.to_string())}</td>
        </tr>
    }
}

/// Where somebody stands in one word.
#[component]
pub fn StateBadge(state: EmployeeState) -> impl IntoView {
    let mood = match state {
        EmployeeState::Active => "good",
        EmployeeState::Planned => "waiting",
        EmployeeState::Left => "quiet",
    };
    view! { <StatusBadge label=state.in_words() mood/> }
}
