//! `/business/lines/batches/{id}`: one plan for many employees, before, while and after it is ordered.

use leptos::prelude::*;
use leptos_meta::Title;

use super::super::{super::reseller::set_up::forms::above, files::csv};
use crate::{
    components::{
        Column, ListTable, Meter, MoneyText, Notice, PostForm, StatusBadge, SubmitButton, form::failure,
    },
    pages::answer::{answer, id_in_path, look_again_in},
    server_fns::{
        self,
        lines::{Retry, Start},
    },
    shared::{
        error::AppError,
        ids::LineBatchId,
        line::{BatchRow, BatchView, RowState},
    },
};

/// The batch.
#[component]
pub fn BatchPage() -> impl IntoView {
    let id = id_in_path::<LineBatchId>();
    view! {
        <Title text="Assign lines"/>
        {Suspend::new(async move {
            let read = match id {
                Some(id) => server_fns::lines::batch(id).await,
                None => Err(AppError::NotFound),
            };
            answer(read, show)
        })}
    }
}

fn people(count: usize) -> String {
    if count == 1 {
        "1 employee".to_owned()
    } else {
        format!("{count} employees")
    }
}

fn show(view: BatchView) -> impl IntoView {
    let head = format!("{} for {}", view.plan_name, people(view.rows.len()));
    let top = if view.started_at.is_none() {
        view! { <Draft view=view.clone()/> }.into_any()
    } else {
        if view.is_running() {
            look_again_in("3");
        }
        view! { <Progress view=view.clone()/> }.into_any()
    };
    let is_draft = view.started_at.is_none();
    let rows = view.rows_to_read();
    let file = format!("/business/lines/batches/{}/employees.csv", view.id);
    view! {
        <p class="back"><a href="/business/lines">"Lines"</a></p>
        <header class="surface-head"><h1>"Assign lines"</h1><p>{head}</p></header>
        {top}
        <Rows rows is_draft file/>
    }
}

#[component]
fn Draft(view: BatchView) -> impl IntoView {
    let failed = failure::<Start>();
    let everybody = people(view.rows.len());
    let button = everybody.clone();
    let missing = view
        .total
        .minus(view.available)
        .ok()
        .filter(|missing| missing.is_positive());
    view! {
        {above(failed.as_ref(), &[])}
        <section class="panel" aria-labelledby="total-title">
            <h2 id="total-title">"Price"</h2>
            <p>{everybody} " × " <MoneyText amount=view.price/> " = " <b><MoneyText amount=view.total/></b></p>
            <p>"Available in the company's wallet: " <MoneyText amount=view.available/></p>
            {missing.map(|missing| view! {
                <Notice kind="warning">
                    "The wallet lacks " {missing.to_string()} ". Lines are ordered one after the other until it is empty; the rest is named as failed and nothing is charged for it."
                </Notice>
            })}
            <p class="muted">"Nothing has been ordered yet. Each line is charged when the carrier has made it."</p>
            <div class="company-actions">
                <PostForm<Start>>
                    <input type="hidden" name="batch" value=view.id.to_string()/>
                    <SubmitButton>"Order for " {button}</SubmitButton>
                </PostForm<Start>>
                <a class="button button-secondary" href="/business/lines/new">"Choose anew"</a>
            </div>
        </section>
    }
}

#[component]
fn Progress(view: BatchView) -> impl IntoView {
    let failed_form = failure::<Retry>();
    let count = |state| view.count(state);
    let (done, failed) = (count(RowState::Done), count(RowState::Failed));
    let (waiting, in_flight) = (count(RowState::Waiting), count(RowState::InFlight));
    let all = view.rows.len();
    let words = format!("{done} of {all} done, {failed} failed, {in_flight} being made, {waiting} waiting");
    let ended = i64::try_from(done + failed).unwrap_or_default();
    let is_running = view.is_running();
    let ids: Vec<String> = view
        .rows
        .iter()
        .filter_map(|row| row.line)
        .map(|line| line.to_string())
        .collect();
    // As many as are printed at once.
    let sheets: Vec<String> = ids
        .chunks(100)
        .map(|ids| format!("/business/sheets?lines={}", ids.join(",")))
        .collect();
    let here = format!("/business/lines/batches/{}", view.id);
    view! {
        {above(failed_form.as_ref(), &[])}
        <section class="panel" aria-labelledby="progress-title">
            <h2 id="progress-title">"Progress"</h2>
            <p role="status">{words.clone()} "."</p>
            <Meter value=ended max=i64::try_from(all).unwrap_or(i64::MAX) label=words is_progress=true/>
            {is_running.then(|| view! {
                <p class="muted">"It goes on without this page, which looks again by itself. " <a href=here>"Look now"</a></p>
            })}
            {(!is_running && failed == 0).then(|| view! { <Notice kind="good">"All lines are there."</Notice> })}
            {(!is_running).then(|| sheets.into_iter().map(|sheets| view! {
                <p>"Everybody with a line was mailed the link to it. "<a href=sheets>"Print sheets to hand over"</a></p>
            }).collect_view())}
            {(failed > 0).then(|| view! {
                <p>"What failed stands first, with the reason. Nothing was charged for it."</p>
                <PostForm<Retry>>
                    <input type="hidden" name="batch" value=view.id.to_string()/>
                    <SubmitButton>"Try the failed ones again"</SubmitButton>
                </PostForm<Retry>>
            })}
        </section>
    }
}

#[component]
fn Rows(rows: Vec<BatchRow>, is_draft: bool, file: String) -> impl IntoView {
    let mut columns = vec![Column::plain("Employee")];
    if !is_draft {
        columns.extend([Column::plain("State"), Column::plain("What to do")]);
    }
    view! {
        <ListTable caption="Employees" columns csv=csv(file)>
            {rows.into_iter().map(|row| entry(row, is_draft)).collect_view()}
        </ListTable>
    }
}

fn entry(row: BatchRow, is_draft: bool) -> impl IntoView {
    let mood = match row.state {
        RowState::Waiting => "quiet",
        RowState::InFlight => "waiting",
        RowState::Done => "good",
        RowState::Failed => "bad",
    };
    let tries = (row.tries > 1).then(|| view! { " " <small>{format!("try {}", row.tries)}</small> });
    let then = match (row.line, row.fault) {
        (Some(line), _) => view! { <a href=format!("/business/lines/{line}")>"To the line"</a> }.into_any(),
        (None, Some(fault)) => fault.into_any(),
        (None, None) => ().into_any(),
    };
    view! {
        <tr>
            <td data-label="Employee"><a href=format!("/business/employees/{}", row.employee)>{row.name}</a></td>
            {(!is_draft).then(|| view! {
                <td data-label="State"><StatusBadge label=row.state.in_words() mood/> {tries}</td>
                <td data-label="What to do">{then}</td>
            })}
        </tr>
    }
}
