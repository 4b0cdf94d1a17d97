//! How far below zero an organization may go; a hold respects it.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{owner::Owner, post::PostError, store};
use crate::{
    domain::scope::Manages,
    shared::{
        ids::{OrganizationId, WalletId},
        money::Money,
    },
};

/// Grants the organization this much credit (zero takes it away), in the caller's transaction. Refused when it has spent
/// more of its credit already than the new limit allows.
pub async fn set_credit_limit(
    conn: &mut PgConnection,
    scope: &impl Manages,
    now: DateTime<Utc>,
    organization: OrganizationId,
    limit: Money,
) -> Result<WalletId, PostError> {
    let reseller = scope.reseller();
    let owner = Owner::Organization(organization);
    let wallet = super::open::open(conn, scope, now, owner, limit.currency()).await?;
    let locked = store::lock_wallets(conn, reseller, &[wallet]).await?;
    let Some(balance) = locked.first() else {
        return Err(PostError::NoWallet);
    };
    let left = balance.balance.plus(limit)?.minus(balance.held)?;
    if left.is_negative() {
        return Err(PostError::Insufficient {
            missing: left.negated()?,
        });
    }
    store::set_credit_limit(conn, reseller, wallet, limit).await?;
    Ok(wallet)
}
