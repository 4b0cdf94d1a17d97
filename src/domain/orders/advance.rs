//! Steps 2 and 3 of a purchase: ask the provider, outside any transaction, and book what it says.
//!
//! The page that placed the order and the job behind it both call this; the order's row decides who asks. Killed
//! anywhere, the next call goes on from the state it finds:
//!
//! - `held`: nobody has asked; move to `submitted`, commit, then buy.
//! - `submitted`: somebody is asking. After [`LEASE`] they are taken for dead and the outcome is unknown.
//! - `unknown`: never buy; look our reference up. "Nothing under it" is believed only once a request still on its
//!   way must have arrived, [`QUIET`] after it was sent.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    elsewhere::elsewhere,
    item::{Item, LineStep, OrderedPlan},
    settle::{Delivery, fulfil, refuse},
    store::{self, OpenOrder},
    unknown_order,
};
use crate::{
    backend::Backend,
    domain::{
        addresses,
        error::Internal,
        numbers::market::{self, Wanted},
        operations::case,
        queue::{Job, enqueue},
        scope::{Scope, System},
    },
    providers::{ProviderError, Refusal, lines::Ask, numbers::NumberProvider},
    shared::{ids::OrderId, order::OrderStatus},
};

/// Longer than any provider call may take, retries included.
pub const LEASE: TimeDelta = TimeDelta::seconds(45);
/// After this long a lost request has arrived or never will.
pub const QUIET: TimeDelta = TimeDelta::seconds(90);
/// Unknown for this long, an operator is told.
pub const CASE_AFTER: TimeDelta = TimeDelta::minutes(30);
/// Certainly not bought for this long, the order is given up and the money is free again.
pub const GIVE_UP_AFTER: TimeDelta = TimeDelta::minutes(10);
/// Pauses between questions: quick at first, since somebody is waiting.
const PAUSES_SECONDS: [i64; 8] = [3, 5, 10, 20, 40, 90, 180, 300];
/// How often a busy provider is asked again before the order goes back to waiting.
const BUSY_TRIES: u32 = 4;

/// Takes an order as far as it goes now.
pub async fn advance(backend: &Backend, system: &System, id: OrderId) -> Result<OrderStatus, Internal> {
    let mut tx = backend.begin(system).await?;
    let Some(order) = store::lock_order(&mut tx, system.reseller(), id).await? else {
        return Err(Internal::broken(format!("order {id} does not exist")));
    };
    let now = backend.now();
    match order.state {
        OrderStatus::Held => {
            store::submit(&mut tx, system.reseller(), id, "", now).await?;
            tx.commit().await?;
            buy(backend, system, order).await
        }
        OrderStatus::Submitted if order.submitted_at.is_some_and(|at| now - at < LEASE) => {
            // Somebody else is asking; look again when they must be done.
            let at = order.submitted_at.map_or(now, |at| at + LEASE);
            enqueue(&mut tx, &job(system, id), at).await?;
            tx.commit().await?;
            Ok(OrderStatus::Submitted)
        }
        OrderStatus::Submitted => {
            let detail = "The process that asked ended before it had an answer.";
            store::set_unknown(&mut tx, system.reseller(), id, now).await?;
            store::event(&mut tx, system.reseller(), id, now, "unknown", detail, None).await?;
            tx.commit().await?;
            look_up(backend, system, &order).await
        }
        OrderStatus::Unknown => {
            tx.commit().await?;
            look_up(backend, system, &order).await
        }
        state @ (OrderStatus::Fulfilled | OrderStatus::Released | OrderStatus::Refunded) => {
            tx.commit().await?;
            Ok(state)
        }
    }
}

