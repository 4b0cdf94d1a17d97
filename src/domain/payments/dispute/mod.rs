//! A payment its payer takes back through the bank (a chargeback).
//!
//! The gateway takes the money at once. What is still in the wallet leaves it; what was spent is a debt until the
//! dispute is decided; the wallet is frozen, and orders already in flight finish. Won: the exact reverse. Lost: what came
//! back into the frozen wallet meanwhile goes to the debt, the rest is written off by whoever collected the payment (the
//! platform: `dispute_losses`; a reseller: its own sales), and so is the gateway's fee; the wallet stays frozen until an
//! operator thaws it.
//!
//! | event | postings (debit → credit) |
//! |---|---|
//! | opened | wallet (what is there) + dispute debt (the rest) → clearing of who collected |
//! | won | clearing → wallet + dispute debt |
//! | lost | wallet (what came back) + losses → dispute debt; fees → clearing |

pub mod lose;
pub mod open;
pub mod thaw;
pub mod win;

use crate::{
    domain::{
        error::{Internal, with_internal},
        wallet::{
            credit::Collector,
            post::PostError,
            transfer::{Account, Reference, Transfer, TransferKind, Unbalanced},
        },
    },
    shared::{
        ids::{DisputeId, PaymentId, WalletId},
        money::Money,
    },
};

/// Where a dispute stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DisputeState {
    Open,
    Won,
    Lost,
}

impl DisputeState {
    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Won => "won",
            Self::Lost => "lost",
        }
    }

    pub(super) fn parse(word: &str) -> Result<Self, Internal> {
        [Self::Open, Self::Won, Self::Lost]
            .into_iter()
            .find(|state| state.as_str() == word)
            .ok_or_else(|| Internal::broken("unknown state of a dispute"))
    }
}

/// A dispute as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dispute {
    pub id: DisputeId,
    pub payment: PaymentId,
    pub wallet: WalletId,
    pub provider_dispute_id: String,
    pub amount: Money,
    /// What was still in the wallet when it was opened.
    pub taken: Money,
    pub state: DisputeState,
    /// Who collected the payment, and so bears the loss.
    pub collector: Collector,
}

impl Dispute {
    /// What was spent already when it was opened.
    pub fn debt(&self) -> Result<Money, Internal> {
        Ok(self.amount.minus(self.taken)?)
    }
}

/// Why a dispute did not move. Nothing was booked.
#[derive(Debug, thiserror::Error)]
pub enum DisputeError {
    #[error("no such payment")]
    NoPayment,
    /// The payment brought no money, so none can be taken back.
    #[error("the payment was never paid")]
    NotPaid,
    /// More than the payment brought, less what other disputes of it took back.
    #[error("only {left} of this payment can be disputed")]
    TooMuch { left: Money },
    /// The gateway's id names another payment or another amount.
    #[error("this dispute was entered with another payment or amount")]
    AnotherDispute,
    /// Decided before it was entered: enter it first.
    #[error("no such dispute; open it first")]
    NotFound,
    /// It ended the other way, or has not ended.
    #[error("the dispute is {}", .state.as_str())]
    Already { state: DisputeState },
    /// Another dispute of the same wallet is open.
    #[error("another dispute about this wallet is open")]
    StillOpen,
    /// An amount below zero or in another currency.
    #[error("not an amount in {}", .currency.code())]
    Amount {
        currency: crate::shared::currency::Currency,
    },
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(DisputeError);

fn transfer(
    dispute: DisputeId,
    kind: TransferKind,
    description: &str,
    legs: Vec<(Account, Money)>,
) -> Result<Transfer, Unbalanced> {
    let reference = Reference {
        kind: "dispute",
        id: dispute.uuid(),
    };
    let key = format!("{}:{dispute}", kind.as_str());
    Transfer::new(key, kind, description.to_owned(), reference, legs)
}

fn refused(error: &PostError) -> DisputeError {
    DisputeError::Internal(Internal::broken(format!("posting a dispute: {error}")))
}

fn unbalanced(error: &Unbalanced) -> DisputeError {
    DisputeError::Internal(Internal::broken(error.to_string()))
}
