//! `/organizations/{id}/usage` and `/spend`: what a company's lines used, and what it paid for them.

use axum::{Extension, Json, extract::Path, http::Uri, response::IntoResponse};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    caller::{Answer, Caller, not_found},
    input,
    problem::Problem,
    wire::{Amount, Common, ProblemSchema},
};
use crate::{
    domain::{api::KeyScope, organizations, scope::ClientAt, spend, usage},
    shared::{figures::Span, ids::OrganizationId, spend::SpendBy, usage::UsageBy},
};

/// Which days, and by what they are added up.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ReportQuery {
    /// The first day, in the company's time zone; with `to`. The last 30 days when both are left out.
    #[param(format = Date, example = "2026-11-01")]
    from: Option<String>,
    /// The last day, at most 366 days on.
    #[param(format = Date, example = "2026-11-30")]
    to: Option<String>,
    /// `team` (the default), `cost_centre`, `employee`, `country`, `day`; usage also `line`, spend also `plan`.
    #[param(example = "employee")]
    group_by: Option<String>,
    /// Items of a page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

impl ReportQuery {
    fn span(&self) -> Span {
        Span {
            days: None,
            from: self.from.clone(),
            until: self.to.clone(),
        }
    }

    /// Both days or neither, each a day.
    fn check(&self) -> Result<(), Problem> {
        for (name, day) in [("from", &self.from), ("to", &self.to)] {
            if day.as_ref().is_some_and(|day| day.parse::<NaiveDate>().is_err()) {
                return Err(input::invalid_parameter(name, "A day looks like 2026-11-30."));
            }
        }
        match (&self.from, &self.to) {
            (Some(_), None) => Err(input::invalid_parameter(
                "to",
                "Give both `from` and `to`, or neither.",
            )),
            (None, Some(_)) => Err(input::invalid_parameter(
                "from",
                "Give both `from` and `to`, or neither.",
            )),
            _ => Ok(()),
        }
    }

    fn after(&self, kind: &str) -> Result<Option<(i64, String)>, Problem> {
        let Some(text) = input::after(kind, self.cursor.as_deref())? else {
            return Ok(None);
        };
        let (sort, key) = text
            .split_once('.')
            .filter(|_| !text.contains('\0'))
            .ok_or_else(input::bad_cursor)?;
        let sort = sort.parse().map_err(|_| input::bad_cursor())?;
        Ok(Some((sort, key.to_owned())))
    }
}

fn bad_period() -> Problem {
    input::invalid_parameter("from", "A period is 1 to 366 days, the first before the last.")
}

async fn company(caller: &Caller, id: &str) -> Result<ClientAt, Problem> {
    let key = caller.may(KeyScope::OrganizationsRead)?;
    let organization: OrganizationId = id.parse().map_err(|_| not_found("organization"))?;
    let found = organizations::act_for(&caller.asked.backend, &key.client, organization)
        .await
        .map_err(|error| caller.internal(&error))?;
    found
        .map(|(scope, _)| scope)
        .ok_or_else(|| not_found("organization"))
}

/// What one team, employee, line, cost centre, country or day used.
#[derive(Debug, Serialize, ToSchema)]
pub struct UsageGroup {
    /// Its id, code or date; null where there is none.
    #[schema(example = "emp_0192d5e8a0007000800000000000000a")]
    key: Option<String>,
    name: String,
    /// Bytes; negative where the vendor corrected more than was used.
    bytes: i64,
    /// Readings behind it.
    readings: i64,
}

/// Usage over a period, most first; by day newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Usage {
    #[schema(example = "2026-11-01")]
    from: NaiveDate,
    /// The last day.
    #[schema(example = "2026-11-30")]
    to: NaiveDate,
    /// The days are in it.
    #[schema(example = "Europe/Berlin")]
    timezone: String,
    /// Of all groups.
    total_bytes: i64,
    /// When a vendor last told anything; null before the first time.
    as_of: Option<DateTime<Utc>>,
    data: Vec<UsageGroup>,
    /// Goes into `cursor` for the next page; null on the last one.
    next_cursor: Option<String>,
}

