//! One line with everything its page shows.

use super::{find, store};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        esims::{catalogue::line_plan_on_sale, line_catalogue::line_offers},
        scope::{Member, Scope, WorksIn},
    },
    shared::{
        ids::{LineId, QuoteId},
        line::LineView,
        permissions::OrganizationMay,
    },
};

/// `None` for a line of another company or out of reach.
pub async fn view(backend: &Backend, member: &Member, id: LineId) -> Result<Option<LineView>, Internal> {
    let Some(row) = find(backend, member, id).await? else {
        return Ok(None);
    };
    let (reseller, organization) = (member.reseller(), member.organization());
    let may_manage = member.may(OrganizationMay::ManageLines);
    let mut tx = backend.begin(member).await?;
    let orders = store::rows::orders(&mut tx, reseller, organization, id).await?;
    let wishes = store::wishes::of_line(&mut tx, reseller, organization, id).await?;
    let mut offers = vec![];
    if may_manage
        && !row.state.is_over()
        && let Some(at) = store::rows::at(&mut tx, reseller, organization, id).await?
        && let Some(plan) = line_plan_on_sale(&mut tx, member, row.plan).await?
    {
        let now = backend.now();
        offers = line_offers(&mut tx, member, now, &plan.place_slug, &[at.provider]).await?;
    }
    tx.commit().await?;
    Ok(Some(LineView {
        row,
        orders,
        wishes,
        offers,
        may_manage,
        keys: [QuoteId::new(), QuoteId::new()],
    }))
}
