//! For the proxy that ends TLS: which hosts it may get a certificate for. On the private address only.

use std::collections::HashMap;

use axum::{
    Router,
    extract::{Query, State},
    http::StatusCode,
    routing::get,
};

use crate::{
    backend::Backend,
    domain::tenancy::{self, HostName},
};

/// `GET /tls/allow?domain=…`, as Caddy's `on_demand_tls` asks.
pub fn routes(backend: Backend) -> Router {
    Router::new().route("/tls/allow", get(allow)).with_state(backend)
}

/// 200 for a host a shop answers at, 404 for every other. Answered from the shops remembered.
async fn allow(State(backend): State<Backend>, Query(asked): Query<HashMap<String, String>>) -> StatusCode {
    let Some(host) = asked.get("domain").and_then(|host| HostName::parse(host)) else {
        return StatusCode::NOT_FOUND;
    };
    match tenancy::resolve(&backend, &host).await {
        Ok(Some(_)) => StatusCode::OK,
        Ok(None) => StatusCode::NOT_FOUND,
        Err(error) => {
            tracing::error!(%error, "a host cannot be looked up for a certificate");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}