/// What a company's lines used, by day in the company's time zone.
#[utoipa::path(
    get, path = "/api/v1/organizations/{id}/usage", tag = "Organizations", operation_id = "organization_usage",
    params(
        ("id" = String, Path, description = "`org_…`", example = "org_0192d5e8a0007000800000000000000a"),
        ReportQuery,
    ),
    responses(
        (status = 200, description = "A page of groups", body = Usage),
        (status = 404, description = "`not_found`", body = ProblemSchema, content_type = "application/problem+json"),
        Common,
    ),
    security(("key" = [])),
)]
pub async fn of_company(Extension(caller): Extension<Caller>, Path(id): Path<String>, uri: Uri) -> Answer {
    let scope = company(&caller, &id).await?;
    let query: ReportQuery = input::query(&uri)?;
    query.check()?;
    let by = match query.group_by.as_deref() {
        None => UsageBy::Team,
        Some(word) => UsageBy::parse(word).ok_or_else(|| {
            input::invalid_parameter(
                "group_by",
                "One of team, cost_centre, employee, line, country, day.",
            )
        })?,
    };
    let kind = format!("usage_{}", by.as_str());
    let wanted = usage::Wanted {
        span: query.span(),
        by,
        team: None,
        employee: None,
        line: None,
        country: None,
        after: query.after(&kind)?,
        limit: input::limit(query.limit)?,
    };
    let found = usage::report(&caller.asked.backend, &scope, &wanted)
        .await
        .map_err(|error| match error {
            usage::ReportError::Period => bad_period(),
            usage::ReportError::NotFound => not_found("organization"),
            usage::ReportError::Internal(error) => caller.internal(&error),
        })?;
    let data = found
        .page
        .rows
        .into_iter()
        .map(|row| UsageGroup {
            key: Some(row.key).filter(|key| !key.is_empty()),
            name: row.name,
            bytes: row.bytes,
            readings: row.readings,
        })
        .collect();
    Ok(Json(Usage {
        from: found.period.from,
        to: found.period.last_day(),
        timezone: found.zone,
        total_bytes: found.bytes,
        as_of: found.freshness.newest,
        data,
        next_cursor: found.page.next.map(|at| input::cursor(&kind, &at)),
    })
    .into_response())
}

/// What was spent on one team, employee, cost centre, plan, country or day.
#[derive(Debug, Serialize, ToSchema)]
pub struct SpendGroup {
    /// Its id, code, name or date; null where there is none.
    #[schema(example = "CC-100")]
    key: Option<String>,
    name: String,
    /// Orders that were delivered.
    orders: i64,
    charged: Amount,
    refunded: Amount,
    /// Charged less refunded.
    spent: Amount,
}

/// Spend over a period, most first; by day newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Spend {
    #[schema(example = "2026-11-01")]
    from: NaiveDate,
    /// The last day.
    #[schema(example = "2026-11-30")]
    to: NaiveDate,
    /// The days are in it.
    #[schema(example = "Europe/Berlin")]
    timezone: String,
    /// Of all groups.
    total: Amount,
    data: Vec<SpendGroup>,
    /// Goes into `cursor` for the next page; null on the last one.
    next_cursor: Option<String>,
}

/// What a company paid for its orders less what came back, in the shop's currency.
#[utoipa::path(
    get, path = "/api/v1/organizations/{id}/spend", tag = "Organizations", operation_id = "organization_spend",
    params(
        ("id" = String, Path, description = "`org_…`", example = "org_0192d5e8a0007000800000000000000a"),
        ReportQuery,
    ),
    responses(
        (status = 200, description = "A page of groups", body = Spend),
        (status = 404, description = "`not_found`", body = ProblemSchema, content_type = "application/problem+json"),
        Common,
    ),
    security(("key" = [])),
)]
pub async fn spend_of_company(
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    uri: Uri,
) -> Answer {
    let scope = company(&caller, &id).await?;
    let query: ReportQuery = input::query(&uri)?;
    query.check()?;
    let by = match query.group_by.as_deref() {
        None => SpendBy::Team,
        Some(word) => SpendBy::parse(word).ok_or_else(|| {
            input::invalid_parameter(
                "group_by",
                "One of team, cost_centre, employee, plan, country, day.",
            )
        })?,
    };
    let kind = format!("spend_{}", by.as_str());
    let wanted = spend::Wanted {
        span: query.span(),
        by,
        team: None,
        employee: None,
        after: query.after(&kind)?,
        limit: input::limit(query.limit)?,
    };
    let found = spend::report(&caller.asked.backend, &scope, &wanted)
        .await
        .map_err(|error| match error {
            spend::ReportError::Period => bad_period(),
            spend::ReportError::NotFound => not_found("organization"),
            spend::ReportError::Internal(error) => caller.internal(&error),
        })?;
    let data = found
        .page
        .rows
        .into_iter()
        .map(|row| SpendGroup {
            key: Some(row.key).filter(|key| !key.is_empty()),
            name: row.name,
            orders: row.orders,
            charged: row.charged.into(),
            refunded: row.refunded.into(),
            spent: row.spent.into(),
        })
        .collect();
    Ok(Json(Spend {
        from: found.period.from,
        to: found.period.last_day(),
        timezone: found.zone,
        total: found.spent.into(),
        data,
        next_cursor: found.page.next.map(|at| input::cursor(&kind, &at)),
    })
    .into_response())
}