async fn buy(backend: &Backend, system: &System, mut order: OpenOrder) -> Result<OrderStatus, Internal> {
    let mut attempt = 0;
    while attempt < BUSY_TRIES {
        attempt += 1;
        // Never into an open circuit: what was not sent has certainly not happened.
        let provider = order.item.provider();
        if !backend.providers.watch.may_ask(provider, backend.now()) {
            break;
        }
        match ask_to_sell(backend, system, &order).await? {
            Ok(delivery) => return fulfil(backend, system, order.id, delivery).await,
            Err(ProviderError::Refused(refusal)) => match elsewhere(backend, system, &order, &refusal).await?
            {
                Some(moved) => (order, attempt) = (moved, 0),
                None => return refuse(backend, system, order.id, &refusal).await,
            },
            Err(ProviderError::RateLimited { retry_after_seconds }) if attempt < BUSY_TRIES => {
                // Certainly not bought, and somebody is looking at the page: worth a short wait.
                let pause = u64::from(retry_after_seconds.clamp(1, 3));
                tokio::time::sleep(Duration::from_secs(pause)).await;
            }
            Err(ProviderError::RateLimited { .. }) => break,
            Err(ProviderError::Unknown { detail }) => {
                tracing::warn!(order_id = %order.id, %detail, "provider gave no clear answer");
                mark_unknown(backend, system, order.id).await?;
                return look_up(backend, system, &order).await;
            }
        }
    }
    if backend.now() - order.created_at >= GIVE_UP_AFTER {
        let refusal = Refusal::Other {
            code: "unreachable".into(),
            detail: "the provider could not take the order".into(),
        };
        return refuse(backend, system, order.id, &refusal).await;
    }
    back_to_held(backend, system, order.id).await
}

async fn ask_to_sell(
    backend: &Backend,
    system: &System,
    order: &OpenOrder,
) -> Result<Result<Delivery, ProviderError>, Internal> {
    let providers = &backend.providers;
    Ok(match &order.item {
        Item::Number {
            e164,
            provider,
            address,
            ..
        } => {
            let vendor = match vendor(backend, provider) {
                Ok(vendor) => vendor.as_ref(),
                Err(error) => return Ok(Err(error)),
            };
            let sold = match address {
                None => vendor.buy(e164, &order.reference).await,
                Some(address) => match addresses::register(backend, system, vendor, *address).await? {
                    Ok(told) => vendor.buy_at(e164, &order.reference, &told).await,
                    // Nothing was bought, so it cannot be unknown whether it was.
                    Err(ProviderError::Unknown { .. }) => Err(ProviderError::RateLimited {
                        retry_after_seconds: 2,
                    }),
                    Err(error) => Err(error),
                },
            };
            let learnt = match &sold {
                Err(ProviderError::Refused(Refusal::AddressRequired)) if address.is_none() => {
                    Some(Wanted::Address)
                }
                // It was given one, and wants more than that.
                Err(ProviderError::Refused(Refusal::AddressRequired | Refusal::DocumentsRequired)) => {
                    Some(Wanted::Documents)
                }
                _ => None,
            };
            if let Some(wanted) = learnt {
                market::learn(backend, e164, wanted).await;
            }
            sold.map(Delivery::Number)
        }
        Item::Esim(plan) => providers
            .esims
            .issue(&plan.product, &order.reference)
            .await
            .map(Delivery::Esim),
        Item::Line { plan, step, .. } => {
            ask_for_line(backend, plan, step, Ask::first(&order.reference)).await
        }
    })
}

/// The vendor the number was ordered from.
fn vendor<'a>(backend: &'a Backend, name: &str) -> Result<&'a Arc<dyn NumberProvider>, ProviderError> {
    backend.providers.number(name).ok_or_else(|| {
        let detail = format!("{name} is not set up");
        ProviderError::Refused(Refusal::OurAccount { detail })
    })
}

/// The vendor keeps our key, so asking again tells what became of the wish.
async fn ask_for_line(
    backend: &Backend,
    plan: &OrderedPlan,
    step: &LineStep,
    ask: Ask<'_>,
) -> Result<Delivery, ProviderError> {
    let Some(vendor) = backend.providers.line(&plan.provider) else {
        let detail = format!("{} is not set up", plan.provider);
        return ask.settle(Err(ProviderError::Refused(Refusal::OurAccount { detail })));
    };
    match step {
        LineStep::Issue { .. } => vendor.issue(&plan.product, ask).await.map(Delivery::Line),
        LineStep::Add { provider_line, .. } => {
            vendor.assign_plan(provider_line, &plan.product, ask).await?;
            Ok(Delivery::Plan)
        }
        LineStep::Change { provider_line, .. } => {
            vendor.change_plan(provider_line, &plan.product, ask).await?;
            Ok(Delivery::Plan)
        }
    }
}

/// What the provider has under our reference; `None` when it certainly has nothing.
pub(super) async fn ask_what_happened(
    backend: &Backend,
    item: &Item,
    reference: &str,
) -> Result<Option<Delivery>, ProviderError> {
    let providers = &backend.providers;
    Ok(match item {
        Item::Number { e164, provider, .. } => vendor(backend, provider)
            .map_err(ProviderError::of_question)?
            .find(e164, reference)
            .await?
            .map(Delivery::Number),
        Item::Esim(_) => providers.esims.find(reference).await?.map(Delivery::Esim),
        Item::Line { plan, step, .. } => {
            Some(ask_for_line(backend, plan, step, Ask::again(reference)).await?)
        }
    })
}

