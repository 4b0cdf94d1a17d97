//! A page of a company's alerts, newest first.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Member, Scope, WorksIn},
        time_cursor::TimeCursor,
    },
    shared::{
        alerts::{AlertRow, AlertsView},
        paging::Page,
        permissions::OrganizationMay,
    },
};

/// Rows of a page.
pub const PAGE_ROWS: i64 = 50;

/// Those within the member's reach.
pub async fn list(
    backend: &Backend,
    member: &Member,
    after: Option<TimeCursor>,
) -> Result<AlertsView, Internal> {
    let (reseller, organization) = (member.reseller(), member.organization());
    let mut tx = backend.begin_search(member).await?;
    let rows = store::list(
        &mut tx,
        reseller,
        organization,
        member.user(),
        member.teams(),
        after,
        PAGE_ROWS + 1,
    )
    .await?;
    let unread = store::unread(&mut tx, reseller, organization, member.user(), member.teams()).await?;
    tx.commit().await?;
    let size = usize::try_from(PAGE_ROWS).unwrap_or_default();
    Ok(AlertsView {
        page: Page::of(rows, size, |last: &AlertRow| {
            TimeCursor {
                at: last.at,
                id: last.id.uuid(),
            }
            .to_string()
        }),
        unread,
        may_edit: member.may(OrganizationMay::EditBudgets),
    })
}
