//! Whether a shop sells, as operators decide.

use leptos::prelude::*;

use crate::shared::{error::AppError, ids::ResellerId};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        resellers::{self, SetStatusError},
        scope::Operator,
        tenancy::{self, GoLiveError, Opener},
    },
    server_fns::guard::{self, Asked},
    shared::{permissions::OperatorMay, shop_set_up::ShopStatus},
};

/// Lets a shop in trial sell. Scope: operator(ManageResellers).
#[server(prefix = "/do", endpoint = "resellers/approve")]
pub async fn approve_reseller(id: ResellerId) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ManageResellers)?;
    let scope = Operator::console(&admin).at(id);
    tenancy::go_live(&asked.backend, Opener::Operator(&scope), &asked.origin())
        .await
        .map_err(|error| match error {
            GoLiveError::NotFound => AppError::NotFound,
            GoLiveError::AlreadyLive => is_not(ShopStatus::Active),
            GoLiveError::Suspended => is_not(ShopStatus::Suspended),
            GoLiveError::NotReady(missing) => AppError::Refused(format!(
                "The shop was not opened: {} steps are left.",
                missing.len()
            )),
            GoLiveError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect(&format!("/admin/resellers/{id}?saved=approved"));
    Ok(())
}

/// Stops a shop's sales. Scope: operator(ManageResellers).
#[server(prefix = "/do", endpoint = "resellers/suspend")]
pub async fn suspend_reseller(id: ResellerId, reason: String) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ManageResellers)?;
    let reason = reason_of(&reason)?;
    resellers::suspend(&asked.backend, &admin, id, &reason, &asked.origin())
        .await
        .map_err(|error| status_refused(&asked, error))?;
    leptos_axum::redirect(&format!("/admin/resellers/{id}?saved=suspended"));
    Ok(())
}

/// Lets a suspended shop sell again. Scope: operator(ManageResellers).
#[server(prefix = "/do", endpoint = "resellers/reactivate")]
pub async fn reactivate_reseller(id: ResellerId) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ManageResellers)?;
    resellers::reactivate(&asked.backend, &admin, id, &asked.origin())
        .await
        .map_err(|error| status_refused(&asked, error))?;
    leptos_axum::redirect(&format!("/admin/resellers/{id}?saved=reactivated"));
    Ok(())
}

/// A reason somebody else will read.
#[cfg(feature = "ssr")]
pub fn reason_of(text: &str) -> Result<String, AppError> {
    let reason = text.trim();
    (5..=500)
        .contains(&reason.chars().count())
        .then(|| reason.to_owned())
        .ok_or_else(|| AppError::invalid("reason", "Please give a reason of 5 to 500 characters."))
}

#[cfg(feature = "ssr")]
fn is_not(now: ShopStatus) -> AppError {
    AppError::Refused(format!(
        "The shop is {} by now. Nothing was changed and nobody was written to. Look at it again.",
        match now {
            ShopStatus::Trial => "in trial",
            ShopStatus::Active => "active",
            ShopStatus::Suspended => "suspended",
        }
    ))
}

#[cfg(feature = "ssr")]
fn status_refused(asked: &Asked, error: SetStatusError) -> AppError {
    match error {
        SetStatusError::NotFound => AppError::NotFound,
        SetStatusError::Platform => {
            AppError::Refused("The platform's own shop is always open. Nothing was changed.".into())
        }
        SetStatusError::IsNot { now } => is_not(now),
        SetStatusError::Internal(error) => asked.internal(&error),
    }
}
