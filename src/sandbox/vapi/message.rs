//! What Vapi posts to us.

use serde_json::{Value, json};

use super::{Call, at};
use crate::sandbox::{state::Sandbox, twilio::messages::Manner};

/// Sent as `X-Vapi-Secret`.
const SECRET: &str = "sandbox-vapi-secret";

/// Who is to talk? What we were answered; `None` when nobody said anything.
pub async fn asked(sandbox: &Sandbox, call: &Call) -> Option<Value> {
    let answer = post(sandbox, &message(call, "assistant-request", json!({}))).await?;
    answer.json().await.ok()
}

/// The end: its state, and the report.
pub async fn ended(sandbox: &Sandbox, call: &Call, manner: Manner) {
    let state = message(
        call,
        "status-update",
        json!({ "status": "ended", "endedReason": "customer-ended-call" }),
    );
    let report = json!({
        "endedReason": "customer-ended-call", "artifact": { "transcript": "AI: Hello. User: Goodbye." },
        "analysis": { "summary": "They said hello." }, "startedAt": at(call.started_at()),
        "endedAt": call.ended_at.map(at), "cost": 0.05,
    });
    let report = message(call, "end-of-call-report", report);
    let sent = match manner {
        Manner::Usual => vec![&state, &report],
        Manner::Lost => vec![],
        Manner::Reversed => vec![&report, &state],
        Manner::Repeated => vec![&report, &state, &report, &state, &report],
    };
    for body in sent {
        post(sandbox, body).await;
    }
}

fn message(call: &Call, kind: &str, more: Value) -> Value {
    let mut message = json!({
        "type": kind, "timestamp": call.created_at.timestamp_millis(), "call": call.show(),
        "customer": { "number": call.from }, "phoneNumber": {
            "provider": "twilio", "number": call.to, "twilioAccountSid": "AC00000000000000000000000000000000",
        },
    });
    if let (Some(message), Value::Object(more)) = (message.as_object_mut(), more) {
        message.extend(more);
    }
    json!({ "message": message })
}

async fn post(sandbox: &Sandbox, body: &Value) -> Option<reqwest::Response> {
    let url = format!(
        "{}/webhooks/vapi",
        sandbox.settings().webhook_url.trim_end_matches('/')
    );
    let request = sandbox
        .http()
        .post(url)
        .header("x-vapi-secret", SECRET)
        .json(body);
    match request.send().await {
        Ok(answer) if answer.status().is_success() => Some(answer),
        Ok(answer) => {
            tracing::warn!(status = %answer.status(), "a message of the sandbox's Vapi was refused");
            None
        }
        Err(error) => {
            tracing::warn!(%error, "a message of the sandbox's Vapi found nobody");
            None
        }
    }
}
