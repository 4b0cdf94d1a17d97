//! What a company's own policies and budgets say to an order it pays.

use chrono::{DateTime, Utc};

use super::{
    item::Item,
    place::{Payer, PlaceError},
};
use crate::{
    backend::Tx,
    domain::{
        budgets::{self, CheckError, Counted},
        policies::{self, AllowError, Purchase},
        scope::Buys,
    },
    shared::{ids::QuoteId, money::Money, policy::Breach},
};

/// Every order of a company comes by here, whichever door it took. Its budgets stay locked until the transaction ends,
/// so that orders at the same moment never pass one together. `None` when no company pays.
pub(super) async fn allow(
    tx: &mut Tx,
    buyer: &impl Buys,
    (payer, quote): (Payer, QuoteId),
    item: &Item,
    charged: Money,
    now: DateTime<Utc>,
) -> Result<Option<Counted>, PlaceError> {
    let Payer::Organization(organization) = payer else {
        return Ok(None);
    };
    let on = item.spent_on();
    let purchase = Purchase {
        organization,
        quote,
        employee: on.employee,
        team: on.team,
        cost_centre: on.cost_centre,
        line: on.line,
        plan: item.plan(),
        charged,
    };
    let is_approved = policies::is_approved(tx, buyer, &purchase).await?;
    policies::allow(tx, buyer, &purchase, is_approved)
        .await
        .map_err(|error| match error {
            AllowError::Breach(breach) => PlaceError::Policy(breach),
            AllowError::Internal(error) => PlaceError::Internal(error),
        })?;
    budgets::check(tx, buyer, now, &purchase, is_approved)
        .await
        .map(Some)
        .map_err(|error| match error {
            CheckError::Short(short) => PlaceError::Budget(short),
            CheckError::Internal(error) => PlaceError::Internal(error),
        })
}

/// True for a refusal that somebody's approval lifts.
pub(super) const fn can_be_approved(error: &PlaceError) -> bool {
    match error {
        PlaceError::Policy(breach) => matches!(breach, Breach::NeedsApproval { .. }),
        PlaceError::Budget(short) => short.asks,
        _ => false,
    }
}
