//! The operator's console, on the platform's own host.

use leptos::prelude::*;

use crate::shared::{error::AppError, operator};
#[cfg(feature = "ssr")]
use crate::{domain::operations, server_fns::guard};

/// What is stuck. Scope: admin.
#[server(prefix = "/do", endpoint = "operator/overview")]
pub async fn operator_overview() -> Result<operator::OperatorOverview, AppError> {
    let (asked, admin) = guard::admin()?;
    operations::overview::overview(&asked.backend, &admin)
        .await
        .map_err(|error| asked.internal(&error))
}
