//! The console's logs: acts, mails, events of vendors, jobs.

use leptos::prelude::*;

use crate::shared::{
    error::AppError,
    ids::WebhookEventId,
    logs::{AuditRow, EventRow, JobsView, MailRow, RejectionRow},
    paging::Page,
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        audit,
        backlog::{self, Retry, RetryError},
        notices::list::{self as mail_log, MailFilter},
        payments::{
            events,
            replay::{self, ReplayError},
        },
        time_cursor::TimeCursor,
    },
    server_fns::{
        guard::{self, Asked},
        log_filter::{self, AuditFields},
    },
    shared::permissions::OperatorMay,
};

/// A page of the audit log. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "logs/audit")]
pub async fn audit_log(
    actor: Option<String>,
    action: Option<String>,
    entity: Option<String>,
    shop: Option<String>,
    from: Option<String>,
    until: Option<String>,
    after: Option<String>,
) -> Result<Page<AuditRow>, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    let fields = AuditFields {
        actor: actor.unwrap_or_default(),
        action: action.unwrap_or_default(),
        entity: entity.unwrap_or_default(),
        shop: shop.unwrap_or_default(),
        from: from.unwrap_or_default(),
        until: until.unwrap_or_default(),
    };
    let Some(filter) = log_filter::audit(&asked, &fields).await? else {
        return Ok(nothing());
    };
    audit::list(&asked.backend, &admin, &filter, cursor(after.as_deref())?)
        .await
        .map_err(|error| asked.internal(&error))
}

/// A page of the mail log. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "logs/mails")]
pub async fn mail_log(
    recipient: Option<String>,
    template: Option<String>,
    state: Option<String>,
    shop: Option<String>,
    after: Option<String>,
) -> Result<Page<MailRow>, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    let Some(reseller) = log_filter::shop(&asked, &shop.unwrap_or_default()).await? else {
        return Ok(nothing());
    };
    let filter = MailFilter {
        recipient: recipient.unwrap_or_default(),
        template: template.unwrap_or_default(),
        state: state.unwrap_or_default(),
        reseller,
    };
    mail_log::list(&asked.backend, &admin, &filter, cursor(after.as_deref())?)
        .await
        .map_err(|error| asked.internal(&error))
}

/// A page of what vendors sent. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "logs/events")]
pub async fn event_log(
    outcome: Option<String>,
    event: Option<String>,
    after: Option<String>,
) -> Result<Page<EventRow>, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    let (outcome, event) = (outcome.unwrap_or_default(), event.unwrap_or_default());
    let after = cursor(after.as_deref())?;
    events::list(&asked.backend, &admin, &outcome, event.trim(), after)
        .await
        .map_err(|error| asked.internal(&error))
}

/// The last requests that proved nothing. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "logs/rejections")]
pub async fn rejections() -> Result<Vec<RejectionRow>, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    events::rejections(&asked.backend, &admin)
        .await
        .map_err(|error| asked.internal(&error))
}

/// Has an event processed again. Scope: operator(DecideCases).
#[server(prefix = "/do", endpoint = "logs/replay")]
pub async fn replay_event(id: WebhookEventId) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::DecideCases)?;
    replay::replay(&asked.backend, &admin, id, &asked.origin())
        .await
        .map_err(|error| match error {
            ReplayError::NotFound => AppError::NotFound,
            ReplayError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/admin/webhooks?saved=replayed");
    Ok(())
}

/// The queue. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "logs/jobs")]
pub async fn jobs() -> Result<JobsView, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    backlog::view(&asked.backend, &admin)
        .await
        .map_err(|error| asked.internal(&error))
}

/// Has a failed job run again at once. Scope: operator(DecideCases).
#[server(prefix = "/do", endpoint = "logs/retry_job")]
pub async fn retry_job(job: i64) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::DecideCases)?;
    retry(&asked, &admin, &Retry::One(job)).await
}

/// Has every job of a kind that was given up run again at once. Scope: operator(DecideCases).
#[server(prefix = "/do", endpoint = "logs/retry_task")]
pub async fn retry_task(task: String) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::DecideCases)?;
    retry(&asked, &admin, &Retry::GivenUp { task }).await
}

#[cfg(feature = "ssr")]
async fn retry(asked: &Asked, admin: &crate::domain::scope::Admin, which: &Retry) -> Result<(), AppError> {
    let retried = backlog::retry(&asked.backend, admin, which, &asked.origin())
        .await
        .map_err(|error| match error {
            RetryError::NotFound => AppError::Refused(
                "Nothing to run again: it is done, running, or was run again already. Look at the list again.".into(),
            ),
            RetryError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect(&format!("/admin/jobs?saved={retried}"));
    Ok(())
}

#[cfg(feature = "ssr")]
fn cursor(text: Option<&str>) -> Result<Option<TimeCursor>, AppError> {
    text.filter(|text| !text.is_empty())
        .map(str::parse)
        .transpose()
        .map_err(|_| AppError::NotFound)
}

#[cfg(feature = "ssr")]
const fn nothing<Row>() -> Page<Row> {
    Page {
        rows: vec![],
        next: None,
    }
}
