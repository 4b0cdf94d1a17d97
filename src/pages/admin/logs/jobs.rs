//! `/admin/jobs`: what the queue still has to do, and what it could not.

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    components::{Column, EmptyState, ListTable, Moment, PostForm, StatusBadge, SubmitButton, form::failure},
    pages::{
        admin::saved::{refused, saved},
        answer::answer,
        words,
    },
    server_fns::{
        self,
        logs::{RetryJob, RetryTask},
    },
    shared::logs::{JobsView, TaskRow, TroubledJob},
};

/// The queue.
#[component]
pub fn JobsPage() -> impl IntoView {
    view! {
        <Title text="Jobs"/>
        {Suspend::new(async move { answer(server_fns::logs::jobs().await, show) })}
    }
}

fn show(all: JobsView) -> impl IntoView {
    let JobsView { now, tasks, troubled } = all;
    let is_idle = tasks.is_empty();
    view! {
        <header class="surface-head"><h1>"Jobs"</h1><p>"As of " <Moment at=now/> ". Reload to look again."</p></header>
        {saved(|count| count.parse::<i64>().ok().map(|count| match count {
            1 => "One job runs again now.".to_owned(),
            count => format!("{count} jobs run again now."),
        }))}
        {refused(failure::<RetryJob>().as_ref())}
        {refused(failure::<RetryTask>().as_ref())}
        <section class="panel" aria-labelledby="tasks-title">
            <h2 id="tasks-title">"By kind"</h2>
            {is_idle.then(|| view! { <EmptyState icon="circle-check" title="Nothing waits" text="Every job is done."/> })}
            {(!is_idle).then(|| view! {
                <ListTable
                    caption="Jobs by kind"
                    columns=vec![
                        Column::plain("Kind"),
                        Column::number("Waiting"),
                        Column::number("Due"),
                        Column::number("Running"),
                        Column::number("Given up"),
                        Column::plain("Oldest due"),
                        Column::plain("Again"),
                    ]
                >
                    {tasks.into_iter().map(|task| task_row(task, now)).collect_view()}
                </ListTable>
            })}
        </section>
        {(!troubled.is_empty()).then(|| view! {
            <section class="panel" aria-labelledby="failed-title">
                <h2 id="failed-title">"Failed"</h2>
                <div class="console-list">
                    <ListTable
                        caption="Jobs that failed"
                        columns=vec![
                            Column::plain("Job"),
                            Column::plain("About"),
                            Column::plain("Last error"),
                            Column::plain("Next try"),
                            Column::plain("Again"),
                        ]
                    >
                        {troubled.into_iter().map(troubled_row).collect_view()}
                    </ListTable>
                </div>
            </section>
        })}
    }
}

fn task_row(row: TaskRow, now: DateTime<Utc>) -> impl IntoView {
    let is_failed = row.failed > 0;
    view! {
        <tr>
            <td data-label="Kind"><code>{row.task.clone()}</code></td>
            <td data-label="Waiting" class="number">{row.waiting.to_string()}</td>
            <td data-label="Due" class="number">{row.due.to_string()}</td>
            <td data-label="Running" class="number">{row.running.to_string()}</td>
            <td data-label="Given up" class="number">{row.failed.to_string()}</td>
            <td data-label="Oldest due">{row.oldest.map(|oldest| words::span(now - oldest))}</td>
            <td data-label="Again">
                {is_failed.then(|| view! {
                    <PostForm<RetryTask>>
                        <input type="hidden" name="task" value=row.task.clone()/>
                        <SubmitButton kind="secondary">"Run all given up"</SubmitButton>
                    </PostForm<RetryTask>>
                })}
            </td>
        </tr>
    }
}

fn troubled_row(row: TroubledJob) -> impl IntoView {
    view! {
        <tr>
            <td data-label="Job"><code>{row.task}</code> <small class="console-below">{row.id.to_string()} ", tries: " {row.attempts.to_string()}</small></td>
            <td data-label="About"><code>{row.payload}</code></td>
            <td data-label="Last error">{row.last_error}</td>
            <td data-label="Next try">
                {if row.is_given_up {
                    view! { <StatusBadge label="Given up" mood="bad"/> }.into_any()
                } else {
                    view! { <Moment at=row.run_at/> }.into_any()
                }}
            </td>
            <td data-label="Again">
                <PostForm<RetryJob>>
                    <input type="hidden" name="job" value=row.id.to_string()/>
                    <SubmitButton kind="secondary">"Run now"</SubmitButton>
                </PostForm<RetryJob>>
            </td>
        </tr>
    }
}
