//! Where mails go: an SMTP server, or files for a machine without one.

pub mod files;
mod message;
pub mod smtp;

use async_trait::async_trait;

/// A finished mail in a reseller's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Ours; becomes the Message-ID so that a repeat is recognised.
    pub id: String,
    pub from_name: String,
    pub from_email: String,
    pub reply_to: String,
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// The mail was not handed over; trying again is right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("mail not sent: {0}")]
pub struct MailError(pub String);

/// Where mails go.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Hands the letter over.
    async fn send(&self, letter: &Letter) -> Result<(), MailError>;
}
