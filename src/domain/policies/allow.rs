//! Whether a company's policies let an order pass.

use sqlx::PgConnection;

use super::{effective, store};
use crate::{
    domain::{
        error::{Internal, with_internal},
        place::country,
        scope::{Buys, Scope},
    },
    shared::{
        ids::{EmployeeId, LineId, OrganizationId, PlanId, QuoteId, TeamId},
        money::Money,
        place::CountryCode,
        policy::Breach,
    },
};

/// An order a company is about to pay.
#[derive(Debug, Clone, Copy)]
pub struct Purchase<'a> {
    pub organization: OrganizationId,
    /// The key an approval was given for.
    pub quote: QuoteId,
    pub employee: Option<EmployeeId>,
    pub team: Option<TeamId>,
    pub cost_centre: &'a str,
    /// A line that was there before.
    pub line: Option<LineId>,
    /// A data plan; numbers have none.
    pub plan: Option<(PlanId, &'a str)>,
    pub charged: Money,
}

/// Why it may not be bought.
#[derive(Debug, thiserror::Error)]
pub enum AllowError {
    #[error(transparent)]
    Breach(Breach),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(AllowError);

/// True when the buyer approved exactly this order of somebody else's wish, at this price or a higher one.
pub async fn is_approved(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    purchase: &Purchase<'_>,
) -> Result<bool, Internal> {
    Ok(store::is_approved(conn, buyer.reseller(), buyer.user(), purchase).await?)
}

/// In the caller's transaction. An approval takes the place of a second pair of eyes and of nothing else.
pub async fn allow(
    conn: &mut PgConnection,
    scope: &impl Scope,
    purchase: &Purchase<'_>,
    is_approved: bool,
) -> Result<(), AllowError> {
    let rules = effective(
        conn,
        scope,
        purchase.organization,
        purchase.team,
        purchase.employee,
    )
    .await?;
    if let Some((plan, name)) = purchase.plan {
        let countries = store::countries_of(conn, plan).await?;
        if !rules.allowed.value.has(plan, &countries) {
            return Err(AllowError::Breach(Breach::PlanNotAllowed {
                plan: name.to_owned(),
                by: rules.allowed.by,
            }));
        }
        let is_blocked = |country: &CountryCode| rules.blocked.value.contains(country);
        if !countries.is_empty() && countries.iter().all(is_blocked) {
            return Err(AllowError::Breach(Breach::Roaming {
                countries: countries.into_iter().map(|code| country(code).name).collect(),
                by: rules.blocked.by,
            }));
        }
    }
    if let Some(line) = purchase.line
        && store::is_at_cap(conn, scope.reseller(), purchase.organization, line).await?
    {
        return Err(AllowError::Breach(Breach::AtCap));
    }
    if let Some(above) = rules.approve_above.value.on()
        && !is_approved
        && above.currency() == purchase.charged.currency()
        && purchase.charged.minus(above)?.is_positive()
    {
        return Err(AllowError::Breach(Breach::NeedsApproval {
            above,
            by: rules.approve_above.by,
        }));
    }
    Ok(())
}
