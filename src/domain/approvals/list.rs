//! Requests, the newest first.

use uuid::Uuid;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Member, Scope, WorksIn},
        time_cursor::TimeCursor,
    },
    shared::{
        approval::{ApprovalList, ApprovalState},
        paging::Page,
        permissions::OrganizationMay,
    },
};

/// Rows of a page.
const ROWS: usize = 50;

/// Which requests; what cannot be read filters nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct ApprovalFilter {
    pub state: Option<ApprovalState>,
    pub after: Option<TimeCursor>,
}

impl ApprovalFilter {
    /// Reads the address.
    pub fn parse(state: &str, after: &str) -> Self {
        Self {
            state: ApprovalState::parse(state),
            after: after.parse().ok(),
        }
    }
}

/// Those the member may know of.
pub async fn list(
    backend: &Backend,
    member: &Member,
    filter: &ApprovalFilter,
) -> Result<ApprovalList, Internal> {
    let (reseller, organization) = (member.reseller(), member.organization());
    let teams: Vec<Uuid> = member
        .teams()
        .unwrap_or_default()
        .iter()
        .map(|team| team.uuid())
        .collect();
    let wanted = store::Wanted {
        sees_all: member.may(OrganizationMay::ApproveRequests),
        user: member.user(),
        teams: &teams,
        filter,
        limit: i64::try_from(ROWS + 1).unwrap_or(i64::MAX),
    };
    let mut tx = backend.begin_search(member).await?;
    let ids = store::ids_of_page(&mut tx, reseller, organization, &wanted).await?;
    let found = store::by_ids(&mut tx, reseller, organization, &ids).await?;
    tx.commit().await?;
    let page = Page::of(found, ROWS, |request| {
        TimeCursor {
            at: request.asked_at,
            id: request.id.uuid(),
        }
        .to_string()
    });
    Ok(ApprovalList {
        page: page.map(|request| request.row()),
        may_ask: member.may(OrganizationMay::AskForMore),
    })
}
