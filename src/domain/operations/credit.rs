//! A payment that arrived at the gateway reaches its wallet.

use super::decision::{self, DecideError, Decides, Resolution, Start};
use crate::{
    backend::Backend,
    domain::{
        payments::check::{CheckError, check},
        scope::System,
    },
    shared::{ids::CaseId, wallet::PaymentStatus},
};

/// Asks the gateway again and credits what it says, once, by the same check that a webhook causes.
pub async fn credit(backend: &Backend, by: &impl Decides, id: CaseId) -> Result<(), DecideError> {
    let kinds = ["paid_not_credited", "payment_mismatch"];
    let case = match decision::start(backend, by, id, &kinds, Resolution::Credited).await? {
        Start::Open(case) => case,
        Start::Done => return Ok(()),
    };
    let payment = case.detail("payment").unwrap_or(&case.reference);
    let (Some(reseller), Ok(payment)) = (case.reseller, payment.parse()) else {
        return Err(DecideError::Impossible(
            "nobody here asked for this payment, so there is no wallet to credit: refund it at the gateway, or dismiss".into(),
        ));
    };
    let system = System::of(reseller, "operator's decision");
    match check(backend, &system, payment).await {
        Ok(PaymentStatus::Paid) => {
            let note = format!("{payment} is paid and credited.");
            decision::close(backend, by, &case, Resolution::Credited, &note).await
        }
        Ok(state) => Err(DecideError::Changed(format!(
            "the gateway does not say that {payment} was paid in full: it is {state:?}. Nothing was credited"
        ))),
        Err(CheckError::NotFound) => Err(DecideError::Changed(format!("{payment} is not there any more"))),
        Err(CheckError::Unavailable(error)) => Err(DecideError::Unavailable(error)),
        Err(CheckError::Internal(error)) => Err(DecideError::Internal(error)),
    }
}
