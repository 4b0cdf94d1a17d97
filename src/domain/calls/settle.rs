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
        metering,
        numbers::format::display,
        orders::{place::Payer, sale},
        scope::{Scope, System},
        settlement::{self, Sold},
        wallet::{
            self, Purpose,
            capture::OpenHold,
            hold::HoldError,
            transfer::{Reference, Transfer, TransferKind},
        },
    },
    providers::Refusal,
    shared::{
        call::{CallState, length},
        ids::{CallId, TransferId},
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
    let (stack, unbilled) = match exact {
        None => {
            wallet::release(&mut tx, system, now, Purpose::Call(id, call.slice)).await?;
            (None, 0)
        }
        Some(exact) => hold_price(&mut tx, backend, system, &call, (first, second), exact).await?,
    };
    let paid = match &stack {
        Some(stack) => Some(capture(&mut tx, backend, system, &call, stack, outcome).await?),
        None => None,
    };
    // Left while the vendor was asked.
    let has_voicemail = store::has_voicemail(&mut tx, reseller, id).await?;
    let state = match outcome.state {
        CallState::NoAnswer if has_voicemail => CallState::Completed,
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
    if let Some(paid) = paid {
        metering::log(&mut tx, system, paid).await?;
    }
    tx.commit().await?;
    metrics::counter!("calls_total", "outcome" => state.as_str()).increment(1);
    Ok(state)
}

/// What the slice pays for, and the seconds beyond it.
fn capped(call: &OpenCall, (first, second): (u32, u32)) -> Result<(Option<PriceStack>, u32), Internal> {
    let held = call.held_seconds;
    let (least_first, least_second) = (first.min(held + RINGING_SECONDS), second.min(held));
    let stack = call.rates.bill(Increments::USUAL, least_first, least_second)?;
    Ok((stack, (second - least_second).max(first - least_first)))
}

/// The parts of what is held that a price takes: the buyer's and the float's. What was set aside first is taken first, which
/// is credit before cash.
fn part(call: &OpenCall, stack: &PriceStack, holds: &[OpenHold]) -> Result<Vec<OpenHold>, MoneyError> {
    let share = sale::float_share(Payer::Customer, call.settlement_mode, stack)?;
    let (mut buyer, mut float) = (
        stack.charged,
        share.unwrap_or(Money::zero(stack.charged.currency())),
    );
    let mut oldest: Vec<_> = holds.to_vec();
    oldest.sort_by_key(|hold| hold.id);
    let mut parts = vec![];
    for hold in oldest {
        let missing = if hold.is_float { &mut float } else { &mut buyer };
        let is_less = hold.amount.minus(*missing)?.is_negative();
        let amount = if is_less { hold.amount } else { *missing };
        *missing = missing.minus(amount)?;
        if amount.is_positive() {
            parts.push(OpenHold { amount, ..hold });
        }
    }
    Ok(parts)
}

/// Leaves of what is set aside the price. What a call that lasted longer than its slice costs is set aside instead; where
/// the wallet has not got it, or is frozen, the slice pays what it can. With the seconds nobody pays.
async fn hold_price(
    tx: &mut Tx,
    backend: &Backend,
    system: &System,
    call: &OpenCall,
    (first, second): (u32, u32),
    exact: PriceStack,
) -> Result<(Option<PriceStack>, u32), Internal> {
    let now = backend.now();
    let (held, priced) = (
        Purpose::Call(call.id, call.slice),
        Purpose::Call(call.id, call.slice + 1),
    );
    let (capped, unbilled) = capped(call, (first, second))?;
    if unbilled > 0 {
        let charges = charges(call.owner(), call.settlement_mode, Some(&exact))?;
        match wallet::hold_instead(tx, system, now, (held, priced), &charges).await {
            Ok(()) => return Ok((Some(exact), 0)),
            Err(HoldError::Insufficient { .. } | HoldError::Frozen) => {}
            Err(HoldError::Internal(error)) => return Err(error),
        }
        tracing::warn!(call_id = %call.id, unbilled, "a call went on after its money");
    }
    let stack = if unbilled == 0 { Some(exact) } else { capped };
    match &stack {
        None => wallet::release(tx, system, now, held).await?,
        Some(stack) => {
            let kept = |holds: &[OpenHold]| Ok(part(call, stack, holds)?);
            wallet::lessen(tx, system, now, (held, priced), kept).await?;
        }
    }
    Ok((stack, unbilled))
}

async fn capture(
    tx: &mut Tx,
    backend: &Backend,
    system: &System,
    call: &OpenCall,
    stack: &PriceStack,
    outcome: Outcome,
) -> Result<TransferId, Internal> {
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
        let (legs, share) = sale::legs(Payer::Customer, call.settlement_mode, stack, holds)?;
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
    settlement::accrue(tx, system, now, Sold::Call(call.id), posted.id, earned).await?;
    Ok(posted.id)
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
        Refusal::OutOfStock
        | Refusal::AddressRequired
        | Refusal::DocumentsRequired
        | Refusal::AddressRefused { .. } => "Our supplier did not take the call.",
    }
}
