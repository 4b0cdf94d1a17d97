//! A line was delivered: its employee gets the link.

use sqlx::PgConnection;

use super::{link, store};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Scope},
    shared::ids::{LineId, OrganizationId},
};

/// Writes the line's link and mails it, in the caller's transaction.
pub async fn start(
    conn: &mut PgConnection,
    backend: &Backend,
    scope: &impl Scope,
    organization: OrganizationId,
    line: LineId,
) -> Result<(), Internal> {
    let reseller = scope.reseller();
    let rules = store::rules(conn, reseller, organization).await?;
    let token = link::write(conn, backend, scope, &rules, organization, line).await?;
    let receiver = store::receiver(conn, reseller, organization, line)
        .await?
        .ok_or_else(|| Internal::broken("a new line without an employee"))?;
    link::mail(conn, backend, scope, &receiver, &token, rules.days.into()).await
}
