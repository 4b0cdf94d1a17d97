//! The hosted page: pay, let the card be declined, or walk away.

use axum::extract::{Form, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::super::memory::{Checkout, Memory, Transaction};
use super::super::page::{escape, page};
use super::super::state::Sandbox;
use super::events::charge_completed;

/// What the person does.
#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    Pay,
    Decline,
    WalkAway,
}

/// The form of the page.
#[derive(Deserialize)]
pub struct ChoiceForm {
    choice: Choice,
}

/// `GET /flutterwave/checkout/{token}`
pub async fn show(State(sandbox): State<Sandbox>, Path(token): Path<String>) -> Response {
    let found = sandbox.read(|memory| {
        memory
            .checkouts
            .get(&token)
            .cloned()
            .map(|checkout| (memory.paid(&checkout), memory.is_over(&checkout), checkout))
    });
    let Some((is_paid, is_over, checkout)) = found else {
        return sentence(StatusCode::NOT_FOUND, "There is no such payment.");
    };
    if is_paid {
        return sentence(
            StatusCode::OK,
            "This payment is complete. You can close this page.",
        );
    }
    if is_over {
        return sentence(StatusCode::GONE, "This payment link has expired.");
    }
    let body = format!(
        "<div class=\"card narrow\"><h1>{}</h1><div class=\"amount\">{} {}</div><p class=\"muted\">{}</p><form method=\"post\">\
         <button class=\"main\" name=\"choice\" value=\"pay\">Pay</button>\
         <button name=\"choice\" value=\"decline\">Card is declined</button>\
         <button name=\"choice\" value=\"walk_away\">Walk away</button></form>\
         <p><small>Sandbox checkout: no card is asked for and no money moves.</small></p></div>",
        escape(&checkout.title),
        escape(&checkout.currency),
        checkout.amount,
        escape(&checkout.customer_email),
    );
    page(&checkout.title, &body).into_response()
}

/// `POST /flutterwave/checkout/{token}`
pub async fn choose(
    State(sandbox): State<Sandbox>,
    Path(token): Path<String>,
    Form(form): Form<ChoiceForm>,
) -> Response {
    let outcome = sandbox
        .change(move |memory| act(memory, &token, form.choice))
        .await;
    sandbox.outbox_changed().notify_one();
    match outcome {
        None => sentence(
            StatusCode::GONE,
            "There is no such payment, or its link has expired.",
        ),
        Some((checkout, status, transaction)) => {
            let joint = if checkout.redirect_url.contains('?') {
                '&'
            } else {
                '?'
            };
            let mut target = format!(
                "{}{joint}status={status}&tx_ref={}",
                checkout.redirect_url,
                encode(&checkout.tx_ref)
            );
            if let Some(id) = transaction {
                target.push_str(&format!("&transaction_id={id}"));
            }
            (StatusCode::SEE_OTHER, [(header::LOCATION, target)]).into_response()
        }
    }
}

/// The attempt and its webhook are one change: neither is remembered without the other.
fn act(memory: &mut Memory, token: &str, choice: Choice) -> Option<(Checkout, &'static str, Option<u64>)> {
    let checkout = memory.checkouts.get(token)?.clone();
    // A second click on Pay, or a second link for the same reference, must not take the money twice.
    let earlier = memory
        .transactions
        .iter()
        .find(|earlier| earlier.is_successful && earlier.is_about(&checkout));
    if let Some(id) = earlier.map(|earlier| earlier.id) {
        return Some((checkout, "successful", Some(id)));
    }
    if choice == Choice::WalkAway {
        return Some((checkout, "cancelled", None));
    }
    if memory.is_over(&checkout) {
        return None;
    }
    let id = memory.next_id();
    let transaction = Transaction {
        id,
        flw_ref: format!("SANDBOX/FLW{id}"),
        is_successful: choice == Choice::Pay,
        created_at: memory.now(),
        checkout: checkout.clone(),
    };
    let event = charge_completed(&transaction);
    memory.transactions.push(transaction);
    memory.post(&checkout.account, event);
    Some((
        checkout,
        if choice == Choice::Pay {
            "successful"
        } else {
            "failed"
        },
        Some(id),
    ))
}

impl Memory {
    fn is_over(&self, checkout: &Checkout) -> bool {
        checkout.expires_at.is_some_and(|at| at <= self.now())
    }
}

fn sentence(status: StatusCode, text: &str) -> Response {
    (
        status,
        page(
            "Payment",
            &format!("<div class=\"card narrow\"><p>{text}</p></div>"),
        ),
    )
        .into_response()
}

fn encode(value: &str) -> String {
    value
        .bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect()
}
