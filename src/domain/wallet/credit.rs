//! Books a settled top-up: the payer's money arrived at the gateway, which owes it to us, and we owe it to the payer.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    post::{self, PostError, Posted},
    transfer::{Account, Reference, Transfer, TransferKind},
};
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::{
        ids::{PaymentId, WalletId},
        money::{Money, PositiveMoney},
    },
};

/// A payment that arrived.
#[derive(Debug, Clone, Copy)]
pub struct Credit {
    pub payment: PaymentId,
    pub wallet: WalletId,
    pub amount: PositiveMoney,
    /// What the gateway keeps; borne by us, not by the payer.
    pub fee: Money,
}

/// Credits the wallet and books the gateway's fee. Keyed by the payment, so any number of webhooks, jobs and page
/// loads credit it once.
pub async fn credit(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    credit: Credit,
) -> Result<Posted, PostError> {
    let amount = credit.amount.get();
    let reference = Reference {
        kind: "payment",
        id: credit.payment.uuid(),
    };
    let legs = vec![
        (Account::GatewayClearing, amount.negated()?),
        (Account::Wallet(credit.wallet), amount),
    ];
    let key = format!("top_up:{}", credit.payment);
    let top_up =
        Transfer::new(key, TransferKind::TopUp, "Top-up".into(), reference, legs).map_err(unbalanced)?;
    let posted = post::post(conn, scope, now, &top_up).await?;
    if credit.fee.is_positive() {
        let legs = vec![
            (Account::GatewayFees, credit.fee.negated()?),
            (Account::GatewayClearing, credit.fee),
        ];
        let key = format!("gateway_fee:{}", credit.payment);
        let fee = Transfer::new(
            key,
            TransferKind::GatewayFee,
            "Gateway fee".into(),
            reference,
            legs,
        )
        .map_err(unbalanced)?;
        post::post(conn, scope, now, &fee).await?;
    }
    Ok(posted)
}

fn unbalanced(error: super::transfer::Unbalanced) -> PostError {
    PostError::Internal(Internal::broken(error.to_string()))
}
