//! Basic authentication by account sid and auth token.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::header;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use subtle::ConstantTimeEq;

use super::super::state::Sandbox;
use super::answer::Failure;

/// The account a request was signed by, and the path as the client wrote it.
#[derive(Clone)]
pub struct Account {
    pub sid: String,
    pub path: String,
}

/// Middleware: any sid starting with AC, with the token of the settings; the sid in the path must be the same.
pub async fn check(State(sandbox): State<Sandbox>, mut request: Request, next: Next) -> Response {
    let path = request
        .extensions()
        .get::<axum::extract::OriginalUri>()
        .map_or(request.uri(), |uri| &uri.0)
        .path()
        .to_owned();
    let named = path
        .split_once("/Accounts/")
        .and_then(|(_, rest)| rest.split(['/', '.']).next());
    let sid = credentials(&request).filter(|(sid, token)| {
        let is_token = token
            .as_bytes()
            .ct_eq(sandbox.settings().twilio_auth_token.as_bytes());
        sid.starts_with("AC") && bool::from(is_token) && named.is_none_or(|named| named == sid)
    });
    let Some((sid, _)) = sid else {
        return Failure::unauthorized().into_response();
    };
    // Links in answers are relative to api.twilio.com, which knows nothing of where the sandbox mounts it.
    let path = path
        .strip_prefix("/twilio-pricing")
        .or_else(|| path.strip_prefix("/twilio-numbers"))
        .or_else(|| path.strip_prefix("/twilio"))
        .unwrap_or(&path)
        .to_owned();
    request.extensions_mut().insert(Account { sid, path });
    next.run(request).await
}

fn credentials(request: &Request) -> Option<(String, String)> {
    let header = request.headers().get(header::AUTHORIZATION)?.to_str().ok()?;
    let decoded = STANDARD.decode(header.strip_prefix("Basic ")?).ok()?;
    let (sid, token) = std::str::from_utf8(&decoded).ok()?.split_once(':')?;
    Some((sid.to_owned(), token.to_owned()))
}

impl<S: Sync> FromRequestParts<S> for Account {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(Failure::unauthorized)
    }
}
