//! OAuth 2 client credentials, and the headers every call must have.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::{Form, Json};
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::TimeDelta;
use serde::Deserialize;
use serde_json::json;

use super::super::state::Sandbox;
use super::answer::Problem;

const LIFE: TimeDelta = TimeDelta::minutes(5);

#[derive(Deserialize)]
pub struct Grant {
    grant_type: String,
}

/// `POST /auth/realms/1global-connect/protocol/openid-connect/token`
pub async fn issue(State(sandbox): State<Sandbox>, headers: HeaderMap, Form(grant): Form<Grant>) -> Response {
    if grant.grant_type != "client_credentials" {
        let body = json!({ "error": "unsupported_grant_type" });
        return (StatusCode::BAD_REQUEST, Json(body)).into_response();
    }
    let is_known = basic(&headers)
        .and_then(|client| client.split_once(':').map(|(_, secret)| secret.to_owned()))
        .is_some_and(|secret| secret == sandbox.settings().oneglobal_client_secret);
    if !is_known {
        let body = json!({ "error": "invalid_client", "error_description": "Invalid client credentials" });
        return (StatusCode::UNAUTHORIZED, Json(body)).into_response();
    }
    let token = format!("{:032x}{:032x}", rand::random::<u128>(), rand::random::<u128>());
    let given = token.clone();
    sandbox
        .change(move |memory| {
            let now = memory.now();
            memory.oneglobal.tokens.retain(|_, until| *until > now);
            memory.oneglobal.tokens.insert(given, now + LIFE);
        })
        .await;
    let body = json!({ "access_token": token, "expires_in": LIFE.num_seconds(), "token_type": "Bearer" });
    Json(body).into_response()
}

/// Middleware: a token that has not ended, and the version.
pub async fn check(State(sandbox): State<Sandbox>, request: Request, next: Next) -> Response {
    match admit(&sandbox, request.headers()) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    }
}

fn admit(sandbox: &Sandbox, headers: &HeaderMap) -> Result<(), Problem> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let token = text("authorization").and_then(|value| value.strip_prefix("Bearer "));
    let is_good = token.is_some_and(|token| {
        sandbox.read(|memory| {
            let until = memory.oneglobal.tokens.get(token);
            until.is_some_and(|until| *until > memory.now())
        })
    });
    match (is_good, text("api-version")) {
        (false, _) => Err(Problem::unauthorized()),
        (true, Some("2026-02-05")) => Ok(()),
        (true, _) => Err(Problem::malformed("Api-Version must be 2026-02-05")),
    }
}

fn basic(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let bytes = STANDARD.decode(value.strip_prefix("Basic ")?).ok()?;
    String::from_utf8(bytes).ok()
}
