//! The end of a call and the money, in one transaction.

use super::{
    open::charges,
    rate::{Increments, RINGING_SECONDS},
    store::{self, Ended, OpenCall},
};
use crate::{
    backend::{Backend, Tx},
    domain::{
        error::Internal,
        numbers::format::display,
        orders::{place::Payer, sale},
        scope::{Scope, System},
        settlement::{self, Sold},
        wallet::{
            self, Purpose,
            capture::OpenHold,
            hold::HoldError,
            open::Owner,
            transfer::{Reference, Transfer, TransferKind},
        },
    },
    providers::Refusal,
    shared::{
        call::{CallState, length},
        ids::CallId,
        money::{Money, MoneyError},
        price::PriceStack,
    },
};

/// What the vendor states at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Outcome {
    pub state: CallState,
    pub first: u32,
    pub second: u32,
}

/// Rates the call by what the vendor states, captures that and frees the rest. A replay finds it over.
pub(super) async fn settle(
    backend: &Backend,
    system: &System,
    id: CallId,
    outcome: Outcome,
) -> Result<CallState, Internal> {
    let mut tx = backend.begin(system).await?;
    let Some(call) = store::lock(&mut tx, system.reseller(), id).await? else {
        return Err(Internal::broken("a call vanished"));
    };
    if call.state.is_over() {
        tx.commit().await?;
        return Ok(call.state);
    }
    let (now, reseller) = (backend.now(), system.reseller());
    let Outcome { first, second, .. } = outcome;
    let exact = call.rates.bill(Increments::USUAL, first, second)?;
    let slice = Purpose::Call(id, call.slice);
    let (stack, unbilled) = match exact {
        None => {
            wallet::release(&mut tx, system, now, slice).await?;
            (None, 0)
        }
        // Nothing new can be set aside while a dispute is open: what the slice holds pays.
        Some(_) if is_frozen(&mut tx, backend, system, &call).await? => capped(&call, (first, second))?,
        Some(exact) => {
            wallet::release(&mut tx, system, now, slice).await?;
            hold_price(&mut tx, backend, system, &call, (first, second), exact).await?
        }
    };
    if let Some(stack) = &stack {
        capture(&mut tx, backend, system, &call, stack, outcome).await?;
    }
    let state = match outcome.state {
        CallState::Completed if call.is_cut_off || (second > 0 && second >= call.limit_seconds) => {
            CallState::CutOff
        }
        state => state,
    };
    let talked = if second > 0 { second } else { first };
    let ended = Ended {
        state,
        seconds: talked,
        billed_seconds: Increments::USUAL.billed(talked),
        unbilled_seconds: unbilled,
        stack: stack.as_ref(),
        now,
    };
    store::set_over(&mut tx, reseller, id, &ended).await?;
    tx.commit().await?;
    metrics::counter!("calls_total", "outcome" => state.as_str()).increment(1);
    Ok(state)
}

async fn is_frozen(
    tx: &mut Tx,
    backend: &Backend,
    system: &System,
    call: &OpenCall,
) -> Result<bool, Internal> {
    let owner = Owner::Customer(call.user);
    let purse = wallet::balance::purse(tx, system, owner, call.currency, backend.now()).await?;
    Ok(purse.is_some_and(|purse| purse.is_frozen))
}

/// What the slice pays for, and the seconds beyond it.
fn capped(call: &OpenCall, (first, second): (u32, u32)) -> Result<(Option<PriceStack>, u32), Internal> {
    let held = call.held_seconds;
    let (least_first, least_second) = (first.min(held + RINGING_SECONDS), second.min(held));
    let stack = call.rates.bill(Increments::USUAL, least_first, least_second)?;
    Ok((stack, (second - least_second).max(first - least_first)))
}

/// The parts of what is held that a price takes: the buyer's and the float's.
fn part(holds: &[OpenHold], charged: Money, share: Money) -> Result<Vec<OpenHold>, MoneyError> {
    let (mut buyer, mut float) = (charged, share);
    let mut parts = vec![];
    for hold in holds {
        let missing = if hold.is_float { &mut float } else { &mut buyer };
        let is_less = hold.amount.minus(*missing)?.is_negative();
        let amount = if is_less { hold.amount } else { *missing };
        *missing = missing.minus(amount)?;
        if amount.is_positive() {
            parts.push(OpenHold { amount, ..*hold });
        }
    }
    Ok(parts)
}

