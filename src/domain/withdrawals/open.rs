//! Sets cash aside for its way back, one withdrawal per payment.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    state::Cause,
    store::{self, NewWithdrawal},
};
use crate::{
    domain::{
        error::Internal,
        queue::{Job, enqueue},
        scope::Scope,
        wallet::{self, Charge, Purpose, hold::HoldError, open::Owner},
    },
    shared::{
        ids::{PaymentId, WalletId, WithdrawalId},
        money::{Money, PositiveMoney},
    },
};

/// Cash that goes back.
#[derive(Debug, Clone)]
pub struct Open {
    pub owner: Owner,
    /// The owner's cash wallet.
    pub wallet: WalletId,
    pub cause: Cause,
    /// From `Sources::divide`.
    pub parts: Vec<(PaymentId, Money)>,
}

/// Writes the withdrawals, holds their cash and enqueues their jobs, in the caller's transaction: all or none.
pub async fn open(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    request: &Open,
) -> Result<Vec<WithdrawalId>, HoldError> {
    let mut opened = vec![];
    for (payment, amount) in &request.parts {
        let id = WithdrawalId::new();
        let new = NewWithdrawal {
            id,
            wallet: request.wallet,
            payment: *payment,
            cause: request.cause,
            amount: *amount,
            now,
        };
        store::insert(conn, scope.reseller(), &new).await?;
        let amount =
            PositiveMoney::new(*amount).ok_or_else(|| Internal::broken("a withdrawal of nothing"))?;
        let charge = Charge {
            owner: request.owner,
            amount,
        };
        wallet::hold(conn, scope, now, Purpose::Withdrawal(id), &[charge]).await?;
        let job = Job::AdvanceWithdrawal {
            reseller: scope.reseller(),
            withdrawal: id,
        };
        enqueue(conn, &job, now).await?;
        opened.push(id);
    }
    Ok(opened)
}
