//! Reads the command and calls `boot`.

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use clouddail::boot::{self, BootError, config::Settings};
use tokio_util::sync::CancellationToken;

/// White-label shops for virtual phone numbers and eSIM data plans.
///
/// Settings come from the environment; .env.example lists every one.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the shops, with a worker inside.
    Serve {
        /// Leave the jobs to `clouddail work`.
        #[arg(long)]
        no_worker: bool,
    },
    /// Run jobs only.
    Work,
    /// Bring the database up to date.
    Migrate,
    /// Fill an empty database with the demo shops.
    SeedDemo,
    /// Serve the sandbox carrier: the vendors' wire formats without the vendors.
    Sandbox,
    /// Write a copy of the database to a file.
    Backup { file: PathBuf },
    /// Bring a copy back into an empty database.
    Restore { file: PathBuf },
    /// Decide what only a person can.
    #[command(subcommand)]
    Cases(boot::cases::Cases),
    /// Compare providers, ledger and inventory now; prints what differs and exits with 1.
    Compare,
    /// Providers' bills against what we booked.
    #[command(subcommand)]
    Bills(boot::bills::Bills),
    /// Print the description of the REST interface (OpenAPI 3.1).
    Openapi,
    /// Seal every secret anew with the first key of SEAL_KEYS; afterwards the other keys can go.
    RotateSeals,
    /// Prove the books and the inventory; prints what is wrong and exits with 1.
    Verify,
    /// Pay resellers, fund floats, change who collects.
    Settlement {
        #[command(subcommand)]
        command: boot::settlement::SettlementCommand,
    },
    /// Enter and decide payments that their payers take back through the bank.
    #[command(subcommand)]
    Dispute(boot::dispute::DisputeCommand),
    /// Give money back for an order, or decide a withdrawal.
    #[command(subcommand)]
    Refund(boot::refund::RefundCommand),
    /// Keep an exchange rate.
    Rate(boot::rate::RateCommand),
    /// A reseller's own keys at the payment gateway.
    #[command(subcommand)]
    Gateway(boot::gateway::GatewayCommand),
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli.command).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("clouddail: {error}");
            match error {
                BootError::Setting(_) => ExitCode::from(2),
                BootError::Failed(_) => ExitCode::FAILURE,
            }
        }
    }
}

/// True when all is well.
async fn run(command: Command) -> Result<bool, BootError> {
    let settings = Settings::from_env();
    boot::telemetry::logs(&settings)?;
    let stop = stop_signal();
    match command {
        Command::Serve { no_worker } => boot::serve::serve(&settings, stop, !no_worker).await?,
        Command::Work => boot::serve::work(&settings, stop).await?,
        Command::Migrate => boot::migrate::run(&settings).await?,
        Command::SeedDemo => boot::seed::run(&settings).await?,
        Command::Sandbox => boot::sandbox::run(&settings, stop).await?,
        Command::Backup { file } => boot::backup::backup(&settings, &file)?,
        Command::Restore { file } => boot::backup::restore(&settings, &file)?,
        Command::Refund(command) => boot::refund::run(&settings, command).await?,
        Command::Rate(command) => boot::rate::run(&settings, command).await?,
        Command::Dispute(command) => boot::dispute::run(&settings, command).await?,
        Command::Gateway(command) => boot::gateway::run(&settings, command).await?,
        Command::Cases(command) => return boot::cases::run(&settings, command).await,
        Command::Compare => return boot::compare::run(&settings).await,
        Command::Bills(command) => return boot::bills::run(&settings, command).await,
        Command::Openapi => boot::openapi::run()?,
        Command::RotateSeals => return boot::seals::run(&settings).await,
        Command::Verify => return boot::verify::run(&settings).await,
        Command::Settlement { command } => boot::settlement::run(&settings, command).await?,
    }
    Ok(true)
}

/// Cancelled by the first SIGINT or SIGTERM: requests and jobs under way are finished.
fn stop_signal() -> CancellationToken {
    let stop = CancellationToken::new();
    let stopped = stop.clone();
    tokio::spawn(async move {
        let interrupt = tokio::signal::ctrl_c();
        let terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        match terminate {
            Ok(mut terminate) => tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            },
            Err(_) => drop(interrupt.await),
        }
        stopped.cancel();
    });
    stop
}
