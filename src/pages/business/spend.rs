//! `/business/spend`: what the company paid less what came back, and where the month is heading.

use leptos::prelude::*;
use leptos_meta::Title;

use super::breakdown::{ByTabs, RowName, days_in_words, field, fields, with};
use crate::{
    components::{Chart, Column, EmptyState, ListTable, MoneyText, Pagination, Point, Shape, Unit},
    pages::{
        answer::answer,
        figures::{PeriodChooser, Tile, change, exact, finding},
    },
    server_fns,
    shared::{
        error::AppError,
        spend::{SpendBy, SpendRow, SpendView},
    },
};

const PATH: &str = "/business/spend";
const FIELDS: [&str; 7] = ["days", "from", "until", "by", "team", "employee", "after"];

/// The report.
#[component]
pub fn SpendPage() -> impl IntoView {
    let asked = fields(&FIELDS);
    view! {
        <Title text="Spend"/>
        {Suspend::new(async move {
            let of = |name| field(&asked, name);
            let read = server_fns::spend::spend_report(
                of("days"), of("from"), of("until"), of("by"), of("team"), of("employee"), of("after"),
            )
            .await;
            match read {
                Err(AppError::Invalid { message, .. }) => {
                    let usual =
                        server_fns::spend::spend_report(None, None, None, of("by"), of("team"), of("employee"), None).await;
                    answer(usual, move |view| show(view, asked, Some(message)))
                }
                read => answer(read, move |view| show(view, asked, None)),
            }
        })}
    }
}

fn show(view: SpendView, asked: Vec<(&'static str, String)>, wrong: Option<String>) -> impl IntoView {
    let SpendView {
        period,
        zone,
        currency,
        by,
        within,
        spent,
        spent_before,
        days,
        page,
        forecast,
        may_export,
    } = view;
    let kept: Vec<(&'static str, String)> = asked
        .iter()
        .filter(|(name, _)| !["days", "from", "until", "after"].contains(name))
        .cloned()
        .collect();
    let csv = may_export.then(|| with("/business/spend.csv", &asked, &[]));
    let next = page
        .next
        .as_deref()
        .map(|after| with(PATH, &asked, &[("after", after)]));
    let first = field(&asked, "after").map(|_| with(PATH, &asked, &[]));
    let everything = (!within.is_empty()).then(|| with(PATH, &asked, &[("team", ""), ("employee", "")]));
    let points = days
        .iter()
        .map(|day| Point {
            label: day.day.format("%-d %b").to_string(),
            value: day.spent.micros(),
            before: Some(day.before.micros()),
        })
        .collect();
    let choices = SpendBy::ALL
        .iter()
        .map(|by| (by.as_str(), by.in_words()))
        .collect();
    let (now, before) = (spent.micros(), spent_before.micros());
    view! {
        <header class="surface-head">
            <h1>"Spend"</h1>
            <p>{days_in_words(period, &zone)} " · Paid for orders less refunds"</p>
            {csv.map(|href| view! { <a class="button button-secondary" href=href download>"CSV"</a> })}
        </header>
        {everything.map(|href| view! { <p>"Only " <b>{within}</b> " · " <a href=href>"Show everything"</a></p> })}
        <PeriodChooser path=PATH period wrong more=kept/>
        <ul class="figure-tiles" aria-label="Figures of the period">
            <Tile name="Spent" href=with(PATH, &asked, &[("by", "day")]) note=change(now, before)>{exact(spent)}</Tile>
        </ul>
        <section class="panel" aria-labelledby="forecast-title">
            <h2 id="forecast-title">"This month"</h2>
            <p>{forecast.in_words()}</p>
        </section>
        <section class="panel">
            <Chart id="spend" title=finding("Spend", now, before) name="Spend" unit=Unit::Money(currency) shape=Shape::Bars points/>
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
fn Rows(rows: Vec<SpendRow>, by: SpendBy, asked: Vec<(&'static str, String)>) -> impl IntoView {
    if rows.is_empty() {
        return view! {
            <EmptyState icon="receipt" title="Nothing was spent" text="What the company pays for lines and data in these days stands here."/>
        }
        .into_any();
    }
    let columns = vec![
        Column::plain(by.in_words()),
        Column::number("Orders"),
        Column::number("Charged"),
        Column::number("Refunded"),
        Column::number("Spent"),
    ];
    view! {
        <ListTable caption="Spend" columns>
            {rows.into_iter().map(|row| line(row, by, &asked)).collect_view()}
        </ListTable>
    }
    .into_any()
}

fn line(row: SpendRow, by: SpendBy, asked: &[(&'static str, String)]) -> impl IntoView + use<> {
    let SpendRow {
        key,
        name,
        detail,
        orders,
        charged,
        refunded,
        spent,
        unusual,
    } = row;
    let href = match by {
        _ if key.is_empty() => None,
        SpendBy::Team => Some(with(PATH, asked, &[("by", "employee"), ("team", &key)])),
        SpendBy::Employee => Some(with(PATH, asked, &[("by", "plan"), ("employee", &key)])),
        SpendBy::CostCentre | SpendBy::Plan | SpendBy::Country | SpendBy::Day => None,
    };
    view! {
        <tr>
            <RowName label=by.in_words() name detail unusual href/>
            <td class="number" data-label="Orders">{orders}</td>
            <td class="number" data-label="Charged"><MoneyText amount=charged/></td>
            <td class="number" data-label="Refunded"><MoneyText amount=refunded/></td>
            <td class="number" data-label="Spent"><MoneyText amount=spent/></td>
        </tr>
    }
}
