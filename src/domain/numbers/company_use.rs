//! What the use of a company's number counts for.

use sqlx::PgConnection;

use super::store::company;
use crate::{
    domain::{error::Internal, policies::Purchase, scope::Scope},
    shared::{
        ids::{EmployeeId, NumberId, OrganizationId, QuoteId, TeamId, UserId},
        money::Money,
    },
};

/// The company that pays, and for whom it counts there: the employee with the member's e-mail address, the number's team
/// or else the employee's, and the number's cost centre or else the employee's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyUse {
    pub organization: OrganizationId,
    pub employee: Option<EmployeeId>,
    pub team: Option<TeamId>,
    pub cost_centre: String,
}

impl CompanyUse {
    /// As budgets count it.
    pub fn purchase(&self, charged: Money) -> Purchase<'_> {
        Purchase {
            organization: self.organization,
            // Nobody approves a message or a call.
            quote: QuoteId::new(),
            employee: self.employee,
            team: self.team,
            cost_centre: &self.cost_centre,
            line: None,
            plan: None,
            charged,
        }
    }
}

/// When this person uses this number; `None` for a number no company has.
pub async fn company_use(
    conn: &mut PgConnection,
    scope: &impl Scope,
    number: NumberId,
    user: UserId,
) -> Result<Option<CompanyUse>, Internal> {
    Ok(company::company_use(conn, scope.reseller(), number, user).await?)
}
