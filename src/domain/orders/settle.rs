//! Step 3 of a purchase: the provider's answer, the money and the thing itself, in one transaction.

use super::{
    item::{Item, LineStep},
    place::Payer,
    sale::sale,
    store::{self, OpenOrder},
};
use crate::{
    backend::{Backend, Tx},
    domain::{
        error::Internal,
        esims::{self, add::NewEsim},
        lines::{self, Bought},
        metering,
        notices::{self, Notice},
        numbers::{
            self,
            add::{AddError, NewNumber},
            life::PaidMonth,
        },
        operations::case,
        pickups, promotions,
        scope::{Scope, System},
        settlement::{self, Sold},
        wallet::{self, Purpose},
        webhooks::{self, Event},
    },
    providers::{Refusal, esims::IssuedEsim, lines::IssuedLine, numbers::OwnedNumber},
    shared::{
        ids::{EsimId, LineId, NumberId, OrderId},
        money::Money,
        order::OrderStatus,
    },
};

/// What the provider handed over.
#[derive(Debug, Clone)]
pub enum Delivery {
    Number(OwnedNumber),
    Esim(IssuedEsim),
    /// A new line.
    Line(IssuedLine),
    /// A further plan, or another one, on a line that exists.
    Plan,
    /// A further month of a number somebody has.
    Month,
}

/// Books the delivery: the thing enters the account, the hold is captured. A replay finds the order settled.
pub(super) async fn fulfil(
    backend: &Backend,
    system: &System,
    id: OrderId,
    delivery: Delivery,
) -> Result<OrderStatus, Internal> {
    let mut tx = backend.begin(system).await?;
    let Some(order) = in_flight(&mut tx, system, id).await? else {
        return settled(tx, system, id).await;
    };
    match deliver(&mut tx, backend, system, &order, delivery).await {
        Ok(()) => tx.commit().await?,
        Err(AddError::AlreadyHeld) => {
            tx.rollback().await?;
            return conflict(backend, system, &order).await;
        }
        Err(AddError::Internal(error)) => return Err(error),
    }
    numbers::market::forget(backend);
    metrics::counter!("orders_total", "outcome" => "fulfilled").increment(1);
    tracing::info!(reseller_id = %system.reseller(), order_id = %id, "order fulfilled");
    Ok(OrderStatus::Fulfilled)
}

/// The thing enters the account, the hold is captured and the buyer is told, in the caller's transaction. The order is
/// locked and in flight.
pub(super) async fn deliver(
    tx: &mut Tx,
    backend: &Backend,
    system: &System,
    order: &OpenOrder,
    delivery: Delivery,
) -> Result<(), AddError> {
    let now = backend.now();
    let (reseller, id) = (system.reseller(), order.id);
    let handed = hand_over(tx, backend, system, order, delivery).await?;
    let charged = order.stack.charged;
    let mut earned = Money::zero(charged.currency());
    let posted = wallet::capture(tx, system, now, Purpose::Order(id), |holds| {
        let sale = sale(order, holds)?;
        earned = sale.earned;
        Ok(sale.transfer)
    })
    .await
    .map_err(|error| Internal::broken(format!("capture of {id}: {error}")))?;
    promotions::count(tx, system, now, id).await?;
    settlement::accrue(tx, system, now, Sold::Order(id), posted.id, earned).await?;
    metering::log(tx, system, posted.id).await?;
    store::set_fulfilled(tx, reseller, id, charged, now).await?;
    let notice = |link| Notice::OrderDelivered {
        what: order.item.title(),
        amount: charged,
        link,
    };
    // Whoever orders fifty lines looks at the list of them.
    if !order.item.is_line() {
        notices::to_user::to_user(tx, backend, reseller, order.owner, &handed.path(), notice).await?;
    }
    let event = Event::OrderFulfilled {
        order: id,
        customer: order.owner,
        charged,
        number: handed.number(),
        esim: handed.esim(),
    };
    webhooks::emit(tx, system, now, &event).await?;
    Ok(())
}

/// What entered the account.
enum Handed {
    Number(NumberId),
    Esim(EsimId),
    Line(LineId),
}

impl Handed {
    fn path(&self) -> String {
        match self {
            Self::Number(id) => format!("/account/numbers/{id}"),
            Self::Esim(id) => format!("/account/esims/{id}"),
            Self::Line(id) => format!("/business/lines/{id}"),
        }
    }

    const fn number(&self) -> Option<NumberId> {
        match self {
            Self::Number(id) => Some(*id),
            Self::Esim(_) | Self::Line(_) => None,
        }
    }

    const fn esim(&self) -> Option<EsimId> {
        match self {
            Self::Esim(id) => Some(*id),
            Self::Number(_) | Self::Line(_) => None,
        }
    }
}

