//! `POST /webhooks/{provider}`: raw bytes in, signature checked, stored, 200. The work is a job's.

use axum::{
    body::Bytes,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, StatusCode},
};

use crate::{
    backend::Backend,
    domain::payments::receive::{ReceiveError, receive as store},
};

/// Takes an event once; a repeat is 200 too, since the vendor must stop sending it.
pub async fn receive(
    State(backend): State<Backend>,
    Path(provider): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let header = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned)
    };
    match store(&backend, &provider, query.as_deref(), &header, &body).await {
        Ok(()) => StatusCode::OK,
        Err(ReceiveError::Rejected(error)) => {
            tracing::warn!(provider, %error, "webhook rejected");
            StatusCode::UNAUTHORIZED
        }
        Err(ReceiveError::NoSuchProvider) => StatusCode::NOT_FOUND,
        Err(ReceiveError::Internal(error)) => {
            tracing::error!(provider, %error, "webhook could not be stored; the vendor will send it again");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}
