//! Telna's errors (assumed: `{"error": …}`, one of the two shapes seen), its pages and its token.

use axum::Json;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

const LARGEST_PAGE: usize = 1_000;

/// What went wrong, in the words of the answer.
pub enum Failure {
    Malformed(String),
    NotFound(&'static str),
    OutOfStock,
    NeedsAddress,
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (status, text) = match self {
            Self::Malformed(text) => (StatusCode::BAD_REQUEST, text),
            Self::NotFound(text) => (StatusCode::NOT_FOUND, text.to_owned()),
            Self::OutOfStock => (StatusCode::CONFLICT, "out of stock".to_owned()),
            Self::NeedsAddress => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "customer address required".to_owned(),
            ),
        };
        (status, Json(json!({ "error": text }))).into_response()
    }
}

/// Middleware: any bearer token. A call without a User-Agent never reaches Telna: Cloudflare refuses it.
pub async fn check_token(request: Request, next: Next) -> Response {
    if !request.headers().contains_key(header::USER_AGENT) {
        return (StatusCode::FORBIDDEN, "error code: 1010").into_response();
    }
    let token = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    match token {
        Some(token) if !token.trim().is_empty() => next.run(request).await,
        _ => (StatusCode::UNAUTHORIZED, Json(json!({ "error": "unauthorized" }))).into_response(),
    }
}

/// `count` and `offset`, 100 and 0 unless given.
pub struct Window {
    count: usize,
    offset: usize,
}

impl Window {
    /// Reads the two parameters.
    pub fn new(count: Option<usize>, offset: Option<usize>) -> Self {
        Self {
            count: count.unwrap_or(100),
            offset: offset.unwrap_or(0),
        }
    }

    /// Cuts the window out of a list; `key` names the list.
    pub fn cut<T>(&self, all: Vec<T>, key: &str, show: impl Fn(T) -> Value) -> Result<Json<Value>, Failure> {
        if !(1..=LARGEST_PAGE).contains(&self.count) {
            return Err(Failure::Malformed(format!(
                "count must be between 1 and {LARGEST_PAGE}"
            )));
        }
        let total = all.len();
        let items: Vec<Value> = all
            .into_iter()
            .skip(self.offset)
            .take(self.count)
            .map(show)
            .collect();
        Ok(Json(
            json!({ "total": total, "offset": self.offset, "count": items.len(), key: items }),
        ))
    }
}
