//! What was used over a period, added up by team, cost centre, employee, line, country or day.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{
    store::report::{self as store, Narrow, Rows},
    unusual,
};
use crate::{
    backend::Backend,
    domain::{
        breakdown::{self, Unreadable},
        employees,
        error::{Internal, with_internal},
        place,
        scope::WorksIn,
    },
    shared::{
        figures::{Period, Span},
        ids::{EmployeeId, LineId, TeamId},
        paging::Page,
        place::CountryCode,
        usage::{DayBytes, Freshness, UsageAsk, UsageBy, UsageRow},
    },
};

/// Rows of a page.
pub const PAGE_ROWS: i64 = 50;

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    #[error("a period is 1 to 366 days, the first before the last")]
    Period,
    /// It is narrowed to something of another company, or out of reach.
    #[error("no such team, employee, line or country")]
    NotFound,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ReportError);

impl From<Unreadable> for ReportError {
    fn from(_: Unreadable) -> Self {
        Self::NotFound
    }
}

/// Which part, and which page of its rows.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub span: Span,
    pub by: UsageBy,
    pub team: Option<TeamId>,
    pub employee: Option<EmployeeId>,
    pub line: Option<LineId>,
    pub country: Option<CountryCode>,
    /// Where the page before ended.
    pub after: Option<(i64, String)>,
    pub limit: i64,
}

impl Wanted {
    /// Reads an address or a form; by team unless it says otherwise.
    pub fn parse(ask: &UsageAsk, limit: i64) -> Result<Self, ReportError> {
        Ok(Self {
            span: Span {
                days: ask.days.clone(),
                from: ask.from.clone(),
                until: ask.until.clone(),
            },
            by: breakdown::word(ask.by.as_ref())
                .map_or(Some(UsageBy::Team), UsageBy::parse)
                .ok_or(ReportError::NotFound)?,
            team: breakdown::id(ask.team.as_ref())?,
            employee: breakdown::id(ask.employee.as_ref())?,
            line: breakdown::id(ask.line.as_ref())?,
            country: breakdown::id(ask.country.as_ref())?,
            after: breakdown::after(ask.after.as_ref()),
            limit,
        })
    }
}

/// The report.
#[derive(Debug, Clone, PartialEq)]
pub struct UsageReport {
    pub period: Period,
    pub zone: String,
    pub within: String,
    pub bytes: i64,
    pub bytes_before: i64,
    pub days: Vec<DayBytes>,
    pub page: Page<UsageRow>,
    pub freshness: Freshness,
}

