//! Finds a wallet, making an empty one the first time it is needed.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

pub use super::owner::Owner;
use super::store;
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::{currency::Currency, ids::WalletId},
};

/// The owner's cash wallet in this currency. Two callers at once get the same one.
pub async fn open(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    owner: Owner,
    currency: Currency,
) -> Result<WalletId, Internal> {
    let (reseller, id) = (scope.reseller(), owner.id(scope));
    // Nearly always there already: the look is one cheap read, and the insert settles who of two callers makes it.
    if let Some(wallet) = store::cash_wallet(conn, reseller, owner.kind(), id, currency).await? {
        return Ok(wallet);
    }
    Ok(store::open_wallet(conn, reseller, owner.kind(), id, currency, now).await?)
}
