//! `/business/employees/import`: a file of employees, looked at before it is used.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{super::reseller::set_up::forms::above, files::csv};
use crate::{
    components::{Column, ListTable, Notice, PostForm, SubmitButton, form::failure},
    pages::{
        answer::{answer, id_in_path},
        list_address::asked_for,
    },
    server_fns::{self, employees::ApplyImport},
    shared::{
        company::{EmployeeView, ImportGood, ImportRefused, ImportView},
        error::AppError,
        ids::ImportId,
    },
};

/// Where a file is chosen.
#[component]
pub fn UploadPage() -> impl IntoView {
    let refused = asked_for("refused");
    let line = asked_for("line").parse::<u32>().unwrap_or_default();
    let why = why(&refused, line);
    view! {
        <Title text="Import employees"/>
        {Suspend::new(async move {
            answer(server_fns::employees::empty_form().await, |view| show_upload(view, why))
        })}
    }
}

/// Why a file was not taken, by the word in the address.
fn why(word: &str, line: u32) -> Option<String> {
    let text = match word {
        "file" => "Please choose a file.",
        "size" => "The file could not be read, or it is larger than 1 MB. Nothing was taken.",
        "text" => "The file is not a text in UTF-8. Save it as “CSV UTF-8” and try again.",
        "columns" => {
            "The first line must name the columns, at least email, first_name and last_name. Nothing was taken."
        }
        "empty" => "There are no lines below the first. Nothing was taken.",
        "long" => "The file has more than 2,000 lines. Divide it and upload the parts one after the other.",
        "line" => {
            return Some(format!(
                "Line {line} is not written as CSV; look for an odd quotation mark. Nothing was taken."
            ));
        }
        _ => return None,
    };
    Some(text.to_owned())
}

fn show_upload(view: EmployeeView, why: Option<String>) -> impl IntoView {
    let teams: Vec<String> = view.teams.into_iter().map(|team| team.name).collect();
    view! {
        <p class="back"><a href="/business/employees">"Employees"</a></p>
        <header class="surface-head"><h1>"Import employees"</h1></header>
        {why.map(|text| view! { <Notice kind="error">{text}</Notice> })}
        <section class="panel">
            <form class="surface-form" method="post" action="/business/employees/upload" enctype="multipart/form-data">
                <div class="field">
                    <label class="field-label" for="import-file">"File"</label>
                    <input class="field-input" id="import-file" type="file" name="file" accept=".csv,text/csv" required=true aria-describedby="import-hint"/>
                    <p class="field-hint" id="import-hint">"CSV, up to 2,000 people and 1 MB. You see what would happen before anybody is added."</p>
                </div>
                <div><SubmitButton>"Look at the file"</SubmitButton></div>
            </form>
        </section>
        <section class="panel" aria-labelledby="columns-title">
            <h2 id="columns-title">"What stands in the file"</h2>
            <p>"The first line names the columns, in any order, with commas or semicolons between them:"</p>
            <p><code>"email,first_name,last_name,team,cost_centre,phone_model,starts_on,ends_on"</code></p>
            <p>"E-mail and names are needed. Days look like 2026-01-31; without a first day it is today."</p>
            <p>{if teams.is_empty() { "There are no teams yet, so leave the team empty.".to_owned() } else { format!("Teams: {}.", teams.join(", ")) }}</p>
        </section>
    }
}

/// What the file would do, or did.
#[component]
pub fn ImportPage() -> impl IntoView {
    let id = id_in_path::<ImportId>();
    view! {
        <Title text="Import employees"/>
        {Suspend::new(async move {
            let read = match id {
                Some(id) => server_fns::employees::import(id).await,
                None => Err(AppError::NotFound),
            };
            answer(read, show)
        })}
    }
}

fn people(count: i64) -> String {
    if count == 1 {
        "1 employee".into()
    } else {
        format!("{count} employees")
    }
}

fn show(view: ImportView) -> impl IntoView {
    let ImportView {
        id,
        name,
        good,
        sample,
        refused,
        is_applied,
    } = view;
    let failed = failure::<ApplyImport>();
    let wrong = refused.len();
    let is_part = i64::try_from(sample.len()).is_ok_and(|shown| shown < good);
    view! {
        <p class="back"><a href="/business/employees">"Employees"</a></p>
        <header class="surface-head"><h1>"Import employees"</h1><p>{name}</p></header>
        {above(failed.as_ref(), &[])}
        {if is_applied {
            view! { <Notice kind="good">{format!("{} added.", people(good))}</Notice> }.into_any()
        } else {
            view! {
                <section class="panel">
                    <p><b>{format!("{} can be added.", people(good))}</b> {(wrong > 0).then(|| format!(" {wrong} lines cannot; they stand below with the reason."))}</p>
                    <div class="company-actions">
                        {(good > 0).then(|| view! {
                            <PostForm<ApplyImport>>
                                <input type="hidden" name="file" value=id.to_string()/>
                                <SubmitButton>"Add " {people(good)}</SubmitButton>
                            </PostForm<ApplyImport>>
                        })}
                        <a class="button button-secondary" href="/business/employees/import">"Choose another file"</a>
                    </div>
                    <p class="panel-note">"The file waits here for a day, then it is forgotten."</p>
                </section>
            }
            .into_any()
        }}
        {(wrong > 0).then(|| view! { <Refused id rows=refused is_applied/> })}
        {(!sample.is_empty()).then(|| view! { <Sample rows=sample is_part/> })}
        {is_applied.then(|| view! { <p><a href="/business/employees">"To the employees"</a></p> })}
    }
}

#[component]
fn Refused(id: ImportId, rows: Vec<ImportRefused>, is_applied: bool) -> impl IntoView {
    let columns = vec![
        Column::number("Line"),
        Column::plain("Who"),
        Column::plain("What is wrong"),
    ];
    let title = if is_applied {
        "Lines that were not added"
    } else {
        "Lines that cannot be added"
    };
    view! {
        <section class="panel" aria-labelledby="refused-title">
            <h2 id="refused-title">{title}</h2>
            <ListTable caption=title columns csv=csv(format!("/business/employees/import/{id}/refused.csv"))>
                {rows.into_iter().map(|row| {
                    let wrong = row.in_words();
                    view! {
                        <tr>
                            <td data-label="Line" class="number">{row.line}</td>
                            <td data-label="Who">{row.who}</td>
                            <td data-label="What is wrong">{wrong}</td>
                        </tr>
                    }
                }).collect_view()}
            </ListTable>
        </section>
    }
}

#[component]
fn Sample(rows: Vec<ImportGood>, is_part: bool) -> impl IntoView {
    let columns = vec![
        Column::number("Line"),
        Column::plain("Employee"),
        Column::plain("Team"),
        Column::plain("Cost centre"),
    ];
    view! {
        <section class="panel" aria-labelledby="sample-title">
            <h2 id="sample-title">{if is_part { "The first who can be added" } else { "Who can be added" }}</h2>
            <ListTable caption="Who can be added" columns>
                {rows.into_iter().map(|row| view! {
                    <tr>
                        <td data-label="Line" class="number">{row.line}</td>
                        <td data-label="Employee"><span class="cell-lines"><b>{row.name}</b> <small>{row.email}</small></span></td>
                        <td data-label="Team">{row.team}</td>
                        <td data-label="Cost centre">{row.cost_centre}</td>
                    </tr>
                }).collect_view()}
            </ListTable>
        </section>
    }
}
