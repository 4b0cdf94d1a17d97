//! Everything sold, for the comparison of three books: ours, the vendor's, and the money's.

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use super::super::state::Sandbox;

/// `GET /_sandbox/inventory`
pub async fn show(State(sandbox): State<Sandbox>) -> Json<Value> {
    sandbox.read(|memory| {
        let payments: Vec<Value> = memory
            .transactions
            .iter()
            .map(|paid| {
                json!({
                    "id": paid.id,
                    "account": paid.checkout.account,
                    "tx_ref": paid.checkout.tx_ref,
                    "amount": paid.checkout.amount,
                    "currency": paid.checkout.currency,
                    "status": if paid.is_successful { "successful" } else { "failed" },
                    "created_at": paid.created_at,
                })
            })
            .collect();
        let numbers: Vec<_> = memory.numbers.values().collect();
        let esims: Vec<_> = memory.profiles.values().collect();
        Json(json!({
            "numbers": numbers,
            "telnyx_numbers": memory.telnyx.numbers,
            "telnyx_orders": memory.telnyx.orders,
            "telnyx_messages": memory.telnyx.messages,
            "telnyx_calls": memory.telnyx.calls,
            "work_orders": memory.work_orders,
            "esims": esims,
            "lines": memory.oneglobal.subscriptions,
            "messages": memory.messages,
            "calls": memory.calls,
            "payments": payments,
            "refunds": memory.refunds,
            "webhooks": memory.outbox,
        }))
    })
}
