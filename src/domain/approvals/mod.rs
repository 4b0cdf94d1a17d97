//! What somebody may not do alone and asks for: a plan, a higher data cap, a higher budget.
//!
//! Owns `approval_requests`. Keeps true: nobody decides about their own request, and the database says so too; a request
//! is decided once; an approved plan becomes one order, under the request's id as its key, at the price that was asked
//! or a lower one; a process killed in between leaves a request that the next sweep finishes.

mod approve;
mod ask;
mod finish;
mod form;
mod list;
mod refuse;
mod store;
pub mod sweep;
mod view;
mod withdraw;

pub use approve::{ApproveError, approve};
pub use ask::{Ask, AskError, Wanted, ask};
pub use form::form;
pub use list::{ApprovalFilter, list};
pub use refuse::{RefuseError, refuse};
pub use view::view;
pub use withdraw::{WithdrawError, withdraw};

use crate::{
    domain::{
        error::Internal,
        policies,
        scope::{Member, Scope, WorksIn},
    },
    shared::{
        approval::ApprovalKind,
        permissions::{OrganizationMay, OrganizationRole},
    },
};

/// Days a request waits for a decision.
const DAYS: u32 = 7;
/// Open requests one person may have.
const OPEN_MAX: i64 = 50;
/// Characters of the longest reason or answer.
const TEXT_MAX: usize = 500;

/// The text as it is kept; `None` when it is too long or holds control characters.
fn text(text: &str) -> Option<String> {
    let text = text.trim().replace("\r\n", "\n");
    let fits = text.chars().count() <= TEXT_MAX && !text.chars().any(|c| c.is_control() && c != '\n');
    fits.then_some(text)
}

/// Whether the member may know of the request: deciders of all, managers of their teams', everybody of their own.
fn is_seen_by(member: &Member, request: &store::Request) -> bool {
    request.requester == member.user()
        || member.may(OrganizationMay::ApproveRequests)
        || (request.team.is_some() && member.reaches(request.team))
}

/// Whether the member decides about such requests, the own ones aside: by role, or as the team's manager where the
/// company's policy says so. Budgets are no manager's to raise.
async fn may_decide(
    conn: &mut sqlx::PgConnection,
    member: &Member,
    request: &store::Request,
) -> Result<bool, Internal> {
    if member.may(OrganizationMay::ApproveRequests) {
        return Ok(true);
    }
    let leads = member.role() == OrganizationRole::Manager
        && member.is_open()
        && request.team.is_some()
        && member.reaches(request.team)
        && request.kind != ApprovalKind::Budget;
    if !leads {
        return Ok(false);
    }
    let organization = member.organization();
    let rules = policies::effective(conn, member, organization, request.team, request.employee).await?;
    Ok(rules.managers_approve.value)
}

/// The path of its page.
fn path(id: crate::shared::ids::ApprovalId) -> String {
    format!("/business/requests/{id}")
}

/// The roles that decide.
fn deciding_roles() -> Vec<String> {
    OrganizationRole::ALL
        .iter()
        .filter(|role| role.may(OrganizationMay::ApproveRequests))
        .map(|role| role.as_str().to_owned())
        .collect()
}

/// The request, kept from others until the transaction ends, when the member may know of it.
async fn hold(
    conn: &mut sqlx::PgConnection,
    member: &Member,
    id: crate::shared::ids::ApprovalId,
) -> Result<Option<store::Request>, Internal> {
    let (reseller, organization) = (member.reseller(), member.organization());
    store::lock(conn, reseller, organization, id).await?;
    let found = store::find(conn, reseller, organization, id).await?;
    Ok(found.filter(|request| is_seen_by(member, request)))
}
