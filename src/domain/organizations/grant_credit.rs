//! How far below zero a company's wallet may go.

use serde_json::json;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Scope, Staff},
        tenancy::shop::SettlementMode,
        wallet::{balance::purse, credit_limit::set_credit_limit, open::Owner, post::PostError},
    },
    shared::{currency::Currency, ids::OrganizationId, money::Money},
};

/// The highest limit that can be granted, in whole units.
pub const LIMIT_MAX_UNITS: i64 = 1_000_000;

/// A filled-in form.
#[derive(Debug)]
pub struct GrantCredit {
    pub id: OrganizationId,
    /// As typed; `0` takes the credit away.
    pub limit: String,
    pub currency: Currency,
    pub origin: Origin,
}

/// Why the limit is as it was.
#[derive(Debug, thiserror::Error)]
pub enum GrantCreditError {
    #[error("no such company")]
    NotFound,
    /// Not an amount from zero to the highest.
    #[error("not an amount")]
    Amount,
    /// The platform collects for this shop: what a company does not pay would be the platform's loss.
    #[error("only a shop that collects by itself grants credit")]
    NotCollecting,
    /// It uses more than that already.
    #[error("the company uses {missing} more than that")]
    InUse { missing: Money },
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(GrantCreditError);

/// Counts from the company's next order on.
pub async fn grant_credit(
    backend: &Backend,
    staff: &Staff,
    grant: GrantCredit,
) -> Result<(), GrantCreditError> {
    let most = Money::from_micros(
        LIMIT_MAX_UNITS * crate::shared::money::MICROS_PER_UNIT,
        grant.currency,
    );
    let limit = Money::parse(&grant.limit, grant.currency)
        .ok()
        .filter(|limit| !limit.is_negative() && limit.micros() <= most.micros())
        .ok_or(GrantCreditError::Amount)?;
    let now = backend.now();
    let mut tx = backend.begin(staff).await?;
    if store::lock_state(&mut tx, staff.reseller(), grant.id)
        .await?
        .is_none()
    {
        return Err(GrantCreditError::NotFound);
    }
    let collects = store::settlement_mode(&mut tx, staff.reseller()).await?;
    if limit.is_positive() && SettlementMode::parse(&collects) != Some(SettlementMode::ResellerCollects) {
        return Err(GrantCreditError::NotCollecting);
    }
    let owner = Owner::Organization(grant.id);
    let before = purse(&mut tx, staff, owner, grant.currency, now).await?;
    set_credit_limit(&mut tx, staff, now, grant.id, limit)
        .await
        .map_err(|error| match error {
            PostError::Insufficient { missing } => GrantCreditError::InUse { missing },
            other => Internal::broken(format!("credit limit of {}: {other}", grant.id)).into(),
        })?;
    let audit = Audit {
        before: Some(json!({ "credit_limit": before.map(|purse| purse.credit_limit.to_string()) })),
        after: Some(json!({ "credit_limit": limit.to_string() })),
        company: Some(grant.id),
        ..Audit::of("company.credit_set", grant.id, &grant.origin)
    };
    audit::record(&mut tx, staff, now, audit).await?;
    tx.commit().await?;
    Ok(())
}
