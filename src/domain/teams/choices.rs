//! The teams somebody can choose.

use sqlx::PgConnection;

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::WorksIn},
    shared::company::TeamChoice,
};

/// Those within reach, by name, in the caller's transaction.
pub async fn choices(conn: &mut PgConnection, scope: &impl WorksIn) -> Result<Vec<TeamChoice>, Internal> {
    let teams = store::choices(conn, scope.reseller(), scope.organization()).await?;
    Ok(teams
        .into_iter()
        .filter(|team| scope.reaches(Some(team.id)))
        .collect())
}

/// The same in a transaction of its own.
pub async fn to_choose(backend: &Backend, scope: &impl WorksIn) -> Result<Vec<TeamChoice>, Internal> {
    let mut tx = backend.begin(scope).await?;
    let found = choices(&mut tx, scope).await?;
    tx.commit().await?;
    Ok(found)
}
