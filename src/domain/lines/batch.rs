//! A batch as its page shows it, and the newest of them.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Member, Scope, WorksIn},
        wallet::{balance::purse, open::Owner},
    },
    shared::{
        ids::LineBatchId,
        line::{BatchSummary, BatchView},
        money::Money,
        permissions::OrganizationMay,
    },
};

/// `None` for a batch of another company; whoever does not see every team sees the own ones alone.
pub async fn batch(
    backend: &Backend,
    member: &Member,
    id: LineBatchId,
) -> Result<Option<BatchView>, Internal> {
    let (reseller, organization) = (member.reseller(), member.organization());
    let mut tx = backend.begin(member).await?;
    let Some(found) = store::batches::lock(&mut tx, reseller, organization, id)
        .await?
        .filter(|found| is_within_reach(member, found))
    else {
        return Ok(None);
    };
    let rows = store::batches::rows(&mut tx, reseller, organization, id).await?;
    let (owner, currency) = (Owner::Organization(organization), found.price.currency());
    let wallet = purse(&mut tx, member, owner, currency, backend.now()).await?;
    tx.commit().await?;
    Ok(Some(BatchView {
        id,
        plan_name: found.plan_name,
        price: found.price,
        total: found.price.times(rows.len().into())?,
        available: wallet.map_or(Ok(Money::zero(currency)), |wallet| wallet.available())?,
        started_at: found.started_at,
        rows,
        may_manage: member.may(OrganizationMay::ManageLines),
    }))
}

/// Whether the member may look at the batch.
pub(super) fn is_within_reach(member: &Member, batch: &store::batches::Batch) -> bool {
    member.teams().is_none() || batch.by == member.user()
}

/// The newest batches, ten at most.
pub async fn batches(backend: &Backend, member: &Member) -> Result<Vec<BatchSummary>, Internal> {
    let by = member.teams().map(|_| member.user());
    let mut tx = backend.begin_search(member).await?;
    let found = store::batches::list(&mut tx, member.reseller(), member.organization(), by).await?;
    tx.commit().await?;
    Ok(found)
}
