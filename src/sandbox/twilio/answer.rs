//! Twilio's error envelope, its pages and its dates.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::params::Params;

/// An error as Twilio words it.
pub struct Failure {
    status: StatusCode,
    code: u32,
    message: String,
}

impl Failure {
    /// 400 with one of Twilio's error codes.
    pub fn bad(code: u32, message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            code,
            message: message.into(),
        }
    }

    /// 404 for a path or a country Twilio does not have.
    pub fn not_found(path: &str) -> Self {
        Self {
            status: StatusCode::NOT_FOUND,
            code: 20404,
            message: format!("The requested resource {path} was not found"),
        }
    }

    /// 401.
    pub fn unauthorized() -> Self {
        Self {
            status: StatusCode::UNAUTHORIZED,
            code: 20003,
            message: "Authenticate".into(),
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let body = json!({
            "code": self.code,
            "message": self.message,
            "more_info": format!("https://www.twilio.com/docs/errors/{}", self.code),
            "status": self.status.as_u16(),
        });
        (self.status, Json(body)).into_response()
    }
}

/// Cuts one page out of a list and wraps it as the API of 2010 does; `key` names the list.
pub fn page<T>(
    all: Vec<T>,
    key: &str,
    path: &str,
    params: &Params,
    show: impl Fn(T) -> Value,
) -> Result<Value, Failure> {
    let size = params.page_size()?;
    let page = params.page()?;
    let total = all.len();
    let start = page.saturating_mul(size);
    let items: Vec<Value> = all.into_iter().skip(start).take(size).map(show).collect();
    let at = |page: usize| format!("{path}?{}", params.with_page(page, size));
    let has_next = start.saturating_add(size) < total;
    Ok(json!({
        key: items,
        "page": page,
        "page_size": size,
        "start": start,
        "end": start + items.len().saturating_sub(1),
        "uri": at(page),
        "first_page_uri": at(0),
        "previous_page_uri": page.checked_sub(1).map(at),
        "next_page_uri": has_next.then(|| at(page + 1)),
    }))
}

/// A date as the API of 2010 writes it.
pub fn date(at: DateTime<Utc>) -> String {
    at.format("%a, %d %b %Y %H:%M:%S +0000").to_string()
}
