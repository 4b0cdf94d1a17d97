//! Telnyx's error envelope, its parameters and its pages.

use std::collections::BTreeMap;

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

const LARGEST_PAGE: usize = 250;
const USUAL_PAGE: usize = 20;

/// An error as Telnyx words it.
pub struct Failure {
    status: StatusCode,
    code: &'static str,
    title: &'static str,
    detail: String,
}

impl Failure {
    pub fn unauthorized() -> Self {
        Self {
            status: StatusCode::UNAUTHORIZED,
            code: "10009",
            title: "Authentication failed",
            detail: "The required authentication headers were either invalid or not included in the request."
                .into(),
        }
    }

    pub fn not_found() -> Self {
        Self {
            status: StatusCode::NOT_FOUND,
            code: "10005",
            title: "Resource not found",
            detail: "The requested resource or URL could not be found.".into(),
        }
    }

    /// 400 for a request that is not well-formed.
    pub fn bad(detail: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            code: "10015",
            title: "Bad Request",
            detail: detail.into(),
        }
    }

    /// 422 with one of Telnyx's codes.
    pub fn refused(code: &'static str, title: &'static str) -> Self {
        Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            code,
            title,
            detail: title.into(),
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let body = json!({ "errors": [{
            "code": self.code,
            "title": self.title,
            "detail": self.detail,
            "meta": { "url": format!("https://developers.telnyx.com/docs/overview/errors/{}", self.code) },
        }] });
        (self.status, Json(body)).into_response()
    }
}

/// Parameters by name, each given once but for lists.
pub struct Params(BTreeMap<String, Vec<String>>);

impl Params {
    /// Refuses a name outside `known`.
    pub fn check(pairs: Vec<(String, String)>, known: &[&str]) -> Result<Self, Failure> {
        let mut params = BTreeMap::<String, Vec<String>>::new();
        for (name, value) in pairs {
            if !known.contains(&name.as_str()) {
                return Err(Failure::bad(format!("{name} is not known here")));
            }
            params.entry(name).or_default().push(value);
        }
        Ok(Self(params))
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.first().map(String::as_str)
    }

    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    pub fn number(&self, name: &str, usual: usize) -> Result<usize, Failure> {
        self.get(name).map_or(Ok(usual), |text| {
            text.parse()
                .map_err(|_| Failure::bad(format!("{name} must be a whole number")))
        })
    }

    /// The page of a list that was asked for, wrapped.
    pub fn page(&self, all: &[Value]) -> Result<Value, Failure> {
        let (number, size) = (
            self.number("page[number]", 1)?,
            self.number("page[size]", USUAL_PAGE)?,
        );
        if number == 0 || !(1..=LARGEST_PAGE).contains(&size) {
            return Err(Failure::bad(format!(
                "page[size] must be between 1 and {LARGEST_PAGE}"
            )));
        }
        let data: Vec<&Value> = all
            .iter()
            .skip((number - 1).saturating_mul(size))
            .take(size)
            .collect();
        Ok(json!({
            "data": data,
            "meta": {
                "page_number": number,
                "page_size": size,
                "total_pages": all.len().div_ceil(size),
                "total_results": all.len(),
            },
        }))
    }
}
