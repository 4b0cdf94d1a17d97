//! Keeps what a person typed, and why it was refused, when a form comes back: for a minute, in a cookie of their own
//! browser. Never a password, code, token or account at a bank.
//!
//! Leptos hands the reason over in the address of the page (`__path`, `__err`). There anybody could put a sentence of
//! their own into the shop's mouth by a link, so it is taken out of the address on the way to the browser, put back
//! for the page from the cookie, and ignored when it comes from anywhere else.

use std::collections::HashMap;

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::{components::form::KeptForm, server_fns::cookie};

/// Forms are small; the largest is a legal page, 40,000 characters of up to nine bytes.
const BODY_BYTES_MAX: usize = 384 * 1024;
/// A cookie has to fit into a header.
const REMEMBERED_BYTES_MAX: usize = 3_000;
const REMEMBERED_SECONDS: i64 = 60;

/// Fields that are nobody's business a second later.
const SECRET: [&str; 9] = [
    "password",
    "secret",
    "current",
    "token",
    "code",
    "key",
    "hash",
    "iban",
    "account_number",
];

/// Parts of an address that say why a form was refused.
const REASON: [&str; 2] = ["__path", "__err"];

/// Gives pages what a form that was refused just now held and why, and remembers it for one that is.
pub async fn remember(mut request: Request, next: Next) -> Response {
    if request.method() == Method::POST && !is_upload(&request) {
        return answer_form(request, next).await;
    }
    let kept = cookie::read(request.headers(), cookie::FORM).and_then(decode);
    let reason: Vec<_> = kept
        .iter()
        .flatten()
        .filter(|(name, _)| REASON.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    if let Some(uri) = with_reason(request.uri(), &reason) {
        *request.uri_mut() = uri;
    }
    let Some(kept) = kept else {
        return next.run(request).await;
    };
    request.extensions_mut().insert(KeptForm(kept));
    let mut response = next.run(request).await;
    if is_html(&response) {
        append_cookie(&mut response, &cookie::set(cookie::FORM, "", 0, false));
    }
    response
}

/// Files are not remembered, and have limits of their own.
fn is_upload(request: &Request) -> bool {
    request
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"))
}

async fn answer_form(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, BODY_BYTES_MAX).await else {
        return (
            StatusCode::PAYLOAD_TOO_LARGE,
            "That was too much at once. Nothing was changed.\n",
        )
            .into_response();
    };
    let fields = kept_fields(&bytes);
    let mut response = next.run(Request::from_parts(parts, Body::from(bytes))).await;
    let location = response
        .headers()
        .get(header::LOCATION)
        .and_then(|value| value.to_str().ok());
    let Some((address, reason)) = location.and_then(without_reason) else {
        return response;
    };
    if let Ok(address) = HeaderValue::from_str(&address) {
        response.headers_mut().insert(header::LOCATION, address);
    }
    let remembered = encode(fields.iter().chain(&reason));
    let remembered = if remembered.len() <= REMEMBERED_BYTES_MAX {
        remembered
    } else {
        encode(reason.iter())
    };
    append_cookie(
        &mut response,
        &cookie::set(cookie::FORM, &remembered, REMEMBERED_SECONDS, false),
    );
    response
}

/// The address with this reason and no other; `None` where there is nothing to change.
fn with_reason(uri: &Uri, reason: &[(String, String)]) -> Option<Uri> {
    let query = uri.query().unwrap_or_default();
    let is_claimed = REASON.iter().any(|name| query.contains(name));
    if !is_claimed && reason.is_empty() {
        return None;
    }
    let own = url::form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .filter(|(name, _)| !REASON.contains(&name.as_str()));
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(own.chain(reason.iter().cloned()))
        .finish();
    format!("{}?{query}", uri.path()).parse().ok()
}

/// The address a refused form goes back to, and the reason taken out of it; `None` when nothing was refused.
fn without_reason(location: &str) -> Option<(String, Vec<(String, String)>)> {
    let mut url = url::Url::parse(location).ok()?;
    let (reason, own): (Vec<_>, Vec<_>) = url
        .query_pairs()
        .into_owned()
        .partition(|(name, _)| REASON.contains(&name.as_str()));
    if reason.is_empty() {
        return None;
    }
    url.query_pairs_mut().clear().extend_pairs(own);
    let address = url.to_string();
    Some((address.trim_end_matches('?').to_owned(), reason))
}

fn is_html(response: &Response) -> bool {
    response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

fn append_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

/// What of a form may be remembered.
fn kept_fields(body: &[u8]) -> Vec<(String, String)> {
    url::form_urlencoded::parse(body)
        .into_owned()
        .filter(|(name, _)| !SECRET.iter().any(|secret| name.contains(secret)))
        .collect()
}

fn encode<'a>(pairs: impl Iterator<Item = &'a (String, String)>) -> String {
    let text = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish();
    URL_SAFE_NO_PAD.encode(text)
}

fn decode(cookie: &str) -> Option<HashMap<String, String>> {
    let text = URL_SAFE_NO_PAD
        .decode(cookie)
        .ok()
        .filter(|text| !text.is_empty())?;
    Some(url::form_urlencoded::parse(&text).into_owned().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_comes_back_and_secrets_do_not() {
        let fields = kept_fields(b"email=a%40b.test&password=hunter2&new_password=x&token=t");
        let kept = decode(&encode(fields.iter())).unwrap();
        assert_eq!(kept.get("email").map(String::as_str), Some("a@b.test"));
        assert_eq!(kept.len(), 1);
        let fields = kept_fields(b"holder=Ann&iban=DE88370400440532013000&account_number=1234&bic=DEUTDEFF");
        let kept = decode(&encode(fields.iter())).unwrap();
        assert_eq!(kept.get("holder").map(String::as_str), Some("Ann"));
        assert!(!kept.contains_key("iban") && !kept.contains_key("account_number"));
    }

    #[test]
    fn the_reason_travels_in_the_cookie_and_is_not_believed_from_an_address() {
        let (address, reason) = without_reason("http://a.test/x?next=%2Fy&__path=%2Fdo&__err=abc").unwrap();
        assert_eq!(address, "http://a.test/x?next=%2Fy");
        assert_eq!(without_reason("http://a.test/x?next=%2Fy"), None);
        assert_eq!(
            without_reason("http://a.test/x?__path=%2Fdo&__err=abc")
                .unwrap()
                .0,
            "http://a.test/x"
        );
        let back = with_reason(&"/x?next=%2Fy".parse().unwrap(), &reason).unwrap();
        assert_eq!(back.to_string(), "/x?next=%2Fy&__path=%2Fdo&__err=abc");
        let claimed = with_reason(&"/x?__err=evil&__path=%2Fdo".parse().unwrap(), &[]).unwrap();
        assert_eq!(claimed.to_string(), "/x?");
    }
}
