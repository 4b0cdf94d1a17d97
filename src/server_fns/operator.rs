//! The operator's console, on the platform's own host.

use leptos::prelude::*;

use crate::shared::{error::AppError, operator};
#[cfg(feature = "ssr")]
use crate::{domain::operations, server_fns::guard, shared::permissions::OperatorMay};

/// What is stuck. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "operator/overview")]
pub async fn operator_overview() -> Result<operator::OperatorOverview, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    operations::overview::overview(&asked.backend, &admin)
        .await
        .map_err(|error| asked.internal(&error))
}
