//! `clouddail dispute`: payments their payers take back through the bank.

use clap::Subcommand;

use super::{BootError, config::Settings, wire};
use crate::{
    backend::Backend,
    domain::{
        payments::{
            dispute::{Dispute, lose::lose, open, thaw::thaw, win::win},
            gateway,
        },
        scope::System,
    },
    shared::{
        currency::Currency,
        ids::PaymentId,
        money::{Money, PositiveMoney},
    },
};

/// What happened.
#[derive(Debug, Subcommand)]
pub enum DisputeCommand {
    /// The gateway took a payment back: freezes the wallet.
    Open {
        /// Our reference of the payment (pay_…).
        payment: PaymentId,
        /// The gateway's id of the dispute.
        dispute: String,
        /// How much, in the payment's currency: 50.00.
        amount: String,
    },
    /// Decided for the shop: the money is back in the wallet.
    Win { payment: PaymentId, dispute: String },
    /// Decided for the payer: what was spent is written off.
    Lose {
        payment: PaymentId,
        dispute: String,
        /// What the gateway charges for it, in the payment's currency.
        #[arg(long, default_value = "0")]
        fee: String,
    },
    /// Let the wallet of the payment move again after a lost dispute.
    Thaw { payment: PaymentId },
}

/// Does it and says what was done.
pub async fn run(settings: &Settings<'_>, command: DisputeCommand) -> Result<(), BootError> {
    let backend = wire::backend(settings).await?;
    let failed = |error| BootError::failed("nothing was booked", error);
    match command {
        DisputeCommand::Open {
            payment,
            dispute,
            amount,
        } => {
            let (system, currency) = payments_shop(&backend, payment).await?;
            let amount = PositiveMoney::new(money(&amount, currency)?)
                .ok_or_else(|| BootError::Failed("the amount must be above zero".into()))?;
            let new = open::Open {
                payment,
                provider_dispute_id: dispute,
                amount,
            };
            say(&open::open(&backend, &system, &new).await.map_err(failed)?);
        }
        DisputeCommand::Win { payment, dispute } => {
            let (system, _) = payments_shop(&backend, payment).await?;
            say(&win(&backend, &system, payment, &dispute).await.map_err(failed)?);
        }
        DisputeCommand::Lose {
            payment,
            dispute,
            fee,
        } => {
            let (system, currency) = payments_shop(&backend, payment).await?;
            let fee = money(&fee, currency)?;
            say(&lose(&backend, &system, payment, &dispute, fee)
                .await
                .map_err(failed)?);
        }
        DisputeCommand::Thaw { payment } => {
            let (system, _) = payments_shop(&backend, payment).await?;
            thaw(&backend, &system, payment).await.map_err(failed)?;
            println!("the wallet of {payment} can move again");
        }
    }
    Ok(())
}

fn say(dispute: &Dispute) {
    println!(
        "dispute {} of {}: {}, {} of which {} came out of the wallet",
        dispute.provider_dispute_id,
        dispute.payment,
        dispute.state.as_str(),
        dispute.amount,
        dispute.taken,
    );
}

async fn payments_shop(backend: &Backend, payment: PaymentId) -> Result<(System, Currency), BootError> {
    let (reseller, currency) = gateway::shop_of_payment(backend, payment)
        .await
        .map_err(|error| BootError::failed("the payment cannot be looked up", error))?
        .ok_or_else(|| BootError::Failed(format!("there is no payment {payment}")))?;
    Ok((System::of(reseller, "operator command"), currency))
}

fn money(text: &str, currency: Currency) -> Result<Money, BootError> {
    Money::parse(text, currency)
        .map_err(|_| BootError::Failed(format!("`{text}` is not an amount in {}", currency.code())))
}
