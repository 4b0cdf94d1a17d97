//! Jobs of text messages.

use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use serde::{Deserialize, Serialize};

use super::{Outcome, backend, failed};
use crate::{
    domain::{messages, scope::System},
    shared::ids::{MessageId, NumberId, ResellerId},
};

#[derive(Serialize, Deserialize)]
pub(in crate::jobs) struct AdvanceMessage {
    reseller: ResellerId,
    message: MessageId,
}

impl TaskHandler for AdvanceMessage {
    const IDENTIFIER: &'static str = "advance_message";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let system = System::of(self.reseller, "job");
        let state = messages::advance(backend(&ctx)?, &system, self.message)
            .await
            .map_err(|error| failed(&error))?;
        tracing::info!(reseller_id = %self.reseller, message_id = %self.message, state = state.as_str(), "message advanced");
        Outcome::Ok(())
    }
}

#[derive(Serialize, Deserialize)]
pub(in crate::jobs) struct AnswerHelp {
    reseller: ResellerId,
    message: MessageId,
    reply: MessageId,
}

impl TaskHandler for AnswerHelp {
    const IDENTIFIER: &'static str = "answer_help";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let system = System::of(self.reseller, "job");
        messages::answer_help(backend(&ctx)?, &system, self.message, self.reply)
            .await
            .map_err(|error| failed(&error))?;
        Outcome::Ok(())
    }
}

#[derive(Serialize, Deserialize)]
pub(in crate::jobs) struct OpenInbox {
    reseller: ResellerId,
    number: NumberId,
}

impl TaskHandler for OpenInbox {
    const IDENTIFIER: &'static str = "open_inbox";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let system = System::of(self.reseller, "job");
        messages::open_inbox(backend(&ctx)?, &system, self.number)
            .await
            .map_err(|error| failed(&error))?;
        Outcome::Ok(())
    }
}

/// Regular: messages nobody takes further, numbers without an inbox.
#[derive(Serialize, Deserialize)]
pub(in crate::jobs) struct SweepMessages {}

impl TaskHandler for SweepMessages {
    const IDENTIFIER: &'static str = "sweep_messages";

    async fn run(self, ctx: WorkerContext) -> impl IntoTaskHandlerResult {
        let taken_up = messages::sweep(backend(&ctx)?)
            .await
            .map_err(|error| failed(&error))?;
        if taken_up > 0 {
            tracing::info!(taken_up, "messages taken up again");
        }
        Outcome::Ok(())
    }
}
