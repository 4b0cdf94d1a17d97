//! Jobs of calls.

use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use serde::{Deserialize, Serialize};

use super::{Outcome, backend, failed};
use crate::{
    domain::{calls, scope::System},
    shared::ids::{CallId, ResellerId},
};

#[derive(Serialize, Deserialize)]
pub(in crate::jobs) struct AdvanceCall {
    reseller: ResellerId,
    call: CallId,
}

impl TaskHandler for AdvanceCall {
    const IDENTIFIER: &'static str = "advance_call";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let system = System::of(self.reseller, "job");
        let state = calls::advance(backend(&ctx)?, &system, self.call)
            .await
            .map_err(|error| failed(&error))?;
        tracing::info!(reseller_id = %self.reseller, call_id = %self.call, state = state.as_str(), "call advanced");
        Outcome::Ok(())
    }
}

#[derive(Serialize, Deserialize)]
pub(in crate::jobs) struct ConcludeCall {
    reseller: ResellerId,
    call: CallId,
}

impl TaskHandler for ConcludeCall {
    const IDENTIFIER: &'static str = "conclude_call";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let system = System::of(self.reseller, "job");
        let state = calls::conclude(backend(&ctx)?, &system, self.call)
            .await
            .map_err(|error| failed(&error))?;
        tracing::info!(reseller_id = %self.reseller, call_id = %self.call, state = state.as_str(), "call asked about");
        Outcome::Ok(())
    }
}

#[derive(Serialize, Deserialize)]
pub(in crate::jobs) struct WatchCall {
    reseller: ResellerId,
    call: CallId,
}

impl TaskHandler for WatchCall {
    const IDENTIFIER: &'static str = "watch_call";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let system = System::of(self.reseller, "job");
        calls::watch(backend(&ctx)?, &system, self.call)
            .await
            .map_err(|error| failed(&error))?;
        Outcome::Ok(())
    }
}

/// Regular: calls nobody takes further, and calls whose end nobody reported.
#[derive(Serialize, Deserialize)]
pub(in crate::jobs) struct SweepCalls {}

impl TaskHandler for SweepCalls {
    const IDENTIFIER: &'static str = "sweep_calls";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let taken_up = calls::sweep(backend(&ctx)?)
            .await
            .map_err(|error| failed(&error))?;
        if taken_up > 0 {
            tracing::info!(taken_up, "calls taken up again");
        }
        Outcome::Ok(())
    }
}
