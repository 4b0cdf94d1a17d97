//! `clouddail serve` and `clouddail work`.

use std::{net::SocketAddr, time::Duration};

use leptos::config::{LeptosOptions, get_configuration};
use tokio_util::sync::CancellationToken;

use super::{BootError, config::Settings, telemetry, wire};
use crate::{
    backend::Backend,
    domain::supply,
    http::{
        api::limit::Rate,
        router::{Edges, router},
        tls,
    },
    jobs::worker::worker,
};

/// How often a process writes down what it counted.
const KEEP_UP: Duration = Duration::from_secs(20);

/// Serves the shops until told to stop, then finishes requests and jobs under way.
pub async fn serve(
    settings: &Settings<'_>,
    stop: CancellationToken,
    with_worker: bool,
) -> Result<(), BootError> {
    let address = settings.listen_addr()?;
    let metrics = telemetry::metrics()?;
    let backend = wire::backend(settings).await?;
    telemetry::serve_metrics(
        settings.parsed("METRICS_ADDR", "an address with port")?,
        metrics,
        tls::routes(backend.clone()),
        stop.clone(),
    )
    .await?;
    let listener = tokio::net::TcpListener::bind(address)
        .await
        .map_err(|error| BootError::Setting(format!("PORT {} cannot be used: {error}", address.port())))?;
    tokio::spawn(keep_up(backend.clone(), stop.clone()));
    let jobs = if with_worker {
        Some(tokio::spawn(run_jobs(backend.clone(), stop.clone())))
    } else {
        None
    };

    let leptos = get_configuration(Some("Leptos.toml"))
        .map_err(|error| BootError::failed("Leptos.toml cannot be read", error))?
        .leptos_options;
    let leptos = hashed_where_built(leptos);
    let edges = Edges {
        backend,
        leptos,
        site_root: settings.path("SITE_ROOT")?,
        trusted_proxy: settings.trusted_proxy()?,
        api_rate: Rate {
            per_second: settings.parsed("API_RATE_PER_SECOND", "a number of requests")?,
            burst: settings.parsed("API_RATE_BURST", "a number of requests")?,
        },
    };
    tokio::spawn(end_events(edges.backend.clone(), stop.clone()));
    tracing::info!(%address, "serving");
    let service = router(edges).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(stop.cancelled_owned())
        .await
        .map_err(|error| BootError::failed("the server stopped", error))?;
    match jobs {
        None => Ok(()),
        Some(jobs) => jobs
            .await
            .map_err(|error| BootError::failed("the worker stopped", error))?,
    }
}

/// Built files carry their hash in their names, which the build writes beside the binary. A binary on its own (in a
/// test) has none, and Leptos would panic at the first page.
fn hashed_where_built(mut leptos: LeptosOptions) -> LeptosOptions {
    let hashes = std::env::current_exe()
        .ok()
        .and_then(|exe| Some(exe.parent()?.join(&*leptos.hash_file)));
    leptos.hash_files &= hashes.is_some_and(|file| file.is_file());
    leptos
}

/// Runs jobs until told to stop, then finishes those under way.
pub async fn work(settings: &Settings<'_>, stop: CancellationToken) -> Result<(), BootError> {
    let metrics = telemetry::metrics()?;
    telemetry::serve_metrics(
        settings.parsed("METRICS_ADDR", "an address with port")?,
        metrics,
        axum::Router::new(),
        stop.clone(),
    )
    .await?;
    let backend = wire::backend(settings).await?;
    tokio::spawn(keep_up(backend.clone(), stop.clone()));
    run_jobs(backend, stop).await
}

/// Streams of events never end by themselves, and stopping waits for every answer.
async fn end_events(backend: Backend, stop: CancellationToken) {
    stop.cancelled().await;
    backend.caches.followed.end();
}

/// Every process writes down how the vendors answered it, and follows changes of their keys.
async fn keep_up(backend: Backend, stop: CancellationToken) {
    let mut ticks = tokio::time::interval(KEEP_UP);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    while stop.run_until_cancelled(ticks.tick()).await.is_some() {
        if let Err(error) = supply::keep_up(&backend).await {
            tracing::warn!(%error, "the vendors' health could not be written or their keys not be read");
        }
    }
}

async fn run_jobs(backend: Backend, stop: CancellationToken) -> Result<(), BootError> {
    let worker = worker(&backend, stop, true)
        .await
        .map_err(|error| BootError::failed("jobs", error))?;
    worker
        .run()
        .await
        .map_err(|error| BootError::failed("the worker stopped", error))
}
