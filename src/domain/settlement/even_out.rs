//! What one side holds for the other, evened out over the float.
//!
//! Where the reseller collects, its customers' money is at its own gateway, so it also owes the wallets; where the
//! platform collects, the platform does. The position is what the platform holds beyond what it owes by itself:
//!
//! ```text
//! position = reseller_sales + reseller_clearing + borne + credit   (+ cash, where the reseller collects)
//! ```
//!
//! - `cash`: cash wallets of customers and organizations. A top-up at the reseller's own gateway moves
//!   `reseller_clearing → wallet` and changes nothing; one at the platform's moves `gateway_clearing → wallet` and is
//!   owed to the reseller, who now owes the wallet.
//! - `credit`: credit the reseller funded and nobody has spent: giving it moves `reseller_sales → wallet` and changes
//!   nothing. Credit the platform funded is not in it: it is owed once a sale spends it into `reseller_sales`.
//! - `borne`: fees and disputes booked against `reseller_clearing`; they are the reseller's own.
//!
//! Above zero the platform owes the reseller, and the float grows; below zero the float pays. An order in flight while
//! the mode changes is settled as it was placed, and the next evening-out takes up the difference.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        operations::case,
        scope::{Oversees, System},
        tenancy::shop::SettlementMode,
        wallet::{
            open::{Owner, open},
            post::{PostError, post},
            transfer::{Account, Reference, Transfer, TransferKind},
        },
    },
    shared::money::{Money, MoneyError},
};

/// What the position is made of, in the shop's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    pub cash: Money,
    pub credit: Money,
    pub sales: Money,
    pub clearing: Money,
    pub borne: Money,
}

impl Position {
    /// What the platform owes the reseller in this mode; below zero the reseller owes.
    pub fn owed(&self, mode: SettlementMode) -> Result<Money, MoneyError> {
        let own = self
            .sales
            .plus(self.clearing)?
            .plus(self.borne)?
            .plus(self.credit)?;
        match mode {
            SettlementMode::PlatformCollects => Ok(own),
            SettlementMode::ResellerCollects => own.plus(self.cash),
        }
    }
}

/// Why nothing moved.
#[derive(Debug, thiserror::Error)]
pub enum EvenOutError {
    /// The reseller owes more than its float has.
    #[error("the float lacks {missing}")]
    Insufficient { missing: Money },
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(EvenOutError);

/// The position at this moment.
pub async fn position(backend: &Backend, scope: &impl Oversees) -> Result<Position, Internal> {
    let mut tx = backend.begin(scope).await?;
    let position = store::position(&mut tx, scope.reseller()).await?;
    tx.commit().await?;
    Ok(position)
}

/// Moves the position between the reseller's clearing and its float, in the caller's transaction, so that nothing is
/// owed by either side. Returns what the float got (below zero: what it paid).
pub async fn even_out(
    conn: &mut PgConnection,
    scope: &impl Oversees,
    now: DateTime<Utc>,
    mode: SettlementMode,
) -> Result<Money, EvenOutError> {
    let reseller = scope.reseller();
    // One at a time, or two would even out the same difference.
    store::lock(conn, reseller).await?;
    let owed = store::position(conn, reseller).await?.owed(mode)?;
    if owed.is_zero() {
        return Ok(owed);
    }
    let float = open(conn, scope, now, Owner::ResellerFloat, owed.currency()).await?;
    let nth = store::handovers(conn, reseller).await? + 1;
    let legs = vec![
        (Account::ResellerClearing, owed.negated()?),
        (Account::Wallet(float), owed),
    ];
    let reference = Reference {
        kind: "reseller",
        id: reseller.uuid(),
    };
    let description = "Evened out between the platform and the reseller".into();
    let transfer = Transfer::new(
        format!("handover:{nth}"),
        TransferKind::Handover,
        description,
        reference,
        legs,
    )
    .map_err(|error| Internal::broken(error.to_string()))?;
    match post(conn, scope, now, &transfer).await {
        Ok(_) => Ok(owed),
        Err(PostError::Insufficient { missing }) => Err(EvenOutError::Insufficient { missing }),
        Err(error) => Err(Internal::broken(format!("evening out: {error}")).into()),
    }
}

/// The nightly run over every reseller. One whose float cannot pay becomes an operator's case. Returns how many were
/// evened out.
pub async fn even_out_all(backend: &Backend) -> Result<usize, Internal> {
    let mut tx = backend.begin_system().await?;
    let resellers = store::resellers(&mut tx).await?;
    tx.commit().await?;
    let mut evened = 0;
    for found in resellers {
        let system = System::of(found.id, "evening out");
        let mut tx = backend.begin(&system).await?;
        match even_out(&mut tx, &system, backend.now(), found.mode).await {
            Ok(moved) => {
                tx.commit().await?;
                evened += usize::from(!moved.is_zero());
            }
            Err(EvenOutError::Insufficient { missing }) => {
                tx.rollback().await?;
                let summary = format!(
                    "{} owes the platform more than its float holds: {missing} is missing. Nothing was moved. Ask the \
                     reseller to fund its float (`clouddail settlement fund-float {}`); the next night evens out.",
                    found.name, found.slug,
                );
                let reference = format!("even_out:{}", found.id);
                case::open(backend, Some(found.id), "float_short", &reference, &summary).await?;
            }
            Err(EvenOutError::Internal(error)) => return Err(error),
        }
    }
    Ok(evened)
}
