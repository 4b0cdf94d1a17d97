//! Says who in the company uses a number, and what that counts for.

use serde_json::json;

use super::store::company::{self, Sharing};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        numbers::company_number,
        scope::{Desk, Scope, WorksIn},
    },
    shared::ids::{NumberId, TeamId, UserId},
};

/// A filled-in form.
#[derive(Debug)]
pub struct Share {
    pub number: NumberId,
    pub label: String,
    pub member: Option<UserId>,
    pub team: Option<TeamId>,
    pub is_for_all: bool,
    pub cost_centre: String,
    pub origin: Origin,
}

/// Why nothing changed.
#[derive(Debug, thiserror::Error)]
pub enum ShareError {
    /// Out of reach, or not held any more.
    #[error("no such number")]
    NotFound,
    #[error("a label has at most 60 characters")]
    Label,
    #[error("a cost centre has at most 40 characters")]
    CostCentre,
    /// Of another company, or a manager's that is not theirs.
    #[error("no such team")]
    Team,
    #[error("no such member")]
    Member,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ShareError);

/// It counts from the next message and call on; what was written stays with the number.
pub async fn share(backend: &Backend, desk: &Desk, to: &Share) -> Result<(), ShareError> {
    let member = desk.member();
    let (reseller, organization) = (desk.reseller(), desk.organization());
    let (label, cost_centre) = (line(&to.label), line(&to.cost_centre));
    if label.chars().count() > 60 {
        return Err(ShareError::Label);
    }
    if cost_centre.chars().count() > 40 {
        return Err(ShareError::CostCentre);
    }
    let before = company_number(backend, desk, to.number)
        .await?
        .ok_or(ShareError::NotFound)?;
    // A manager keeps to the own teams.
    if !member.reaches(before.team) {
        return Err(ShareError::NotFound);
    }
    if !member.reaches(to.team) {
        return Err(ShareError::Team);
    }
    let mut tx = backend.begin(desk).await?;
    let (has_team, has_member) =
        company::are_there(&mut tx, reseller, organization, to.team, to.member).await?;
    if !has_team {
        return Err(ShareError::Team);
    }
    if !has_member {
        return Err(ShareError::Member);
    }
    let sharing = Sharing {
        member: to.member,
        team: to.team,
        is_for_all: to.is_for_all,
        cost_centre: &cost_centre,
        label: &label,
    };
    if !company::set_sharing(&mut tx, reseller, organization, to.number, &sharing).await? {
        return Err(ShareError::NotFound);
    }
    let audit = Audit {
        before: Some(
            json!({ "number": before.number.e164, "label": before.number.label, "member": before.member,
                             "team": before.team, "for_everybody": before.is_for_all,
                             "cost_centre": before.cost_centre }),
        ),
        after: Some(
            json!({ "number": before.number.e164, "label": label, "member": to.member, "team": to.team,
                            "for_everybody": to.is_for_all, "cost_centre": cost_centre }),
        ),
        ..Audit::of("company_number.shared", to.number, &to.origin)
    };
    audit::record(&mut tx, desk, backend.now(), audit).await?;
    tx.commit().await?;
    Ok(())
}

fn line(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .collect::<String>()
        .trim()
        .to_owned()
}
