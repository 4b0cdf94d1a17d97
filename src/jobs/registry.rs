//! Every job there is. Names and payloads are those of `domain::queue::Job`.

use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use serde::{Deserialize, Serialize};

use crate::{
    backend::Backend,
    domain::{
        api, esims, notices, numbers, operations, orders, payments, payments::check::CheckError,
        scope::System,
    },
    shared::ids::{MailId, NumberId, OrderId, PaymentId, ResellerId, WebhookEventId},
};

/// A failed job's reason, kept by the queue with the job; it is tried again later.
type Outcome = Result<(), String>;

fn backend(ctx: &WorkerContext) -> Result<&Backend, String> {
    ctx.get_ext::<Backend>()
        .ok_or_else(|| "the worker was started without a backend".to_owned())
}

fn failed(error: &impl std::fmt::Display) -> String {
    error.to_string()
}

#[derive(Serialize, Deserialize)]
pub(super) struct AdvanceOrder {
    reseller: ResellerId,
    order: OrderId,
}

impl TaskHandler for AdvanceOrder {
    const IDENTIFIER: &'static str = "advance_order";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let system = System::of(self.reseller, "job");
        let status = orders::advance::advance(backend(&ctx)?, &system, self.order)
            .await
            .map_err(|e| failed(&e))?;
        tracing::info!(reseller_id = %self.reseller, order_id = %self.order, status = status.as_str(), "order advanced");
        Outcome::Ok(())
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct CheckPayment {
    reseller: ResellerId,
    payment: PaymentId,
}

impl TaskHandler for CheckPayment {
    const IDENTIFIER: &'static str = "check_payment";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let system = System::of(self.reseller, "job");
        match payments::check::check(backend(&ctx)?, &system, self.payment).await {
            Ok(_) => Outcome::Ok(()),
            Err(error @ (CheckError::NotFound | CheckError::Unavailable(_) | CheckError::Internal(_))) => {
                Err(failed(&error))
            }
        }
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct ProcessWebhook {
    event: WebhookEventId,
}

impl TaskHandler for ProcessWebhook {
    const IDENTIFIER: &'static str = "process_webhook";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        payments::process::process(backend(&ctx)?, self.event)
            .await
            .map_err(|error| failed(&error))?;
        Outcome::Ok(())
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct ReleaseNumber {
    reseller: ResellerId,
    number: NumberId,
}

impl TaskHandler for ReleaseNumber {
    const IDENTIFIER: &'static str = "release_number";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let system = System::of(self.reseller, "job");
        numbers::release::release(backend(&ctx)?, &system, self.number)
            .await
            .map_err(|error| failed(&error))?;
        Outcome::Ok(())
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct SendMail {
    reseller: ResellerId,
    mail: MailId,
}

impl TaskHandler for SendMail {
    const IDENTIFIER: &'static str = "send_mail";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let system = System::of(self.reseller, "job");
        notices::deliver::deliver(backend(&ctx)?, &system, self.mail)
            .await
            .map_err(|error| failed(&error))?;
        Outcome::Ok(())
    }
}

/// Regular: orders nobody looks after.
#[derive(Serialize, Deserialize)]
pub(super) struct SweepOrders {}

impl TaskHandler for SweepOrders {
    const IDENTIFIER: &'static str = "sweep_orders";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        orders::sweep::sweep(backend(&ctx)?)
            .await
            .map_err(|error| failed(&error))?;
        Outcome::Ok(())
    }
}

/// Regular: answers kept for repeated requests.
#[derive(Serialize, Deserialize)]
pub(super) struct SweepIdempotencyKeys {}

impl TaskHandler for SweepIdempotencyKeys {
    const IDENTIFIER: &'static str = "sweep_idempotency_keys";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let swept = api::sweep::sweep(backend(&ctx)?)
            .await
            .map_err(|error| failed(&error))?;
        tracing::info!(swept, "idempotency keys swept");
        Outcome::Ok(())
    }
}

/// Regular: our copy of the providers' catalogues.
#[derive(Serialize, Deserialize)]
pub(super) struct SyncCatalogue {}

impl TaskHandler for SyncCatalogue {
    const IDENTIFIER: &'static str = "sync_catalogue";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let plans = esims::sync::sync(backend(&ctx)?)
            .await
            .map_err(|error| failed(&error))?;
        tracing::info!(plans, "catalogue synchronised");
        Outcome::Ok(())
    }
}

/// Regular: the books, every night.
#[derive(Serialize, Deserialize)]
pub(super) struct VerifyBooks {}

impl TaskHandler for VerifyBooks {
    const IDENTIFIER: &'static str = "verify_books";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let findings = operations::verify::books(backend(&ctx)?)
            .await
            .map_err(|error| failed(&error))?;
        for finding in &findings {
            tracing::error!(check = finding.check, detail = %finding.detail, "the books are wrong");
        }
        metrics::gauge!("verify_findings").set(u32::try_from(findings.len()).unwrap_or(u32::MAX));
        Outcome::Ok(())
    }
}
