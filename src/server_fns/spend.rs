//! What a company spends.

use leptos::prelude::*;

use crate::shared::{error::AppError, spend::SpendView};
#[cfg(feature = "ssr")]
use crate::{
    domain::spend::{self, ReportError, Wanted},
    server_fns::guard,
    shared::{permissions::OrganizationMay, spend::SpendAsk},
};

/// Spend over a period, added up and narrowed. Scope: member(ViewSpend).
#[server(prefix = "/do", endpoint = "spend/report")]
pub async fn spend_report(
    days: Option<String>,
    from: Option<String>,
    until: Option<String>,
    by: Option<String>,
    team: Option<String>,
    employee: Option<String>,
    after: Option<String>,
) -> Result<SpendView, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewSpend)?;
    let ask = SpendAsk {
        days,
        from,
        until,
        by,
        team,
        employee,
        after,
    };
    let refuse = |error| match error {
        ReportError::Period => {
            AppError::invalid("from", "Please choose 1 to 366 days, the first before the last.")
        }
        ReportError::NotFound => AppError::NotFound,
        ReportError::Internal(error) => asked.internal(&error),
    };
    let wanted = Wanted::parse(&ask, spend::PAGE_ROWS).map_err(refuse)?;
    let found = spend::report(&asked.backend, &member, &wanted)
        .await
        .map_err(refuse)?;
    Ok(SpendView {
        period: found.period,
        zone: found.zone,
        currency: found.currency,
        by: wanted.by,
        within: found.within,
        spent: found.spent,
        spent_before: found.spent_before,
        days: found.days,
        page: found.page,
        forecast: found.forecast,
        may_export: member.may(OrganizationMay::ExportData),
    })
}
