//! Finds a wallet, making an empty one the first time it is needed.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::store;
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::{
        currency::Currency,
        ids::{UserId, WalletId},
    },
};

/// Whose money it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    Customer(UserId),
    /// The reseller's own float at the platform.
    ResellerFloat,
}

impl Owner {
    pub(super) const fn kind(self) -> &'static str {
        match self {
            Self::Customer(_) => "customer",
            Self::ResellerFloat => "reseller_float",
        }
    }
}

/// The owner's wallet in this currency. Two callers at once get the same one.
pub async fn open(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    owner: Owner,
    currency: Currency,
) -> Result<WalletId, Internal> {
    let id: Uuid = match owner {
        Owner::Customer(user) => user.uuid(),
        Owner::ResellerFloat => scope.reseller().uuid(),
    };
    Ok(store::open_wallet(conn, scope.reseller(), owner.kind(), id, currency, now).await?)
}
