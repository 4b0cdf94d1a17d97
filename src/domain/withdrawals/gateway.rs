//! The gateway account that collected a payment: the only one that can give it back.

use std::sync::Arc;

use crate::{backend::Backend, providers::payments::PaymentProvider};

/// `None` where nobody can be asked: another vendor than today's, or a reseller's own account.
pub(super) fn gateway(
    backend: &Backend,
    provider: &str,
    collector: &str,
) -> Option<Arc<dyn PaymentProvider>> {
    let ours = &backend.providers.payments;
    (collector == "platform" && ours.name() == provider && ours.can_refund()).then(|| ours.clone())
}
