//! Jobs about companies: their lines, requests, usage and people.

use std::net::IpAddr;

use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use serde::{Deserialize, Serialize};

use super::{Outcome, backend, failed};
use crate::{
    domain::{approvals, directory, invoices, lines, scope::System, usage},
    shared::ids::{EmployeeId, LineBatchId, LineWishId, OrganizationId, ResellerId, UserId},
};

#[derive(Serialize, Deserialize)]
pub(in crate::jobs) struct AdvanceLineWish {
    reseller: ResellerId,
    organization: OrganizationId,
    wish: LineWishId,
}

impl TaskHandler for AdvanceLineWish {
    const IDENTIFIER: &'static str = "advance_line_wish";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let system = System::of(self.reseller, "job");
        let state = lines::advance_wish(backend(&ctx)?, &system, self.organization, self.wish)
            .await
            .map_err(|error| failed(&error))?;
        tracing::info!(reseller_id = %self.reseller, wish_id = %self.wish, state = state.as_str(),
            "line wish advanced");
        Outcome::Ok(())
    }
}

#[derive(Serialize, Deserialize)]
pub(in crate::jobs) struct WorkLineBatch {
    reseller: ResellerId,
    organization: OrganizationId,
    batch: LineBatchId,
}

impl TaskHandler for WorkLineBatch {
    const IDENTIFIER: &'static str = "work_line_batch";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let system = System::of(self.reseller, "job");
        lines::work_batch(backend(&ctx)?, &system, self.organization, self.batch)
            .await
            .map_err(|error| failed(&error))?;
        Outcome::Ok(())
    }
}

#[derive(Serialize, Deserialize)]
pub(in crate::jobs) struct SettleLeaver {
    reseller: ResellerId,
    employee: EmployeeId,
}

impl TaskHandler for SettleLeaver {
    const IDENTIFIER: &'static str = "settle_leaver";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        lines::settle_leavers(backend(&ctx)?, Some(self.employee))
            .await
            .map_err(|error| failed(&error))?;
        Outcome::Ok(())
    }
}

#[derive(Serialize, Deserialize)]
pub(in crate::jobs) struct SettleCaps {
    reseller: ResellerId,
    organization: OrganizationId,
}

impl TaskHandler for SettleCaps {
    const IDENTIFIER: &'static str = "settle_caps";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let system = System::of(self.reseller, "job");
        usage::settle_caps(backend(&ctx)?, &system, self.organization)
            .await
            .map_err(|error| failed(&error))?;
        Outcome::Ok(())
    }
}

/// Regular: lines of those who left, lines that were replaced, and what nobody looks after.
#[derive(Serialize, Deserialize)]
pub(in crate::jobs) struct SweepLines {}

impl TaskHandler for SweepLines {
    const IDENTIFIER: &'static str = "sweep_lines";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let swept = lines::sweep(backend(&ctx)?)
            .await
            .map_err(|error| failed(&error))?;
        tracing::info!(swept, "lines swept");
        Outcome::Ok(())
    }
}

/// Regular: requests nobody decided about, and approved ones without an order.
#[derive(Serialize, Deserialize)]
pub(in crate::jobs) struct SweepApprovals {}

impl TaskHandler for SweepApprovals {
    const IDENTIFIER: &'static str = "sweep_approvals";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        approvals::sweep::sweep(backend(&ctx)?)
            .await
            .map_err(|error| failed(&error))?;
        Outcome::Ok(())
    }
}

/// Regular: what lines used, a twelfth of them each time.
#[derive(Serialize, Deserialize)]
pub(in crate::jobs) struct PullUsage {}

impl TaskHandler for PullUsage {
    const IDENTIFIER: &'static str = "pull_usage";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let pulled = usage::pull(backend(&ctx)?)
            .await
            .map_err(|error| failed(&error))?;
        tracing::info!(
            answered = pulled.answered,
            failed = pulled.failed,
            left = pulled.left,
            new = pulled.new,
            "usage pulled"
        );
        Outcome::Ok(())
    }
}

/// Regular: the months readings of usage are kept in.
#[derive(Serialize, Deserialize)]
pub(in crate::jobs) struct KeepUsageMonths {}

impl TaskHandler for KeepUsageMonths {
    const IDENTIFIER: &'static str = "keep_usage_months";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let (made, dropped) = usage::keep_months(backend(&ctx)?)
            .await
            .map_err(|error| failed(&error))?;
        tracing::info!(made, dropped, "months of usage kept");
        Outcome::Ok(())
    }
}

#[derive(Serialize, Deserialize)]
pub(in crate::jobs) struct OffBoardLeaver {
    reseller: ResellerId,
    organization: OrganizationId,
    user: UserId,
    address: IpAddr,
}

impl TaskHandler for OffBoardLeaver {
    const IDENTIFIER: &'static str = "off_board_leaver";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let Self {
            reseller,
            organization,
            user,
            address,
        } = self;
        directory::off_board_leaver(backend(&ctx)?, reseller, organization, user, address)
            .await
            .map_err(|error| failed(&error))?;
        Outcome::Ok(())
    }
}

/// Regular: months of companies that are over, and the documents about them.
#[derive(Serialize, Deserialize)]
pub(in crate::jobs) struct BillCompanies {}

impl TaskHandler for BillCompanies {
    const IDENTIFIER: &'static str = "bill_companies";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let billed = invoices::bill_companies::bill_companies(backend(&ctx)?)
            .await
            .map_err(|error| failed(&error))?;
        tracing::info!(
            drafted = billed.drafted,
            issued = billed.issued,
            paid = billed.paid,
            reminded = billed.reminded,
            "companies billed"
        );
        Outcome::Ok(())
    }
}
