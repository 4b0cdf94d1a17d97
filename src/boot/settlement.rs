//! `clouddail settlement …`: what an operator does about payouts, floats and modes until the console has pages for it.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Subcommand, ValueEnum};

use super::{BootError, config::Settings, wire};
use crate::{
    backend::Backend,
    domain::{
        scope::{Operator, System},
        settlement::{
            approve_payout::approve_payout,
            export_payouts::{Debtor, FileFormat, export_payouts, message_id},
            fund_float::{FundFloat, fund_float},
            list_payouts::{list_all_payouts, reseller_of_payout},
            mark_paid::mark_paid,
            payout::PayoutRow,
            reject_payout::reject_payout,
            return_payout::return_payout,
            statement::statement,
            switch_mode::switch_mode,
        },
        tenancy::{self, find::FoundReseller, shop::SettlementMode},
    },
    shared::{
        currency::Currency,
        ids::PayoutId,
        money::{Money, PositiveMoney},
    },
};

/// Stands in audit and log lines as the reason.
const REASON: &str = "settlement command";

/// What can be done.
#[derive(Subcommand, Debug)]
pub enum SettlementCommand {
    /// List payouts, newest first, with the message id of the file each is in.
    Payouts,
    /// Approve a requested payout: it is owed to the reseller's bank and goes into the next file.
    Approve {
        /// Such as pyt_0192….
        id: PayoutId,
    },
    /// Reject a requested payout: its earnings are payable again.
    Reject {
        id: PayoutId,
        /// What the reseller reads.
        #[arg(long)]
        reason: String,
    },
    /// Write the bank's file of every approved payout that is in no file yet.
    ///
    /// A payout is in one file only. If the file got lost, write the same once more with --again.
    Export {
        #[arg(long, value_enum)]
        format: ExportFormat,
        #[arg(long)]
        currency: String,
        /// Message id of an earlier file, from `settlement payouts`.
        #[arg(long)]
        again: Option<String>,
        /// Where to write; an existing file is not overwritten.
        file: PathBuf,
    },
    /// Say that the bank has sent a payout.
    Paid {
        id: PayoutId,
        /// The bank's word for the transfer.
        #[arg(long)]
        bank_reference: String,
    },
    /// Say that the bank sent a payout back or never took it: its earnings are payable again.
    Returned {
        id: PayoutId,
        /// What the reseller reads.
        #[arg(long, default_value = "The bank returned the transfer.")]
        reason: String,
    },
    /// Book money a reseller sent for its float.
    FundFloat {
        /// The shop's short name, such as kite.
        slug: String,
        /// In the shop's currency, such as 500.00.
        amount: String,
        /// Makes it happen once: the bank's reference of the money that came in.
        #[arg(long)]
        key: String,
        #[arg(long)]
        note: String,
    },
    /// Change who takes a shop's money, for orders from now on.
    Mode {
        slug: String,
        #[arg(value_enum)]
        mode: Mode,
        /// Stands in the audit log.
        #[arg(long)]
        reason: String,
    },
    /// Print a reseller's statement as CSV.
    Statement {
        slug: String,
        /// First day, UTC, such as 2026-01-01.
        from: NaiveDate,
        /// The day after the last.
        until: NaiveDate,
    },
}

/// Files a bank or a person can read.
#[derive(ValueEnum, Clone, Copy, Debug)]
pub enum ExportFormat {
    Csv,
    /// ISO 20022 customer credit transfer.
    Pain001,
}

/// Who takes the customers' money.
#[derive(ValueEnum, Clone, Copy, Debug)]
#[value(rename_all = "snake_case")]
pub enum Mode {
    PlatformCollects,
    ResellerCollects,
}

