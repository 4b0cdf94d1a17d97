//! Bad endings of a call: an error in the vendor's envelope, a cut connection, or silence.

use std::time::Duration;

use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::super::listener::Wire;
use super::super::state::Sandbox;
use super::operation::Vendor;

/// Longer than any client waits.
const SILENCE: Duration = Duration::from_secs(60);

/// How a call ends badly. A handler returns it as a response; [`super::act`] plays it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    ServerError,
    RateLimited,
    /// An error in the vendor's envelope, under the status of a success.
    Lie,
    /// The connection ends at once, without a byte.
    Drop,
    /// Silence until the client goes, then the connection ends.
    Hang,
}

impl IntoResponse for Outcome {
    fn into_response(self) -> Response {
        let mut marker = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        marker.extensions_mut().insert(self);
        marker
    }
}

/// Turns the wish into what the client sees.
pub async fn play(outcome: Outcome, vendor: Vendor, wire: Option<Wire>, sandbox: &Sandbox) -> Response {
    match outcome {
        Outcome::ServerError => error(vendor, StatusCode::INTERNAL_SERVER_ERROR),
        Outcome::Lie => {
            let mut answer = error(vendor, StatusCode::INTERNAL_SERVER_ERROR);
            *answer.status_mut() = StatusCode::OK;
            answer
        }
        Outcome::RateLimited => {
            let mut answer = error(vendor, StatusCode::TOO_MANY_REQUESTS);
            answer
                .headers_mut()
                .insert(header::RETRY_AFTER, header::HeaderValue::from_static("1"));
            answer
        }
        Outcome::Drop => cut(wire),
        Outcome::Hang => {
            tokio::select! {
                () = tokio::time::sleep(SILENCE) => {}
                () = sandbox.stop().cancelled() => {}
            }
            cut(wire)
        }
    }
}

/// The response is never seen: writing it fails and ends the connection.
fn cut(wire: Option<Wire>) -> Response {
    if let Some(wire) = wire {
        wire.cut();
    }
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

fn error(vendor: Vendor, status: StatusCode) -> Response {
    let is_rate = status == StatusCode::TOO_MANY_REQUESTS;
    let body = match vendor {
        Vendor::Twilio => {
            let (code, message) = if is_rate {
                (20429, "Too Many Requests")
            } else {
                (20500, "An internal server error has occurred")
            };
            json!({ "code": code, "message": message, "more_info": format!("https://www.twilio.com/docs/errors/{code}"), "status": status.as_u16() })
        }
        Vendor::Telna => {
            json!({ "error": if is_rate { "too many requests" } else { "internal server error" } })
        }
        Vendor::Telnyx => {
            let (code, title) = if is_rate {
                ("10011", "Too many requests")
            } else {
                ("10007", "Unexpected error")
            };
            json!({ "errors": [{ "code": code, "title": title, "detail": title }] })
        }
        Vendor::OneGlobal => {
            let (title, code) = if is_rate {
                ("Too many requests", "rate_limit_exceeded")
            } else {
                ("Internal server error", "internal_server_error")
            };
            json!({ "title": title, "status": status.as_u16(), "errors": [{ "code": code }] })
        }
        Vendor::Flutterwave => {
            json!({ "status": "error", "message": if is_rate { "Too many requests" } else { "An error occurred" }, "data": null })
        }
    };
    (status, Json(body)).into_response()
}
