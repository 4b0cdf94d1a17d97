//! A purchase through the REST interface.

use crate::rounds::Rounds;

/// Prints the table.
pub async fn run(_rounds: &Rounds, _server: &str) -> Result<(), Box<dyn std::error::Error>> {
    Ok(())
}
