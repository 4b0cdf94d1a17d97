//! Sends events to addresses that resellers name. Nobody's private network is called, no redirect is followed, and
//! little of an answer is read.

pub mod address;
mod sender;

use async_trait::async_trait;

pub use sender::HttpSender;
pub(in crate::providers) use sender::{Guarded, Rule};

/// An event as it goes out.
#[derive(Debug, Clone)]
pub struct Outgoing {
    pub url: String,
    /// `webhook-id`.
    pub id: String,
    /// `webhook-timestamp`, in seconds.
    pub timestamp: i64,
    /// `webhook-signature`.
    pub signature: String,
    pub body: String,
}

/// What the receiver said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    pub status: u16,
    /// How the answer began.
    pub start: String,
}

/// Why an address may not be called.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    #[error("not an https address with a host, and without a user and a fragment")]
    NotHttps,
    #[error("it leads into a private network")]
    Private,
    #[error("its host cannot be found")]
    NotFound,
}

/// Why there was no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    #[error("not called: {0}")]
    Forbidden(UrlError),
    #[error("{0}")]
    NoAnswer(String),
}

/// Calls other people's servers.
#[async_trait]
pub trait WebhookSender: Send + Sync {
    /// Whether the address may be called, as far as can be told now. `send` looks again.
    async fn may_call(&self, url: &str) -> Result<(), UrlError>;

    /// Sends the event once.
    async fn send(&self, event: &Outgoing) -> Result<Receipt, SendError>;
}
