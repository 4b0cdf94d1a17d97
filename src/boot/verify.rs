//! `clouddail verify`: prints every broken promise, and nothing when the books are right.

use super::{BootError, config::Settings, wire};
use crate::domain::operations::verify;

/// Checks the books and compares our inventory with the providers'. True when nothing is wrong.
pub async fn run(settings: &Settings<'_>) -> Result<bool, BootError> {
    let backend = wire::backend(settings).await?;
    let proofs = verify::everything(&backend)
        .await
        .map_err(|error| BootError::failed("the books cannot be read", error))?;
    let mut findings = verify::findings(&proofs);
    match verify::inventory(&backend).await {
        Ok(more) => findings.extend(more),
        Err(error) => {
            return Err(BootError::failed(
                "the providers' inventory cannot be read",
                error,
            ));
        }
    }
    for finding in &findings {
        println!("{}: {}", finding.check, finding.detail);
    }
    Ok(findings.is_empty())
}
