//! What came back, or what went wrong on the way.

use std::{sync::Arc, time::Duration};

use chrono::DateTime;
use reqwest::{
    Response, StatusCode,
    header::{DATE, HeaderMap, HeaderName, RETRY_AFTER},
};
use serde::de::DeserializeOwned;

use super::super::{ProviderError, Refusal, watch::Watch};

/// Longest body that is read, in bytes.
const BODY_MAX: usize = 8 << 20;
/// Longest piece of a vendor's text that is kept, in characters.
const DETAIL_MAX: usize = 200;
const RATE_LIMIT_RESET: HeaderName = HeaderName::from_static("x-rate-limit-reset");
const RETRY_AFTER_DEFAULT: u32 = 1;
const RETRY_AFTER_MAX: u32 = 60;
/// Longest pause a read makes for a busy vendor; beyond it the caller is told.
const PAUSE_MAX: Duration = Duration::from_secs(2);
/// When to try again a vendor that cannot be reached.
const UNREACHABLE_SECONDS: u32 = 5;

/// A vendor's answer: a success, or a 4xx that its adapter reads.
#[derive(Debug)]
pub(in crate::providers) struct Answer {
    pub status: StatusCode,
    pub body: Vec<u8>,
    provider: &'static str,
    watch: Arc<Watch>,
}

impl Answer {
    /// 2xx.
    pub fn is_success(&self) -> bool {
        self.status.is_success()
    }

    /// The body as JSON. One that cannot be read leaves the outcome unknown: the vendor did say something.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, ProviderError> {
        serde_json::from_slice(&self.body).map_err(|error| {
            self.watch.unreadable(self.provider);
            // Place and kind only: serde's own sentence quotes values, and a value may be a secret.
            let (kind, line, column) = (error.classify(), error.line(), error.column());
            ProviderError::unknown(format!("answer unreadable: {kind:?} at {line}:{column}"))
        })
    }

    /// The body of an error as JSON, where it is the vendor's envelope.
    pub fn envelope<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(&self.body).ok()
    }

    /// A refusal that has only the status to go by.
    pub fn refusal_by_status(&self, message: Option<String>) -> Refusal {
        let detail = shorten(&message.unwrap_or_default());
        match self.status {
            StatusCode::UNAUTHORIZED | StatusCode::PAYMENT_REQUIRED | StatusCode::FORBIDDEN => {
                Refusal::OurAccount {
                    detail: format!("HTTP {} {detail}", self.status.as_u16()),
                }
            }
            status => Refusal::Other {
                code: format!("http_{}", status.as_u16()),
                detail,
            },
        }
    }

    pub(super) async fn receive(
        mut response: Response,
        provider: &'static str,
        watch: &Arc<Watch>,
    ) -> Result<Self, Failure> {
        let status = response.status();
        match status {
            StatusCode::TOO_MANY_REQUESTS => {
                return Err(Failure::RateLimited {
                    seconds: retry_after(response.headers()),
                });
            }
            // A proxy that gave up waiting says nothing about the vendor.
            StatusCode::REQUEST_TIMEOUT => return Err(Failure::Broken { status }),
            _ if status.is_success() || status.is_client_error() => {}
            _ => return Err(Failure::Broken { status }),
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(Failure::of_transport)? {
            if body.len() + chunk.len() > BODY_MAX {
                return Err(Failure::Lost {
                    detail: format!("answer longer than {BODY_MAX} bytes"),
                });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Self {
            status,
            body,
            provider,
            watch: watch.clone(),
        })
    }
}

/// A try without an answer that an adapter could read.
#[derive(Debug)]
pub(super) enum Failure {
    /// No connection: nothing was sent.
    Unreachable { detail: String },
    /// Sent, and no whole answer in time.
    TimedOut,
    /// Sent, and the connection broke or the answer was unusable.
    Lost { detail: String },
    /// 5xx, a redirect, or a proxy's time-out.
    Broken { status: StatusCode },
    /// 429.
    RateLimited { seconds: u32 },
}

impl Failure {
    pub fn of_transport(error: reqwest::Error) -> Self {
        // Without its address, which names accounts and references.
        let error = error.without_url();
        match (error.is_connect(), error.is_timeout()) {
            (true, _) => Self::Unreachable {
                detail: chain(&error),
            },
            (false, true) => Self::TimedOut,
            (false, false) => Self::Lost {
                detail: chain(&error),
            },
        }
    }

    pub fn of_write(self) -> ProviderError {
        match self {
            Self::Unreachable { detail } => {
                tracing::warn!(%detail, "provider unreachable, nothing was sent");
                ProviderError::RateLimited {
                    retry_after_seconds: UNREACHABLE_SECONDS,
                }
            }
            other => other.of_read(),
        }
    }

    pub fn of_read(self) -> ProviderError {
        match self {
            Self::Unreachable { detail } => ProviderError::unknown(format!("unreachable: {detail}")),
            Self::TimedOut => ProviderError::unknown("no answer in time"),
            Self::Lost { detail } => ProviderError::unknown(detail),
            Self::Broken { status } => ProviderError::unknown(format!("HTTP {}", status.as_u16())),
            Self::RateLimited { seconds } => ProviderError::RateLimited {
                retry_after_seconds: seconds,
            },
        }
    }

    /// How long to wait before the next try of a read; `None` to give up.
    pub fn pause(&self, planned: Duration) -> Option<Duration> {
        match self {
            Self::TimedOut => None,
            Self::Broken { status } if !status.is_server_error() => None,
            Self::RateLimited { seconds } => Some(planned.max(Duration::from_secs(u64::from(*seconds))))
                .filter(|pause| *pause <= PAUSE_MAX),
            Self::Unreachable { .. } | Self::Lost { .. } | Self::Broken { .. } => Some(planned),
        }
    }

    pub const fn status(&self) -> Option<u16> {
        match self {
            Self::Broken { status } => Some(status.as_u16()),
            Self::RateLimited { .. } => Some(429),
            Self::Unreachable { .. } | Self::TimedOut | Self::Lost { .. } => None,
        }
    }

    pub const fn outcome(&self) -> &'static str {
        match self {
            Self::Unreachable { .. } => "unreachable",
            Self::TimedOut => "timed_out",
            Self::Lost { .. } | Self::Broken { .. } => "unknown",
            Self::RateLimited { .. } => "rate_limited",
        }
    }
}

