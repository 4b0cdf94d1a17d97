//! `clouddail-bench`: the money path of the optimised build beside a floor: hand-written SQL that writes the same rows
//! with the same commits on the same cluster, driven by pgbench; and usage of lines beside COPY. Prints tables of ratios;
//! scripts/bench.sh runs it.
//!
//! Both sides take turns in one run, and the middle of the ratios is what counts: the machine may be busy with other
//! things, but with the same things for both.

mod floor;
mod instant;
mod ledger;
mod purchase;
mod rating;
mod rounds;
mod usage;
mod wallet;
mod webhooks;

use clap::{Parser, Subcommand};

/// Measures the money path against its floor. DATABASE_URL names a migrated database of its own; what is in its ledger
/// is lost.
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    what: What,
    /// Seconds each side runs in a round.
    #[arg(long, default_value_t = 5, global = true)]
    seconds: u64,
    /// Rounds; the middle one counts.
    #[arg(long, default_value_t = 3, global = true)]
    rounds: usize,
    /// Buyers at once.
    #[arg(long, default_value_t = 8, global = true)]
    clients: u32,
}

#[derive(Subcommand)]
enum What {
    /// Hold and capture alone, over ledgers of different sizes and wallets in different patterns.
    Wallet {
        /// Entries in the ledger beforehand, largest last.
        #[arg(long, value_delimiter = ',', default_value = "1000,100000,10000000")]
        entries: Vec<u64>,
    },
    /// Readings of usage through our path, beside COPY.
    Usage {
        /// Readings that come in a round.
        #[arg(long, default_value_t = 400_000)]
        events: u64,
        /// Lines they are of.
        #[arg(long, default_value_t = 1_000)]
        lines: u64,
        /// Readings entered in one transaction.
        #[arg(long, default_value_t = 5_000)]
        batch: usize,
    },
    /// Reports of a vendor at the door of a running server.
    Webhooks {
        /// Where it serves, `http://127.0.0.1:3000`.
        #[arg(long)]
        server: String,
        /// Reports that come.
        #[arg(long, default_value_t = 50_000)]
        events: u64,
        /// Reports on their way at once.
        #[arg(long, default_value_t = 1_000)]
        in_flight: u64,
    },
    /// Messages and calls from set aside to paid.
    Rating,
    /// A purchase through the REST interface of a running server.
    Purchase {
        /// Where it serves, `http://127.0.0.1:3000`.
        #[arg(long)]
        server: String,
    },
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    rustls::crypto::ring::default_provider()
        .install_default()
        .map_err(|_| "a second crypto provider")?;
    let cli = Cli::parse();
    let rounds = rounds::Rounds {
        seconds: cli.seconds,
        count: cli.rounds,
        clients: cli.clients,
    };
    match cli.what {
        What::Wallet { entries } => wallet::run(&rounds, &entries).await,
        What::Usage { events, lines, batch } => {
            let load = usage::Load { events, lines, batch };
            usage::run(&rounds, &load).await
        }
        What::Webhooks {
            server,
            events,
            in_flight,
        } => webhooks::run(&server, &webhooks::Load { events, in_flight }).await,
        What::Rating => rating::run(&rounds).await,
        What::Purchase { server } => purchase::run(&rounds, &server).await,
    }
}
