//! Vendors in words.

use leptos::prelude::*;

use crate::{
    components::StatusBadge,
    shared::supply::{CircuitView, HealthView, ProviderRow},
};

/// What a vendor sells us.
pub fn kind_in_words(kind: &str) -> &str {
    match kind {
        "numbers" => "Phone numbers",
        "esims" => "eSIM data plans",
        "payments" => "Payments",
        other => other,
    }
}

/// What became of a product.
pub fn change_in_words(kind: &str) -> &str {
    match kind {
        "added" => "New",
        "gone" => "Gone",
        "back" => "Back on sale",
        "cost" => "Another cost",
        "minimum" => "Another minimum price",
        other => other,
    }
}

/// `≤ 200 ms`.
pub fn latency(bound: Option<u64>, calls: i64) -> String {
    match bound {
        Some(ms) => format!("≤ {ms} ms"),
        None if calls == 0 => "no calls".into(),
        None => "over 10 s".into(),
    }
}

/// Share of the calls that failed, with one decimal.
pub fn error_rate(health: &HealthView) -> String {
    if health.calls == 0 {
        return "no calls".into();
    }
    let tenths = health.failed * 1_000 / health.calls;
    format!("{}.{} %", tenths / 10, tenths % 10)
}

/// Paused, circuit and health, in a word each.
#[component]
pub fn ProviderBadges(row: ProviderRow) -> impl IntoView {
    let circuit = match row.circuit {
        CircuitView::Closed => None,
        CircuitView::Open { .. } => Some(("Circuit open", "bad")),
        CircuitView::HalfOpen => Some(("Circuit half-open", "attention")),
    };
    let is_paused = row.paused_at.is_some();
    let is_failing = row.is_unwell && circuit.is_none();
    let is_well = !is_paused && !row.is_unwell;
    view! {
        <span class="admin-badges">
            {is_paused.then(|| view! { <StatusBadge label="Paused" mood="attention"/> })}
            {circuit.map(|(label, mood)| view! { <StatusBadge label mood/> })}
            {is_failing.then(|| view! { <StatusBadge label="Failing" mood="bad"/> })}
            {is_well.then(|| view! { <StatusBadge label="Selling" mood="good"/> })}
        </span>
    }
}