async fn look_up(backend: &Backend, system: &System, order: &OpenOrder) -> Result<OrderStatus, Internal> {
    let answer = ask_what_happened(backend, &order.item, &order.reference).await;
    let now = backend.now();
    let mut tx = backend.begin(system).await?;
    let Some(order) = store::lock_order(&mut tx, system.reseller(), order.id).await? else {
        return Err(Internal::broken("an order vanished"));
    };
    if order.state != OrderStatus::Unknown {
        // Somebody else settled it meanwhile.
        tx.commit().await?;
        return Ok(order.state);
    }
    let asked_at = order.submitted_at.unwrap_or(order.created_at);
    match answer {
        Ok(Some(delivery)) => {
            tx.commit().await?;
            return fulfil(backend, system, order.id, delivery).await;
        }
        Ok(None) if now - asked_at >= QUIET => {
            tx.commit().await?;
            let refusal = Refusal::Other {
                code: "not_received".into(),
                detail: "the provider has nothing under our reference".into(),
            };
            return refuse(backend, system, order.id, &refusal).await;
        }
        Ok(None) => {
            let detail = "Nothing there yet; a request may still be on its way.";
            ask_again(&mut tx, system, &order, now, detail).await?;
        }
        Err(error) => {
            tracing::warn!(order_id = %order.id, %error, "provider could not say what became of an order");
            ask_again(&mut tx, system, &order, now, "The provider does not answer.").await?;
        }
    }
    tx.commit().await?;
    if now - asked_at >= CASE_AFTER {
        open_case(backend, system, &order).await?;
    }
    Ok(OrderStatus::Unknown)
}

async fn ask_again(
    tx: &mut crate::backend::Tx,
    system: &System,
    order: &OpenOrder,
    now: DateTime<Utc>,
    detail: &str,
) -> Result<(), Internal> {
    let nth = usize::try_from(order.attempts)
        .unwrap_or_default()
        .min(PAUSES_SECONDS.len() - 1);
    store::count_attempt(tx, system.reseller(), order.id, now).await?;
    store::event(tx, system.reseller(), order.id, now, "asked", detail, None).await?;
    enqueue(
        tx,
        &job(system, order.id),
        now + TimeDelta::seconds(PAUSES_SECONDS[nth]),
    )
    .await?;
    Ok(())
}

async fn mark_unknown(backend: &Backend, system: &System, id: OrderId) -> Result<(), Internal> {
    let now = backend.now();
    let mut tx = backend.begin(system).await?;
    if store::set_unknown(&mut tx, system.reseller(), id, now).await? {
        let detail = "The provider gave no clear answer.";
        store::event(&mut tx, system.reseller(), id, now, "unknown", detail, None).await?;
        enqueue(
            &mut tx,
            &job(system, id),
            now + TimeDelta::seconds(PAUSES_SECONDS[0]),
        )
        .await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn back_to_held(backend: &Backend, system: &System, id: OrderId) -> Result<OrderStatus, Internal> {
    let now = backend.now();
    let mut tx = backend.begin(system).await?;
    if store::set_held(&mut tx, system.reseller(), id, now).await? {
        let detail = "The provider is busy; we try again shortly.";
        store::event(&mut tx, system.reseller(), id, now, "asked", detail, None).await?;
        enqueue(&mut tx, &job(system, id), now + TimeDelta::seconds(20)).await?;
    }
    tx.commit().await?;
    Ok(OrderStatus::Held)
}

async fn open_case(backend: &Backend, system: &System, order: &OpenOrder) -> Result<(), Internal> {
    let mut tx = backend.begin(system).await?;
    let asked = store::tries(&mut tx, system.reseller(), order.id).await?;
    tx.commit().await?;
    let found = unknown_order::found(system, order, &asked);
    if case::report(backend, &found).await?.is_some() {
        let mut tx = backend.begin(system).await?;
        let now = backend.now();
        store::event(
            &mut tx,
            system.reseller(),
            order.id,
            now,
            "case_opened",
            "Our staff look into it.",
            None,
        )
        .await?;
        tx.commit().await?;
    }
    Ok(())
}

fn job(system: &System, order: OrderId) -> Job {
    Job::AdvanceOrder {
        reseller: system.reseller(),
        order,
    }
}
