//! Keeps what a person typed when a form is refused, so that nothing is typed twice. For a minute, in a cookie of
//! their own browser; never a password, code or token.

use std::collections::HashMap;

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use crate::{components::form::KeptForm, server_fns::cookie};

/// Forms are small; larger ones are not remembered (and refused by the body limit).
const BODY_BYTES_MAX: usize = 64 * 1024;
/// A cookie has to fit into a header.
const REMEMBERED_BYTES_MAX: usize = 2_000;
const REMEMBERED_SECONDS: i64 = 60;

/// Fields that are nobody's business a second later.
const SECRET: [&str; 5] = ["password", "current", "token", "code", "key"];

/// Gives pages the fields of a form that was refused just now, and remembers those of one that is.
pub async fn remember(mut request: Request, next: Next) -> Response {
    if let Some(kept) = cookie::read(request.headers(), cookie::FORM).and_then(decode) {
        request.extensions_mut().insert(KeptForm(kept));
    }
    let is_form = request.method() == Method::POST
        && request
            .headers()
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
    let had_kept = request.extensions().get::<KeptForm>().is_some();
    if !is_form {
        let is_page = request.method() == Method::GET;
        let mut response = next.run(request).await;
        if had_kept && is_page && is_html(&response) {
            append_cookie(&mut response, &cookie::set(cookie::FORM, "", 0, false));
        }
        return response;
    }
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, BODY_BYTES_MAX).await else {
        return (
            StatusCode::PAYLOAD_TOO_LARGE,
            "That was too much at once. Nothing was changed.\n",
        )
            .into_response();
    };
    let fields = encode(&bytes);
    let mut response = next.run(Request::from_parts(parts, Body::from(bytes))).await;
    let is_refused = response
        .headers()
        .get(header::LOCATION)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|location| location.contains("__err="));
    if is_refused && fields.len() <= REMEMBERED_BYTES_MAX {
        append_cookie(
            &mut response,
            &cookie::set(cookie::FORM, &fields, REMEMBERED_SECONDS, false),
        );
    }
    response
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

fn encode(body: &[u8]) -> String {
    let kept: Vec<(String, String)> = url::form_urlencoded::parse(body)
        .into_owned()
        .filter(|(name, _)| !SECRET.iter().any(|secret| name.contains(secret)))
        .collect();
    let text = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(kept)
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
        let kept = decode(&encode(
            b"email=a%40b.test&password=hunter2&new_password=x&token=t",
        ))
        .unwrap();
        assert_eq!(kept.get("email").map(String::as_str), Some("a@b.test"));
        assert_eq!(kept.len(), 1);
    }
}