/// Sets the price aside in place of the slice; where the wallet lacks it, what the slice paid for. With the seconds nobody
/// pays.
async fn hold_price(
    tx: &mut Tx,
    backend: &Backend,
    system: &System,
    call: &OpenCall,
    (first, second): (u32, u32),
    exact: PriceStack,
) -> Result<(Option<PriceStack>, u32), Internal> {
    let (capped, unbilled) = capped(call, (first, second))?;
    let purpose = Purpose::Call(call.id, call.slice + 1);
    let owner = Owner::Customer(call.user);
    let mut tries = vec![(Some(exact), 0)];
    if unbilled > 0 {
        tries.push((capped, unbilled));
    }
    for (stack, unbilled) in tries {
        let charges = charges(owner, call.settlement_mode, stack.as_ref())?;
        if charges.is_empty() {
            return Ok((None, unbilled));
        }
        match wallet::hold(tx, system, backend.now(), purpose, &charges).await {
            Ok(()) => {
                if unbilled > 0 {
                    tracing::warn!(call_id = %call.id, unbilled, "a call went on after its money");
                }
                return Ok((stack, unbilled));
            }
            Err(HoldError::Insufficient { .. }) => {}
            // Frozen this moment: the next try sees it.
            Err(HoldError::Frozen) => return Err(Internal::broken("the wallet of a call is frozen")),
            Err(HoldError::Internal(error)) => return Err(error),
        }
    }
    Err(Internal::broken("a call's own money is not there"))
}

async fn capture(
    tx: &mut Tx,
    backend: &Backend,
    system: &System,
    call: &OpenCall,
    stack: &PriceStack,
    outcome: Outcome,
) -> Result<(), Internal> {
    let now = backend.now();
    let mut earned = Money::zero(stack.charged.currency());
    let talked = if outcome.second > 0 {
        outcome.second
    } else {
        outcome.first
    };
    let direction = if call.is_out { "to" } else { "from" };
    let lasted = length(i32::try_from(talked).unwrap_or(i32::MAX));
    let what = format!("Call {direction} {} ({lasted})", display(&call.peer));
    let purpose = Purpose::Call(call.id, call.slice + 1);
    let posted = wallet::capture(tx, system, now, purpose, |holds| {
        let float = sale::float_share(Payer::Customer, call.settlement_mode, stack)?;
        let zero = Money::zero(stack.charged.currency());
        let parts = part(holds, stack.charged, float.unwrap_or(zero))?;
        let (legs, share) = sale::legs(Payer::Customer, call.settlement_mode, stack, &parts)?;
        earned = share;
        let reference = Reference {
            kind: "call",
            id: call.id.uuid(),
        };
        let key = format!("sale:{}", call.id);
        Transfer::new(key, TransferKind::Sale, what, reference, legs)
            .map_err(|error| Internal::broken(error.to_string()))
    })
    .await
    .map_err(|error| Internal::broken(error.to_string()))?;
    settlement::accrue(tx, system, now, Sold::Call(call.id), posted.id, earned).await
}

/// Books that nobody was rung: the money is free again.
pub(super) async fn fail(
    backend: &Backend,
    system: &System,
    id: CallId,
    refusal: &Refusal,
) -> Result<CallState, Internal> {
    let mut tx = backend.begin(system).await?;
    let Some(call) = store::lock(&mut tx, system.reseller(), id).await? else {
        return Err(Internal::broken("a call vanished"));
    };
    if call.state.is_over() {
        tx.commit().await?;
        return Ok(call.state);
    }
    let now = backend.now();
    tracing::warn!(reseller_id = %system.reseller(), call_id = %id, %refusal, "call refused");
    wallet::release(&mut tx, system, now, Purpose::Call(id, call.slice)).await?;
    store::set_refused(&mut tx, system.reseller(), id, words(refusal), now).await?;
    tx.commit().await?;
    metrics::counter!("calls_total", "outcome" => "refused").increment(1);
    Ok(CallState::Failed)
}

/// A vendor's no in the words of the caller.
fn words(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::OurAccount { .. } => "Our supplier cannot call at the moment. Our staff have been told.",
        Refusal::Other { code, .. } => match code.as_str() {
            "not_a_phone" => "This number cannot be called. Please check it.",
            "no_route" => "There is no way from this number to that one.",
            "not_received" => "Our supplier never got the call.",
            "unreachable" => "Our supplier could not be reached. Please call again.",
            _ => "Our supplier did not take the call.",
        },
        Refusal::OutOfStock | Refusal::AddressRequired | Refusal::AddressRefused { .. } => {
            "Our supplier did not take the call."
        }
    }
}
