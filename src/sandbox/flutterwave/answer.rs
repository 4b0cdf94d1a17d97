//! Flutterwave's envelope, its key and its numbers.

use axum::Json;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// An error in the envelope.
pub struct Failure(StatusCode, String);

impl Failure {
    /// 400.
    pub fn bad(message: impl Into<String>) -> Self {
        Self(StatusCode::BAD_REQUEST, message.into())
    }

    /// 404.
    pub fn not_found(message: &str) -> Self {
        Self(StatusCode::NOT_FOUND, message.to_owned())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        (
            self.0,
            Json(json!({ "status": "error", "message": self.1, "data": null })),
        )
            .into_response()
    }
}

/// A success in the envelope.
pub fn success(message: &str, data: Value) -> Json<Value> {
    Json(json!({ "status": "success", "message": message, "data": data }))
}

/// Middleware: any secret key.
pub async fn check_key(request: Request, next: Next) -> Response {
    let header = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    match header.and_then(|value| value.strip_prefix("Bearer ")) {
        Some(key) if key.starts_with("FLWSECK") => next.run(request).await,
        _ => Failure(StatusCode::UNAUTHORIZED, "Invalid authorization key".into()).into_response(),
    }
}

/// An amount as a JSON number.
pub fn number(amount: Decimal) -> Value {
    serde_json::from_str(&amount.normalize().to_string()).unwrap_or(Value::Null)
}

/// An amount given as a number or as a string, as Flutterwave takes both.
pub fn amount(value: &Value) -> Option<Decimal> {
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        _ => return None,
    };
    text.parse().ok().filter(|amount| *amount > Decimal::ZERO)
}
