//! How many alerts a member has not looked at.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Member, Scope, WorksIn},
    },
};

/// Of those within reach, since the member last said to have seen them; counted up to 1,000.
pub async fn unread(backend: &Backend, member: &Member) -> Result<i64, Internal> {
    let mut tx = backend.begin_search(member).await?;
    let unread = store::unread(
        &mut tx,
        member.reseller(),
        member.organization(),
        member.user(),
        member.teams(),
    )
    .await?;
    tx.commit().await?;
    Ok(unread)
}
