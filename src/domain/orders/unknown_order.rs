//! The case of an order without a clear outcome: everything needed to decide.

use serde_json::json;

use super::store::{OpenOrder, Try};
use crate::domain::{
    operations::{case::Found, hints},
    scope::{Scope, System},
};

/// What an operator reads, and what the verbs need.
pub(super) fn found(system: &System, order: &OpenOrder, tries: &[Try]) -> Found {
    let since = order.submitted_at.unwrap_or(order.created_at);
    let provider = order.item.provider();
    let last = tries.last().map_or_else(String::new, |last| {
        format!(
            " {} looks since, the last at {}: {}",
            tries.len(),
            last.at.format("%H:%M UTC"),
            last.detail
        )
    });
    let summary = format!(
        "{what} for {charged} has no clear outcome since {since}. Provider: {provider}, our reference {reference}.{last} \
         The money is still held, nothing was charged. {hint} The order settles by itself as soon as the provider \
         answers; if it never does: `clouddail cases settle CASE --delivered ID` or `--not-delivered`, with a reason.",
        what = order.item.title(),
        charged = order.stack.charged,
        since = since.format("%Y-%m-%d %H:%M UTC"),
        reference = order.reference,
        hint = hints::where_to_look(provider, &order.reference),
    );
    let details = json!({
        "order": order.id,
        "customer": order.owner,
        "provider": provider,
        "reference": order.reference,
        "what": order.item.title(),
        "item": order.item,
        "held": order.stack.charged,
        "submitted_at": order.submitted_at,
        "tries": tries.iter().map(|one| json!({ "at": one.at, "kind": one.kind, "detail": one.detail })).collect::<Vec<_>>(),
    });
    Found {
        reseller: Some(system.reseller()),
        kind: "order_unknown".into(),
        reference: order.id.to_string(),
        provider: Some(provider.to_owned()),
        summary,
        details,
    }
}
