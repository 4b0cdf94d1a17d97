//! `clouddail bills`: providers' bills against what we booked.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Subcommand;

use super::{BootError, config::Settings, wire};
use crate::{
    domain::{
        operations::bills::{Bill, Import, ImportError, ParseError, import, show},
        scope::Operator,
    },
    shared::ids::BillId,
};

/// What to do with bills.
#[derive(Subcommand)]
pub enum Bills {
    /// Take a bill: CSV with the header reference,description,amount,currency[,quantity]. Exits with 1 when it differs.
    Import {
        /// twilio, telnyx or telna.
        provider: String,
        file: PathBuf,
        /// First day, YYYY-MM-DD.
        #[arg(long)]
        from: NaiveDate,
        /// The day after the last.
        #[arg(long)]
        until: NaiveDate,
    },
    /// Show a bill and the lines that differ.
    Show { bill: BillId },
}

/// True when every line matched.
pub async fn run(settings: &Settings<'_>, command: Bills) -> Result<bool, BootError> {
    let backend = wire::backend(settings).await?;
    let bill = match command {
        Bills::Import {
            provider,
            file,
            from,
            until,
        } => {
            let bytes = std::fs::read(&file)
                .map_err(|error| BootError::failed(&format!("{} cannot be read", file.display()), error))?;
            let name = file
                .file_name()
                .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            let new = Import {
                provider: &provider,
                name: &name,
                file: &bytes,
                from,
                until,
            };
            import(&backend, &Operator::command_line(), &new)
                .await
                .map_err(refused)?
        }
        Bills::Show { bill } => show(&backend, bill)
            .await
            .map_err(|error| BootError::failed("the bill cannot be read", error))?
            .ok_or_else(|| BootError::Failed("there is no such bill".into()))?,
    };
    print(&bill);
    Ok(bill.differing().is_empty())
}

fn refused(error: ImportError) -> BootError {
    let mut text = format!("nothing was imported: {error}");
    if let ImportError::Unreadable(ParseError::Lines(lines)) = &error {
        for line in lines {
            text.push_str(&format!("\n  line {}: {}", line.line, line.what));
        }
    }
    BootError::Failed(text)
}

fn print(bill: &Bill) {
    println!(
        "{} {} `{}`, {} to {}, {}",
        bill.id, bill.provider, bill.name, bill.from, bill.until, bill.currency
    );
    for part in &bill.summary {
        println!(
            "{}: {} lines, billed {}, booked {}",
            part.outcome,
            part.lines,
            part.billed.amount(),
            part.ours.amount()
        );
    }
    for row in &bill.rows {
        println!(
            "{:>6}  {}  {}  {}  {}",
            row.position,
            row.outcome,
            row.reference,
            row.amount.amount(),
            row.cause
        );
    }
}
