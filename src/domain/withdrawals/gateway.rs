//! The gateway account that collected a payment: the only one that can give it back.

use crate::{
    backend::Backend,
    domain::payments::gateway::Gateway,
    providers::{
        ProviderError, Refusal,
        payments::{MadeRefund, RefundRequest},
    },
};

/// True when payments of this vendor can be given back.
pub(super) fn can_refund(backend: &Backend, provider: &str) -> bool {
    let vendor = &backend.providers.payments;
    vendor.name() == provider && vendor.can_refund()
}

/// Asks the account to give the money back. Only when a key is refused, which is certainly no refund, the next is tried.
pub(super) async fn refund(gateway: &Gateway, request: &RefundRequest) -> Result<MadeRefund, ProviderError> {
    let mut refused = keys_are_gone();
    for account in &gateway.accounts {
        match account.refund(request).await {
            Err(error @ ProviderError::Refused(Refusal::OurAccount { .. })) => refused = error,
            answer => return answer,
        }
    }
    Err(refused)
}

/// Looks for a refund at the account.
pub(super) async fn find(
    gateway: &Gateway,
    request: &RefundRequest,
) -> Result<Option<MadeRefund>, ProviderError> {
    let mut refused = keys_are_gone();
    for account in &gateway.accounts {
        match account.find_refund(request).await {
            Err(error @ ProviderError::Refused(Refusal::OurAccount { .. })) => refused = error,
            answer => return answer,
        }
    }
    Err(refused)
}

fn keys_are_gone() -> ProviderError {
    ProviderError::Refused(Refusal::OurAccount {
        detail: "the keys of the gateway account are gone".into(),
    })
}
