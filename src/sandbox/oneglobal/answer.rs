//! Answers in HAL, problems, pages, and keys that make a request happen once.

use axum::Json;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::magic::Magic;
use super::super::memory::Memory;
use super::super::stage::Outcome;
use super::super::state::Sandbox;
use super::book::Answered;

const LARGEST_PAGE: usize = 40;
const KEY: HeaderName = HeaderName::from_static("idempotency-key");
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// What went wrong, as RFC 9457 has it.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    title: &'static str,
    code: &'static str,
    detail: String,
    pointer: &'static str,
}

impl Problem {
    fn new(status: StatusCode, title: &'static str, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            status,
            title,
            code,
            detail: detail.into(),
            pointer: "$",
        }
    }

    pub fn malformed(detail: impl Into<String>) -> Self {
        let code = "constraint_validation_error";
        Self::new(StatusCode::BAD_REQUEST, "Bad request", code, detail)
    }

    pub fn unauthorized() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "Unauthorized",
            "unauthorized",
            "no valid token",
        )
    }

    pub fn not_found(what: &str) -> Self {
        let detail = format!("{what} not found");
        Self::new(StatusCode::NOT_FOUND, "Not found", "resource_not_found", detail)
    }

    /// A field that cannot be taken as it is.
    pub fn unprocessable(pointer: &'static str, detail: impl Into<String>) -> Self {
        let (title, code) = ("Unprocessable entity", "constraint_validation_error");
        Self {
            pointer,
            ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, title, code, detail)
        }
    }

    fn key_reused() -> Self {
        let (title, code) = ("Unprocessable entity", "idempotency_key_reused");
        Self::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            title,
            code,
            "the key belongs to another request",
        )
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = json!({
            "title": self.title,
            "status": self.status.as_u16(),
            "detail": self.detail,
            "errors": [{ "code": self.code, "detail": self.detail, "pointer": self.pointer }],
        });
        let mut answer = (self.status, Json(body)).into_response();
        let headers = answer.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        headers.insert("idempotent-retriable", HeaderValue::from_static("false"));
        answer
    }
}

/// A body as 1GLOBAL sends it.
pub fn hal(status: StatusCode, body: Value) -> Response {
    let mut answer = (status, Json(body)).into_response();
    answer.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/hal+json"),
    );
    answer
}

/// The parameters every list has.
#[derive(Deserialize, Clone, Default)]
pub struct PageQuery {
    cursor: Option<String>,
    limit: Option<usize>,
}

impl PageQuery {
    /// Of a list that has other parameters too.
    pub const fn new(cursor: Option<String>, limit: Option<usize>) -> Self {
        Self { cursor, limit }
    }
}

/// A page of a list; `plural` names its items.
pub fn page(query: &PageQuery, plural: &str, all: Vec<Value>) -> Result<Response, Problem> {
    let limit = query.limit.unwrap_or(10);
    if !(1..=LARGEST_PAGE).contains(&limit) {
        return Err(Problem::malformed(format!(
            "limit must be between 1 and {LARGEST_PAGE}"
        )));
    }
    let from: usize = match query
        .cursor
        .as_deref()
        .map(|cursor| cursor.strip_prefix("after-"))
    {
        None => 0,
        Some(cursor) => cursor
            .and_then(|place| place.parse().ok())
            .ok_or_else(|| Problem::malformed("the cursor is not one of ours"))?,
    };
    let (end, base) = (
        from.saturating_add(limit),
        format!("{BASE}/{}", plural.replace('_', "-")),
    );
    let mut links = json!({ "self": { "href": base } });
    if end < all.len() {
        links["next"] = json!({ "href": format!("{base}?limit={limit}&cursor=after-{end}") });
    }
    let items: Vec<Value> = all.into_iter().skip(from).take(limit).collect();
    Ok(hal(
        StatusCode::OK,
        json!({ "_embedded": { plural: items }, "_links": links }),
    ))
}

/// Where the real ones live; addresses in answers lead there, and nobody of ours may follow them.
pub const BASE: &str = "https://api.1global.com/connect";

/// What a change came to.
pub enum Made {
    Done {
        status: u16,
        body: Value,
        magic: Option<Magic>,
    },
    /// Asked too often: nothing happened, and the key is free.
    Busy,
}

/// Makes a change under the request's key: once, and the same request again is given the same answer.
pub async fn once<F>(
    sandbox: &Sandbox,
    headers: &HeaderMap,
    request: String,
    make: F,
) -> Result<Response, Problem>
where
    F: FnOnce(&mut Memory) -> Result<Made, Problem> + Send + 'static,
{
    let key = headers
        .get(KEY)
        .and_then(|key| key.to_str().ok())
        .filter(|key| (1..=255).contains(&key.len()))
        .ok_or_else(|| Problem::malformed("Idempotency-Key is missing"))?
        .to_owned();
    let given = key.clone();
    let (made, is_replay) = sandbox
        .change(move |memory| match memory.oneglobal.answers.get(&key) {
            Some(known) if known.request != request => Err(Problem::key_reused()),
            Some(known) => {
                let (status, body) = (known.status, known.body.clone());
                let magic = None;
                Ok((Made::Done { status, body, magic }, true))
            }
            None => {
                let made = make(memory)?;
                if let Made::Done { status, body, .. } = &made {
                    let (status, body) = (*status, body.clone());
                    let known = Answered {
                        request,
                        status,
                        body,
                    };
                    memory.oneglobal.answers.insert(key, known);
                }
                Ok((made, false))
            }
        })
        .await?;
    sandbox.outbox_changed().notify_one();
    let Made::Done { status, body, magic } = made else {
        return Ok(Outcome::RateLimited.into_response());
    };
    let mut answer = hal(StatusCode::from_u16(status).unwrap_or_default(), body);
    let replayed = if is_replay { "true" } else { "false" };
    answer
        .headers_mut()
        .insert(REPLAYED, HeaderValue::from_static(replayed));
    if let Ok(key) = HeaderValue::from_str(&given) {
        answer.headers_mut().insert(KEY, key);
    }
    Ok(Magic::after_sale(magic, answer))
}
