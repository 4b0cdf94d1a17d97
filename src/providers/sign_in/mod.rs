//! Companies' own identity providers. Their addresses are named by companies, so the same holds as for outgoing
//! webhooks: nobody's private network is called, and no redirect is followed.

mod http;
mod oidc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use secrecy::SecretString;

pub use oidc::OpenIdConnect;

/// What we know of a company's provider.
#[derive(Debug, Clone)]
pub struct Connection {
    pub issuer: String,
    pub client_id: String,
    pub client_secret: SecretString,
    /// The claim that lists a person's groups.
    pub groups_claim: String,
    /// Where the provider sends people back to.
    pub redirect_uri: String,
}

/// A sign-in that is about to begin.
#[derive(Debug, Clone)]
pub struct Begun {
    /// Where the browser goes.
    pub url: String,
    /// What the way back has to bring.
    pub state: String,
    /// What the answer has to hold.
    pub nonce: String,
    /// Proves that whoever fetches the answer also began (PKCE).
    pub verifier: String,
}

/// What the browser brought back, and what was kept.
#[derive(Debug)]
pub struct Returned<'a> {
    pub code: &'a str,
    pub nonce: &'a str,
    pub verifier: &'a str,
    pub now: DateTime<Utc>,
}

/// Who somebody is, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    pub subject: String,
    pub email: Option<String>,
    pub is_email_verified: bool,
    pub first_name: String,
    pub last_name: String,
    pub groups: Vec<String>,
}

/// Why there is no identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The address may not be called.
    Address,
    /// No answer.
    Unreachable,
    /// It does not describe itself as it should.
    Discovery,
    /// It does not know us, or the code is not its own.
    Client,
    /// The answer cannot be read.
    Token,
    Signature,
    Issuer,
    Audience,
    Nonce,
    Expired,
}

/// The cause, and what the provider or the network said, for whoever mends it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{cause:?}: {detail}")]
pub struct SignInFault {
    pub cause: Cause,
    pub detail: String,
}

/// Asks companies' providers.
#[async_trait]
pub trait SignInProvider: Send + Sync {
    /// Whether the provider can be found and describes itself.
    async fn check(&self, connection: &Connection) -> Result<(), SignInFault>;

    /// Where to send the browser.
    async fn begin(&self, connection: &Connection) -> Result<Begun, SignInFault>;

    /// Fetches the answer and checks its signature, issuer, audience, nonce and age.
    async fn finish(&self, connection: &Connection, returned: &Returned<'_>)
    -> Result<Identity, SignInFault>;
}
