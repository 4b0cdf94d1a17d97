//! Every job there is. Names and payloads are those of `domain::queue::Job`.

mod calls;
mod companies;
mod messages;
mod money;
mod number_months;

use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use serde::{Deserialize, Serialize};

use crate::{
    backend::Backend,
    domain::{
        accounts, api, closing, domains, employees, esims, figures, members, notices, numbers, operations,
        orders, payments, payments::check::CheckError, pricing, scope::System, settlement, staff, wallet,
        webhooks, withdrawals,
    },
    shared::ids::{
        DeliveryId, DomainId, MailId, NumberId, OrderId, PaymentId, ResellerId, WebhookEventId, WithdrawalId,
    },
};

pub(super) use calls::*;
pub(super) use companies::*;
pub(super) use messages::*;
pub(super) use money::*;
pub(super) use number_months::*;

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

#[derive(Serialize, Deserialize)]
pub(super) struct AdvanceWithdrawal {
    reseller: ResellerId,
    withdrawal: WithdrawalId,
}

impl TaskHandler for AdvanceWithdrawal {
    const IDENTIFIER: &'static str = "advance_withdrawal";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let system = System::of(self.reseller, "job");
        let state = withdrawals::advance::advance(backend(&ctx)?, &system, self.withdrawal)
            .await
            .map_err(|error| failed(&error))?;
        tracing::info!(reseller_id = %self.reseller, withdrawal_id = %self.withdrawal, state = state.as_str(),
            "withdrawal advanced");
        Outcome::Ok(())
    }
}

/// Regular: withdrawals nobody looks after.
#[derive(Serialize, Deserialize)]
pub(super) struct SweepWithdrawals {}

impl TaskHandler for SweepWithdrawals {
    const IDENTIFIER: &'static str = "sweep_withdrawals";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        withdrawals::sweep::sweep(backend(&ctx)?)
            .await
            .map_err(|error| failed(&error))?;
        Outcome::Ok(())
    }
}

/// Regular: money left in closed accounts.
#[derive(Serialize, Deserialize)]
pub(super) struct SweepClosedAccounts {}

impl TaskHandler for SweepClosedAccounts {
    const IDENTIFIER: &'static str = "sweep_closed_accounts";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        closing::sweep::sweep(backend(&ctx)?)
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

/// Regular: credit whose time is over.
#[derive(Serialize, Deserialize)]
pub(super) struct ExpireCredit {}

impl TaskHandler for ExpireCredit {
    const IDENTIFIER: &'static str = "expire_credit";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        wallet::expire::expire(backend(&ctx)?)
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
        let findings = operations::prove::prove(backend(&ctx)?)
            .await
            .map_err(|error| failed(&error))?;
        tracing::info!(findings, "books proven");
        Outcome::Ok(())
    }
}

/// Regular: providers, ledger and inventory side by side, every night.
#[derive(Serialize, Deserialize)]
pub(super) struct CompareInventories {}

impl TaskHandler for CompareInventories {
    const IDENTIFIER: &'static str = "compare_inventories";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let comparison = operations::compare::compare(backend(&ctx)?)
            .await
            .map_err(|error| failed(&error))?;
        let (findings, skipped) = (comparison.found.len(), comparison.skipped.len());
        tracing::info!(
            findings,
            skipped,
            opened = comparison.opened,
            "inventories compared"
        );
        Outcome::Ok(())
    }
}

/// Regular: exchange rates nobody has renewed.
#[derive(Serialize, Deserialize)]
pub(super) struct WatchRates {}

impl TaskHandler for WatchRates {
    const IDENTIFIER: &'static str = "watch_rates";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let old = pricing::watch_rates(backend(&ctx)?)
            .await
            .map_err(|error| failed(&error))?;
        metrics::gauge!("fx_rates_old").set(u32::try_from(old).unwrap_or(u32::MAX));
        Outcome::Ok(())
    }
}

/// Regular: figures of days that are over.
#[derive(Serialize, Deserialize)]
pub(super) struct CloseDays {}

impl TaskHandler for CloseDays {
    const IDENTIFIER: &'static str = "close_days";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let closed = figures::close_days(backend(&ctx)?)
            .await
            .map_err(|error| failed(&error))?;
        tracing::info!(closed, "days closed");
        Outcome::Ok(())
    }
}

