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
    Refused,
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
        Outcome::Refused => error(vendor, StatusCode::UNPROCESSABLE_ENTITY),
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
    let (title, code, twilio) = match status {
        StatusCode::TOO_MANY_REQUESTS => ("Too many requests", "rate_limit_exceeded", 20429),
        StatusCode::UNPROCESSABLE_ENTITY => ("Unprocessable entity", "not_possible", 21422),
        _ => ("Internal server error", "internal_server_error", 20500),
    };
    let body = match vendor {
        Vendor::Twilio => {
            let more = format!("https://www.twilio.com/docs/errors/{twilio}");
            json!({ "code": twilio, "message": title, "more_info": more, "status": status.as_u16() })
        }
        Vendor::Telna => json!({ "error": title }),
        Vendor::Telnyx => {
            // Telnyx's own codes: 10011 rate limit, 10007 unexpected error, 10015 bad request.
            let telnyx = match status {
                StatusCode::TOO_MANY_REQUESTS => "10011",
                StatusCode::UNPROCESSABLE_ENTITY => "10015",
                _ => "10007",
            };
            json!({ "errors": [{ "code": telnyx, "title": title, "detail": title }] })
        }
        Vendor::OneGlobal => {
            json!({ "title": title, "status": status.as_u16(), "errors": [{ "code": code }] })
        }
        Vendor::Flutterwave => json!({ "status": "error", "message": title, "data": null }),
    };
    (status, Json(body)).into_response()
}
