//! The outside world in our words. A trait per kind of vendor, one file per vendor; the tests hold a suite for
//! each trait that every adapter passes. Nothing here knows our database, and nothing outside knows a vendor's field names.
//!
//! An answer is one of three things, and the difference is money: `Ok` (done), `Err(Refused)` (the vendor said no:
//! final, the hold is released), `Err(Unknown)` (a time-out, a 5xx, a broken connection: it may have happened; never
//! asked to buy again, but looked up by our reference until it answers).

pub mod account;
pub mod agents;
pub mod calls;
pub mod dns;
pub mod esims;
mod exact;
pub mod http;
pub mod lines;
pub mod mail;
pub mod messages;
pub mod numbers;
pub mod payments;
pub mod sign_in;
pub mod telnyx;
pub mod watch;
pub mod webhooks;

/// Why a vendor's answer is not a yes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProviderError {
    /// A definite no. Asking again changes nothing.
    #[error("refused: {0}")]
    Refused(Refusal),
    /// It may or may not have happened. `detail` is for logs and operators, never for a customer.
    #[error("outcome unknown: {detail}")]
    Unknown { detail: String },
    /// Certainly not done: asked too often, or no connection came about and nothing was sent. Ask again later.
    #[error("not done, ask again in {retry_after_seconds} s")]
    RateLimited { retry_after_seconds: u32 },
}

impl ProviderError {
    pub(crate) fn unknown(detail: impl Into<String>) -> Self {
        Self::Unknown {
            detail: detail.into(),
        }
    }

    /// For a question about an order: a vendor that refuses to answer has not refused the order.
    pub(crate) fn of_question(self) -> Self {
        match self {
            Self::Refused(refusal) => Self::unknown(format!("the look-up was refused: {refusal}")),
            other => other,
        }
    }
}

/// A vendor's definite no, in our words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Sold to somebody else or no longer offered.
    OutOfStock,
    /// The country's law wants an address first.
    AddressRequired,
    /// The country's law wants documents, or facts, that we have no way to give.
    DocumentsRequired,
    /// The address it was given is not one, or not of the right country.
    AddressRefused { detail: String },
    /// Our account at the vendor cannot pay or is closed: the operator's problem, not the customer's.
    OurAccount { detail: String },
    /// Anything else, with the vendor's code for operators.
    Other { code: String, detail: String },
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::OutOfStock => f.write_str("out of stock"),
            Self::AddressRequired => f.write_str("address required"),
            Self::DocumentsRequired => f.write_str("documents required"),
            Self::AddressRefused { detail } => write!(f, "address refused: {detail}"),
            Self::OurAccount { detail } => write!(f, "our account: {detail}"),
            Self::Other { code, detail } => write!(f, "{code}: {detail}"),
        }
    }
}
