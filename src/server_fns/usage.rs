//! What a company's lines use, and its month.

#![allow(clippy::too_many_arguments, reason = "the fields of an address")]

use leptos::prelude::*;

use crate::shared::{
    error::AppError,
    usage::{MonthView, UsageView},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        spend,
        usage::{self, ReportError, Wanted},
    },
    server_fns::guard,
    shared::{permissions::OrganizationMay, usage::UsageAsk},
};

/// Usage over a period, added up and narrowed. Scope: member(ViewSpend).
#[server(prefix = "/do", endpoint = "usage/report")]
pub async fn usage_report(
    days: Option<String>,
    from: Option<String>,
    until: Option<String>,
    by: Option<String>,
    team: Option<String>,
    employee: Option<String>,
    line: Option<String>,
    country: Option<String>,
    after: Option<String>,
) -> Result<UsageView, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewSpend)?;
    let ask = UsageAsk {
        days,
        from,
        until,
        by,
        team,
        employee,
        line,
        country,
        after,
    };
    let refuse = |error| match error {
        ReportError::Period => {
            AppError::invalid("from", "Please choose 1 to 366 days, the first before the last.")
        }
        ReportError::NotFound => AppError::NotFound,
        ReportError::Internal(error) => asked.internal(&error),
    };
    let wanted = Wanted::parse(&ask, usage::PAGE_ROWS).map_err(refuse)?;
    let found = usage::report(&asked.backend, &member, &wanted)
        .await
        .map_err(refuse)?;
    Ok(UsageView {
        period: found.period,
        zone: found.zone,
        by: wanted.by,
        within: found.within,
        bytes: found.bytes,
        bytes_before: found.bytes_before,
        days: found.days,
        page: found.page,
        freshness: found.freshness,
        may_export: member.may(OrganizationMay::ExportData),
    })
}

/// What was spent and used this month. Scope: member(ViewSpend).
#[server(prefix = "/do", endpoint = "usage/month")]
pub async fn month() -> Result<MonthView, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewSpend)?;
    spend::month(&asked.backend, &member)
        .await
        .map_err(|error| asked.internal(&error))
}
