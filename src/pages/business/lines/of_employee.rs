//! The lines of one employee, on the employee's page.

use leptos::prelude::*;

use super::words::LineBadge;
use crate::{
    pages::words,
    shared::{ids::EmployeeId, line::LineRow},
};

/// Their lines, and the way to another one.
#[component]
pub fn LinesOfEmployee(employee: EmployeeId, lines: Vec<LineRow>, may_assign: bool) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="lines-title">
        <h2 id="lines-title">"Lines"</h2>
        {lines.is_empty().then(|| view! { <p class="muted">"No line yet."</p> })}
        <ul class="company-list">{lines.into_iter().map(entry).collect_view()}</ul>
        {may_assign.then(|| view! {
            <p><a class="button button-secondary" href=format!("/business/lines/new?employee={employee}")>"Assign a line"</a></p>
        })}
        </section>
    }
}

fn entry(line: LineRow) -> impl IntoView {
    let (used, state, open_wish) = (words::line_usage(&line), line.state, line.open_wish);
    view! {
        <li>
            <span class="cell-lines"><a href=format!("/business/lines/{}", line.id)>{line.plan_name}</a> <small>{used}</small></span>
            <span><LineBadge state open_wish/></span>
        </li>
    }
}
