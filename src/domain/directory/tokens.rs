//! What a company's directory is let in by.

use sqlx::PgConnection;

use super::{DirectoryToken, TOKENS_MAX, store};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Member, Scope, WorksIn},
    },
    shared::ids::{DirectoryTokenId, OrganizationId, ResellerId, UserId},
};

/// Why there is no new token.
#[derive(Debug, thiserror::Error)]
pub enum IssueTokenError {
    #[error("too many tokens")]
    TooMany,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(IssueTokenError);

/// The secret is returned here and never again.
pub async fn issue_token(
    backend: &Backend,
    member: &Member,
    origin: &Origin,
) -> Result<DirectoryToken, IssueTokenError> {
    let (reseller, organization, now) = (member.reseller(), member.organization(), backend.now());
    let (id, token) = (DirectoryTokenId::new(), DirectoryToken::new());
    let mut tx = backend.begin(member).await?;
    let by = member.user();
    let count = store::tokens::insert(&mut tx, reseller, organization, by, id, &token, now).await?;
    if count > TOKENS_MAX {
        return Err(IssueTokenError::TooMany);
    }
    audit::record(
        &mut tx,
        member,
        now,
        Audit::of("directory.token_made", id, origin),
    )
    .await?;
    tx.commit().await?;
    Ok(token)
}

/// The directory's next request with it is refused. False when the company has no such token.
pub async fn revoke_token(
    backend: &Backend,
    member: &Member,
    id: DirectoryTokenId,
    origin: &Origin,
) -> Result<bool, Internal> {
    let (reseller, organization, now) = (member.reseller(), member.organization(), backend.now());
    let mut tx = backend.begin(member).await?;
    if !store::tokens::revoke(&mut tx, reseller, organization, id, now).await? {
        return Ok(false);
    }
    audit::record(
        &mut tx,
        member,
        now,
        Audit::of("directory.token_revoked", id, origin),
    )
    .await?;
    tx.commit().await?;
    Ok(true)
}

/// The account was made for the company, in the caller's transaction.
pub async fn note_made_here(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    user: UserId,
) -> Result<(), Internal> {
    store::people::note(conn, reseller, organization, user, None, true).await?;
    Ok(())
}
