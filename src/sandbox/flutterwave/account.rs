//! Accounts: a secret key is one, and sees its own transactions only.

use axum::extract::{FromRequestParts, Request, State};
use axum::http::{header, request::Parts};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::super::state::Sandbox;
use super::answer::Failure;

/// The account a request was made by: its secret key.
#[derive(Clone)]
pub struct Account(pub String);

/// Middleware: any secret key that was not rolled.
pub async fn check_key(State(sandbox): State<Sandbox>, mut request: Request, next: Next) -> Response {
    let header = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let key = header
        .and_then(|value| value.strip_prefix("Bearer "))
        .filter(|key| key.starts_with("FLWSECK"))
        .filter(|key| !sandbox.read(|memory| memory.flutterwave_rolled.contains(*key)))
        .map(str::to_owned);
    let Some(key) = key else {
        return Failure::unauthorized().into_response();
    };
    request.extensions_mut().insert(Account(key));
    next.run(request).await
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

/// The secret hash an account's webhooks carry.
pub fn hash_of(sandbox: &Sandbox, account: &str) -> String {
    let opened = sandbox.read(|memory| memory.flutterwave_hashes.get(account).cloned());
    let settings = sandbox.settings();
    opened.unwrap_or_else(|| {
        settings
            .flutterwave_accounts
            .iter()
            .find(|(key, _)| key == account)
            .map_or(&settings.flutterwave_secret_hash, |(_, hash)| hash)
            .clone()
    })
}
