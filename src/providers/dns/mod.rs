//! What the DNS says of a host: where it leads, who proves to own it, who may issue certificates for it.

mod hickory;

use std::net::IpAddr;

use async_trait::async_trait;

pub use hickory::Hickory;

/// Whose word is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The resolver, which knows what most of the world knows by now.
    Resolver,
    /// The domain's own name servers.
    Authority,
}

/// A restriction of certificate authorities (RFC 8659).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caa {
    /// In small letters: `issue`, `issuewild`, `iodef`.
    pub tag: String,
    pub value: String,
}

/// What was found; empty where nothing was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Records {
    /// The aliases a host leads through, without a last dot, in small letters.
    pub aliases: Vec<String>,
    pub addresses: Vec<IpAddr>,
    /// Texts at the name that proves ownership.
    pub proofs: Vec<String>,
    /// Of the host or the nearest domain above that has any.
    pub caa: Vec<Caa>,
}

/// No usable answer; not even that there is nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct DnsError(pub String);

/// Somebody to ask.
#[async_trait]
pub trait Dns: Send + Sync {
    /// Looks a host up, and the texts at `proof_name`.
    async fn look(&self, host: &str, proof_name: &str, source: Source) -> Result<Records, DnsError>;
}
