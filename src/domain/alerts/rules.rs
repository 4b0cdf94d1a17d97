//! When a company is told, and who.

use sqlx::PgConnection;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Scope, WorksIn},
    },
    shared::{
        alerts::{AlertKind, AlertRule},
        ids::OrganizationId,
    },
};

/// The company's own rule, or the usual one.
pub async fn rule(
    conn: &mut PgConnection,
    scope: &impl Scope,
    organization: OrganizationId,
    kind: AlertKind,
) -> Result<AlertRule, Internal> {
    let found = store::rules(conn, scope.reseller(), organization).await?;
    Ok(found
        .into_iter()
        .find(|rule| rule.kind == kind)
        .unwrap_or_else(|| AlertRule::usual(kind)))
}

/// All of them, in the order of the kinds.
pub async fn all_rules(backend: &Backend, scope: &impl WorksIn) -> Result<Vec<AlertRule>, Internal> {
    let mut tx = backend.begin(scope).await?;
    let mut all = vec![];
    for kind in AlertKind::ALL {
        all.push(rule(&mut tx, scope, scope.organization(), kind).await?);
    }
    tx.commit().await?;
    Ok(all)
}
