//! Which of the company's numbers a member is let near.

use super::store::company;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Desk, Member, Reach, Scope, WorksIn},
    },
    shared::permissions::OrganizationRole,
};

/// Owners, admins, finance and viewers see every number; managers those of their teams; and everybody their own, and their
/// own messages and calls of those that are for all.
pub async fn desk(backend: &Backend, member: &Member) -> Result<Desk, Internal> {
    let mut tx = backend.begin(member).await?;
    let numbers = company::shared(&mut tx, member.reseller(), member.organization()).await?;
    tx.commit().await?;
    let user = member.user();
    let ids = |fits: &dyn Fn(&company::Shared) -> bool| -> Vec<_> {
        numbers
            .iter()
            .filter(|number| fits(number))
            .map(|number| number.id)
            .collect()
    };
    let mine = ids(&|number| number.member == Some(user));
    let shared = ids(&|number| number.is_for_all);
    let leads = member.role() == OrganizationRole::Manager;
    let whole = member.teams().is_some().then(|| {
        ids(&|number| {
            number.member == Some(user) || (leads && number.team.is_some() && member.reaches(number.team))
        })
    });
    Ok(Desk::of(member.clone(), Reach::of(user, whole, shared, mine)))
}
