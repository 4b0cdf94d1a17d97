//! Sets money aside for an order or a message in flight, or for cash on its way back to a card. Checking a balance and buying
//! afterwards would be a race; a hold is not.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    owner::Owner,
    store::{self, Spendable},
};
use crate::{
    domain::{
        error::{Internal, with_internal},
        scope::Scope,
    },
    shared::{
        ids::{CallId, HoldId, MessageId, OrderId, WalletId, WithdrawalId},
        money::{Money, MoneyError, PositiveMoney},
    },
};

/// What money is set aside for. A hold ends only through it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Order(OrderId),
    /// Cash only: credit never leaves.
    Withdrawal(WithdrawalId),
    /// A text message on its way.
    Message(MessageId),
    /// A call under way, and how often its hold was changed: one amount at a time.
    Call(CallId, i32),
}

impl Purpose {
    pub(super) const fn order(self) -> Option<Uuid> {
        match self {
            Self::Order(id) => Some(id.uuid()),
            Self::Withdrawal(_) | Self::Message(_) | Self::Call(..) => None,
        }
    }

    pub(super) const fn withdrawal(self) -> Option<Uuid> {
        match self {
            Self::Withdrawal(id) => Some(id.uuid()),
            Self::Order(_) | Self::Message(_) | Self::Call(..) => None,
        }
    }

    pub(super) const fn message(self) -> Option<Uuid> {
        match self {
            Self::Message(id) => Some(id.uuid()),
            Self::Order(_) | Self::Withdrawal(_) | Self::Call(..) => None,
        }
    }

    pub(super) const fn call(self) -> Option<Uuid> {
        match self {
            Self::Call(id, _) => Some(id.uuid()),
            Self::Order(_) | Self::Withdrawal(_) | Self::Message(_) => None,
        }
    }
}

impl std::fmt::Display for Purpose {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Order(id) => id.fmt(f),
            Self::Withdrawal(id) => id.fmt(f),
            Self::Message(id) => id.fmt(f),
            Self::Call(id, slice) => write!(f, "{id}.{slice}"),
        }
    }
}

/// How much of whose money.
#[derive(Debug, Clone, Copy)]
pub struct Charge {
    pub owner: Owner,
    pub amount: PositiveMoney,
}

/// A part of a charge in one wallet.
#[derive(Debug, Clone, Copy)]
pub(super) struct NewHold {
    pub id: HoldId,
    pub wallet: WalletId,
    pub amount: Money,
}

/// Why nothing was set aside.
#[derive(Debug, thiserror::Error)]
pub enum HoldError {
    /// This owner lacks this much.
    #[error("the wallet lacks {missing}")]
    Insufficient { owner: Owner, missing: Money },
    /// A dispute is open about the owner's money.
    #[error("the wallet is frozen")]
    Frozen,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(HoldError);

/// Sets the amounts aside, all or none: the caller's transaction decides. Each charge takes the owner's credit first
/// (the one that expires soonest before the others), then the cash. Wallets are locked in id order. A hold ends only
/// by `capture` or `release`.
pub async fn hold(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    purpose: Purpose,
    charges: &[Charge],
) -> Result<(), HoldError> {
    let Some(first) = charges.first() else {
        return Err(Internal::broken("a hold of nothing").into());
    };
    let reseller = scope.reseller();
    let owners: Vec<Owner> = charges.iter().map(|charge| charge.owner).collect();
    let currency = first.amount.get().currency();
    let is_cash_only = matches!(purpose, Purpose::Withdrawal(_));
    let mut wallets = store::lock_spendable(conn, reseller, &owners, currency, now, is_cash_only).await?;
    wallets.sort_by_key(Spendable::burn_order);
    let mut holds = vec![];
    for charge in charges {
        let (kind, id) = (charge.owner.kind(), charge.owner.id(scope));
        let of_owner = wallets.iter().filter(|wallet| wallet.is_of(kind, id));
        holds.extend(divide(charge, of_owner, is_cash_only)?);
    }
    store::insert_holds(conn, reseller, purpose, &holds, now).await?;
    Ok(())
}

/// The charge over the owner's wallets, in burn order. What leaves must be there: a credit limit does not count for it.
fn divide<'a>(
    charge: &Charge,
    wallets: impl Iterator<Item = &'a Spendable>,
    is_cash_only: bool,
) -> Result<Vec<NewHold>, HoldError> {
    let mut missing = charge.amount.get();
    let mut holds = vec![];
    for wallet in wallets {
        if wallet.is_frozen {
            return Err(HoldError::Frozen);
        }
        let available = if is_cash_only {
            wallet.balance.balance.minus(wallet.balance.held)?
        } else {
            wallet.balance.available()?
        };
        let amount = smaller(available, missing)?;
        if amount.is_positive() {
            missing = missing.minus(amount)?;
            holds.push(NewHold {
                id: HoldId::new(),
                wallet: wallet.balance.id,
                amount,
            });
        }
    }
    if missing.is_positive() {
        return Err(HoldError::Insufficient {
            owner: charge.owner,
            missing,
        });
    }
    Ok(holds)
}

fn smaller(left: Money, right: Money) -> Result<Money, MoneyError> {
    Ok(if left.minus(right)?.is_negative() {
        left
    } else {
        right
    })
}
