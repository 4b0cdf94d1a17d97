//! Where the cash of a wallet came from and may go back to.

use std::collections::HashMap;

use sqlx::PgConnection;

use super::{gateway::can_refund, store};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Scope},
    shared::{
        currency::Currency,
        ids::{PaymentId, WalletId},
        money::{Money, MoneyError},
    },
};

/// Card payments of a wallet with something left to give back, newest first.
#[derive(Debug, Clone)]
pub struct Sources {
    payments: Vec<(PaymentId, Money)>,
    currency: Currency,
    /// There are payments nobody can be asked to give back.
    has_closed: bool,
}

/// Why money cannot go back to a card. Nothing has moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoSource {
    #[error("nothing in this wallet came by a card that it could go back to")]
    NoPayment,
    #[error("the gateway these payments came by cannot refund them")]
    Gateway,
    /// Less came by card than is to go back.
    #[error("only {left} can go back to a card")]
    TooLittle { left: Money },
    #[error("less than the smallest coin cannot go to a card")]
    TooSmall,
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// Finds the payments and locks them until the caller's transaction ends, so that two withdrawals never share the
/// same rest. A disputed payment gives nothing back: the bank has taken it already.
pub async fn sources(
    conn: &mut PgConnection,
    backend: &Backend,
    scope: &impl Scope,
    wallet: WalletId,
    currency: Currency,
) -> Result<Sources, Internal> {
    let reseller = scope.reseller();
    let paid = store::lock_payments(conn, reseller, wallet).await?;
    // A statement of its own, after the locks: it must see what somebody we waited for has written.
    let gone: HashMap<PaymentId, i64> = store::withdrawn(conn, reseller, wallet)
        .await?
        .into_iter()
        .collect();
    let mut sources = Sources {
        payments: vec![],
        currency,
        has_closed: false,
    };
    for payment in paid {
        let gone = gone.get(&payment.id).copied().unwrap_or_default();
        let left = payment.amount_micros - gone;
        if !can_refund(backend, &payment.provider) {
            sources.has_closed = true;
        } else if left > 0 {
            sources
                .payments
                .push((payment.id, Money::from_micros(left, currency)));
        }
    }
    Ok(sources)
}

impl Sources {
    /// How much could go back in all.
    pub fn total(&self) -> Result<Money, MoneyError> {
        self.payments
            .iter()
            .try_fold(Money::zero(self.currency), |sum, (_, left)| sum.plus(*left))
    }

    /// The amount over the payments, newest first, all of it or nothing. Whole minor units.
    pub fn divide(&self, amount: Money) -> Result<Vec<(PaymentId, Money)>, NoSource> {
        if !amount.is_positive() {
            return Err(NoSource::TooSmall);
        }
        if self.payments.is_empty() {
            return Err(if self.has_closed {
                NoSource::Gateway
            } else {
                NoSource::NoPayment
            });
        }
        let mut missing = amount;
        let mut parts = vec![];
        for (payment, left) in &self.payments {
            let part = if left.minus(missing)?.is_negative() {
                *left
            } else {
                missing
            };
            missing = missing.minus(part)?;
            parts.push((*payment, part));
            if missing.is_zero() {
                return Ok(parts);
            }
        }
        Err(NoSource::TooLittle { left: self.total()? })
    }
}
