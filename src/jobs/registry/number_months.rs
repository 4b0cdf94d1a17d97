//! Jobs of numbers' months.

use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use serde::{Deserialize, Serialize};

use super::{Outcome, backend, failed};
use crate::domain::renewals;

/// Regular: renewals, notices, grace, suspension, release.
#[derive(Serialize, Deserialize)]
pub(in crate::jobs) struct SweepNumbers {}

impl TaskHandler for SweepNumbers {
    const IDENTIFIER: &'static str = "sweep_numbers";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let looked_at = renewals::sweep(backend(&ctx)?)
            .await
            .map_err(|error| failed(&error))?;
        if looked_at > 0 {
            tracing::info!(looked_at, "numbers looked after");
        }
        Outcome::Ok(())
    }
}
