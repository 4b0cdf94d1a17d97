//! What a request says: query, body, cursor, idempotency key. Each is refused with the field it is about.

use axum::{
    Json,
    extract::Query,
    http::{HeaderMap, Uri, header},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::{
    problem::{Code, Problem},
    wire::AmountLimit,
};
use crate::shared::{currency::Currency, money::Money};

/// Items of a page when nobody says.
const LIMIT_DEFAULT: i64 = 50;
/// Items of a page at most.
const LIMIT_MAX: i64 = 100;

/// The query, every parameter known and readable.
pub fn query<T: DeserializeOwned>(uri: &Uri) -> Result<T, Problem> {
    let Query(query) = Query::try_from_uri(uri)
        .map_err(|rejection| unreadable(Code::InvalidParameter, &rejection.body_text()))?;
    Ok(query)
}

/// The JSON body.
pub fn body<T: DeserializeOwned>(headers: &HeaderMap, bytes: &[u8]) -> Result<T, Problem> {
    let is_json = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .and_then(|kind| kind.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"));
    if !is_json {
        let detail = "Send the body as `Content-Type: application/json`. Nothing was done.";
        return Err(Problem::new(Code::UnsupportedMediaType, detail));
    }
    let Json(body) =
        Json::from_bytes(bytes).map_err(|rejection| unreadable(Code::InvalidBody, &rejection.body_text()))?;
    Ok(body)
}

/// The library says `Failed to …: field: reason`; the field is left out where the whole thing is unreadable.
fn unreadable(code: Code, text: &str) -> Problem {
    let reason = text.split_once(": ").map_or(text, |(_, reason)| reason);
    let is_path = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_.[]".contains(&byte))
    };
    match reason.split_once(": ") {
        Some((field, reason)) if is_path(field) => {
            Problem::new(code, format!("{reason}. Nothing was done.")).field(field)
        }
        _ => Problem::new(code, format!("{reason}. Nothing was done.")),
    }
}

/// A value that reads well but cannot be used.
pub fn invalid(field: &str, detail: &str) -> Problem {
    Problem::new(Code::InvalidField, format!("{detail} Nothing was done.")).field(field)
}

/// The same for a parameter of the address.
pub fn invalid_parameter(field: &str, detail: &str) -> Problem {
    Problem::new(Code::InvalidParameter, detail).field(field)
}

/// How many items a page has.
pub fn limit(wanted: Option<i64>) -> Result<i64, Problem> {
    match wanted.unwrap_or(LIMIT_DEFAULT) {
        limit @ 1..=LIMIT_MAX => Ok(limit),
        _ => Err(invalid_parameter("limit", "A page has 1 to 100 items.")),
    }
}

/// Items of a page and the way to the next: `rows` were asked for with one more than `limit`.
pub fn page<T>(mut rows: Vec<T>, limit: i64, cursor: impl FnOnce(&T) -> String) -> (Vec<T>, Option<String>) {
    let limit = usize::try_from(limit).unwrap_or_default();
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| has_more).map(cursor);
    (rows, next)
}

/// Where a page ended. Opaque to the caller; `kind` keeps one list's cursor out of another.
pub fn cursor(kind: &str, at: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{kind}:{at}"))
}

/// Reads a cursor of this list.
pub fn after(kind: &str, cursor: Option<&str>) -> Result<Option<String>, Problem> {
    let Some(cursor) = cursor else { return Ok(None) };
    URL_SAFE_NO_PAD
        .decode(cursor)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .and_then(|text| Some(text.strip_prefix(kind)?.strip_prefix(':')?.to_owned()))
        .map(Some)
        .ok_or_else(bad_cursor)
}

/// Reads a cursor that ends in an id.
pub fn after_id<Id: From<Uuid>>(kind: &str, cursor: Option<&str>) -> Result<Option<Id>, Problem> {
    after(kind, cursor)?
        .map(|text| Uuid::try_parse(&text).map(Id::from).map_err(|_| bad_cursor()))
        .transpose()
}

/// The cursor is not one of this list.
pub fn bad_cursor() -> Problem {
    Problem::new(
        Code::InvalidCursor,
        "The cursor is not one this list has given. Leave it out to begin at the start.",
    )
    .field("cursor")
}

/// The key of a request that happens once; `None` when none was sent.
pub fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    value
        .to_str()
        .ok()
        .filter(|key| (1..=200).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic()))
        .map(|key| Some(key.to_owned()))
        .ok_or_else(|| {
            Problem::new(
                Code::KeyInvalid,
                "An Idempotency-Key has 1 to 200 printable ASCII characters and no spaces. Nothing was done.",
            )
        })
}

/// A limit on a price, in the shop's own currency.
pub fn amount_limit(field: &str, limit: &AmountLimit, currency: Currency) -> Result<Money, Problem> {
    if limit.currency != currency.code() {
        return Err(invalid(field, &format!("This shop sells in {currency}.")));
    }
    Money::parse(&limit.amount, currency)
        .ok()
        .filter(|amount| !amount.is_negative())
        .ok_or_else(|| invalid(field, "The amount is not a decimal number above zero."))
}
