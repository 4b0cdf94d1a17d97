//! A country's prices, on the shop's page and on that of its staff.

use leptos::prelude::*;

use super::list_address::address;
use crate::{
    components::{Choice, Column, EmptyState, Field, ListTable, MoneyText, Notice, Select},
    shared::{
        error::AppError,
        rates::{RateDeck, RateRow},
    },
};

/// The country that is shown first.
pub const USUAL: &str = "US";

/// The chooser and the table; `wrong` says why what was asked for is not shown.
pub fn show(deck: RateDeck, path: &'static str, wrong: Option<String>) -> impl IntoView {
    let RateDeck {
        country,
        rows,
        countries,
        is_partial,
    } = deck;
    let csv = address(&format!("{path}.csv"), &[("country", country.code.as_str())]);
    let choices = countries
        .into_iter()
        .map(|country| Choice::new(country.code.as_str(), country.name))
        .collect();
    let caption = format!("Prices of {}", country.name);
    view! {
        {wrong.map(|message| view! { <Notice kind="error">{message}</Notice> })}
        <form class="filters" method="get" action=path role="search">
            <Select label="Country" name="country" choices value=country.code.to_string()/>
            <div class="filters-actions">
                <button class="button button-secondary" type="submit">"Show"</button>
                <a class="button button-quiet" href=csv download>"CSV"</a>
            </div>
        </form>
        <form class="filters" method="get" action=path role="search">
            <Field label="Or a phone number, or how it begins" name="country" kind="tel" hint="With its country code, such as +33 6." maxlength=40/>
            <div class="filters-actions"><button class="button button-secondary" type="submit">"Find"</button></div>
        </form>
        {is_partial.then(|| view! { <Notice kind="warning">"Some prices cannot be read right now. Please look again in a minute."</Notice> })}
        <section class="panel" aria-labelledby="rates-title">
            <h2 id="rates-title">{country.name}</h2>
            <Rows rows caption/>
            <p class="panel-note">
                "Calls are counted in whole minutes, at least one. A message has one segment for 160 plain characters, or 70 \
                 with others. Messages that come in are free. Where it depends on your number, the highest price is shown."
            </p>
        </section>
    }
}

#[component]
fn Rows(rows: Vec<RateRow>, caption: String) -> impl IntoView {
    if rows.is_empty() {
        return view! { <EmptyState icon="receipt" title="No prices" text="Nothing is sold in this country at the moment."/> }.into_any();
    }
    let is_inside = rows.iter().any(|row| row.inside.is_some());
    let mut columns = vec![
        Column::plain("What"),
        Column::plain("Per"),
        Column::number("Price"),
    ];
    if is_inside {
        columns.push(Column::number("You pay"));
        columns.push(Column::number("You keep"));
    }
    view! { <ListTable caption columns>{rows.into_iter().map(line).collect_view()}</ListTable> }.into_any()
}

fn line(row: RateRow) -> impl IntoView {
    let RateRow {
        kind,
        detail,
        price,
        inside,
    } = row;
    view! {
        <tr>
            <td data-label="What"><span class="cell-lines">{kind.in_words()} <small>{detail}</small></span></td>
            <td data-label="Per">{kind.per()}</td>
            <td class="number" data-label="Price"><MoneyText amount=price/></td>
            {inside.map(|(pays, keeps)| view! {
                <td class="number" data-label="You pay"><MoneyText amount=pays/></td>
                <td class="number" data-label="You keep"><MoneyText amount=keeps/></td>
            })}
        </tr>
    }
}

/// What was asked for, or the usual country with a sentence.
pub async fn read<F, R>(country: Option<String>, ask: F) -> Result<(RateDeck, Option<String>), AppError>
where
    F: Fn(String) -> R,
    R: Future<Output = Result<RateDeck, AppError>>,
{
    let country = country
        .filter(|text| !text.trim().is_empty())
        .unwrap_or_else(|| USUAL.to_owned());
    match ask(country).await {
        Err(AppError::Invalid { message, .. }) => Ok((ask(USUAL.to_owned()).await?, Some(message))),
        read => Ok((read?, None)),
    }
}
