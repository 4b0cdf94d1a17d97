//! The end of a withdrawal: the cash has left, or it is the owner's again.

use super::{
    state::State,
    store::{self, Withdrawal},
};
use crate::{
    backend::{Backend, Tx},
    domain::{
        error::Internal,
        notices::{self, Notice},
        operations::case,
        scope::{Scope, System},
        wallet::{
            self, Purpose,
            transfer::{Account, Reference, Transfer, TransferKind},
        },
    },
    shared::{ids::WithdrawalId, money::MoneyError},
};

/// Books that the gateway gave the money back. A replay finds it booked.
pub(super) async fn done(
    backend: &Backend,
    system: &System,
    id: WithdrawalId,
    provider_refund: &str,
) -> Result<State, Internal> {
    let mut tx = backend.begin(system).await?;
    let withdrawal = lock(&mut tx, system, id).await?;
    if !matches!(withdrawal.state, State::Submitted | State::Unknown) {
        tx.commit().await?;
        return Ok(withdrawal.state);
    }
    done_in(&mut tx, backend, system, &withdrawal, provider_refund).await?;
    tx.commit().await?;
    count("done");
    tracing::info!(reseller_id = %system.reseller(), withdrawal_id = %id, "cash went back");
    Ok(State::Done)
}

/// The same, for a caller that has locked the withdrawal.
pub(super) async fn done_in(
    tx: &mut Tx,
    backend: &Backend,
    system: &System,
    withdrawal: &Withdrawal,
    provider_refund: &str,
) -> Result<(), Internal> {
    let (reseller, now, id) = (system.reseller(), backend.now(), withdrawal.id);
    wallet::capture(tx, system, now, Purpose::Withdrawal(id), |holds| {
        let mut legs = holds
            .iter()
            .map(|hold| Ok((Account::Wallet(hold.wallet), hold.amount.negated()?)))
            .collect::<Result<Vec<_>, MoneyError>>()?;
        let clearing = match withdrawal.collector.as_str() {
            "platform" => Account::GatewayClearing,
            _ => Account::ResellerClearing,
        };
        legs.push((clearing, withdrawal.amount));
        let reference = Reference {
            kind: "withdrawal",
            id: id.uuid(),
        };
        Transfer::new(
            format!("withdrawal:{id}"),
            TransferKind::Withdrawal,
            "Sent back to your card".into(),
            reference,
            legs,
        )
        .map_err(|error| Internal::broken(error.to_string()))
    })
    .await
    .map_err(|error| Internal::broken(format!("capture of {id}: {error}")))?;
    store::set_done(tx, reseller, id, provider_refund, now).await?;
    let notice = |link| Notice::WithdrawalSent {
        amount: withdrawal.amount,
        link,
    };
    let path = "/account/wallet/statement";
    notices::to_user::to_user(tx, backend, reseller, withdrawal.user, path, notice).await
}

/// Books that the money stays: it is free in the wallet again and its owner is told why.
pub(super) async fn released(
    backend: &Backend,
    system: &System,
    id: WithdrawalId,
    reason: &str,
) -> Result<State, Internal> {
    let mut tx = backend.begin(system).await?;
    let withdrawal = lock(&mut tx, system, id).await?;
    if matches!(withdrawal.state, State::Done | State::Released) {
        tx.commit().await?;
        return Ok(withdrawal.state);
    }
    released_in(&mut tx, backend, system, &withdrawal, reason).await?;
    tx.commit().await?;
    count("released");
    follow_up(backend, system, &withdrawal, reason).await?;
    Ok(State::Released)
}

/// The same, for a caller that has locked the withdrawal; `follow_up` comes after its commit.
pub(super) async fn released_in(
    tx: &mut Tx,
    backend: &Backend,
    system: &System,
    withdrawal: &Withdrawal,
    reason: &str,
) -> Result<(), Internal> {
    let (reseller, now, id) = (system.reseller(), backend.now(), withdrawal.id);
    tracing::warn!(reseller_id = %reseller, withdrawal_id = %id, reason, "cash stays");
    wallet::release(tx, system, now, Purpose::Withdrawal(id)).await?;
    store::set_released(tx, reseller, id, reason, now).await?;
    let notice = |link| Notice::WithdrawalFailed {
        amount: withdrawal.amount,
        reason: reason.to_owned(),
        link,
    };
    notices::to_user::to_user(tx, backend, reseller, withdrawal.user, "/account/wallet", notice).await
}

/// Nobody reads the wallet of a closed account, so an operator has to. The nightly look finds it as well.
pub(super) async fn follow_up(
    backend: &Backend,
    system: &System,
    withdrawal: &Withdrawal,
    reason: &str,
) -> Result<(), Internal> {
    if !withdrawal.is_closed {
        return Ok(());
    }
    let summary = format!(
        "{} of the closed account {} could not go back to the card of payment {}: {reason} The money is in the \
         account's wallet. Agree another way with its owner and book it by hand.",
        withdrawal.amount, withdrawal.user, withdrawal.payment,
    );
    let reference = withdrawal.user.to_string();
    case::open(
        backend,
        Some(system.reseller()),
        "closing_balance",
        &reference,
        &summary,
    )
    .await?;
    Ok(())
}

pub(super) fn count(outcome: &'static str) {
    metrics::counter!("withdrawals_total", "outcome" => outcome).increment(1);
}

async fn lock(tx: &mut Tx, system: &System, id: WithdrawalId) -> Result<Withdrawal, Internal> {
    store::lock(tx, system.reseller(), id)
        .await?
        .ok_or_else(|| Internal::broken(format!("withdrawal {id} does not exist")))
}
