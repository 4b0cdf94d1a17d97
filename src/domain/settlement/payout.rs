//! A payout: earnings on their way to a reseller's bank.

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        error::{Internal, with_internal},
        wallet::{
            post::PostError,
            transfer::{Account, Reference, Transfer, TransferKind},
        },
    },
    shared::{
        ids::{PayoutId, ResellerId, UserId},
        money::Money,
    },
};

/// How far a payout is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayoutState {
    /// Waits for an operator.
    Requested,
    /// Owed to the bank account; in the next file for the bank.
    Approved,
    Paid,
    /// An operator said no; the earnings are payable again.
    Rejected,
    /// The bank sent it back, or did not take it; the earnings are payable again.
    Returned,
}

impl PayoutState {
    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Approved => "approved",
            Self::Paid => "paid",
            Self::Rejected => "rejected",
            Self::Returned => "returned",
        }
    }

    /// Reads the database's word.
    pub(super) fn parse(word: &str) -> Result<Self, Internal> {
        [
            Self::Requested,
            Self::Approved,
            Self::Paid,
            Self::Rejected,
            Self::Returned,
        ]
        .into_iter()
        .find(|state| state.as_str() == word)
        .ok_or_else(|| Internal::broken(format!("a payout is {word}")))
    }
}

/// A payout as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayoutRow {
    pub id: PayoutId,
    pub reseller: ResellerId,
    /// The shop's short name.
    pub slug: String,
    pub amount: Money,
    pub state: PayoutState,
    /// The end of the account number.
    pub destination_hint: String,
    pub requested_by: Option<UserId>,
    pub requested_at: DateTime<Utc>,
    pub decided_at: Option<DateTime<Utc>>,
    /// Why it was rejected or returned.
    pub reason: String,
    pub exported_at: Option<DateTime<Utc>>,
    pub paid_at: Option<DateTime<Utc>>,
    pub bank_reference: Option<String>,
}

/// Why an operator's decision was not taken. Nothing changed.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// No such payout at this reseller.
    #[error("no such payout")]
    NotFound,
    /// Decided already.
    #[error("the payout is {} already", .0.as_str())]
    WrongState(PayoutState),
    /// Who asked for the money must not approve it.
    #[error("whoever requested a payout cannot decide about it")]
    SamePerson,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(DecideError);

impl From<PostError> for DecideError {
    fn from(error: PostError) -> Self {
        Self::Internal(Internal::broken(format!("posting a payout: {error}")))
    }
}

/// What a bank moves of an amount: whole minor units, rounded down; and the rest, which is less than one.
pub(super) fn bank_share(amount: Money) -> Result<(Money, Money), Internal> {
    let digits = amount.currency().minor_digits();
    let whole = Money::from_decimal(amount.decimal().trunc_with_scale(digits), amount.currency())?;
    Ok((whole, amount.minus(whole)?))
}

/// A posting about a payout.
pub(super) fn transfer(
    id: PayoutId,
    step: &str,
    kind: TransferKind,
    description: &str,
    legs: Vec<(Account, Money)>,
) -> Result<Transfer, Internal> {
    let reference = Reference {
        kind: "payout",
        id: id.uuid(),
    };
    Transfer::new(format!("{step}:{id}"), kind, description.into(), reference, legs)
        .map_err(|error| Internal::broken(error.to_string()))
}
