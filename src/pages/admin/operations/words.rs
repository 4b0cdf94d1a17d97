//! Kinds, ages and outcomes in words.

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::{components::Moment, pages::words};

/// Every kind of case, in the order people read them.
pub const KINDS: &[(&str, &str)] = &[
    ("order_unknown", "Order without an answer"),
    ("line_unknown", "Line without an answer"),
    ("message_unknown", "Message without an answer"),
    ("call_unknown", "Call without an answer"),
    ("payment_unknown", "Payment we do not know"),
    ("payment_mismatch", "Payment does not match"),
    ("number_conflict", "Number with two owners"),
    ("books_wrong", "The books are wrong"),
    ("bought_unassigned", "Bought, but nobody's"),
    ("assigned_gone", "A customer's, but gone"),
    ("price_differs", "Another price"),
    ("paid_not_credited", "Paid, but not credited"),
    ("credited_not_paid", "Credited, but not paid"),
    ("withdrawal_unknown", "Withdrawal without an answer"),
    ("closing_balance", "Closed account with money"),
    ("dispute_opened", "Payment disputed"),
    ("bill_differs", "Bill differs"),
    ("webhook_failed", "Webhook keeps failing"),
    ("float_short", "Float too short"),
    ("rate_old", "Old exchange rate"),
];

/// A kind this page does not know yet is shown as it is.
pub fn kind_in_words(kind: &str) -> String {
    KINDS
        .iter()
        .find(|(known, _)| *known == kind)
        .map_or_else(|| kind.replace('_', " "), |(_, words)| (*words).to_owned())
}

/// How a case ended.
pub fn resolution_in_words(resolution: &str) -> &str {
    match resolution {
        "adopted" => "Adopted",
        "released" => "Released",
        "credited" => "Credited",
        "settled" => "Settled",
        "dismissed" => "Dismissed",
        "gone" => "Over by itself",
        other => other,
    }
}

/// How a line of a bill agrees with our books.
pub fn outcome_in_words(outcome: &str) -> &str {
    match outcome {
        "matched" => "Matched",
        "provider_only" => "Only the provider has it",
        "ours_only" => "Only we have it",
        "amount_differs" => "The amounts differ",
        other => other,
    }
}

/// How long ago, with the moment itself below.
#[component]
pub fn Age(since: DateTime<Utc>, now: DateTime<Utc>) -> impl IntoView {
    let is_old = (now - since).num_minutes() >= 60;
    view! {
        <span class="admin-age" class:admin-age-old=is_old>
            {words::span(now - since)}
            <small><Moment at=since/></small>
        </span>
    }
}
