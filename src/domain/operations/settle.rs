//! An operator decides what became of an order whose provider never told.

use super::decision::{self, DecideError, Resolution, Start};
use crate::{
    backend::Backend,
    domain::{
        orders::{
            Delivery,
            decide::{Facts, ask, decide},
            item::Item,
        },
        scope::Operator,
    },
    providers::numbers::OwnedNumber,
    shared::{ids::CaseId, order::OrderStatus},
};

/// What the operator found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It was delivered: the provider's id of the number, or of the order of an eSIM.
    Delivered {
        provider_id: String,
    },
    NotDelivered,
}

/// Ends the order as the provider's answer would have: captures or releases. Asks the provider once more first and
/// refuses when it says otherwise.
pub async fn settle(
    backend: &Backend,
    by: &Operator,
    id: CaseId,
    verdict: &Verdict,
    reason: &str,
) -> Result<(), DecideError> {
    let reason = decision::reason(reason)?;
    let case = match decision::start(
        backend,
        by,
        id,
        &["order_unknown", "number_conflict"],
        Resolution::Settled,
    )
    .await?
    {
        Start::Open(case) => case,
        Start::Done => return Ok(()),
    };
    let (system, order) = decision::order_of(backend, &case, Some(&case.reference)).await?;
    if !matches!(order.status, OrderStatus::Submitted | OrderStatus::Unknown) {
        return Err(DecideError::Changed(format!(
            "order {} is {} already",
            order.id,
            order.status.as_str()
        )));
    }
    let delivered = match verdict {
        Verdict::Delivered { provider_id } => Some(delivery(backend, &order, provider_id).await?),
        Verdict::NotDelivered => {
            not_there(backend, &order).await?;
            None
        }
    };
    let wanted = match delivered {
        Some(_) => OrderStatus::Fulfilled,
        None => OrderStatus::Released,
    };
    let status = decide(backend, &system, order.id, delivered).await?;
    if status != wanted {
        return Err(DecideError::Changed(format!(
            "order {} was {} meanwhile",
            order.id,
            status.as_str()
        )));
    }
    let note = format!("{} {}: {reason}", order.id, status.as_str());
    decision::close(backend, by, &case, Resolution::Settled, &note).await
}

/// The provider's own word wins over the operator's; its silence does not.
async fn not_there(backend: &Backend, order: &Facts) -> Result<(), DecideError> {
    match ask(backend, order).await {
        Ok(None) => Ok(()),
        Ok(Some(delivery)) => Err(DecideError::Changed(format!(
            "the provider has it as {}: settle it as delivered",
            provider_id(&delivery)
        ))),
        Err(error) => {
            tracing::warn!(order_id = %order.id, %error, "settled by an operator without the provider's answer");
            Ok(())
        }
    }
}

async fn delivery(backend: &Backend, order: &Facts, id: &str) -> Result<Delivery, DecideError> {
    match (ask(backend, order).await, &order.item) {
        (Ok(Some(delivery)), _) if provider_id(&delivery) == id => Ok(delivery),
        (Ok(Some(delivery)), _) => Err(DecideError::Changed(format!(
            "the provider has it under our reference as {}, not as {id}",
            provider_id(&delivery)
        ))),
        (Ok(None), Item::Number { .. }) => listed_number(backend, order, id).await,
        (Ok(None), Item::Esim(_) | Item::Line { .. }) => Err(DecideError::Changed(format!(
            "the provider has no order under {}",
            order.reference
        ))),
        // Nobody can look; what was ordered says all that the account needs.
        (
            Err(_),
            Item::Number {
                e164, capabilities, ..
            },
        ) => Ok(Delivery::Number(OwnedNumber {
            provider_id: id.to_owned(),
            e164: e164.clone(),
            reference: order.reference.clone(),
            capabilities: Some(*capabilities),
        })),
        // Only the provider knows the activation code.
        (Err(error), Item::Esim(_) | Item::Line { .. }) => Err(DecideError::Unavailable(error)),
    }
}

/// Bought under another reference, by hand for one.
async fn listed_number(backend: &Backend, order: &Facts, id: &str) -> Result<Delivery, DecideError> {
    let Item::Number { e164, provider, .. } = &order.item else {
        return Err(DecideError::Impossible("the order is not for a number".into()));
    };
    let vendor = backend
        .providers
        .number(provider)
        .ok_or_else(|| DecideError::Impossible(format!("{provider} is not set up here")))?;
    let listed = vendor.inventory().await.map_err(DecideError::Unavailable)?;
    listed
        .into_iter()
        .find(|number| number.provider_id == id && number.e164 == *e164)
        .map(Delivery::Number)
        .ok_or_else(|| DecideError::Changed(format!("the provider does not have {e164} as {id}")))
}

fn provider_id(delivery: &Delivery) -> &str {
    match delivery {
        Delivery::Number(number) => &number.provider_id,
        Delivery::Esim(esim) => &esim.provider_order_id,
        Delivery::Line(line) => &line.line,
        // A plan has no id of its own there.
        Delivery::Plan | Delivery::Month => "",
    }
}
