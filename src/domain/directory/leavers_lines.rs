//! What becomes of the lines of somebody whom the company's directory deactivates.

use serde_json::json;
use sqlx::PgConnection;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::Internal,
        scope::{Member, Scope, WorksIn},
    },
    shared::{
        ids::{OrganizationId, ResellerId},
        sign_in::LeaversLines,
    },
};

/// The company's wish, in the caller's transaction.
pub async fn leavers_lines(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<LeaversLines, Internal> {
    store::tokens::leavers_lines(conn, reseller, organization).await
}

/// The owner decides. Counts for whoever leaves from now on.
pub async fn set_leavers_lines(
    backend: &Backend,
    member: &Member,
    lines: LeaversLines,
    origin: &Origin,
) -> Result<(), Internal> {
    let (reseller, organization) = (member.reseller(), member.organization());
    let mut tx = backend.begin(member).await?;
    let before = store::tokens::leavers_lines(&mut tx, reseller, organization).await?;
    store::tokens::set_leavers_lines(&mut tx, reseller, organization, lines).await?;
    let audit = Audit {
        before: Some(json!({ "leavers_lines": before })),
        after: Some(json!({ "leavers_lines": lines })),
        ..Audit::of("directory.changed", organization, origin)
    };
    audit::record(&mut tx, member, backend.now(), audit).await?;
    tx.commit().await?;
    Ok(())
}
