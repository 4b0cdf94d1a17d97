//! What pages with figures share: the choice of a period, tiles, and a finding in words.

use leptos::prelude::*;
use leptos_router::params::ParamsMap;

use crate::{
    components::{Field, Notice},
    shared::{
        figures::{Period, Span},
        money::Money,
    },
};

/// The span an address asks for.
pub fn span_in_query(query: &ParamsMap) -> Span {
    Span {
        days: query.get("days"),
        from: query.get("from"),
        until: query.get("until"),
    }
}

/// Seven, thirty, ninety days, or from one day to another. `more` is kept in the address, such as `by=country`.
#[component]
pub fn PeriodChooser(
    path: &'static str,
    period: Period,
    #[prop(optional_no_strip)] wrong: Option<String>,
    #[prop(optional)] more: Vec<(&'static str, String)>,
) -> impl IntoView {
    let kept: String = more
        .iter()
        .map(|(name, value)| format!("&{name}={value}"))
        .collect();
    view! {
        {wrong.map(|message| view! { <Notice kind="error">{message}</Notice> })}
        <form class="periods" method="get" action=path>
            {[7, 30, 90]
                .into_iter()
                .map(|days| view! {
                    <a
                        class="button button-secondary"
                        href=format!("{path}?days={days}{kept}")
                        aria-current=(period.days() == days).then_some("true")
                    >
                        {format!("{days} days")}
                    </a>
                })
                .collect_view()}
            {more
                .into_iter()
                .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
                .collect_view()}
            <Field label="From" name="from" kind="date" value=period.from.to_string()/>
            <Field label="To" name="until" kind="date" value=period.last_day().to_string()/>
            <button class="button button-secondary" type="submit">"Show"</button>
        </form>
    }
}

/// A figure that leads to its rows.
#[component]
pub fn Tile(
    name: &'static str,
    #[prop(into)] href: String,
    #[prop(optional, into)] note: String,
    #[prop(optional)] is_alarming: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <li>
            <a class="figure-tile" class:figure-alarm=is_alarming href=href>
                <span>{name}</span>
                <b>{children()}</b>
                {(!note.is_empty()).then(|| view! { <small>{note}</small> })}
            </a>
        </li>
    }
}

/// An amount as people read it; machines read it to the micro-unit.
pub fn exact(amount: Money) -> impl IntoView {
    view! { <data class="money" value=amount.amount()>{amount.to_string()}</data> }
}

/// `+12 % on the period before`.
pub fn change(now: i64, before: i64) -> String {
    match percent(now, before) {
        None if now == 0 => "as before".into(),
        None => "nothing the period before".into(),
        Some(0) => "as the period before".into(),
        Some(percent) => format!("{percent:+}\u{a0}% on the period before").replace('-', "\u{2212}"),
    }
}

/// A chart's title: what there is to see.
pub fn finding(what: &str, now: i64, before: i64) -> String {
    match percent(now, before) {
        None if now == 0 => format!("{what}: none in this period, none before"),
        None => format!("{what}: none before, some now"),
        Some(0) => format!("{what}: as much as the period before"),
        Some(percent) if percent > 0 => format!("{what}: {percent}\u{a0}% more than the period before"),
        Some(percent) => format!("{what}: {}\u{a0}% less than the period before", -percent),
    }
}

/// Whole percent; `None` without something to compare with.
fn percent(now: i64, before: i64) -> Option<i64> {
    let (now, before) = (i128::from(now), i128::from(before));
    if before == 0 {
        return None;
    }
    i64::try_from((now - before) * 100 / before.abs()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_in_whole_percent_of_what_was_before() {
        assert_eq!(change(150, 100), "+50\u{a0}% on the period before");
        assert_eq!(change(50, 100), "\u{2212}50\u{a0}% on the period before");
        assert_eq!(change(0, 0), "as before");
        assert_eq!(
            finding("Sales", 75, 100),
            "Sales: 25\u{a0}% less than the period before"
        );
        assert_eq!(finding("Sales", 75, 0), "Sales: none before, some now");
    }
}
