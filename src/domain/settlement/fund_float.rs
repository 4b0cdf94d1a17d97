//! A reseller's money for its float arrived at the platform's bank.

use super::{check_float::check_float, store};
use crate::{
    backend::Backend,
    domain::{
        audit::{Audit, record},
        error::{Internal, with_internal},
        scope::Oversees,
        wallet::{
            open::{Owner, open},
            post::{PostError, Posted, post},
            transfer::{Account, Reference, Transfer, TransferKind},
        },
    },
    shared::money::{Money, PositiveMoney},
};

/// Money that arrived.
#[derive(Debug, Clone, Copy)]
pub struct FundFloat<'a> {
    pub amount: PositiveMoney,
    /// Makes it happen once: the bank's reference is a good one.
    pub key: &'a str,
    /// What the operator knows about it; stands in the audit log.
    pub note: &'a str,
}

/// Why the float is as it was.
#[derive(Debug, thiserror::Error)]
pub enum FundFloatError {
    /// The key belongs to another amount.
    #[error("this key was used for another funding")]
    KeyReused,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(FundFloatError);

/// Books the money into the float and looks at once how far it lasts, so that a paused shop sells again. The same key
/// again moves nothing. Returns what the float has now.
pub async fn fund_float(
    backend: &Backend,
    operator: &impl Oversees,
    funding: FundFloat<'_>,
) -> Result<Money, FundFloatError> {
    let now = backend.now();
    let amount = funding.amount.get();
    let mut tx = backend.begin(operator).await?;
    store::lock(&mut tx, operator.reseller()).await?;
    let float = open(&mut tx, operator, now, Owner::ResellerFloat, amount.currency()).await?;
    let legs = vec![
        (Account::Bank, amount.negated()?),
        (Account::Wallet(float), amount),
    ];
    let reference = Reference {
        kind: "wallet",
        id: float.uuid(),
    };
    let key = format!("float_funding:{}", funding.key);
    let transfer = Transfer::new(
        key,
        TransferKind::FloatFunding,
        "Float funded".into(),
        reference,
        legs,
    )
    .map_err(|error| Internal::broken(error.to_string()))?;
    match post(&mut tx, operator, now, &transfer).await {
        Ok(Posted { is_replay: true, .. }) => {}
        Ok(_) => {
            let audit = Audit {
                action: "float.funded",
                entity: float.to_string(),
                after: Some(
                    serde_json::json!({ "amount": amount, "note": funding.note, "key": funding.key }),
                ),
                ..Audit::default()
            };
            record(&mut tx, operator, now, audit).await?;
        }
        Err(PostError::KeyReused) => return Err(FundFloatError::KeyReused),
        Err(error) => return Err(Internal::broken(format!("funding a float: {error}")).into()),
    }
    check_float(&mut tx, backend, operator).await?;
    let figures = store::float_figures(&mut tx, operator.reseller(), now).await?;
    tx.commit().await?;
    Ok(figures.map_or(amount, |figures| figures.available))
}
