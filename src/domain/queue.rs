//! Work for later, written in the transaction that makes it true.
//!
//! The queue is graphile_worker's; a key makes a second wish for the same work replace the first.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use crate::shared::ids::{
    CallId, DeliveryId, DomainId, EmployeeId, LineBatchId, LineWishId, MailId, MessageId, NumberId, OrderId,
    OrganizationId, PaymentId, ResellerId, UserId, WebhookEventId, WithdrawalId,
};

/// Every job there is, with what it needs to know. Payloads carry the reseller, so a job runs in its scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Job {
    /// Take an order one step further.
    AdvanceOrder { reseller: ResellerId, order: OrderId },
    /// Ask the gateway what became of a payment.
    CheckPayment {
        reseller: ResellerId,
        payment: PaymentId,
    },
    /// Apply an event a vendor sent.
    ProcessWebhook { event: WebhookEventId },
    /// Give a number back to its provider.
    ReleaseNumber { reseller: ResellerId, number: NumberId },
    /// Take a text message one step further.
    AdvanceMessage {
        reseller: ResellerId,
        message: MessageId,
    },
    /// Tell whoever wrote HELP whom to ask.
    AnswerHelp {
        reseller: ResellerId,
        message: MessageId,
        /// Of the answer.
        reply: MessageId,
    },
    /// Ring a phone, or find out whether it rang.
    AdvanceCall { reseller: ResellerId, call: CallId },
    /// Ask how a call ended.
    ConcludeCall { reseller: ResellerId, call: CallId },
    /// Set more money aside for a call, or end it.
    WatchCall { reseller: ResellerId, call: CallId },
    /// Have what comes in for a number brought to us.
    OpenInbox { reseller: ResellerId, number: NumberId },
    /// Hand a mail over.
    SendMail { reseller: ResellerId, mail: MailId },
    /// Take cash on its way back to a card one step further.
    AdvanceWithdrawal {
        reseller: ResellerId,
        withdrawal: WithdrawalId,
    },
    /// Compare providers, ledger and inventory before the night.
    CompareInventories {},
    /// Bring the catalogue up to date before the hour.
    SyncCatalogue {},
    /// Look whether a shop's domain points here.
    CheckDomain { reseller: ResellerId, domain: DomainId },
    /// Bring an event to a reseller's own system.
    DeliverWebhook {
        reseller: ResellerId,
        delivery: DeliveryId,
    },
    /// Ask a line's vendor for what somebody wants of it.
    AdvanceLineWish {
        reseller: ResellerId,
        organization: OrganizationId,
        wish: LineWishId,
    },
    /// Buy the lines of a batch, one after the other.
    WorkLineBatch {
        reseller: ResellerId,
        organization: OrganizationId,
        batch: LineBatchId,
    },
    /// Take care of the lines of somebody who has left.
    SettleLeaver {
        reseller: ResellerId,
        employee: EmployeeId,
    },
    /// Let a company's lines follow its data caps, which were decided anew.
    SettleCaps {
        reseller: ResellerId,
        organization: OrganizationId,
    },
    /// Off-board the employee of somebody whom their company's directory deactivated.
    OffBoardLeaver {
        reseller: ResellerId,
        organization: OrganizationId,
        user: UserId,
        /// Where the directory wrote from, for the audit log.
        address: IpAddr,
    },
}

impl Job {
    /// The task's name in the queue.
    pub const fn task(&self) -> &'static str {
        match self {
            Self::AdvanceOrder { .. } => "advance_order",
            Self::CheckPayment { .. } => "check_payment",
            Self::ProcessWebhook { .. } => "process_webhook",
            Self::ReleaseNumber { .. } => "release_number",
            Self::AdvanceMessage { .. } => "advance_message",
            Self::AnswerHelp { .. } => "answer_help",
            Self::AdvanceCall { .. } => "advance_call",
            Self::ConcludeCall { .. } => "conclude_call",
            Self::WatchCall { .. } => "watch_call",
            Self::OpenInbox { .. } => "open_inbox",
            Self::SendMail { .. } => "send_mail",
            Self::AdvanceWithdrawal { .. } => "advance_withdrawal",
            Self::CompareInventories {} => "compare_inventories",
            Self::SyncCatalogue {} => "sync_catalogue",
            Self::CheckDomain { .. } => "check_domain",
            Self::DeliverWebhook { .. } => "deliver_webhook",
            Self::AdvanceLineWish { .. } => "advance_line_wish",
            Self::WorkLineBatch { .. } => "work_line_batch",
            Self::SettleLeaver { .. } => "settle_leaver",
            Self::SettleCaps { .. } => "settle_caps",
            Self::OffBoardLeaver { .. } => "off_board_leaver",
        }
    }

    fn key(&self) -> String {
        match self {
            Self::AdvanceOrder { order, .. } => order.to_string(),
            Self::CheckPayment { payment, .. } => payment.to_string(),
            Self::ProcessWebhook { event } => event.to_string(),
            Self::ReleaseNumber { number, .. } => number.to_string(),
            Self::AdvanceMessage { message, .. } => message.to_string(),
            Self::AnswerHelp { message, .. } => format!("help:{message}"),
            Self::AdvanceCall { call, .. } => call.to_string(),
            Self::ConcludeCall { call, .. } => format!("conclude:{call}"),
            Self::WatchCall { call, .. } => format!("watch:{call}"),
            Self::OpenInbox { number, .. } => format!("inbox:{number}"),
            Self::SendMail { mail, .. } => mail.to_string(),
            Self::AdvanceWithdrawal { withdrawal, .. } => withdrawal.to_string(),
            Self::CompareInventories {} | Self::SyncCatalogue {} => format!("{}:now", self.task()),
            Self::CheckDomain { domain, .. } => domain.to_string(),
            Self::DeliverWebhook { delivery, .. } => delivery.to_string(),
            Self::AdvanceLineWish { wish, .. } => wish.to_string(),
            Self::WorkLineBatch { batch, .. } => batch.to_string(),
            Self::SettleLeaver { employee, .. } => employee.to_string(),
            Self::SettleCaps { organization, .. } => organization.to_string(),
            Self::OffBoardLeaver {
                organization, user, ..
            } => format!("{organization}:{user}"),
        }
    }
}

/// Tries before a job is given up and shows up among the failed ones. Backing off exponentially, ten are five hours.
const ATTEMPTS_MAX: i32 = 10;

/// Puts the job into the queue, to run at `at` or soon after. Commits with the caller's transaction.
pub async fn enqueue(conn: &mut PgConnection, job: &Job, at: DateTime<Utc>) -> Result<(), sqlx::Error> {
    let payload = serde_json::to_value(job).map_err(|error| sqlx::Error::Encode(Box::new(error)))?;
    sqlx::query!(
        r#"select enqueue_job($1, $2::jsonb::json, $3, $4, $5) as "done: ()""#,
        job.task(),
        payload,
        at,
        job.key(),
        ATTEMPTS_MAX,
    )
    .fetch_one(conn)
    .await
    .map(drop)
}
