//! What the pages of usage and spend share: the address they stand at, and by what they add up.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::{components::Notice, pages::list_address::address, shared::figures::Period};

/// Fields of the address of the page being rendered, those that are there.
pub fn fields(names: &[&'static str]) -> Vec<(&'static str, String)> {
    let query = use_query_map().read_untracked();
    names
        .iter()
        .filter_map(|name| Some((*name, query.get(name)?)))
        .filter(|(_, value)| !value.is_empty())
        .collect()
}

/// A field, if it is there.
pub fn field(fields: &[(&'static str, String)], name: &str) -> Option<String> {
    fields
        .iter()
        .find(|(one, _)| *one == name)
        .map(|(_, value)| value.clone())
}

/// The same page with some fields changed, on its first rows; an empty value takes a field away.
pub fn with(path: &str, fields: &[(&'static str, String)], changes: &[(&'static str, &str)]) -> String {
    let mut all: Vec<(&str, &str)> = fields
        .iter()
        .filter(|(name, _)| *name != "after" && !changes.iter().any(|(other, _)| other == name))
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    all.extend(changes);
    address(path, &all)
}

/// What is added up by: `(word, words)` of each.
#[component]
pub fn ByTabs(
    path: &'static str,
    fields: Vec<(&'static str, String)>,
    choices: Vec<(&'static str, &'static str)>,
    chosen: &'static str,
) -> impl IntoView {
    view! {
        <nav class="breakdown" aria-label="Add up by">
            {choices
                .into_iter()
                .map(|(word, name)| {
                    let href = with(path, &fields, &[("by", word)]);
                    view! {
                        <a class="button button-secondary button-small" href=href aria-current=(word == chosen).then_some("true")>
                            {name}
                        </a>
                    }
                })
                .collect_view()}
        </nav>
    }
}

/// `1 Nov 2026 to 30 Nov 2026, days in Europe/Berlin`.
pub fn days_in_words(period: Period, zone: &str) -> String {
    let words = |day: chrono::NaiveDate| day.format("%-d %b %Y").to_string();
    format!(
        "{} to {}, days in {zone}",
        words(period.from),
        words(period.last_day())
    )
}

/// The first cell of a row: what it is of, where that leads, and whether it stands out.
#[component]
pub fn RowName(
    /// The column's title.
    label: &'static str,
    name: String,
    detail: String,
    unusual: String,
    href: Option<String>,
) -> impl IntoView {
    view! {
        <td data-label=label>
            <span class="cell-lines">
                {match href {
                    Some(href) => view! { <a href=href>{name}</a> }.into_any(),
                    None => name.into_any(),
                }}
                {(!detail.is_empty()).then(|| view! { <small>{detail}</small> })}
            </span>
            {(!unusual.is_empty()).then(|| view! { <Notice kind="warning">"Unusual: " {unusual}</Notice> })}
        </td>
    }
}
