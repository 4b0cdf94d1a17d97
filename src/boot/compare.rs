//! `clouddail compare`: the nightly comparison, now.

use super::{BootError, config::Settings, wire};
use crate::domain::operations::compare::compare;

/// Compares providers, ledger and inventory, and prints what is found. True when nothing is and nothing was left out.
pub async fn run(settings: &Settings<'_>) -> Result<bool, BootError> {
    let backend = wire::backend(settings).await?;
    let comparison = compare(&backend)
        .await
        .map_err(|error| BootError::failed("the comparison stopped", error))?;
    for found in &comparison.found {
        println!("{} {}: {}", found.kind, found.reference, found.summary);
    }
    for skipped in &comparison.skipped {
        println!("{skipped}");
    }
    println!(
        "{} findings, {} of them new.",
        comparison.found.len(),
        comparison.opened
    );
    Ok(comparison.found.is_empty() && comparison.skipped.is_empty())
}
