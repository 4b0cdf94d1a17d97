//! A line a vendor made enters the company's list.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use super::{NewWish, put_wish, store};
use crate::{
    backend::Seal,
    domain::{error::Internal, scope::Scope},
    providers::lines::IssuedLine,
    shared::{
        ids::{EmployeeId, LineId, OrderId, OrganizationId, PlanId},
        line::{LineVerb, WishWhy},
    },
};

/// What a company bought for an employee.
#[derive(Debug, Clone, Copy)]
pub struct Bought<'a> {
    pub organization: OrganizationId,
    pub employee: EmployeeId,
    pub order: OrderId,
    pub plan: PlanId,
    /// Megabytes (10^6 bytes); `None` is unlimited.
    pub data_mb: Option<i64>,
    pub provider: &'a str,
    /// `issued`, `added` or `changed`.
    pub how: &'static str,
}

impl Bought<'_> {
    /// The plan's data in bytes.
    pub(super) fn allowance(&self) -> Option<i64> {
        self.data_mb.map(|mb| mb.saturating_mul(1_000_000))
    }
}

/// Where an activation code is sealed: this column, the row of this line.
pub(super) const SEALED_COLUMN: &str = "lines.activation_code";

/// Enters the line and its first plan, its activation code sealed; the line it takes the place of is to be ended. One
/// that was ended already is asked for again, which its vendor takes for done.
pub async fn add(
    conn: &mut PgConnection,
    scope: &impl Scope,
    seal: &Seal,
    now: DateTime<Utc>,
    bought: &Bought<'_>,
    issued: &IssuedLine,
    replaces: Option<LineId>,
) -> Result<LineId, Internal> {
    let id = LineId::new();
    let code = issued.activation_code.to_lpa();
    let sealed = seal.close(scope.reseller(), SEALED_COLUMN, &id.to_string(), code.as_bytes())?;
    let new = store::NewLine {
        id,
        bought,
        issued,
        sealed: &sealed,
        replaces,
    };
    store::insert(conn, scope.reseller(), &new, now).await?;
    store::insert_plan(conn, scope.reseller(), id, bought, now).await?;
    if let Some(old) = replaces {
        // While its vendor is asked for something else, the sweep comes back to it.
        let ended = NewWish {
            organization: bought.organization,
            line: old,
            verb: LineVerb::Terminate,
            why: WishWhy::Replaced,
            reason: "",
            origin: None,
            job_after: TimeDelta::zero(),
        };
        put_wish(conn, scope, now, &ended).await?;
    }
    Ok(id)
}
