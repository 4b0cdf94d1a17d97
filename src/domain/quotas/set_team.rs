//! Sets what a team may send in a month.

use serde_json::json;

use super::{is_limit, store};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Member, Scope, WorksIn},
    },
    shared::ids::TeamId,
};

/// Why nothing was set.
#[derive(Debug, thiserror::Error)]
pub enum SetTeamError {
    /// Of another company.
    #[error("no such team")]
    NotFound,
    #[error("not a limit")]
    Limit,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SetTeamError);

/// `None` takes the limit away.
pub async fn set_team(
    backend: &Backend,
    member: &Member,
    team: TeamId,
    limit: Option<i64>,
    origin: &Origin,
) -> Result<(), SetTeamError> {
    let (reseller, organization) = (member.reseller(), member.organization());
    if !is_limit(limit) {
        return Err(SetTeamError::Limit);
    }
    let mut tx = backend.begin(member).await?;
    let (name, before) = store::team(&mut tx, reseller, organization, team)
        .await?
        .ok_or(SetTeamError::NotFound)?;
    store::set_team(&mut tx, reseller, organization, team, limit).await?;
    let audit = Audit {
        before: Some(json!({ "team": name, "limit": before })),
        after: Some(json!({ "team": name, "limit": limit })),
        ..Audit::of("quota.team_set", team, origin)
    };
    audit::record(&mut tx, member, backend.now(), audit).await?;
    tx.commit().await?;
    Ok(())
}
