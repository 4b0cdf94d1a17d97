//! A threshold was passed.

use sqlx::PgConnection;
use uuid::Uuid;

use super::{rules, store};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        notices::{self, Notice},
        scope::Scope,
    },
    shared::{
        alerts::AlertKind,
        ids::{AlertId, OrganizationId, TeamId},
    },
};

/// What is told, and of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    pub organization: OrganizationId,
    pub kind: AlertKind,
    /// The line, the budget or the quota.
    pub subject: Uuid,
    /// What it is told once for, such as `2026-11` or an allowance.
    pub period: String,
    /// In per cent.
    pub threshold: i16,
    /// Whose managers hear of it; `None` is the whole company's.
    pub team: Option<TeamId>,
    /// A sentence: who has used how much of what.
    pub title: String,
    /// The figures, and what can be done.
    pub detail: String,
    /// The page of what it is about, under `/business`.
    pub path: String,
}

/// Tells it, in the caller's transaction; false when this threshold, or a higher one, was told before for the same thing
/// and period.
pub async fn raise(
    conn: &mut PgConnection,
    backend: &Backend,
    scope: &impl Scope,
    alert: &Alert,
) -> Result<bool, Internal> {
    let reseller = scope.reseller();
    let id = AlertId::new();
    if !store::insert(&mut *conn, reseller, id, alert, backend.now()).await? {
        return Ok(false);
    }
    let rule = rules::rule(&mut *conn, scope, alert.organization, alert.kind).await?;
    let to = store::recipients(&mut *conn, reseller, alert.organization, &rule.mailed, alert.team).await?;
    for user in to {
        let notice = |link| Notice::CompanyAlert {
            title: alert.title.clone(),
            detail: alert.detail.clone(),
            link,
        };
        notices::to_user::to_user(&mut *conn, backend, reseller, user, &alert.path, notice).await?;
    }
    Ok(true)
}
