//! The log of a company as its own people read it: newest first, a page at a time.

use super::{list::changes, store};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Member, Scope, WorksIn},
        time_cursor::TimeCursor,
    },
    shared::{company::HistoryRow, paging::Page},
};

/// Rows of a page.
const ROWS: usize = 50;

/// What was done in the member's company, behind `after`. Who acted from outside the company is not named.
pub async fn of_company(
    backend: &Backend,
    member: &Member,
    after: Option<TimeCursor>,
) -> Result<Page<HistoryRow>, Internal> {
    let mut tx = backend.begin_search(member).await?;
    let found =
        store::of_company::acts(&mut tx, member.reseller(), member.organization(), after, ROWS + 1).await?;
    tx.commit().await?;
    let page = Page::of(found, ROWS, |row| {
        TimeCursor {
            at: row.at,
            id: row.id.uuid(),
        }
        .to_string()
    });
    Ok(page.map(|row| HistoryRow {
        at: row.at,
        actor: row.actor,
        is_by_itself: row.is_by_itself,
        action: row.action,
        subject: row.subject.unwrap_or_else(|| readable(row.entity)),
        changes: changes(row.before.as_ref(), row.after.as_ref()),
    }))
}

/// An id says nothing to whoever reads; what was done to says it beside.
fn readable(entity: String) -> String {
    let is_id = entity
        .split_once('_')
        .is_some_and(|(prefix, rest)| prefix.len() == 3 && rest.len() == 32);
    if is_id { String::new() } else { entity }
}
