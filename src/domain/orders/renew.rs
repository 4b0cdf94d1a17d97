//! Pays a further month of a number: an order like any other, in one transaction, since the vendor is not asked. Killed
//! anywhere, either all of it happened or nothing.

use chrono::{DateTime, Months, Utc};

use super::{
    item::{FurtherMonth, Item},
    place::{self, Payer, Place, PlaceError, SaleKind},
    quote::{FLOAT, LIFETIME},
    settle::{Delivery, deliver},
    store::{self, NewQuote},
};
use crate::{
    backend::{Backend, Tx},
    domain::{
        error::{Internal, with_internal},
        numbers::{
            add::AddError,
            life::{self, ENDED, Life},
            search,
        },
        pricing,
        scope::{Scope, System},
    },
    providers::numbers::NumberCost,
    shared::{
        ids::{NumberId, OrderId, QuoteId},
        money::Money,
        number::Capabilities,
        price::PriceStack,
    },
};

/// Why the month was not paid. Nothing was held or charged in any of these cases.
#[derive(Debug, thiserror::Error)]
pub enum RenewError {
    /// Nobody holds it any more.
    #[error("no such number")]
    NotFound,
    /// It is paid until then.
    #[error("paid until {0}")]
    Paid(DateTime<Utc>),
    /// The payer cannot pay, or may not.
    #[error(transparent)]
    Refused(PlaceError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(RenewError);

/// Pays the month after the one that is over.
pub async fn renew(backend: &Backend, system: &System, id: NumberId) -> Result<OrderId, RenewError> {
    let mut tx = backend.begin(system).await?;
    // Whoever comes second finds the month paid.
    let life = life::lock(&mut tx, system, id)
        .await?
        .filter(|life| life.stands.told != ENDED)
        .ok_or(RenewError::NotFound)?;
    let now = backend.now();
    if life.expires_at > now {
        return Err(RenewError::Paid(life.expires_at));
    }
    let payer = payer(&mut tx, system, &life).await?;
    let stack = price(&mut tx, backend, system, &life, payer).await?;
    let buyer = system.renews_for(life.owner);
    let until = life.expires_at.checked_add_months(Months::new(1));
    let month = FurtherMonth {
        number: id,
        from: life.expires_at,
        until: until.ok_or_else(|| Internal::broken("a month beyond the calendar"))?,
    };
    let float = if payer == Payer::Float { FLOAT } else { "" };
    let new = NewQuote {
        id: QuoteId::new(),
        subject: &format!("{float}month:{id}:{}", month.from.timestamp()),
        item: &item(&life, &stack, month),
        stack: &stack,
        losing: &[],
        now,
        expires_at: now + LIFETIME,
    };
    let quote = store::insert_quote(&mut tx, &buyer, &new).await?;
    let wish = Place {
        quote: quote.id,
        payer,
        kind: SaleKind::Renewal,
        max_price: stack.charged,
    };
    let order = place::hold(&mut tx, backend, &buyer, wish)
        .await
        .map_err(|error| match error {
            PlaceError::Internal(error) => RenewError::Internal(error),
            refused => RenewError::Refused(refused),
        })?
        .ok_or_else(|| Internal::broken("a quote nobody else can see was used"))?;
    store::submit(&mut tx, system.reseller(), order, "", now).await?;
    let placed = store::lock_order(&mut tx, system.reseller(), order)
        .await?
        .ok_or_else(|| Internal::broken("an order vanished"))?;
    match deliver(&mut tx, backend, system, &placed, Delivery::Month).await {
        Ok(()) => {}
        Err(AddError::Internal(error)) => return Err(error.into()),
        Err(AddError::AlreadyHeld) => return Err(Internal::broken("a month was taken for a number").into()),
    }
    tx.commit().await?;
    metrics::counter!("orders_total", "outcome" => "renewed").increment(1);
    tracing::info!(reseller_id = %system.reseller(), order_id = %order, number_id = %id, "number renewed");
    Ok(order)
}

/// Who pays each month: whoever bought the number.
pub(in crate::domain) async fn payer(tx: &mut Tx, system: &System, life: &Life) -> Result<Payer, Internal> {
    let bought = store::lock_order(tx, system.reseller(), life.order).await?;
    bought
        .map(|order| order.payer)
        .ok_or_else(|| Internal::broken("a number that nobody ordered"))
}

/// The price of a month. What was agreed stays, as long as it covers what the platform asks; else it is the price of today,
/// which the notice a week before says.
pub(in crate::domain) async fn price(
    tx: &mut Tx,
    backend: &Backend,
    system: &System,
    life: &Life,
    payer: Payer,
) -> Result<PriceStack, Internal> {
    let book = pricing::rulebook(tx, system, backend.now()).await?;
    let cost = NumberCost {
        kind: life.kind,
        upfront: Money::zero(life.cost.currency()),
        monthly: life.cost,
    };
    let (_, today) = search::prices(&book, &life.provider, life.country, &cost)
        .map_err(|error| Internal::broken(format!("price of a month of {}: {error}", life.id)))?;
    let is_covered = life.monthly.currency() == today.charged.currency()
        && !life.monthly.minus(today.platform_price)?.is_negative();
    Ok(match payer {
        Payer::Float => today.wholesale(),
        Payer::Customer | Payer::Organization(_) if is_covered && life.monthly != today.charged => {
            today.agreed(life.monthly)
        }
        Payer::Customer | Payer::Organization(_) => today,
    })
}

fn item(life: &Life, stack: &PriceStack, month: FurtherMonth) -> Item {
    Item::Number {
        provider: life.provider.clone(),
        e164: life.e164.clone(),
        country: life.country,
        number_type: life.kind,
        capabilities: Capabilities::default(),
        needs_address: false,
        monthly_cost: life.cost,
        monthly: stack.charged,
        team: life.team,
        cost_centre: life.cost_centre.clone(),
        month: Some(month),
        documents: vec![],
        address: None,
    }
}
