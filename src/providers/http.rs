//! One outgoing HTTP client for all vendors: time-outs, a limit on answers, no redirects, retries of reads only, and
//! for each call a span and two metrics. It decides what a broken connection means; what a vendor's own "no" means is
//! its adapter's to say.

mod answer;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use backon::{ExponentialBuilder, Retryable};
use reqwest::{Client, RequestBuilder, redirect, retry};
use tracing::{Instrument, field::Empty, info_span};

use answer::Failure;
pub(super) use answer::{Answer, shorten};

use super::watch::{Ended, Watch};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
const TIMEOUT: Duration = Duration::from_secs(10);
/// After the first try; reads only.
const RETRIES: usize = 2;

/// The client all adapters share. Cheap to clone.
#[derive(Debug, Clone)]
pub struct HttpClient {
    client: Client,
    watch: Arc<Watch>,
}

/// The TLS set-up of this machine cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("no HTTP client: {0}")]
pub struct HttpClientError(#[from] reqwest::Error);

/// Who is asked for what: the labels of the span and of the metrics.
#[derive(Debug, Clone, Copy)]
pub(super) struct Call {
    pub provider: &'static str,
    pub operation: &'static str,
}

impl HttpClient {
    /// A client that waits 10 seconds for a whole answer.
    pub fn new() -> Result<Self, HttpClientError> {
        Self::with_timeout(TIMEOUT)
    }

    /// A client that waits `timeout` for a whole answer, and at most 3 seconds of it for a connection.
    pub fn with_timeout(timeout: Duration) -> Result<Self, HttpClientError> {
        // reqwest takes the process-wide provider; whoever was first has installed the same one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .user_agent(concat!("CloudDail/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(timeout)
            // A key must not follow a redirect to another host, and a purchase must not be sent twice.
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .build()?;
        Ok(Self {
            client,
            watch: Arc::default(),
        })
    }

    /// What is known of the vendors asked through this client.
    pub fn watch(&self) -> Arc<Watch> {
        self.watch.clone()
    }

    /// Sends a request that changes something: once, whatever happens.
    ///
    /// When no connection came about nothing was sent, so it certainly did not happen: `RateLimited`.
    pub(super) async fn write(
        &self,
        call: Call,
        request: impl FnOnce(&Client) -> RequestBuilder,
    ) -> Result<Answer, super::ProviderError> {
        self.attempt(call, request(&self.client))
            .await
            .map_err(Failure::of_write)
    }

    /// Sends a request that only reads: up to three times with growing pauses after a 429, a 5xx or a broken
    /// connection. A time-out is not repeated: somebody is waiting.
    pub(super) async fn read(
        &self,
        call: Call,
        request: impl Fn(&Client) -> RequestBuilder,
    ) -> Result<Answer, super::ProviderError> {
        let pauses = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(100))
            .with_max_delay(Duration::from_secs(1))
            .with_max_times(RETRIES)
            .with_jitter();
        (|| self.attempt(call, request(&self.client)))
            .retry(pauses)
            .adjust(|failure: &Failure, pause| failure.pause(pause?))
            .await
            .map_err(Failure::of_read)
    }

    /// Sends a request that only reads, once: for a question on the way to a purchase, whose time is limited.
    pub(super) async fn read_once(
        &self,
        call: Call,
        request: impl FnOnce(&Client) -> RequestBuilder,
    ) -> Result<Answer, super::ProviderError> {
        self.attempt(call, request(&self.client))
            .await
            .map_err(Failure::of_read)
    }

    async fn attempt(&self, call: Call, request: RequestBuilder) -> Result<Answer, Failure> {
        let Call { provider, operation } = call;
        let span = info_span!(
            "provider_call",
            vendor = provider,
            operation,
            status = Empty,
            duration_ms = Empty
        );
        let started = Instant::now();
        let result = async {
            let result = match request.send().await {
                Ok(response) => Answer::receive(response, provider, &self.watch).await,
                Err(error) => Err(Failure::of_transport(error)),
            };
            let elapsed = started.elapsed();
            let span = tracing::Span::current();
            span.record(
                "duration_ms",
                u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX),
            );
            if let Some(status) = status(&result) {
                span.record("status", status);
            }
            tracing::debug!(outcome = outcome(&result), "provider answered");
            metrics::histogram!("provider_call_seconds", "provider" => provider, "operation" => operation)
                .record(elapsed.as_secs_f64());
            self.watch.count(provider, ended(&result), elapsed);
            result
        }
        .instrument(span)
        .await;
        metrics::counter!("provider_calls_total",
            "provider" => provider, "operation" => operation, "outcome" => outcome(&result))
        .increment(1);
        result
    }
}

fn status(result: &Result<Answer, Failure>) -> Option<u16> {
    match result {
        Ok(answer) => Some(answer.status.as_u16()),
        Err(failure) => failure.status(),
    }
}

fn ended(result: &Result<Answer, Failure>) -> Ended {
    match result {
        Ok(answer) if answer.is_success() => Ended::Ok,
        Ok(_) => Ended::Refused,
        Err(Failure::RateLimited { .. }) => Ended::Busy,
        Err(_) => Ended::Failed,
    }
}

fn outcome(result: &Result<Answer, Failure>) -> &'static str {
    match result {
        Ok(answer) if answer.is_success() => "ok",
        Ok(_) => "refused",
        Err(failure) => failure.outcome(),
    }
}