/// Of all that is within reach. Bytes are those of the days in the period, in the company's time zone.
pub async fn report(
    backend: &Backend,
    scope: &impl WorksIn,
    wanted: &Wanted,
) -> Result<UsageReport, ReportError> {
    let (reseller, organization) = (scope.reseller(), scope.organization());
    let mut within = vec![];
    if let Some(id) = wanted.employee {
        let found = employees::find(backend, scope, id)
            .await?
            .ok_or(ReportError::NotFound)?;
        within.push(format!("{} {}", found.first_name, found.last_name));
    }
    let mut tx = backend.begin_search(scope).await?;
    if let Some(team) = wanted.team {
        let name = store::team_name(&mut tx, reseller, organization, team).await?;
        within.push(
            name.filter(|_| scope.reaches(Some(team)))
                .ok_or(ReportError::NotFound)?,
        );
    }
    if let Some(line) = wanted.line {
        let (name, team) = store::line_name(&mut tx, reseller, organization, line)
            .await?
            .ok_or(ReportError::NotFound)?;
        if !scope.reaches(team) {
            return Err(ReportError::NotFound);
        }
        within.push(name);
    }
    within.extend(wanted.country.map(|code| place::country(code).name));
    let (zone, today) = store::calendar(&mut tx, reseller, organization, backend.now()).await?;
    let period = Period::read(&wanted.span, today).ok_or(ReportError::Period)?;
    let before = period.before();
    let narrow = Narrow {
        teams: scope.teams(),
        team: wanted.team,
        employee: wanted.employee,
        line: wanted.line,
        country: wanted.country,
    };
    let sums = store::days(
        &mut tx,
        reseller,
        organization,
        &narrow,
        before.from,
        period.until,
    )
    .await?;
    let rows = Rows {
        by: wanted.by,
        from: period.from,
        until: period.until,
        after: wanted.after.as_ref(),
        limit: wanted.limit + 1,
    };
    let found = store::rows(&mut tx, reseller, organization, &narrow, &rows).await?;
    let freshness = store::freshness(&mut tx, reseller, organization, &narrow, backend.now()).await?;
    let size = usize::try_from(wanted.limit).unwrap_or_default();
    let mut page =
        Page::of(found, size, |last| breakdown::end_of(last.sort, &last.key)).map(|row| row.shown(wanted.by));
    if wanted.by == UsageBy::Employee {
        let ids: Vec<EmployeeId> = page.rows.iter().filter_map(|row| row.key.parse().ok()).collect();
        let weeks = store::weeks(&mut tx, reseller, organization, scope.teams(), &ids, today).await?;
        for row in &mut page.rows {
            let of = row.key.parse().ok().and_then(|id: EmployeeId| weeks.get(&id));
            row.unusual = of
                .and_then(|(week, before)| unusual::unusual(*week, *before))
                .unwrap_or_default();
        }
    }
    tx.commit().await?;
    let of_day: HashMap<NaiveDate, i64> = sums.iter().copied().collect();
    let sum = |of: Period| -> i64 { of.each_day().filter_map(|day| of_day.get(&day)).sum() };
    let days = period
        .each_day()
        .zip(before.each_day())
        .map(|(day, earlier)| DayBytes {
            day,
            bytes: of_day.get(&day).copied().unwrap_or_default(),
            before: of_day.get(&earlier).copied().unwrap_or_default(),
        })
        .collect();
    Ok(UsageReport {
        period,
        zone,
        within: within.join(", "),
        bytes: sum(period),
        bytes_before: sum(before),
        days,
        page,
        freshness,
    })
}

/// What was used since a day, and when it was last told: for the company's first page.
pub async fn since(
    backend: &Backend,
    scope: &impl WorksIn,
    first: NaiveDate,
) -> Result<(i64, Freshness), Internal> {
    let (reseller, organization) = (scope.reseller(), scope.organization());
    let narrow = Narrow {
        teams: scope.teams(),
        ..Narrow::default()
    };
    let mut tx = backend.begin_search(scope).await?;
    let (_, today) = store::calendar(&mut tx, reseller, organization, backend.now()).await?;
    let sums = store::days(
        &mut tx,
        reseller,
        organization,
        &narrow,
        first,
        today + chrono::Days::new(1),
    )
    .await?;
    let freshness = store::freshness(&mut tx, reseller, organization, &narrow, backend.now()).await?;
    tx.commit().await?;
    Ok((sums.iter().map(|(_, bytes)| bytes).sum(), freshness))
}

impl store::Found {
    fn shown(self, by: UsageBy) -> UsageRow {
        let uuid = uuid::Uuid::try_parse(&self.key).ok().filter(|id| !id.is_nil());
        let key = match by {
            UsageBy::Team => uuid.map(|id| TeamId::from(id).to_string()).unwrap_or_default(),
            UsageBy::Employee => uuid
                .map(|id| EmployeeId::from(id).to_string())
                .unwrap_or_default(),
            UsageBy::Line => uuid.map(|id| LineId::from(id).to_string()).unwrap_or_default(),
            UsageBy::CostCentre | UsageBy::Country | UsageBy::Day => self.key,
        };
        let name = match by {
            _ if key.is_empty() => by.none_in_words().to_owned(),
            UsageBy::Team if self.name.is_empty() => "A team that was removed".to_owned(),
            UsageBy::Team | UsageBy::Employee | UsageBy::Line => self.name,
            UsageBy::Country => breakdown::country_name(&key),
            UsageBy::CostCentre => key.clone(),
            UsageBy::Day => breakdown::day_name(&key),
        };
        UsageRow {
            key,
            name,
            detail: self.detail,
            bytes: self.bytes,
            readings: self.events,
            unusual: String::new(),
        }
    }
}
