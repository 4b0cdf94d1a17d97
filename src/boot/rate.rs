//! `clouddail rate`: an exchange rate, as its source stated it.

use rust_decimal::Decimal;

use super::{BootError, config::Settings, wire};
use crate::{
    domain::{
        pricing::set_rate::{SetRate, set_rate},
        scope::Operator,
    },
    shared::currency::Currency,
};

/// What one unit of a currency is worth in another.
#[derive(Debug, clap::Args)]
pub struct RateCommand {
    /// `USD`
    base: String,
    /// `EUR`
    quote: String,
    /// Units of the second for one of the first: 0.92.
    rate: Decimal,
    /// Who stated it: "European Central Bank".
    #[arg(long)]
    source: String,
}

/// Keeps the rate; prices follow at once, orders keep theirs.
pub async fn run(settings: &Settings<'_>, command: RateCommand) -> Result<(), BootError> {
    let backend = wire::backend(settings).await?;
    let currency = |code: &str| {
        code.parse::<Currency>()
            .map_err(|_| BootError::Failed(format!("`{code}` is not a currency of ISO 4217")))
    };
    let rate = SetRate {
        base: currency(&command.base)?,
        quote: currency(&command.quote)?,
        rate: command.rate,
        as_of: backend.now(),
        source: command.source,
    };
    set_rate(&backend, &Operator::command_line(), rate)
        .await
        .map_err(|error| BootError::failed("the rate was not kept", error))
}
