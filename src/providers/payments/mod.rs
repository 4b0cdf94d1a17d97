//! Vendors that collect money.

pub mod flutterwave;

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use secrecy::SecretString;

use super::{ProviderError, Refusal};
use crate::shared::money::Money;

/// A page where the payer pays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkout {
    pub url: String,
}

/// What to collect, from whom, under which name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckoutRequest {
    /// Ours, unique at the vendor.
    pub reference: String,
    /// In whole minor units.
    pub amount: Money,
    pub payer_email: String,
    pub payer_name: String,
    /// Where the browser goes afterwards.
    pub return_url: String,
    /// The shop's name on the vendor's page.
    pub title: String,
}

/// How a payment ended, as the vendor's API says; never as a browser or a webhook says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaymentOutcome {
    /// Money arrived. `fee` is what the vendor keeps of it.
    Paid {
        provider_id: String,
        amount: Money,
        fee: Money,
    },
    /// Declined; the payer may try again on the same page.
    Failed { provider_id: String },
    /// Nothing is known of it yet.
    Pending,
}

/// Money to give back for a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundRequest {
    /// The vendor's id of the payment.
    pub payment: String,
    /// In whole minor units.
    pub amount: Money,
    /// Ours, unique: by it the refund is found again.
    pub reference: String,
}

/// Money the vendor gives back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeRefund {
    /// The vendor's id of the refund.
    pub provider_id: String,
}

/// A payment the vendor says arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidPayment {
    /// The vendor's id.
    pub provider_id: String,
    /// Our reference, as the vendor has it.
    pub reference: String,
    pub amount: Money,
    pub paid_at: DateTime<Utc>,
}

/// An event a vendor says happened. Only a reason to ask; nothing is booked from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentEvent {
    /// The vendor's id of the event (or of the thing and its state), for telling repeats.
    pub event_id: String,
    /// Our reference of the payment, where the event carries one.
    pub reference: Option<String>,
    /// The vendor's word for what happened.
    pub kind: String,
}

/// A webhook that does not prove it comes from the vendor, or that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WebhookError {
    #[error("the signature does not match")]
    Forged,
    #[error("the body cannot be read: {0}")]
    Unreadable(String),
}

/// What opens an account at a vendor.
#[derive(Debug, Clone)]
pub struct AccountKeys {
    pub secret_key: SecretString,
    /// Proves the account's webhooks.
    pub webhook_hash: SecretString,
}

/// Keys that cannot be this vendor's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadKeys {
    #[error("the secret key does not look like one")]
    SecretKey,
    #[error("the webhook hash is too short to protect anything, or too long")]
    WebhookHash,
}

/// Where money comes in.
#[async_trait]
pub trait PaymentProvider: Send + Sync {
    /// The vendor's word in our tables: `flutterwave`.
    fn name(&self) -> &'static str;

    /// The same vendor at another account. Asks nobody whether the keys are good.
    fn at_account(&self, keys: &AccountKeys) -> Result<Arc<dyn PaymentProvider>, BadKeys>;

    /// Proves that the vendor takes our key, by a question that changes nothing.
    async fn check_keys(&self) -> Result<(), ProviderError>;

    /// Opens a hosted page for this reference. Safe to repeat with the same reference.
    async fn checkout(&self, request: &CheckoutRequest) -> Result<Checkout, ProviderError>;

    /// What became of our reference.
    async fn outcome(&self, reference: &str) -> Result<PaymentOutcome, ProviderError>;

    /// True where the vendor gives payments back on request.
    fn can_refund(&self) -> bool {
        false
    }

    /// Gives money back for a payment. Not safe to repeat: after an unknown outcome, only `find_refund` may be asked.
    async fn refund(&self, request: &RefundRequest) -> Result<MadeRefund, ProviderError> {
        Err(ProviderError::Refused(Refusal::Other {
            code: "unsupported".into(),
            detail: format!("{} gives nothing back for {}", self.name(), request.payment),
        }))
    }

    /// The refund with this request's reference. `None` says only that the vendor does not show it: it is no proof
    /// that nothing was given back.
    async fn find_refund(&self, request: &RefundRequest) -> Result<Option<MadeRefund>, ProviderError> {
        Err(ProviderError::unknown(format!(
            "{} does not list what it gave back for {}",
            self.name(),
            request.payment
        )))
    }

    /// Every payment that arrived from `from` until before `until`, in any order, for the comparison with our books.
    async fn paid_between(
        &self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<PaidPayment>, ProviderError>;

    /// Checks the signature on the raw bytes and reads the event. `header` looks a request header up by its
    /// lower-case name.
    fn read_webhook(
        &self,
        header: &(dyn for<'a> Fn(&'a str) -> Option<String> + Sync),
        body: &[u8],
    ) -> Result<PaymentEvent, WebhookError>;

    /// Reads an event whose signature was checked when it came in.
    fn parse_event(&self, body: &[u8]) -> Result<PaymentEvent, WebhookError>;
}
