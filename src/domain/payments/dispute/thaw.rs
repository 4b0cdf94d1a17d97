//! An operator lets a wallet move again after a lost dispute.

use super::super::store::{self, disputes};
use super::DisputeError;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit},
        scope::{Scope, System},
        wallet::{balance, freeze},
    },
    shared::ids::PaymentId,
};

/// Thaws the wallet of a payment whose disputes are over. Refused while any dispute about the wallet is open.
pub async fn thaw(backend: &Backend, system: &System, payment: PaymentId) -> Result<(), DisputeError> {
    let (reseller, now) = (system.reseller(), backend.now());
    let mut tx = backend.begin(system).await?;
    let payment = store::lock_payment(&mut tx, reseller, payment)
        .await?
        .ok_or(DisputeError::NoPayment)?;
    // Whoever opens another dispute about the wallet waits here, or has committed.
    balance::locked(&mut tx, system, payment.wallet).await?;
    if disputes::is_any_open(&mut tx, reseller, payment.wallet).await? {
        return Err(DisputeError::StillOpen);
    }
    disputes::set_thawed(&mut tx, reseller, payment.wallet, now).await?;
    freeze::thaw(&mut tx, system, payment.wallet).await?;
    let audit = Audit {
        action: "wallet.thawed",
        entity: payment.wallet.to_string(),
        ..Audit::default()
    };
    audit::record(&mut tx, system, now, audit).await?;
    tx.commit().await?;
    Ok(())
}
