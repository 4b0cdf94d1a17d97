//! The teams somebody can choose.

use sqlx::PgConnection;

use super::store;
use crate::{
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
