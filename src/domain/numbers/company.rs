//! A company's numbers.

use super::store::company;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Buys, Desk, Member, Scope, WorksIn},
    },
    shared::{
        company_number::CompanyNumber,
        ids::{NumberId, OrderId, UserId},
        paging::Page,
    },
};

/// Numbers of a page.
const SIZE: usize = 50;

/// Those within reach, newest first. An `after` that is no number's id begins at the start.
pub async fn company_numbers(
    backend: &Backend,
    desk: &Desk,
    after: Option<&str>,
) -> Result<Page<CompanyNumber>, Internal> {
    let before = after.and_then(|id| id.parse().ok());
    let limit = i64::try_from(SIZE + 1).unwrap_or(i64::MAX);
    let mut tx = backend.begin_search(desk).await?;
    let rows = company::company_numbers(&mut tx, desk, reach(desk), None, before, limit).await?;
    tx.commit().await?;
    Ok(Page::of(rows, SIZE, |last| last.number.id.to_string()))
}

/// One of them; `None` when it is out of reach.
pub async fn company_number(
    backend: &Backend,
    desk: &Desk,
    id: NumberId,
) -> Result<Option<CompanyNumber>, Internal> {
    let mut tx = backend.begin_search(desk).await?;
    let row = company::company_numbers(&mut tx, desk, reach(desk), Some(id), None, 1)
        .await?
        .pop();
    tx.commit().await?;
    Ok(row)
}

/// The company's number that an order brought; `None` before it did, or when it did not.
pub async fn of_order(backend: &Backend, desk: &Desk, order: OrderId) -> Result<Option<NumberId>, Internal> {
    let mut tx = backend.begin(desk).await?;
    let found = company::of_order(&mut tx, desk.reseller(), desk.organization(), order).await?;
    tx.commit().await?;
    Ok(found)
}

/// Members a number can be given to, by name.
pub async fn may_have(backend: &Backend, member: &Member) -> Result<Vec<(UserId, String)>, Internal> {
    let mut tx = backend.begin(member).await?;
    let found = company::members(&mut tx, member.reseller(), member.organization()).await?;
    tx.commit().await?;
    Ok(found)
}

fn reach(desk: &Desk) -> (Option<&[uuid::Uuid]>, &[uuid::Uuid]) {
    desk.reach()
        .map_or((None, &[]), |reach| (reach.whole(), reach.shared()))
}
