//! `clouddail refund`: money back for an order, and the withdrawals only a person can decide.

use clap::{Subcommand, ValueEnum};

use super::{BootError, config::Settings, wire};
use crate::{
    backend::Backend,
    domain::{
        orders::refund::{Destination, Refund, refund},
        scope::System,
        tenancy,
        withdrawals::settle::{Verdict, settle},
    },
    shared::{
        currency::Currency,
        ids::{OrderId, WithdrawalId},
        money::Money,
    },
};

/// Where the money goes.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum To {
    /// Spendable at once.
    Wallet,
    /// Back to the cards it came by.
    Source,
}

/// What to give back, or to decide.
#[derive(Debug, Subcommand)]
pub enum RefundCommand {
    /// Give money back for an order, wholly or in part.
    Order {
        /// The shop's short name.
        shop: String,
        order: OrderId,
        /// What the customer reads.
        #[arg(long)]
        reason: String,
        /// Makes it happen once: the number of the ticket.
        #[arg(long)]
        key: String,
        /// In the order's currency; all that is left without it.
        #[arg(long)]
        amount: Option<String>,
        #[arg(long, value_enum, default_value = "wallet")]
        to: To,
    },
    /// Decide a withdrawal whose outcome the gateway cannot tell.
    Settle {
        /// The shop's short name.
        shop: String,
        withdrawal: WithdrawalId,
        /// The gateway's id of the refund that was made.
        #[arg(long, conflicts_with = "not_done", required_unless_present = "not_done")]
        done: Option<String>,
        /// Nothing was refunded and nothing will be: the money goes back into the wallet.
        #[arg(long)]
        not_done: bool,
        /// Who looked where; stands in the audit log.
        #[arg(long)]
        note: String,
    },
}

/// Does it and says what was done.
pub async fn run(settings: &Settings<'_>, command: RefundCommand) -> Result<(), BootError> {
    let backend = wire::backend(settings).await?;
    match command {
        RefundCommand::Order {
            shop,
            order,
            reason,
            key,
            amount,
            to,
        } => {
            let (system, currency) = find(&backend, &shop).await?;
            let amount = amount
                .map(|text| {
                    Money::parse(&text, currency)
                        .map_err(|_| BootError::Failed(format!("`{text}` is not an amount in {currency}")))
                })
                .transpose()?;
            let request = Refund {
                order,
                amount,
                destination: match to {
                    To::Wallet => Destination::Wallet,
                    To::Source => Destination::Source,
                },
                reason,
                key,
            };
            let refunded = refund(&backend, &system, request)
                .await
                .map_err(|error| BootError::failed("nothing was refunded", error))?;
            let again = if refunded.is_replay { " (done before)" } else { "" };
            println!("{}: {} of {order} refunded{again}", refunded.id, refunded.amount);
        }
        RefundCommand::Settle {
            shop,
            withdrawal,
            done,
            not_done: _,
            note,
        } => {
            let (system, _) = find(&backend, &shop).await?;
            let verdict = match done {
                Some(provider_refund) => Verdict::Done { provider_refund },
                None => Verdict::NotDone,
            };
            let state = settle(&backend, &system, withdrawal, &verdict, &note)
                .await
                .map_err(|error| BootError::failed("nothing was decided", error))?;
            println!("{withdrawal} is {}", state.as_str());
        }
    }
    Ok(())
}

async fn find(backend: &Backend, shop: &str) -> Result<(System, Currency), BootError> {
    let found = tenancy::find(backend, shop)
        .await
        .map_err(|error| BootError::failed("the shop cannot be looked up", error))?
        .ok_or_else(|| BootError::Failed(format!("there is no shop {shop}")))?;
    Ok((System::of(found.id, "operator command"), found.currency))
}
