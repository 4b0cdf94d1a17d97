//! Cases only an operator can decide.

use leptos::prelude::*;

use crate::shared::{
    error::AppError,
    ids::CaseId,
    operator::{CaseListRow, CaseView},
    paging::Page,
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        operations::{
            adopt::{self, Adopt},
            case_list, credit,
            decision::{Because, DecideError},
            dismiss, release,
            settle::{self, Verdict},
            settle_line, settle_traffic,
        },
        scope::Operator,
    },
    server_fns::guard,
    shared::{ids::UserId, permissions::OperatorMay},
};

/// A page of cases; `state` is `open` or `closed`. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "cases/list")]
pub async fn cases(
    state: Option<String>,
    kind: Option<String>,
    after: Option<String>,
) -> Result<Page<CaseListRow>, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    let after = after
        .map(|text| text.parse())
        .transpose()
        .map_err(|_| AppError::NotFound)?;
    let kind = kind.filter(|kind| !kind.is_empty());
    let is_closed = state.as_deref() == Some("closed");
    case_list::list(&asked.backend, &admin, is_closed, kind.as_deref(), after)
        .await
        .map_err(|error| asked.internal(&error))
}

/// A case with everything needed to decide. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "cases/case")]
pub async fn case(id: CaseId) -> Result<CaseView, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    case_list::view(&asked.backend, &admin, id)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// Finishes the order it was bought for, or gives it to a customer. Scope: operator(DecideCases).
#[server(prefix = "/do", endpoint = "cases/adopt")]
pub async fn adopt_case(
    id: CaseId,
    customer: Option<String>,
    is_charged: Option<bool>,
    reason: String,
) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::DecideCases)?;
    let customer: Option<UserId> = customer
        .filter(|text| !text.trim().is_empty())
        .map(|text| text.trim().parse())
        .transpose()
        .map_err(|_| {
            AppError::invalid(
                "customer",
                "This is no id of a customer; it begins with usr_. Nothing was changed.",
            )
        })?;
    let wish = Adopt {
        customer,
        is_charged: is_charged.unwrap_or(false),
    };
    let by = Because {
        by: Operator::console(&admin),
        reason: &reason,
    };
    adopt::adopt(&asked.backend, &by, id, wish)
        .await
        .map_err(|error| decide_error(&asked, error))?;
    leptos_axum::redirect(&format!("/admin/cases/{id}"));
    Ok(())
}

/// Gives a number back, or marks as gone what is gone. Scope: operator(DecideCases).
#[server(prefix = "/do", endpoint = "cases/release")]
pub async fn release_case(id: CaseId, reason: String) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::DecideCases)?;
    let by = Because {
        by: Operator::console(&admin),
        reason: &reason,
    };
    release::release(&asked.backend, &by, id)
        .await
        .map_err(|error| decide_error(&asked, error))?;
    leptos_axum::redirect(&format!("/admin/cases/{id}"));
    Ok(())
}

/// Asks the gateway again and credits what was paid. Scope: operator(DecideCases).
#[server(prefix = "/do", endpoint = "cases/credit")]
pub async fn credit_case(id: CaseId, reason: String) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::DecideCases)?;
    let by = Because {
        by: Operator::console(&admin),
        reason: &reason,
    };
    credit::credit(&asked.backend, &by, id)
        .await
        .map_err(|error| decide_error(&asked, error))?;
    leptos_axum::redirect(&format!("/admin/cases/{id}"));
    Ok(())
}

/// Decides what became of an order; without a provider's id it was not delivered. Scope: operator(DecideCases).
#[server(prefix = "/do", endpoint = "cases/settle")]
pub async fn settle_case(
    id: CaseId,
    verdict: String,
    provider_id: Option<String>,
    reason: String,
) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::DecideCases)?;
    let verdict = verdict_of(&verdict, provider_id)?;
    settle::settle(&asked.backend, &Operator::console(&admin), id, &verdict, &reason)
        .await
        .map_err(|error| decide_error(&asked, error))?;
    leptos_axum::redirect(&format!("/admin/cases/{id}"));
    Ok(())
}

