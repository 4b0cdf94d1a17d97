//! What was used and what it cost: the page of a customer and that of the shop's staff.

use leptos::prelude::*;

use super::{
    business::breakdown::{ByTabs, RowName, days_in_words, field, with},
    figures::{PeriodChooser, Tile, exact},
};
use crate::{
    components::{Chart, Column, EmptyState, ListTable, Pagination, Point, Shape, Unit},
    shared::use_report::{UseBy, UseReport, UseRow},
};

/// Fields of the address.
pub const FIELDS: [&str; 5] = ["days", "from", "until", "by", "after"];

/// The report at `path`, its file at `path.csv`. `of_shop` shows the shop's share too.
pub fn show(
    report: UseReport,
    path: &'static str,
    of_shop: bool,
    asked: Vec<(&'static str, String)>,
    wrong: Option<String>,
) -> impl IntoView {
    let UseReport {
        period,
        zone,
        currency,
        by,
        sums,
        days,
        page,
        may_export,
    } = report;
    let kept: Vec<(&'static str, String)> = asked.iter().filter(|(name, _)| *name == "by").cloned().collect();
    let csv = may_export.then(|| with(&format!("{path}.csv"), &asked, &[]));
    let next = page
        .next
        .as_deref()
        .map(|after| with(path, &asked, &[("after", after)]));
    let first = field(&asked, "after").map(|_| with(path, &asked, &[]));
    let points = days
        .iter()
        .map(|(day, spent)| Point {
            label: day.format("%-d %b").to_string(),
            value: spent.micros(),
            before: None,
        })
        .collect();
    let choices: &[UseBy] = if of_shop { &UseBy::SHOP } else { &UseBy::OWN };
    let choices = choices.iter().map(|by| (by.as_str(), by.in_words())).collect();
    let title = format!("{} spent in {} days", sums.spent, period.days());
    view! {
        <header class="surface-head">
            <h1>"Usage and cost"</h1>
            <p>{days_in_words(period, &zone)}</p>
            {csv.map(|href| view! { <a class="button button-secondary" href=href download>"CSV"</a> })}
        </header>
        <PeriodChooser path period wrong more=kept/>
        <ul class="figure-tiles" aria-label="Figures of the period">
            <Tile name=if of_shop { "Paid by customers" } else { "Spent" } href=with(path, &asked, &[("by", "service")])>{exact(sums.spent)}</Tile>
            {of_shop.then(|| view! { <Tile name="Your share" href=with(path, &asked, &[("by", "service")])>{exact(sums.share)}</Tile> })}
            <Tile name="Messages" href=with(path, &asked, &[("by", "number")]) note=format!("{} segments", sums.segments)>{sums.messages}</Tile>
            <Tile name="Minutes" href=with(path, &asked, &[("by", "number")]) note=format!("{} calls", sums.calls)>{sums.minutes()}</Tile>
            <Tile name="Came through" href=with(path, &asked, &[("by", "country")]) note="delivered or answered">
                {Some(sums.success()).filter(|text| !text.is_empty()).unwrap_or_else(|| "–".into())}
            </Tile>
        </ul>
        <section class="panel">
            <Chart id="uses" title=title name="Spent" unit=Unit::Money(currency) shape=Shape::Bars points/>
        </section>
        <section class="panel" aria-labelledby="by-title">
            <h2 id="by-title">"By " {by.in_words().to_lowercase()}</h2>
            <ByTabs path fields=asked choices chosen=by.as_str()/>
            <Rows rows=page.rows by of_shop/>
            <Pagination first next/>
        </section>
    }
}

#[component]
fn Rows(rows: Vec<UseRow>, by: UseBy, of_shop: bool) -> impl IntoView {
    if rows.is_empty() {
        return view! {
            <EmptyState icon="signal" title="Nothing was used" text="Messages, calls, numbers and data plans of these days stand here with what they cost."/>
        }
        .into_any();
    }
    let mut columns = vec![
        Column::plain(by.in_words()),
        Column::number("Messages"),
        Column::number("Minutes"),
        Column::number("Came through"),
        Column::number("Cost"),
    ];
    if of_shop {
        columns.push(Column::number("Your share"));
    }
    view! {
        <ListTable caption="Usage and cost" columns>
            {rows.into_iter().map(|row| line(row, by, of_shop)).collect_view()}
        </ListTable>
    }
    .into_any()
}

fn line(row: UseRow, by: UseBy, of_shop: bool) -> impl IntoView {
    let UseRow { name, sums, .. } = row;
    view! {
        <tr>
            <RowName label=by.in_words() name detail=String::new() unusual=String::new() href=None/>
            <td class="number" data-label="Messages">{sums.messages}</td>
            <td class="number" data-label="Minutes">{sums.minutes()}</td>
            <td class="number" data-label="Came through">{sums.success()}</td>
            <td class="number" data-label="Cost">{exact(sums.spent)}</td>
            {of_shop.then(|| view! { <td class="number" data-label="Your share">{exact(sums.share)}</td> })}
        </tr>
    }
}