/// Runs one command.
pub async fn run(settings: &Settings<'_>, command: SettlementCommand) -> Result<(), BootError> {
    let backend = wire::backend(settings).await?;
    match command {
        SettlementCommand::Payouts => {
            for row in list_all_payouts(&backend).await.map_err(failed)? {
                println!("{}", line(&row));
            }
        }
        SettlementCommand::Approve { id } => {
            let operator = operator_of(&backend, id).await?;
            approve_payout(&backend, &operator, id).await.map_err(failed)?;
        }
        SettlementCommand::Reject { id, reason } => {
            let operator = operator_of(&backend, id).await?;
            reject_payout(&backend, &operator, id, &reason)
                .await
                .map_err(failed)?;
        }
        SettlementCommand::Export {
            format,
            currency,
            again,
            file,
        } => export(settings, &backend, format, &currency, again.as_deref(), &file).await?,
        SettlementCommand::Paid { id, bank_reference } => {
            let operator = operator_of(&backend, id).await?;
            mark_paid(&backend, &operator, id, &bank_reference)
                .await
                .map_err(failed)?;
        }
        SettlementCommand::Returned { id, reason } => {
            let operator = operator_of(&backend, id).await?;
            return_payout(&backend, &operator, id, &reason)
                .await
                .map_err(failed)?;
        }
        SettlementCommand::FundFloat {
            slug,
            amount,
            key,
            note,
        } => {
            let shop = shop(&backend, &slug).await?;
            let amount = Money::parse(&amount, shop.currency)
                .ok()
                .and_then(PositiveMoney::new)
                .ok_or_else(|| BootError::Failed(format!("{amount} is not an amount above zero")))?;
            let funding = FundFloat {
                amount,
                key: &key,
                note: &note,
            };
            let available = fund_float(&backend, &System::of(shop.id, REASON), funding)
                .await
                .map_err(failed)?;
            println!("The float of {} has {available} now.", shop.name);
        }
        SettlementCommand::Mode { slug, mode, reason } => {
            let shop = shop(&backend, &slug).await?;
            let mode = match mode {
                Mode::PlatformCollects => SettlementMode::PlatformCollects,
                Mode::ResellerCollects => SettlementMode::ResellerCollects,
            };
            let moved = switch_mode(&backend, &System::of(shop.id, REASON), mode, &reason)
                .await
                .map_err(failed)?;
            println!(
                "{} from now on; the float of {} got {moved}.",
                mode.as_str(),
                shop.name
            );
        }
        SettlementCommand::Statement { slug, from, until } => {
            let shop = shop(&backend, &slug).await?;
            let statement = statement(&backend, &System::of(shop.id, REASON), from, until)
                .await
                .map_err(failed)?;
            print!("{}", statement.csv().map_err(failed)?);
        }
    }
    Ok(())
}

async fn export(
    settings: &Settings<'_>,
    backend: &Backend,
    format: ExportFormat,
    currency: &str,
    again: Option<&str>,
    file: &Path,
) -> Result<(), BootError> {
    let currency: Currency = currency
        .parse()
        .map_err(|_| BootError::Failed(format!("{currency} is no currency")))?;
    let format = match format {
        ExportFormat::Csv => FileFormat::Csv,
        ExportFormat::Pain001 => FileFormat::Pain001(debtor(settings)?),
    };
    if file.exists() {
        return Err(BootError::Failed(format!("{} exists already", file.display())));
    }
    let written = export_payouts(backend, &Operator::command_line(), currency, &format, again)
        .await
        .map_err(failed)?;
    println!(
        "{}: {} payouts, {} {}. If the file gets lost: --again {}",
        written.message_id,
        written.payouts,
        written.total.amount(),
        currency,
        written.message_id
    );
    std::fs::write(file, written.text)
        .map_err(|error| BootError::failed(&format!("{} cannot be written", file.display()), error))
}

/// The platform's own account.
pub(super) fn debtor(settings: &Settings<'_>) -> Result<Debtor, BootError> {
    let setting = |name: &str| {
        settings
            .optional(name)?
            .ok_or_else(|| BootError::Setting(format!("{name} is needed for the bank's file")))
    };
    Debtor::parse(
        &setting("PAYOUT_ACCOUNT_NAME")?,
        &setting("PAYOUT_ACCOUNT_IBAN")?,
        &setting("PAYOUT_ACCOUNT_BIC")?,
    )
    .map_err(|error| BootError::Setting(format!("PAYOUT_ACCOUNT_…: {error}")))
}

async fn operator_of(backend: &Backend, id: PayoutId) -> Result<System, BootError> {
    let reseller = reseller_of_payout(backend, id).await.map_err(failed)?;
    reseller
        .map(|reseller| System::of(reseller, REASON))
        .ok_or_else(|| BootError::Failed("no such payout".into()))
}

async fn shop(backend: &Backend, slug: &str) -> Result<FoundReseller, BootError> {
    tenancy::find(backend, slug)
        .await
        .map_err(failed)?
        .ok_or_else(|| BootError::Failed(format!("no shop is called {slug}")))
}

fn line(row: &PayoutRow) -> String {
    let file = row
        .exported_at
        .map_or_else(|| "in no file".into(), |at| message_id(at, row.amount.currency()));
    format!(
        "{}  {}  {}  {} {}  {}  {}  {file}",
        row.id,
        row.requested_at.date_naive(),
        row.slug,
        row.amount.amount(),
        row.amount.currency(),
        row.state.as_str(),
        row.destination_hint,
    )
}

fn failed(error: impl std::fmt::Display) -> BootError {
    BootError::Failed(error.to_string())
}
