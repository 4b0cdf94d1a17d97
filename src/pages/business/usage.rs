//! `/business/usage`: what the company's lines used, by team, cost centre, employee, line, country and day.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::{Outlet, ParentRoute, Route},
    path,
};

use super::{
    alerts::{AlertSettingsPage, AlertsPage},
    breakdown::{ByTabs, RowName, days_in_words, field, fields, with},
    spend::SpendPage,
};
use crate::{
    components::{Chart, Column, EmptyState, ListTable, Pagination, Point, Shape, Unit},
    pages::{
        answer::answer,
        figures::{PeriodChooser, Tile, change, finding},
    },
    server_fns,
    shared::{
        data::bytes_in_words,
        error::AppError,
        usage::{UsageBy, UsageRow, UsageView},
    },
};

const PATH: &str = "/business/usage";
const FIELDS: [&str; 9] = [
    "days", "from", "until", "by", "team", "employee", "line", "country", "after",
];

/// Usage, spend and alerts.
#[component(transparent)]
pub fn UsageRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("") view=Outlet ssr=SsrMode::Async>
            <Route path=path!("usage") view=UsagePage ssr=SsrMode::Async/>
            <Route path=path!("spend") view=SpendPage ssr=SsrMode::Async/>
            <Route path=path!("alerts") view=AlertsPage ssr=SsrMode::Async/>
            <Route path=path!("alerts/settings") view=AlertSettingsPage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}

/// The report.
#[component]
pub fn UsagePage() -> impl IntoView {
    let asked = fields(&FIELDS);
    view! {
        <Title text="Usage"/>
        {Suspend::new(async move {
            let of = |name| field(&asked, name);
            let read = server_fns::usage::usage_report(
                of("days"), of("from"), of("until"), of("by"), of("team"), of("employee"), of("line"), of("country"),
                of("after"),
            )
            .await;
            match read {
                Err(AppError::Invalid { message, .. }) => {
                    let usual = server_fns::usage::usage_report(
                        None, None, None, of("by"), of("team"), of("employee"), of("line"), of("country"), None,
                    )
                    .await;
                    answer(usual, move |view| show(view, asked, Some(message)))
                }
                read => answer(read, move |view| show(view, asked, None)),
            }
        })}
    }
}

fn show(view: UsageView, asked: Vec<(&'static str, String)>, wrong: Option<String>) -> impl IntoView {
    let UsageView {
        period,
        zone,
        by,
        within,
        bytes,
        bytes_before,
        days,
        page,
        freshness,
        may_export,
    } = view;
    let kept: Vec<(&'static str, String)> = asked
        .iter()
        .filter(|(name, _)| !["days", "from", "until", "after"].contains(name))
        .cloned()
        .collect();
    let csv = may_export.then(|| with("/business/usage.csv", &asked, &[]));
    let next = page
        .next
        .as_deref()
        .map(|after| with(PATH, &asked, &[("after", after)]));
    let first = field(&asked, "after").map(|_| with(PATH, &asked, &[]));
    let everything = (!within.is_empty()).then(|| {
        with(
            PATH,
            &asked,
            &[("team", ""), ("employee", ""), ("line", ""), ("country", "")],
        )
    });
    let points = days
        .iter()
        .map(|day| Point {
            label: day.day.format("%-d %b").to_string(),
            value: day.bytes,
            before: Some(day.before),
        })
        .collect();
    let choices = UsageBy::ALL
        .iter()
        .map(|by| (by.as_str(), by.in_words()))
        .collect();
    view! {
        <header class="surface-head">
            <h1>"Usage"</h1>
            <p>{days_in_words(period, &zone)} " · Data " {freshness.in_words()}</p>
            {csv.map(|href| view! { <a class="button button-secondary" href=href download>"CSV"</a> })}
        </header>
        {everything.map(|href| view! { <p>"Only " <b>{within}</b> " · " <a href=href>"Show everything"</a></p> })}
        <PeriodChooser path=PATH period wrong more=kept/>
        <ul class="figure-tiles" aria-label="Figures of the period">
            <Tile name="Data used" href=with(PATH, &asked, &[("by", "day")]) note=change(bytes, bytes_before)>
                {bytes_in_words(bytes)}
            </Tile>
            <Tile name="Lines in use" href=with(PATH, &asked, &[("by", "line")]) note=freshness.in_words()>{freshness.lines}</Tile>
        </ul>
        <section class="panel">
            <Chart id="usage" title=finding("Data used", bytes, bytes_before) name="Data" unit=Unit::Bytes shape=Shape::Bars points/>
        </section>
        <section class="panel" aria-labelledby="by-title">
            <h2 id="by-title">"By " {by.in_words().to_lowercase()}</h2>
            <ByTabs path=PATH fields=asked.clone() choices chosen=by.as_str()/>
            <Rows rows=page.rows by asked/>
            <Pagination first next/>
        </section>
    }
}

#[component]
fn Rows(rows: Vec<UsageRow>, by: UsageBy, asked: Vec<(&'static str, String)>) -> impl IntoView {
    if rows.is_empty() {
        return view! {
            <EmptyState icon="signal" title="Nothing was used" text="The vendors are asked every hour. What lines use in these days stands here."/>
        }
        .into_any();
    }
    let columns = vec![
        Column::plain(by.in_words()),
        Column::number("Data"),
        Column::number("Readings"),
    ];
    view! {
        <ListTable caption="Data used" columns>
            {rows.into_iter().map(|row| line(row, by, &asked)).collect_view()}
        </ListTable>
    }
    .into_any()
}

fn line(row: UsageRow, by: UsageBy, asked: &[(&'static str, String)]) -> impl IntoView + use<> {
    let UsageRow {
        key,
        name,
        detail,
        bytes,
        readings,
        unusual,
    } = row;
    let href = (!key.is_empty()).then(|| inside(by, &key, asked)).flatten();
    view! {
        <tr>
            <RowName label=by.in_words() name detail unusual href/>
            <td class="number" data-label="Data">{bytes_in_words(bytes)}</td>
            <td class="number" data-label="Readings">{readings}</td>
        </tr>
    }
}

/// Where a row leads: what is inside it.
fn inside(by: UsageBy, key: &str, asked: &[(&'static str, String)]) -> Option<String> {
    let (next, narrow) = match by {
        UsageBy::Team => ("employee", "team"),
        UsageBy::Employee => ("line", "employee"),
        UsageBy::Line => ("day", "line"),
        UsageBy::Country => ("employee", "country"),
        UsageBy::CostCentre | UsageBy::Day => return None,
    };
    Some(with(PATH, asked, &[("by", next), (narrow, key)]))
}