/// Seconds, or the difference of two dates of the answer itself (RFC 9110, 10.2.3); else the time at which 1GLOBAL
/// counts anew, in milliseconds since 1970. 1 when absent, at most 60.
fn retry_after(headers: &HeaderMap) -> u32 {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let date = |name| text(name).and_then(|value| DateTime::parse_from_rfc2822(value).ok());
    let seconds = text(RETRY_AFTER)
        .and_then(|value| value.trim().parse().ok())
        .or_else(|| {
            let wait = date(RETRY_AFTER)? - date(DATE)?;
            u32::try_from(wait.num_seconds()).ok()
        })
        .or_else(|| {
            let reset = text(RATE_LIMIT_RESET).and_then(|value| value.trim().parse().ok())?;
            let wait = DateTime::from_timestamp_millis(reset)? - date(DATE)?.to_utc();
            u32::try_from((wait.num_milliseconds() + 999) / 1_000).ok()
        });
    seconds.unwrap_or(RETRY_AFTER_DEFAULT).min(RETRY_AFTER_MAX)
}

/// The first 200 characters of a vendor's text.
pub(in crate::providers) fn shorten(text: &str) -> String {
    text.chars().take(DETAIL_MAX).collect()
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    shorten(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(reqwest::header::HeaderName, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.clone(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn a_wait_is_read_from_seconds_and_from_dates_and_is_capped() {
        assert_eq!(retry_after(&headers(&[])), 1);
        assert_eq!(retry_after(&headers(&[(RETRY_AFTER, "7")])), 7);
        assert_eq!(retry_after(&headers(&[(RETRY_AFTER, "86400")])), 60);
        assert_eq!(retry_after(&headers(&[(RETRY_AFTER, "soon")])), 1);
        let dates = [
            (DATE, "Wed, 21 Oct 2015 07:28:00 GMT"),
            (RETRY_AFTER, "Wed, 21 Oct 2015 07:28:30 GMT"),
        ];
        assert_eq!(retry_after(&headers(&dates)), 30);
        let reset = [
            (DATE, "Wed, 21 Oct 2015 07:28:00 GMT"),
            (RATE_LIMIT_RESET, "1445412492500"),
        ];
        assert_eq!(retry_after(&headers(&reset)), 13);
    }
}
