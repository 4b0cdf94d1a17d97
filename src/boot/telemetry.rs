//! Logs and metrics.

use std::net::SocketAddr;

use axum::{Router, routing::get};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;

use super::{BootError, config::Settings};

/// Log lines to standard error: readable text, or one JSON object a line.
pub fn logs(settings: &Settings<'_>) -> Result<(), BootError> {
    let filter: EnvFilter = settings.parsed("LOG", "a log filter")?;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    match settings.text("LOG_FORMAT")?.as_str() {
        "json" => lines.json().flatten_event(true).init(),
        "text" => lines.init(),
        other => {
            return Err(BootError::Setting(format!(
                "LOG_FORMAT is `{other}`, which is neither text nor json"
            )));
        }
    }
    Ok(())
}

/// Begins to collect metrics.
pub fn metrics() -> Result<PrometheusHandle, BootError> {
    PrometheusBuilder::new()
        .install_recorder()
        .map_err(|error| BootError::failed("metrics cannot be collected", error))
}

/// Serves the metrics in Prometheus text, and what else is private, on the private address until told to stop.
pub async fn serve_metrics(
    address: SocketAddr,
    handle: PrometheusHandle,
    private: Router,
    stop: CancellationToken,
) -> Result<(), BootError> {
    let listener = tokio::net::TcpListener::bind(address)
        .await
        .map_err(|error| BootError::Setting(format!("METRICS_ADDR {address} cannot be used: {error}")))?;
    let render = move || {
        let handle = handle.clone();
        async move { handle.render() }
    };
    let router = private.route("/metrics", get(render));
    tokio::spawn(async move {
        let served = axum::serve(listener, router)
            .with_graceful_shutdown(stop.cancelled_owned())
            .await;
        if let Err(error) = served {
            tracing::error!(%error, "metrics are not served any more");
        }
    });
    Ok(())
}
