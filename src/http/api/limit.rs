//! How many requests a key, or an address without one, may send.

use std::{
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    http::{Request, Response},
    middleware::{Next, from_fn},
    response::IntoResponse,
};
use tower_governor::{
    GovernorError, GovernorLayer, governor::GovernorConfigBuilder, key_extractor::KeyExtractor,
};

use super::{
    caller::Caller,
    problem::{Code, Problem},
};
use crate::{backend::Backend, shared::ids::ApiKeyId};

/// What a key or an address may send.
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    /// Requests per second, over time.
    pub per_second: u32,
    /// Requests at once.
    pub burst: u32,
}

/// Who is counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Counted {
    Key(ApiKeyId),
    Address(IpAddr),
}

/// Finds who is counted.
#[derive(Debug, Clone)]
pub struct ByKeyOrAddress;

impl KeyExtractor for ByKeyOrAddress {
    type Key = Counted;

    fn name(&self) -> &'static str {
        "key or address"
    }

    fn extract<T>(&self, request: &Request<T>) -> Result<Counted, GovernorError> {
        let caller = request.extensions().get::<Caller>();
        let caller = caller.ok_or(GovernorError::UnableToExtractKey)?;
        Ok(match caller.key() {
            Some(key) => Counted::Key(key.client.key()),
            None => Counted::Address(caller.asked.address),
        })
    }
}

/// Requests between two looks for counts nobody needs any more: addresses come and go.
const FORGET_EVERY: u32 = 1_024;

/// Puts the limit around the routes.
pub fn apply(routes: Router<Backend>, rate: Rate) -> Router<Backend> {
    apply_by(routes, rate, ByKeyOrAddress, refuse)
}

/// The same, for whoever is counted otherwise and is refused in another format.
pub fn apply_by<K>(
    routes: Router<Backend>,
    rate: Rate,
    counted: K,
    refuse: fn(GovernorError) -> Response<Body>,
) -> Router<Backend>
where
    K: KeyExtractor + Send + Sync + 'static,
    K::Key: Send + Sync + 'static,
{
    let config = GovernorConfigBuilder::default()
        .period(Duration::from_secs(1) / rate.per_second.max(1))
        .burst_size(rate.burst.max(1))
        .key_extractor(counted)
        .finish()
        .map(Arc::new);
    // Neither number is zero, which is the only thing that is refused.
    let Some(config) = config else { return routes };
    let asked = Arc::new(AtomicU32::new(0));
    let counts = config.clone();
    let forget = from_fn(move |request, next: Next| {
        if asked.fetch_add(1, Ordering::Relaxed).is_multiple_of(FORGET_EVERY) {
            counts.limiter().retain_recent();
        }
        next.run(request)
    });
    routes
        .layer(GovernorLayer::new(config).error_handler(refuse))
        .layer(forget)
}

fn refuse(error: GovernorError) -> Response<Body> {
    match error {
        GovernorError::TooManyRequests { wait_time, .. } => {
            let seconds = u32::try_from(wait_time).unwrap_or(u32::MAX).max(1);
            Problem::new(
                Code::TooManyRequests,
                "Too many requests at once. Nothing was done.",
            )
            .retry_after(seconds)
            .into_response()
        }
        GovernorError::UnableToExtractKey | GovernorError::Other { .. } => {
            Problem::new(Code::Internal, "The request could not be counted.").into_response()
        }
    }
}
