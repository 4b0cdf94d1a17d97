//! Everything an operator needs to decide about a payout.

use super::{payout_page::view, request_payout::open, store};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Operates},
    shared::{ids::PayoutId, settlement::PayoutDetails},
};

/// The payout with what it is made of; `None` when there is none.
pub async fn payout_details(
    backend: &Backend,
    _operator: &impl Operates,
    id: PayoutId,
) -> Result<Option<PayoutDetails>, Internal> {
    let mut tx = backend.begin_system().await?;
    let Some(reseller) = store::reseller_of_payout(&mut tx, id).await? else {
        return Ok(None);
    };
    let row = store::payout(&mut tx, reseller, id).await?;
    let facts = store::payout_facts(&mut tx, reseller, id).await?;
    tx.commit().await?;
    let currency = row.amount.currency();
    let holder = open(backend, reseller, id, &facts.destination)?
        .holder()
        .to_owned();
    let money = |micros| crate::shared::money::Money::from_micros(micros, currency);
    Ok(Some(PayoutDetails {
        payout: view(row),
        reseller,
        shop: facts.shop,
        holder,
        requested_by: facts.requested_by,
        rows: facts.rows,
        first_at: facts.first_at,
        last_at: facts.last_at,
        booked: money(facts.booked),
        earnings: money(facts.earnings),
        open_disputes: facts.open_disputes,
        paid_before: facts.paid_before,
    }))
}
