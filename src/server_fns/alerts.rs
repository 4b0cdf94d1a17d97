//! What a company is told when it nears a limit.

use leptos::prelude::*;

use crate::shared::{
    alerts::{AlertRule, AlertsView},
    error::AppError,
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        alerts::{self, SaveRuleError},
        time_cursor::TimeCursor,
    },
    server_fns::guard,
    shared::{
        alerts::AlertKind,
        permissions::{OrganizationMay, OrganizationRole},
    },
};

/// A page of alerts within reach. Scope: member(ViewSpend).
#[server(prefix = "/do", endpoint = "alerts/list")]
pub async fn list_alerts(after: Option<String>) -> Result<AlertsView, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewSpend)?;
    let after: Option<TimeCursor> = after.and_then(|text| text.parse().ok());
    alerts::list(&asked.backend, &member, after)
        .await
        .map_err(|error| asked.internal(&error))
}

/// None of the alerts is new to the reader any more. Scope: member(ViewSpend).
#[server(prefix = "/do", endpoint = "alerts/see")]
pub async fn see_alerts() -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewSpend)?;
    alerts::see(&asked.backend, &member)
        .await
        .map_err(|error| asked.internal(&error))?;
    leptos_axum::redirect("/business/alerts?saved=seen");
    Ok(())
}

/// When the company is told, and who. Scope: member(EditBudgets).
#[server(prefix = "/do", endpoint = "alerts/rules")]
pub async fn alert_rules() -> Result<Vec<AlertRule>, AppError> {
    let (asked, member) = guard::member(OrganizationMay::EditBudgets)?;
    alerts::all_rules(&asked.backend, &member)
        .await
        .map_err(|error| asked.internal(&error))
}

/// Changes it for one kind. Scope: member(EditBudgets).
#[server(prefix = "/do", endpoint = "alerts/save_rule")]
pub async fn save_alert_rule(
    alert_kind: String,
    thresholds: String,
    to_owner: Option<bool>,
    to_admin: Option<bool>,
    to_finance: Option<bool>,
    to_manager: Option<bool>,
) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::EditBudgets)?;
    let roles = [
        (to_owner, OrganizationRole::Owner),
        (to_admin, OrganizationRole::Admin),
        (to_finance, OrganizationRole::Finance),
        (to_manager, OrganizationRole::Manager),
    ];
    let save = alerts::SaveRule {
        kind: AlertKind::parse(&alert_kind).ok_or(AppError::NotFound)?,
        thresholds,
        mailed: roles
            .into_iter()
            .filter_map(|(is_ticked, role)| is_ticked.unwrap_or_default().then_some(role))
            .collect(),
        origin: asked.origin(),
    };
    alerts::save_rule(&asked.backend, &member, save)
        .await
        .map_err(|error| match error {
            SaveRuleError::Thresholds => AppError::invalid(
                "thresholds",
                "Nothing was saved. Please enter at most five numbers from 1 to 1000, such as 80, 100.",
            ),
            SaveRuleError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/business/alerts/settings?saved=rule");
    Ok(())
}
