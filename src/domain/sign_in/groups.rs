//! Which group of the company's provider is which role.

use serde_json::json;

use super::{
    GROUPS_MAX,
    store::{self, connections},
};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Member, Scope, WorksIn},
        teams,
    },
    shared::{ids::TeamId, permissions::OrganizationRole},
};

/// Characters of the longest group.
const VALUE_MAX: usize = 200;

/// A filled-in form.
#[derive(Debug)]
pub struct SetGroup {
    pub value: String,
    pub role: OrganizationRole,
    /// The team its managers lead.
    pub team: Option<TeamId>,
    pub origin: Origin,
}

/// Why the list is as it was.
#[derive(Debug, thiserror::Error)]
pub enum SetGroupError {
    /// There is no provider yet.
    #[error("no settings")]
    NoSettings,
    #[error("not a group")]
    Value,
    /// Owners are made by owners.
    #[error("not a role for groups")]
    Role,
    #[error("no such team")]
    NoSuchTeam,
    #[error("too many groups")]
    TooMany,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SetGroupError);

/// Adds the group, or changes what it is. Counts from each person's next sign-in on.
pub async fn set_group(backend: &Backend, member: &Member, set: SetGroup) -> Result<(), SetGroupError> {
    let (reseller, organization) = (member.reseller(), member.organization());
    let value = set.value.trim();
    if !(1..=VALUE_MAX).contains(&value.chars().count()) || value.chars().any(char::is_control) {
        return Err(SetGroupError::Value);
    }
    if !set.role.is_given_by_groups() {
        return Err(SetGroupError::Role);
    }
    let team = set.team.filter(|_| set.role == OrganizationRole::Manager);
    let mut tx = backend.begin(member).await?;
    // Whoever adds another at the same time waits here.
    if connections::find(&mut tx, reseller, organization)
        .await?
        .is_none()
    {
        return Err(SetGroupError::NoSettings);
    }
    let teams = teams::choices(&mut tx, member).await?;
    if team.is_some_and(|team| !teams.iter().any(|one| one.id == team)) {
        return Err(SetGroupError::NoSuchTeam);
    }
    if store::groups::set(&mut tx, reseller, organization, value, set.role, team).await? > GROUPS_MAX {
        return Err(SetGroupError::TooMany);
    }
    let audit = Audit {
        after: Some(json!({ "group": value, "role": set.role, "team": team })),
        ..Audit::of("sign_in.group_set", organization, &set.origin)
    };
    audit::record(&mut tx, member, backend.now(), audit).await?;
    tx.commit().await?;
    Ok(())
}

/// False when there is no such group.
pub async fn remove_group(
    backend: &Backend,
    member: &Member,
    value: &str,
    origin: &Origin,
) -> Result<bool, Internal> {
    let (reseller, organization) = (member.reseller(), member.organization());
    let mut tx = backend.begin(member).await?;
    if !store::groups::remove(&mut tx, reseller, organization, value).await? {
        return Ok(false);
    }
    let audit = Audit {
        before: Some(json!({ "group": value })),
        ..Audit::of("sign_in.group_removed", organization, origin)
    };
    audit::record(&mut tx, member, backend.now(), audit).await?;
    tx.commit().await?;
    Ok(true)
}
