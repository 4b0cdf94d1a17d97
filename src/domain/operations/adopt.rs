//! A thing that was bought and is nobody's goes to a customer.

use super::decision::{self, DecideError, Decides, Resolution, Start};
use crate::{
    backend::Backend,
    domain::{
        orders::{
            self, Delivery,
            adopt::AdoptError,
            decide::{Facts, ask, decide},
        },
        scope::Scope,
    },
    shared::{
        ids::{CaseId, UserId},
        order::OrderStatus,
    },
};

/// Whose it becomes.
#[derive(Debug, Clone, Copy)]
pub struct Adopt {
    /// `None`: the customer it was ordered by.
    pub customer: Option<UserId>,
    /// True: the customer pays the order's price. False: the platform does.
    pub is_charged: bool,
}

/// Finishes the order it was bought for, if that is still in flight; else gives it to the customer by an order of its
/// own. Looks first whether the provider still has it.
pub async fn adopt(backend: &Backend, by: &impl Decides, id: CaseId, wish: Adopt) -> Result<(), DecideError> {
    let case = match decision::start(backend, by, id, &["bought_unassigned"], Resolution::Adopted).await? {
        Start::Open(case) => case,
        Start::Done => return Ok(()),
    };
    let (system, order) = decision::order_of(backend, &case, case.detail("order")).await?;
    let delivery = ask(backend, &order)
        .await
        .map_err(DecideError::Unavailable)?
        .ok_or_else(|| {
            DecideError::Changed(format!("the provider does not have {} any more", case.reference))
        })?;
    if identity(&delivery) != case.reference {
        return Err(DecideError::Changed(format!(
            "the provider has {} under this reference now",
            identity(&delivery)
        )));
    }
    let note = match order.status {
        OrderStatus::Held => {
            return Err(DecideError::Changed(format!(
                "order {} is about to be bought",
                order.id
            )));
        }
        OrderStatus::Submitted | OrderStatus::Unknown => {
            let status = decide(backend, &system, order.id, Some(delivery)).await?;
            format!("Order {} is {}.", order.id, status.as_str())
        }
        OrderStatus::Fulfilled | OrderStatus::Released | OrderStatus::Refunded if order.item.is_line() => {
            return Err(DecideError::Impossible(
                "a line is an employee's: the company orders another one, and this one is left (dismiss)"
                    .into(),
            ));
        }
        OrderStatus::Fulfilled | OrderStatus::Released | OrderStatus::Refunded => {
            let customer = wish.customer.unwrap_or(order.customer);
            let buyer = by.operator().at(system.reseller()).on_behalf_of(customer);
            let adopted = anew(backend, &buyer, &case.id, &order, delivery, wish.is_charged).await?;
            let price = if wish.is_charged {
                "at the order's price"
            } else {
                "at the platform's expense"
            };
            format!("Given to {customer} by order {adopted}, {price}.")
        }
    };
    decision::close(backend, by, &case, Resolution::Adopted, &note).await
}

async fn anew(
    backend: &Backend,
    buyer: &crate::domain::scope::OperatorFor,
    case: &CaseId,
    order: &Facts,
    delivery: Delivery,
    is_charged: bool,
) -> Result<crate::shared::ids::OrderId, DecideError> {
    let wish = orders::adopt::Adopt {
        bought_for: order.id,
        delivery,
        is_charged,
        key: case.to_string(),
    };
    orders::adopt::adopt(backend, buyer, &wish)
        .await
        .map_err(|error| match error {
            AdoptError::NoOrder | AdoptError::InFlight | AdoptError::AlreadyHeld => {
                DecideError::Changed(error.to_string())
            }
            AdoptError::NoCustomer => DecideError::NoCustomer,
            AdoptError::Insufficient { missing } => DecideError::Insufficient { missing },
            AdoptError::NoMoney(why) => DecideError::Impossible(format!("{why}; nothing was charged")),
            AdoptError::Internal(error) => DecideError::Internal(error),
        })
}

fn identity(delivery: &Delivery) -> &str {
    match delivery {
        Delivery::Number(number) => &number.e164,
        Delivery::Esim(esim) => &esim.iccid,
        Delivery::Line(line) => &line.iccid,
        Delivery::Plan | Delivery::Month => "",
    }
}
