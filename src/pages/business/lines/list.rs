//! `/business/lines`: the company's lines, fifty to a page.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    super::{files::csv, forms::teams as team_choices},
    words::{Freshness, LineBadge},
};
use crate::{
    components::{Choice, Column, EmptyState, FilterForm, Icon, ListTable, Moment, Select},
    pages::{
        answer::answer,
        list_address::{address, asked_for},
        words,
    },
    server_fns,
    shared::{
        esim::EsimState,
        line::{BatchSummary, LineList, LineRow},
    },
};

const PATH: &str = "/business/lines";

/// What the address asks for.
#[derive(Clone)]
struct Asked {
    team: String,
    plan: String,
    employee: String,
    state: String,
    after: String,
}

impl Asked {
    fn href(&self, path: &str, after: &str) -> String {
        address(
            path,
            &[
                ("team", &self.team),
                ("plan", &self.plan),
                ("employee", &self.employee),
                ("state", &self.state),
                ("after", after),
            ],
        )
    }
}

/// The list of lines.
#[component]
pub fn LinesPage() -> impl IntoView {
    let asked = Asked {
        team: asked_for("team"),
        plan: asked_for("plan"),
        employee: asked_for("employee"),
        state: asked_for("state"),
        after: asked_for("after"),
    };
    view! {
        <Title text="Lines"/>
        {Suspend::new(async move {
            let Asked { team, plan, employee, state, after } = asked.clone();
            let read = server_fns::lines::list(Some(team), Some(plan), Some(employee), Some(state), Some(after)).await;
            let batches = server_fns::lines::batches().await.unwrap_or_default();
            answer(read, move |list| show(list, batches, asked))
        })}
    }
}

fn show(list: LineList, batches: Vec<BatchSummary>, asked: Asked) -> impl IntoView {
    let fields = [&asked.team, &asked.plan, &asked.employee, &asked.state];
    let is_filtered = fields.iter().any(|field| !field.is_empty());
    let csv = if list.may_export {
        asked.href("/business/lines.csv", "")
    } else {
        String::new()
    };
    let mut states = vec![
        Choice::new("", "All that have not ended"),
        Choice::new("all", "All"),
    ];
    states.extend(
        EsimState::ALL
            .into_iter()
            .filter(|state| *state != EsimState::Recycled)
            .map(|state| Choice::new(state.as_str(), words::esim_state(state).label)),
    );
    let plans: Vec<Choice> = std::iter::once(Choice::new("", "All plans"))
        .chain(
            list.plans
                .into_iter()
                .map(|(id, name)| Choice::new(id.to_string(), name)),
        )
        .collect();
    let next = list.page.next.as_deref().map(|after| asked.href(PATH, after));
    let first = (!asked.after.is_empty()).then(|| asked.href(PATH, ""));
    let may_manage = list.may_manage;
    let rows = if list.page.rows.is_empty() {
        nothing(is_filtered, may_manage).into_any()
    } else {
        table(list.page.rows).into_any()
    };
    view! {
        <header class="surface-head">
            <h1>"Lines"</h1>
            {may_manage.then(|| view! {
                <div class="company-actions"><a class="button button-primary" href="/business/lines/new">"Assign lines"</a></div>
            })}
        </header>
        <FilterForm path=PATH is_filtered csv>
            <Select label="Team" name="team" choices=team_choices("All teams", &list.teams) value=asked.team.clone()/>
            <Select label="Plan" name="plan" choices=plans value=asked.plan.clone()/>
            <Select label="State" name="state" choices=states value=asked.state.clone()/>
            {(!asked.employee.is_empty()).then(|| view! { <input type="hidden" name="employee" value=asked.employee.clone()/> })}
        </FilterForm>
        {rows}
        <nav class="paging" aria-label="Pages">
            {first.map(|href| view! { <a class="button button-secondary" href=href>"First page"</a> })}
            {next.map(|href| view! { <a class="button button-secondary" href=href rel="next">"Next page"</a> })}
        </nav>
        {(!batches.is_empty()).then(|| view! { <Batches batches/> })}
    }
}

fn nothing(is_filtered: bool, may_manage: bool) -> impl IntoView {
    if is_filtered {
        view! { <EmptyState icon="search" title="No lines found" text="Choose something else, or clear the filter."/> }
            .into_any()
    } else if may_manage {
        view! {
            <EmptyState icon="smartphone" title="No lines yet" text="A line is an eSIM with a data plan for one employee.">
                <a class="button button-primary" href="/business/lines/new">"Assign lines"</a>
            </EmptyState>
        }
        .into_any()
    } else {
        view! { <EmptyState icon="smartphone" title="No lines yet" text="The employees' lines stand here."/> }
            .into_any()
    }
}

fn table(rows: Vec<LineRow>) -> impl IntoView {
    let columns = vec![
        Column::plain("Employee"),
        Column::plain("Team"),
        Column::plain("Plan"),
        Column::plain("State"),
        Column::plain("Used"),
    ];
    view! { <ListTable caption="Lines" columns>{rows.into_iter().map(row).collect_view()}</ListTable> }
}

fn row(line: LineRow) -> impl IntoView {
    let used = words::line_usage(&line);
    let (state, open_wish) = (line.state, line.open_wish);
    view! {
        <tr>
            <td data-label="Employee">
                <span class="cell-lines"><a href=format!("{PATH}/{}", line.id)>{line.employee_name.clone()}</a> <small>{line.iccid.clone()}</small></span>
            </td>
            <td data-label="Team">{line.team.clone().map_or_else(|| "None".to_owned(), |team| team.name)}</td>
            <td data-label="Plan">{line.plan_name.clone()}</td>
            <td data-label="State"><LineBadge state open_wish/></td>
            <td data-label="Used"><span class="cell-lines">{used} <Freshness row=line.clone()/></span></td>
        </tr>
    }
}

#[component]
fn Batches(batches: Vec<BatchSummary>) -> impl IntoView {
    let file = csv("/business/lines/batches.csv");
    view! {
        <section class="panel" aria-labelledby="batches-title">
            <h2 id="batches-title">"Assigned lately"</h2>
            {(!file.is_empty()).then(|| view! {
                <p><a class="button button-quiet" href=file download><Icon name="download"/> "CSV"</a></p>
            })}
            <ul class="company-list">
                {batches
                    .into_iter()
                    .map(|batch| view! {
                        <li>
                            <a href=format!("{PATH}/batches/{}", batch.id)>{format!("{} for {}", batch.plan_name, people(batch.people))}</a>
                            <span class="muted"><Moment at=batch.started_at/></span>
                        </li>
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}

fn people(count: i64) -> String {
    if count == 1 {
        "1 employee".to_owned()
    } else {
        format!("{count} employees")
    }
}
