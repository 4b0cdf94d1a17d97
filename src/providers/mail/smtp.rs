//! Mail by an SMTP server.

use std::time::Duration;

use async_trait::async_trait;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use secrecy::{ExposeSecret, SecretString};

use super::{Letter, MailError, Mailer, message::message};

const TIMEOUT: Duration = Duration::from_secs(20);

/// Hands letters to one SMTP server over a pool of connections.
pub struct SmtpMailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl SmtpMailer {
    /// `url` is `smtps://user:password@host`, or `smtp://user:password@host:587?tls=required` for STARTTLS.
    pub fn new(url: &SecretString) -> Result<Self, MailError> {
        // lettre's own sentence may quote the URL and with it the password.
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose_secret())
            .map_err(|_| MailError("not an SMTP URL such as smtps://user:password@host".to_owned()))?;
        Ok(Self {
            transport: builder.timeout(Some(TIMEOUT)).build(),
        })
    }
}

#[async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        let sent = self.transport.send(message(letter)?).await;
        sent.map(drop).map_err(|error| MailError(error.to_string()))
    }
}
