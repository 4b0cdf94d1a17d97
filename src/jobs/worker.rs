//! The worker: takes jobs from the queue until it is told to stop, then finishes what it began.

use std::time::Duration;

use graphile_worker::{Worker, WorkerOptions};
use tokio_util::sync::CancellationToken;

use super::{registry, schedule};
use crate::backend::Backend;

/// Jobs at once. Most wait for a vendor, so more than cores.
const CONCURRENCY: usize = 8;
/// A stopping worker waits this long for jobs under way; a provider call takes at most ten seconds.
const GRACE: Duration = Duration::from_secs(25);

/// The queue could not be reached or the schedule cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the job worker cannot start: {0}")]
pub struct WorkerError(String);

/// A worker with every job and, when `with_schedule`, the regular ones.
pub async fn worker(
    backend: &Backend,
    stop: CancellationToken,
    with_schedule: bool,
) -> Result<Worker, WorkerError> {
    let options = WorkerOptions::default()
        .pg_pool(backend.worker_pool().clone())
        .concurrency(CONCURRENCY)
        .poll_interval(Duration::from_secs(2))
        .add_extension(backend.clone())
        .define_job::<registry::AdvanceOrder>()
        .define_job::<registry::CheckPayment>()
        .define_job::<registry::CompareInventories>()
        .define_job::<registry::ProcessWebhook>()
        .define_job::<registry::ReleaseNumber>()
        .define_job::<registry::SendMail>()
        .define_job::<registry::AdvanceWithdrawal>()
        .define_job::<registry::SweepIdempotencyKeys>()
        .define_job::<registry::SweepOrders>()
        .define_job::<registry::ExpireCredit>()
        .define_job::<registry::SweepWithdrawals>()
        .define_job::<registry::SweepClosedAccounts>()
        .define_job::<registry::SyncCatalogue>()
        .define_job::<registry::VerifyBooks>()
        .define_job::<registry::WatchRates>()
        .define_job::<registry::CheckFloats>()
        .define_job::<registry::CloseDays>()
        .define_job::<registry::EvenOut>()
        .define_job::<registry::IssueInvoices>()
        .define_job::<registry::ForgetGatewayKeys>()
        .define_job::<registry::BillCompanies>()
        .define_job::<registry::CheckDomain>()
        .define_job::<registry::DeliverWebhook>()
        .define_job::<registry::SweepDeliveries>()
        .define_job::<registry::SweepLeftovers>()
        .define_job::<registry::AdvanceLineWish>()
        .define_job::<registry::WorkLineBatch>()
        .define_job::<registry::SettleLeaver>()
        .define_job::<registry::SweepLines>()
        .define_job::<registry::SweepApprovals>()
        .define_job::<registry::PullUsage>()
        .define_job::<registry::KeepUsageMonths>()
        .define_job::<registry::OffBoardLeaver>()
        .define_job::<registry::SettleCaps>()
        .define_job::<registry::AdvanceMessage>()
        .define_job::<registry::AnswerHelp>()
        .define_job::<registry::OpenInbox>()
        .define_job::<registry::SweepMessages>()
        .define_job::<registry::AdvanceCall>()
        .define_job::<registry::ConcludeCall>()
        .define_job::<registry::WatchCall>()
        .define_job::<registry::SweepCalls>()
        .define_job::<registry::TellBalances>()
        .define_job::<registry::SweepNumbers>()
        .listen_os_shutdown_signals(false)
        .shutdown_signal(async move { stop.cancelled().await })
        .shutdown_grace_period(GRACE)
        // Without recovery a killed worker's jobs would stay locked for hours.
        .heartbeat_interval(Duration::from_secs(5))
        .sweep_interval(Duration::from_secs(10))
        .sweep_threshold(Duration::from_secs(20))
        .recovery_delay(Duration::from_secs(1));
    let options = if with_schedule {
        options
            .with_cron(schedule::CRONTAB)
            .map_err(|error| WorkerError(error.to_string()))?
    } else {
        options
    };
    options
        .init()
        .await
        .map_err(|error| WorkerError(error.to_string()))
}
