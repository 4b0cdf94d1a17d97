//! `clouddail rotate-seals`: every secret under the first key of `SEAL_KEYS`.

use super::{BootError, config::Settings, wire};
use crate::domain::seals::rotate;

/// Prints what was done by column. True when nothing is left under another key.
pub async fn run(settings: &Settings<'_>) -> Result<bool, BootError> {
    let backend = wire::backend(settings).await?;
    let columns = rotate(&backend)
        .await
        .map_err(|error| BootError::failed("the rotation stopped; start it again to go on", error))?;
    for column in &columns {
        println!(
            "{}: {} sealed anew, {} unreadable, {} left",
            column.column, column.resealed, column.unreadable, column.left
        );
    }
    let is_done = columns.iter().all(|column| column.left == 0);
    println!(
        "{}",
        match is_done {
            true => "Every secret opens with the first key of SEAL_KEYS; the others can be taken out.",
            false => "Some secrets are left under another key: keep it in SEAL_KEYS.",
        }
    );
    Ok(is_done)
}
