//! Payouts and floats, for operators.

use leptos::prelude::*;

use crate::shared::{
    error::AppError,
    ids::PayoutId,
    settlement::{PayoutDetails, PayoutsView},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        scope::{Operator, OperatorAt},
        settlement::{
            approve_payout::approve_payout,
            fund_float::{FundFloat, FundFloatError, fund_float},
            list_payouts::reseller_of_payout,
            mark_paid::mark_paid,
            payout::DecideError,
            payout_details::payout_details,
            payout_files::payout_files,
            payout_page::{all_payouts_page, view},
            reject_payout::reject_payout,
            return_payout::return_payout,
        },
        tenancy,
    },
    server_fns::guard::{self, Asked},
    shared::{
        money::{Money, PositiveMoney},
        permissions::OperatorMay,
    },
};

/// Longest text an operator writes about money.
#[cfg(feature = "ssr")]
const TEXT_MAX: usize = 300;

/// Payouts, files for the bank, and shops whose float can be funded. Scope: operator(ApprovePayouts).
#[server(prefix = "/do", endpoint = "payouts/payouts")]
pub async fn payouts(state: Option<String>, after: Option<String>) -> Result<PayoutsView, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ApprovePayouts)?;
    let failed = |error| asked.internal(&error);
    let after = match after.filter(|text| !text.is_empty()) {
        Some(text) => Some(text.parse().map_err(|_| AppError::NotFound)?),
        None => None,
    };
    let page = all_payouts_page(&asked.backend, &admin, &state.unwrap_or_default(), after)
        .await
        .map_err(failed)?;
    let (files, waiting) = payout_files(&asked.backend, &admin).await.map_err(failed)?;
    Ok(PayoutsView {
        payouts: page.map(view),
        waiting,
        files,
        shops: tenancy::choices::choices(&asked.backend, &admin)
            .await
            .map_err(failed)?,
        has_account: asked.backend.bank_account.is_some(),
    })
}

/// A payout with everything needed to decide about it. Scope: operator(ApprovePayouts).
#[server(prefix = "/do", endpoint = "payouts/payout")]
pub async fn payout(id: PayoutId) -> Result<PayoutDetails, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ApprovePayouts)?;
    payout_details(&asked.backend, &admin, id)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// Promises a payout. Scope: operator(ApprovePayouts).
#[server(prefix = "/do", endpoint = "payouts/approve")]
pub async fn approve_payout_request(id: PayoutId) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ApprovePayouts)?;
    let at = operator_of(&asked, Operator::console(&admin), id).await?;
    decided(&asked, id, approve_payout(&asked.backend, &at, id).await)
}

/// Says no to a payout. Scope: operator(ApprovePayouts).
#[server(prefix = "/do", endpoint = "payouts/reject")]
pub async fn reject_payout_request(id: PayoutId, reason: String) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ApprovePayouts)?;
    let reason = written("reason", &reason)?;
    let at = operator_of(&asked, Operator::console(&admin), id).await?;
    decided(&asked, id, reject_payout(&asked.backend, &at, id, reason).await)
}

/// Notes that the bank sent a payout. Scope: operator(ApprovePayouts).
#[server(prefix = "/do", endpoint = "payouts/paid")]
pub async fn mark_payout_paid(id: PayoutId, bank_reference: String) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ApprovePayouts)?;
    let reference = written("bank_reference", &bank_reference)?;
    let at = operator_of(&asked, Operator::console(&admin), id).await?;
    decided(&asked, id, mark_paid(&asked.backend, &at, id, reference).await)
}

/// Notes that the bank sent a payout back or never took it. Scope: operator(ApprovePayouts).
#[server(prefix = "/do", endpoint = "payouts/returned")]
pub async fn mark_payout_returned(id: PayoutId, return_reason: String) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ApprovePayouts)?;
    let reason = written("return_reason", &return_reason)?;
    let at = operator_of(&asked, Operator::console(&admin), id).await?;
    decided(&asked, id, return_payout(&asked.backend, &at, id, reason).await)
}

/// Books money that arrived for a shop's float. Scope: operator(ApprovePayouts).
#[server(prefix = "/do", endpoint = "payouts/fund_float")]
pub async fn fund_shop_float(
    shop: String,
    amount: String,
    bank_reference: String,
    note: String,
) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ApprovePayouts)?;
    let key = written("bank_reference", &bank_reference)?;
    if key.len() > 100 {
        return Err(AppError::invalid(
            "bank_reference",
            "Please write at most 100 characters.",
        ));
    }
    let note = written("note", &note)?;
    let found = tenancy::find::find(&asked.backend, &shop)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or_else(|| AppError::invalid("shop", "There is no such shop. Nothing was booked."))?;
    let amount = Money::parse(amount.trim(), found.currency)
        .ok()
        .and_then(PositiveMoney::new)
        .ok_or_else(|| {
            let message = format!(
                "Please write an amount above zero in {}, such as 250.00.",
                found.currency
            );
            AppError::invalid("amount", message)
        })?;
    let funding = FundFloat { amount, key, note };
    match fund_float(&asked.backend, &Operator::console(&admin).at(found.id), funding).await {
        Ok(_) => {
            leptos_axum::redirect("/admin/payouts?saved=funded");
            Ok(())
        }
        Err(FundFloatError::KeyReused) => Err(AppError::invalid(
            "bank_reference",
            "This reference was booked before with another amount. Nothing was booked now.",
        )),
        Err(FundFloatError::Internal(error)) => Err(asked.internal(&error)),
    }
}

#[cfg(feature = "ssr")]
fn written<'a>(field: &str, text: &'a str) -> Result<&'a str, AppError> {
    let text = text.trim();
    if (1..=TEXT_MAX).contains(&text.chars().count()) {
        Ok(text)
    } else {
        let message = format!("Please write 1 to {TEXT_MAX} characters. Nothing was changed.");
        Err(AppError::invalid(field, message))
    }
}

#[cfg(feature = "ssr")]
async fn operator_of(asked: &Asked, operator: Operator, id: PayoutId) -> Result<OperatorAt, AppError> {
    let reseller = reseller_of_payout(&asked.backend, id)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)?;
    Ok(operator.at(reseller))
}

#[cfg(feature = "ssr")]
fn decided(asked: &Asked, id: PayoutId, done: Result<(), DecideError>) -> Result<(), AppError> {
    match done {
        Ok(()) => {
            leptos_axum::redirect(&format!("/admin/payouts/{id}?saved=done"));
            Ok(())
        }
        Err(DecideError::NotFound) => Err(AppError::NotFound),
        Err(DecideError::WrongState(state)) => Err(AppError::Refused(format!(
            "This payout is {} already, so nothing was changed. Please load the page again.",
            state.as_str()
        ))),
        Err(DecideError::SamePerson) => Err(AppError::Refused(
            "You asked for this payout, so somebody else must approve it. Nothing was changed.".into(),
        )),
        Err(DecideError::Internal(error)) => Err(asked.internal(&error)),
    }
}
