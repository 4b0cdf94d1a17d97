//! The teams somebody sees, for a filter.

use super::choices;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::WorksIn},
    shared::company::TeamChoice,
};

/// Those within reach, by name.
pub async fn within_reach(backend: &Backend, scope: &impl WorksIn) -> Result<Vec<TeamChoice>, Internal> {
    let mut tx = backend.begin(scope).await?;
    let teams = choices(&mut tx, scope).await?;
    tx.commit().await?;
    Ok(teams)
}
