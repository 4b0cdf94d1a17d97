//! Jobs of balances.

use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use serde::{Deserialize, Serialize};

use super::{Outcome, backend, failed};
use crate::domain::low_balance;

/// Regular: owners whose balance fell below what they set.
#[derive(Serialize, Deserialize)]
pub(in crate::jobs) struct TellBalances {}

impl TaskHandler for TellBalances {
    const IDENTIFIER: &'static str = "tell_balances";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let told = low_balance::tell(backend(&ctx)?)
            .await
            .map_err(|error| failed(&error))?;
        if told > 0 {
            tracing::info!(told, "owners of low balances told");
        }
        Outcome::Ok(())
    }
}
