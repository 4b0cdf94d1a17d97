//! A line as the interface shows it.

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use crate::shared::{
    esim::EsimState,
    ids::{EmployeeId, OrderId, OrganizationId, PlanId},
    line::LineRow,
};

/// An employee's eSIM.
#[derive(Debug, Serialize, ToSchema)]
pub struct Line {
    /// Null until our supplier has made it: ask for its order.
    #[schema(example = "lin_0192d5e8a0007000800000000000000a")]
    id: Option<String>,
    /// The order that was just placed; null where none was.
    #[schema(example = "ord_0192d5e8a0007000800000000000000a")]
    order_id: Option<String>,
    #[schema(example = "org_0192d5e8a0007000800000000000000a")]
    organization_id: String,
    #[schema(example = "emp_0192d5e8a0007000800000000000000a")]
    employee_id: String,
    /// The plan it has now.
    #[schema(example = "pln_0192d5e8a0007000800000000000000a")]
    plan_id: String,
    /// `ordered`, `ready`, `downloaded`, `active`, `depleted`, `expired`, `suspended`, `terminated` or `recycled`.
    #[schema(example = "ready")]
    state: String,
    /// Why it is suspended: `asked`, `cap`, `leaver` or `roaming`.
    suspended_for: Option<String>,
    /// What our supplier is being asked now: `suspend`, `reactivate` or `terminate`.
    pending: Option<String>,
    iccid: Option<String>,
    /// Where the employee installs it, in the answer to the order alone; whoever has it can take the eSIM.
    pickup_url: Option<String>,
    used_bytes: i64,
    /// Null is unlimited.
    allowance_bytes: Option<i64>,
    /// When `used_bytes` was true; null until our supplier has told.
    as_of: Option<DateTime<Utc>>,
    created_at: Option<DateTime<Utc>>,
    expires_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
}

impl Line {
    /// A line that is there, with the order that was just placed for it.
    pub fn of(organization: OrganizationId, row: LineRow, order: Option<OrderId>) -> Self {
        Self {
            id: Some(row.id.to_string()),
            order_id: order.map(|order| order.to_string()),
            organization_id: organization.to_string(),
            employee_id: row.employee.to_string(),
            plan_id: row.plan.to_string(),
            state: row.state.as_str().to_owned(),
            suspended_for: row.suspended_for.map(|why| why.as_str().to_owned()),
            pending: row.open_wish.map(|verb| verb.as_str().to_owned()),
            iccid: Some(row.iccid),
            pickup_url: None,
            used_bytes: row.used_bytes,
            allowance_bytes: row.allowance_bytes,
            as_of: row.as_of,
            created_at: Some(row.issued_at),
            expires_at: row.expires_at,
            ended_at: row.ended_at,
        }
    }

    /// The same with the page where its employee installs it.
    pub fn with_pickup(self, pickup_url: Option<String>) -> Self {
        Self { pickup_url, ..self }
    }

    /// A line that is still being made.
    pub fn in_flight(
        organization: OrganizationId,
        employee: EmployeeId,
        plan: PlanId,
        order: OrderId,
    ) -> Self {
        Self {
            id: None,
            order_id: Some(order.to_string()),
            organization_id: organization.to_string(),
            employee_id: employee.to_string(),
            plan_id: plan.to_string(),
            state: EsimState::Ordered.as_str().to_owned(),
            suspended_for: None,
            pending: None,
            iccid: None,
            pickup_url: None,
            used_bytes: 0,
            allowance_bytes: None,
            as_of: None,
            created_at: None,
            expires_at: None,
            ended_at: None,
        }
    }
}
