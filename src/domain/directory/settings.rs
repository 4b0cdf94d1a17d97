//! What the owner sees of the company's directory.

use sqlx::PgConnection;

use super::{domains::record_name, store};
use crate::{
    domain::{
        error::Internal,
        scope::{Member, Scope, WorksIn},
    },
    shared::sign_in::{DirectoryView, EmailDomainRow},
};

/// Domains, tokens and what becomes of leavers, in the caller's transaction.
pub async fn settings(conn: &mut PgConnection, member: &Member) -> Result<DirectoryView, Internal> {
    let (reseller, organization) = (member.reseller(), member.organization());
    let domains = store::domains::list(conn, reseller, organization).await?;
    Ok(DirectoryView {
        domains: domains
            .into_iter()
            .map(|row| EmailDomainRow {
                record_name: record_name(&row.domain),
                record_value: row.proof,
                domain: row.domain,
                checked_at: row.checked_at,
                verified_at: row.verified_at,
            })
            .collect(),
        tokens: store::tokens::list(conn, reseller, organization).await?,
        leavers_lines: store::tokens::leavers_lines(conn, reseller, organization).await?,
    })
}