/// Regular: how far the floats last, every hour.
#[derive(Serialize, Deserialize)]
pub(super) struct CheckFloats {}

impl TaskHandler for CheckFloats {
    const IDENTIFIER: &'static str = "check_floats";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        settlement::check_float::check_floats(backend(&ctx)?)
            .await
            .map_err(|error| failed(&error))?;
        Outcome::Ok(())
    }
}

/// Regular: what resellers and the platform hold for each other, every night.
#[derive(Serialize, Deserialize)]
pub(super) struct EvenOut {}

impl TaskHandler for EvenOut {
    const IDENTIFIER: &'static str = "even_out";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let evened = settlement::even_out::even_out_all(backend(&ctx)?)
            .await
            .map_err(|error| failed(&error))?;
        tracing::info!(evened, "resellers evened out");
        Outcome::Ok(())
    }
}

/// Regular: last month's documents to resellers, once each.
#[derive(Serialize, Deserialize)]
pub(super) struct IssueInvoices {}

impl TaskHandler for IssueInvoices {
    const IDENTIFIER: &'static str = "issue_invoices";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let issued = settlement::issue_invoices::issue_invoices(backend(&ctx)?)
            .await
            .map_err(|error| failed(&error))?;
        tracing::info!(issued, "reseller invoices issued");
        Outcome::Ok(())
    }
}

/// Regular: keys of gateway accounts that nothing needs any more.
#[derive(Serialize, Deserialize)]
pub(super) struct ForgetGatewayKeys {}

impl TaskHandler for ForgetGatewayKeys {
    const IDENTIFIER: &'static str = "forget_gateway_keys";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let forgotten = payments::save_credentials::forget_retired(backend(&ctx)?)
            .await
            .map_err(|error| failed(&error))?;
        tracing::info!(forgotten, "replaced gateway keys forgotten");
        Outcome::Ok(())
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct CheckDomain {
    reseller: ResellerId,
    domain: DomainId,
}

impl TaskHandler for CheckDomain {
    const IDENTIFIER: &'static str = "check_domain";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let system = System::of(self.reseller, "job");
        domains::recheck(backend(&ctx)?, &system, self.domain)
            .await
            .map_err(|error| failed(&error))?;
        Outcome::Ok(())
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct DeliverWebhook {
    reseller: ResellerId,
    delivery: DeliveryId,
}

impl TaskHandler for DeliverWebhook {
    const IDENTIFIER: &'static str = "deliver_webhook";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let system = System::of(self.reseller, "job");
        webhooks::deliver(backend(&ctx)?, &system, self.delivery)
            .await
            .map_err(|error| failed(&error))?;
        Outcome::Ok(())
    }
}

/// Regular: deliveries nobody asks about any more.
#[derive(Serialize, Deserialize)]
pub(super) struct SweepDeliveries {}

impl TaskHandler for SweepDeliveries {
    const IDENTIFIER: &'static str = "sweep_deliveries";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let swept = webhooks::sweep(backend(&ctx)?)
            .await
            .map_err(|error| failed(&error))?;
        tracing::info!(swept, "webhook deliveries swept");
        Outcome::Ok(())
    }
}

/// Regular: files that were uploaded and not used, attempts that no longer count, mailed links that open nothing.
#[derive(Serialize, Deserialize)]
pub(super) struct SweepLeftovers {}

impl TaskHandler for SweepLeftovers {
    const IDENTIFIER: &'static str = "sweep_leftovers";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let backend = backend(&ctx)?;
        let prices = pricing::sheet::sweep(backend).await.map_err(|e| failed(&e))?;
        let employees = employees::sweep(backend).await.map_err(|e| failed(&e))?;
        let attempts = accounts::sweep(backend).await.map_err(|e| failed(&e))?;
        let invitations = staff::sweep(backend).await.map_err(|e| failed(&e))?
            + members::sweep(backend).await.map_err(|e| failed(&e))?;
        tracing::info!(prices, employees, attempts, invitations, "leftovers swept");
        Outcome::Ok(())
    }
}
