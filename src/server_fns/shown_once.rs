//! A secret that its owner sees exactly once, on the page after the form that made it.
//!
//! Between the two it travels in a cookie of the owner's browser, sealed for the shop and the person, for two minutes.
//! Nothing keeps it on the server, and an address or a log never holds it.

use axum::http::{HeaderValue, header, request::Parts};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use super::{cookie, guard::Asked};
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::error::AppError,
};

const SECONDS: i64 = 120;

/// Gives the browser the secret for the page to come. `what` keeps one kind of secret from being shown as another.
pub fn put(asked: &Asked, scope: &impl Scope, what: &str, secret: &str) -> Result<(), AppError> {
    let sealed = asked
        .backend
        .seal
        .close(
            scope.reseller(),
            cookie::SHOWN_ONCE,
            &row(scope, what),
            secret.as_bytes(),
        )
        .map_err(|error| asked.internal(&Internal::from(error)))?;
    set(asked, &URL_SAFE_NO_PAD.encode(sealed), SECONDS);
    Ok(())
}

/// The secret, if the browser brings one of this kind for this person; it is gone from the browser then.
pub fn take(asked: &Asked, scope: &impl Scope, what: &str) -> Option<String> {
    let parts = use_context::<Parts>()?;
    let value = cookie::read(&parts.headers, cookie::SHOWN_ONCE)?;
    let sealed = URL_SAFE_NO_PAD.decode(value).ok()?;
    let secret = asked
        .backend
        .seal
        .open(scope.reseller(), cookie::SHOWN_ONCE, &row(scope, what), &sealed)
        .ok()?;
    set(asked, "", 0);
    String::from_utf8(secret).ok()
}

fn row(scope: &impl Scope, what: &str) -> String {
    let person = scope.actor().map(|user| user.to_string());
    format!("{what}/{}", person.unwrap_or_default())
}

fn set(asked: &Asked, value: &str, seconds: i64) {
    let cookie = cookie::set(
        cookie::SHOWN_ONCE,
        value,
        seconds,
        asked.backend.address.is_https(),
    );
    if let (Some(response), Ok(value)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(&cookie)) {
        response.append_header(header::SET_COOKIE, value);
    }
}
