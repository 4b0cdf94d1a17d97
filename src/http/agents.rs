//! `POST /webhooks/vapi`: like every webhook, but where somebody rings, the vendor waits to be told who talks.

use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};

use crate::{
    backend::Backend,
    domain::{calls, payments::receive::ReceiveError},
};

/// A report carries what was said; the longest calls say less. One that is longer is lost, and made good by asking.
pub const BODY_BYTES_MAX: usize = 256 * 1024;

/// Stored once; a repeat is answered alike.
pub async fn receive(State(backend): State<Backend>, headers: HeaderMap, body: Bytes) -> Response {
    let header = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned)
    };
    match calls::receive_agent(&backend, &header, &body).await {
        Ok(answer) => Json(answer).into_response(),
        Err(ReceiveError::Rejected(error)) => {
            tracing::warn!(%error, "an agent's webhook rejected");
            StatusCode::UNAUTHORIZED.into_response()
        }
        Err(ReceiveError::NoSuchProvider) => StatusCode::NOT_FOUND.into_response(),
        Err(ReceiveError::Internal(error)) => {
            tracing::error!(%error, "an agent's webhook could not be stored");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
