//! Flutterwave's envelope, its key and its numbers.

use axum::Json;
use axum::http::StatusCode;
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

    /// 401.
    pub fn unauthorized() -> Self {
        Self(StatusCode::UNAUTHORIZED, "Invalid authorization key".into())
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
