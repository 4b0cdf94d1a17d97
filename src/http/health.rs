//! For load balancers and the on-call operator.

use axum::{extract::State, http::StatusCode};

use crate::backend::Backend;

/// Alive: the process answers.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// Ready: the database answers and its tables are there.
pub async fn readyz(State(backend): State<Backend>) -> (StatusCode, &'static str) {
    match backend.is_ready().await {
        Ok(true) => (StatusCode::OK, "ready\n"),
        Ok(false) => (StatusCode::SERVICE_UNAVAILABLE, "the database is not migrated\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