async fn hand_over(
    tx: &mut Tx,
    backend: &Backend,
    system: &System,
    order: &OpenOrder,
    delivery: Delivery,
) -> Result<Handed, AddError> {
    let now = backend.now();
    match (&order.item, delivery) {
        (
            Item::Number {
                provider,
                e164,
                country,
                number_type,
                capabilities,
                monthly_cost,
                monthly,
                team,
                cost_centre,
                address,
                ..
            },
            Delivery::Number(owned),
        ) => {
            let new = NewNumber {
                owner: order.owner,
                organization: match order.payer {
                    Payer::Organization(organization) => Some(organization),
                    Payer::Customer | Payer::Float => None,
                },
                team: *team,
                cost_centre: cost_centre.clone(),
                order: order.id,
                e164: e164.clone(),
                country: *country,
                kind: *number_type,
                capabilities: owned.capabilities.unwrap_or(*capabilities),
                provider: provider.clone(),
                provider_number_id: owned.provider_id,
                monthly_cost: *monthly_cost,
                monthly: *monthly,
                address: *address,
            };
            let id = numbers::add::add(tx, system, now, &new).await?;
            Ok(Handed::Number(id))
        }
        (
            Item::Number {
                month: Some(month), ..
            },
            Delivery::Month,
        ) => {
            let paid = PaidMonth {
                number: month.number,
                order: order.id,
                from: month.from,
                until: month.until,
            };
            numbers::life::put_month(tx, system, &paid).await?;
            Ok(Handed::Number(month.number))
        }
        (Item::Esim(plan), Delivery::Esim(issued)) => {
            let new = NewEsim {
                owner: order.owner,
                order: order.id,
                plan: plan.plan,
                provider: plan.provider.clone(),
                issued,
            };
            let id = esims::add::add(tx, system, &backend.seal, now, &new).await?;
            Ok(Handed::Esim(id))
        }
        (
            Item::Line {
                plan, step, employee, ..
            },
            delivery @ (Delivery::Line(_) | Delivery::Plan),
        ) => {
            let Payer::Organization(organization) = order.payer else {
                return Err(Internal::broken("a line that no company pays").into());
            };
            let bought = Bought {
                organization,
                employee: *employee,
                order: order.id,
                plan: plan.plan,
                data_mb: plan.data_mb,
                provider: &plan.provider,
                how: step.how(),
            };
            let line = match (step, delivery) {
                (LineStep::Issue { replaces }, Delivery::Line(issued)) => {
                    let line =
                        lines::add(tx, system, &backend.seal, now, &bought, &issued, *replaces).await?;
                    pickups::start(tx, backend, system, organization, line).await?;
                    line
                }
                (LineStep::Add { line, .. } | LineStep::Change { line, .. }, Delivery::Plan) => {
                    lines::put_plan(tx, system, now, &bought, *line).await?;
                    *line
                }
                _ => return Err(Internal::broken("a line for a plan, or the reverse").into()),
            };
            Ok(Handed::Line(line))
        }
        _ => Err(Internal::broken("the provider delivered another kind of thing than was ordered").into()),
    }
}

/// Books a definite no: the money is free again and the buyer is told why.
pub(super) async fn refuse(
    backend: &Backend,
    system: &System,
    id: OrderId,
    refusal: &Refusal,
) -> Result<OrderStatus, Internal> {
    let mut tx = backend.begin(system).await?;
    let Some(order) = in_flight(&mut tx, system, id).await? else {
        return settled(tx, system, id).await;
    };
    let now = backend.now();
    let reseller = system.reseller();
    let reason = words(refusal);
    tracing::warn!(reseller_id = %reseller, order_id = %id, %refusal, "order refused");
    // Codes are locked before wallets, as when the order was placed.
    promotions::release(&mut tx, system, now, id).await?;
    wallet::release(&mut tx, system, now, Purpose::Order(id)).await?;
    store::set_released(&mut tx, reseller, id, reason, order.stack.charged, now).await?;
    let notice = |link| Notice::OrderRefused {
        what: order.item.title(),
        reason: reason.to_owned(),
        link,
    };
    if !order.item.is_line() {
        let path = format!("/account/orders/{id}");
        notices::to_user::to_user(&mut tx, backend, reseller, order.owner, &path, notice).await?;
    }
    let event = Event::OrderRefused {
        order: id,
        customer: order.owner,
        reason: reason.to_owned(),
    };
    webhooks::emit(&mut tx, system, now, &event).await?;
    tx.commit().await?;
    numbers::market::forget(backend);
    metrics::counter!("orders_total", "outcome" => "released").increment(1);
    Ok(OrderStatus::Released)
}

/// A vendor's no in the words of the buyer.
const fn words(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::OutOfStock => "Somebody else was faster: it is no longer available.",
        Refusal::AddressRequired => {
            "The network wants an address for this number. Find it again and choose one of your addresses."
        }
        Refusal::DocumentsRequired => {
            "The network wants documents for this number, and we cannot pass documents on yet. Please choose another number."
        }
        Refusal::AddressRefused { .. } => {
            "The network does not accept the address. Please check it, or give another one, and buy the number again."
        }
        Refusal::OurAccount { .. } => "Our supplier cannot deliver at the moment. Our staff have been told.",
        Refusal::Other { .. } => "Our supplier could not deliver it.",
    }
}

/// Bought, but somebody here holds the number already: only a person can decide. The money stays held.
async fn conflict(backend: &Backend, system: &System, order: &OpenOrder) -> Result<OrderStatus, Internal> {
    let summary = format!(
        "{} was bought under our reference {}, but another account of this installation holds it. Compare both with \
         the provider's inventory. The buyer's {} is still held.",
        order.item.title(),
        order.reference,
        order.stack.charged,
    );
    case::open(
        backend,
        Some(system.reseller()),
        "number_conflict",
        &order.id.to_string(),
        &summary,
    )
    .await?;
    Err(Internal::broken(format!(
        "order {} delivered a number that is already held",
        order.id
    )))
}

async fn in_flight(tx: &mut Tx, system: &System, id: OrderId) -> Result<Option<OpenOrder>, Internal> {
    let order = store::lock_order(tx, system.reseller(), id).await?;
    Ok(order.filter(|order| matches!(order.state, OrderStatus::Submitted | OrderStatus::Unknown)))
}

async fn settled(mut tx: Tx, system: &System, id: OrderId) -> Result<OrderStatus, Internal> {
    let order = store::lock_order(&mut tx, system.reseller(), id).await?;
    tx.commit().await?;
    order
        .map(|order| order.state)
        .ok_or_else(|| Internal::broken("an order vanished"))
}