/// Decides what became of a message or a call; `verdict` is `delivered`, with the carrier's id of it, or `not_delivered`.
/// Scope: operator(DecideCases).
#[server(prefix = "/do", endpoint = "cases/settle_traffic")]
pub async fn settle_traffic_case(
    id: CaseId,
    verdict: String,
    provider_id: Option<String>,
    reason: String,
) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::DecideCases)?;
    let verdict = verdict_of(&verdict, provider_id)?;
    settle_traffic::settle_traffic(&asked.backend, &Operator::console(&admin), id, &verdict, &reason)
        .await
        .map_err(|error| decide_error(&asked, error))?;
    leptos_axum::redirect(&format!("/admin/cases/{id}"));
    Ok(())
}

#[cfg(feature = "ssr")]
fn verdict_of(word: &str, provider_id: Option<String>) -> Result<Verdict, AppError> {
    let provider_id = provider_id.unwrap_or_default().trim().to_owned();
    match word {
        "delivered" if provider_id.is_empty() || provider_id.len() > 100 => Err(AppError::invalid(
            "provider_id",
            "Please give the provider's id of what it delivered. Nothing was changed.",
        )),
        "delivered" => Ok(Verdict::Delivered { provider_id }),
        "not_delivered" => Ok(Verdict::NotDelivered),
        _ => Err(AppError::invalid(
            "verdict",
            "Please choose whether it was delivered. Nothing was changed.",
        )),
    }
}

/// Decides what became of something a line's carrier was asked to do; `verdict` is `done` or `not_done`.
/// Scope: operator(DecideCases).
#[server(prefix = "/do", endpoint = "cases/settle_line")]
pub async fn settle_line_case(id: CaseId, verdict: String, reason: String) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::DecideCases)?;
    let is_done = match verdict.as_str() {
        "done" => true,
        "not_done" => false,
        _ => {
            let message = "Please choose whether it was done. Nothing was changed.";
            return Err(AppError::invalid("verdict", message));
        }
    };
    settle_line::settle_line(&asked.backend, &Operator::console(&admin), id, is_done, &reason)
        .await
        .map_err(|error| decide_error(&asked, error))?;
    leptos_axum::redirect(&format!("/admin/cases/{id}"));
    Ok(())
}

/// Closes a case and moves nothing. Scope: operator(DecideCases).
#[server(prefix = "/do", endpoint = "cases/dismiss")]
pub async fn dismiss_case(id: CaseId, reason: String) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::DecideCases)?;
    dismiss::dismiss(&asked.backend, &Operator::console(&admin), id, &reason)
        .await
        .map_err(|error| decide_error(&asked, error))?;
    leptos_axum::redirect(&format!("/admin/cases/{id}"));
    Ok(())
}

#[cfg(feature = "ssr")]
fn decide_error(asked: &guard::Asked, error: DecideError) -> AppError {
    match error {
        DecideError::NotFound => AppError::NotFound,
        DecideError::NoReason => AppError::invalid(
            "reason",
            "Please say why, in 1 to 500 characters. Nothing was changed.",
        ),
        DecideError::NoCustomer => AppError::invalid(
            "customer",
            "There is no active customer with this id at the shop that ordered it. Nothing was changed.",
        ),
        DecideError::Internal(error) => asked.internal(&error),
        DecideError::Insufficient { missing } => AppError::Refused(format!(
            "The customer lacks {missing}. Nothing was charged or changed. Give it without a charge, or ask for a top-up."
        )),
        DecideError::Unavailable(_) => AppError::Refused(
            "The provider does not answer, so nothing was changed. Please try again later.".into(),
        ),
        error @ (DecideError::Closed(_)
        | DecideError::WrongKind { .. }
        | DecideError::Changed(_)
        | DecideError::Impossible(_)) => {
            let what = error.to_string();
            let mut letters = what.chars();
            let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
            AppError::Refused(format!(
                "{first}{}. Nothing was changed by this form.",
                letters.as_str()
            ))
        }
    }
}
