//! Makes a team.

use serde_json::json;

use super::{TEAMS_MAX, name, store};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Member, Scope, WorksIn},
    },
    shared::ids::TeamId,
};

/// Why there is no new team.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    #[error("no name, or too long a one")]
    Name,
    #[error("there is a team of this name")]
    Taken,
    #[error("too many teams")]
    TooMany,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(MakeError);

/// A team without people.
pub async fn make(
    backend: &Backend,
    member: &Member,
    text: &str,
    origin: &Origin,
) -> Result<TeamId, MakeError> {
    let name = name(text).ok_or(MakeError::Name)?;
    let (id, now) = (TeamId::new(), backend.now());
    let mut tx = backend.begin(member).await?;
    if store::count(&mut tx, member.reseller(), member.organization()).await? >= TEAMS_MAX {
        return Err(MakeError::TooMany);
    }
    if !store::insert(&mut tx, member.reseller(), member.organization(), id, &name, now).await? {
        return Err(MakeError::Taken);
    }
    let audit = Audit {
        after: Some(json!({ "name": name })),
        ..Audit::of("team.made", id, origin)
    };
    audit::record(&mut tx, member, now, audit).await?;
    tx.commit().await?;
    Ok(id)
}
