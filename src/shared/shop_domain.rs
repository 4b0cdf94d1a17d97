//! A shop's host names as its staff see them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::ids::DomainId;

/// Where a domain stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DomainState {
    /// Waiting for its DNS records.
    Pending,
    /// The shop answers there.
    Verified,
    /// Given up until somebody checks again.
    Failed,
}

impl DomainState {
    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Verified => "verified",
            Self::Failed => "failed",
        }
    }

    /// Reads the database's word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Pending, Self::Verified, Self::Failed]
            .into_iter()
            .find(|state| state.as_str() == word)
    }
}

/// Why a domain is not verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DomainCause {
    /// The host has neither an address nor an alias.
    NoRecord,
    /// The host points here, but the TXT record is missing.
    NoProof,
    /// The host points elsewhere.
    WrongTarget,
    /// The TXT record is another shop's, or an old one.
    OtherOwner,
    /// A CAA record keeps the certificate authority out.
    Caa,
    /// The domain's own name servers have the records, the rest of the world not yet.
    NotPropagated,
    /// A name server gave no usable answer.
    ServerFailure,
    /// Proven, but another shop serves the host.
    Taken,
}

impl DomainCause {
    /// Every one.
    pub const ALL: [Self; 8] = [
        Self::NoRecord,
        Self::NoProof,
        Self::WrongTarget,
        Self::OtherOwner,
        Self::Caa,
        Self::NotPropagated,
        Self::ServerFailure,
        Self::Taken,
    ];

    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoRecord => "no_record",
            Self::NoProof => "no_proof",
            Self::WrongTarget => "wrong_target",
            Self::OtherOwner => "other_owner",
            Self::Caa => "caa",
            Self::NotPropagated => "not_propagated",
            Self::ServerFailure => "server_failure",
            Self::Taken => "taken",
        }
    }

    /// Reads the database's word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cause| cause.as_str() == word)
    }

    /// What is wrong and what to do, for people.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::NoRecord => {
                "There is no record for this host yet. Create the records below at the company where you manage the \
                 domain."
            }
            Self::NoProof => {
                "The host points to your shop, but the TXT record is missing. Create it as shown below."
            }
            Self::WrongTarget => "The host points somewhere else. Replace its records with the ones below.",
            Self::OtherOwner => {
                "The TXT record holds another shop's code, or an old one. Replace it with the one below."
            }
            Self::Caa => {
                "A CAA record of the domain does not allow certificates by Let's Encrypt. Add the CAA record \
                 0 issue \"letsencrypt.org\", or remove the CAA records."
            }
            Self::NotPropagated => {
                "The domain's own name servers have the right records, but they are not known everywhere yet. This \
                 usually takes an hour, at most a day. There is nothing to do; we look again by ourselves."
            }
            Self::ServerFailure => {
                "The domain's name servers gave no usable answer. If this stays so, ask the company where you manage \
                 the domain."
            }
            Self::Taken => "Another shop uses this host. Remove it there first; then check again here.",
        }
    }
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainRow {
    pub id: DomainId,
    pub host: String,
    pub state: DomainState,
    pub is_primary: bool,
    /// The host every shop has without doing anything.
    pub is_given: bool,
    /// Since when a verified domain does not point here any more.
    pub failing_since: Option<DateTime<Utc>>,
    pub checked_at: Option<DateTime<Utc>>,
}

/// The list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainList {
    pub rows: Vec<DomainRow>,
    /// Where the shop answers without any domain of its own.
    pub given: String,
    /// More can be added.
    pub is_room: bool,
    pub may_edit: bool,
}

/// A record to create.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DnsRecord {
    pub kind: String,
    pub name: String,
    pub value: String,
}

/// One domain with what it needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DomainView {
    pub row: DomainRow,
    pub cause: Option<DomainCause>,
    /// What the last look found instead.
    pub found: String,
    pub next_check_at: Option<DateTime<Utc>>,
    /// When a domain that points elsewhere stops being served.
    pub kept_until: Option<DateTime<Utc>>,
    /// Proves whose domain it is.
    pub proof: DnsRecord,
    /// Leads a subdomain to the shop.
    pub alias: DnsRecord,
    /// Lead a bare domain to the shop, where its company allows no alias.
    pub addresses: Vec<DnsRecord>,
    pub may_edit: bool,
}
