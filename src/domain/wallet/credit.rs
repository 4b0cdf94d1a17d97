//! Books a settled top-up: the payer's money arrived at the gateway, which owes it to who collects, and we owe it to the
//! payer.

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

/// Whose account at the gateway the payer's money is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Collector {
    Platform,
    Reseller,
}

impl Collector {
    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Platform => "platform",
            Self::Reseller => "reseller",
        }
    }

    /// Where the payer's money waits.
    pub const fn clearing(self) -> Account {
        match self {
            Self::Platform => Account::GatewayClearing,
            Self::Reseller => Account::ResellerClearing,
        }
    }

    /// Who bears what the gateway keeps: the platform as a cost of its own, a reseller out of its sales.
    pub const fn fees(self) -> Account {
        match self {
            Self::Platform => Account::GatewayFees,
            Self::Reseller => Account::ResellerSales,
        }
    }

    /// Who bears a payment that was taken back for good.
    pub const fn losses(self) -> Account {
        match self {
            Self::Platform => Account::DisputeLosses,
            Self::Reseller => Account::ResellerSales,
        }
    }
}

/// A payment that arrived.
#[derive(Debug, Clone, Copy)]
pub struct Credit {
    pub payment: PaymentId,
    pub wallet: WalletId,
    pub amount: PositiveMoney,
    /// What the gateway keeps; borne by who collects, not by the payer.
    pub fee: Money,
    pub collector: Collector,
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
        (credit.collector.clearing(), amount.negated()?),
        (Account::Wallet(credit.wallet), amount),
    ];
    let key = format!("top_up:{}", credit.payment);
    let top_up =
        Transfer::new(key, TransferKind::TopUp, "Top-up".into(), reference, legs).map_err(unbalanced)?;
    let posted = post::post(conn, scope, now, &top_up).await?;
    if credit.fee.is_positive() {
        let legs = vec![
            (credit.collector.fees(), credit.fee.negated()?),
            (credit.collector.clearing(), credit.fee),
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
