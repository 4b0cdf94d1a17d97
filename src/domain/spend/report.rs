//! What was spent over a period, added up by team, cost centre, employee, plan, country or day.

use chrono::{Days, NaiveDate};

use super::{
    forecast::{LOOKS_BACK, forecast, month_start},
    store::{self, Narrow, Rows},
    unusual::unusual,
};
use crate::{
    backend::Backend,
    domain::{
        breakdown::{self, Unreadable},
        employees,
        error::{Internal, with_internal},
        scope::WorksIn,
    },
    shared::{
        currency::Currency,
        figures::{Period, Span},
        ids::{EmployeeId, TeamId},
        money::Money,
        paging::Page,
        spend::{DaySpend, Forecast, SpendAsk, SpendBy, SpendRow},
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
    #[error("no such team or employee")]
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
    pub by: SpendBy,
    pub team: Option<TeamId>,
    pub employee: Option<EmployeeId>,
    /// Where the page before ended.
    pub after: Option<(i64, String)>,
    pub limit: i64,
}

impl Wanted {
    /// Reads an address or a form; by team unless it says otherwise.
    pub fn parse(ask: &SpendAsk, limit: i64) -> Result<Self, ReportError> {
        Ok(Self {
            span: Span {
                days: ask.days.clone(),
                from: ask.from.clone(),
                until: ask.until.clone(),
            },
            by: breakdown::word(ask.by.as_ref())
                .map_or(Some(SpendBy::Team), SpendBy::parse)
                .ok_or(ReportError::NotFound)?,
            team: breakdown::id(ask.team.as_ref())?,
            employee: breakdown::id(ask.employee.as_ref())?,
            after: breakdown::after(ask.after.as_ref()),
            limit,
        })
    }
}

/// The report.
#[derive(Debug, Clone, PartialEq)]
pub struct SpendReport {
    pub period: Period,
    pub zone: String,
    pub currency: Currency,
    pub within: String,
    pub spent: Money,
    pub spent_before: Money,
    pub days: Vec<DaySpend>,
    pub page: Page<SpendRow>,
    pub forecast: Forecast,
}

/// Of all that is within reach, in the shop's currency. The forecast is of this month, whatever the period.
pub async fn report(
    backend: &Backend,
    scope: &impl WorksIn,
    wanted: &Wanted,
) -> Result<SpendReport, ReportError> {
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
    let calendar = store::calendar(&mut tx, reseller, organization, backend.now()).await?;
    let (today, currency) = (calendar.today, calendar.currency);
    let period = Period::read(&wanted.span, today).ok_or(ReportError::Period)?;
    let before = period.before();
    let narrow = Narrow {
        teams: scope.teams(),
        team: wanted.team,
        employee: wanted.employee,
    };
    let tomorrow = today + Days::new(1);
    let first = before
        .from
        .min(month_start(today))
        .min(today - Days::new(LOOKS_BACK));
    let all = store::days(
        &mut tx,
        reseller,
        organization,
        &calendar,
        &narrow,
        first,
        period.until.max(tomorrow),
    )
    .await?;
    let rows = Rows {
        by: wanted.by,
        from: period.from,
        until: period.until,
        after: wanted.after.as_ref(),
        limit: wanted.limit + 1,
    };
    let found = store::rows(&mut tx, reseller, organization, &calendar, &narrow, &rows).await?;
    let began = store::began(&mut tx, reseller, organization, &calendar).await?;
    let size = usize::try_from(wanted.limit).unwrap_or_default();
    let mut page = Page::of(found, size, |last| breakdown::end_of(last.sort, &last.key))
        .map(|row| row.shown(wanted.by, currency));
    if wanted.by == SpendBy::Employee {
        let ids: Vec<EmployeeId> = page.rows.iter().filter_map(|row| row.key.parse().ok()).collect();
        let months = store::months(&mut tx, reseller, organization, &calendar, scope.teams(), &ids).await?;
        for row in &mut page.rows {
            let of = row.key.parse().ok().and_then(|id: EmployeeId| months.get(&id));
            row.unusual = of
                .and_then(|(month, before)| unusual(*month, *before, currency))
                .unwrap_or_default();
        }
    }
    tx.commit().await?;
    let on = |day: NaiveDate| all.get(&day).copied().unwrap_or_default();
    let money = |micros| Money::from_micros(micros, currency);
    let days = period
        .each_day()
        .zip(before.each_day())
        .map(|(day, earlier)| DaySpend {
            day,
            spent: money(on(day)),
            before: money(on(earlier)),
        })
        .collect();
    Ok(SpendReport {
        period,
        zone: calendar.zone,
        currency,
        within: within.join(", "),
        spent: money(period.each_day().map(on).sum()),
        spent_before: money(before.each_day().map(on).sum()),
        days,
        page,
        forecast: forecast(&all, began, today, currency)?,
    })
}

impl store::Found {
    fn shown(self, by: SpendBy, currency: Currency) -> SpendRow {
        let uuid = uuid::Uuid::try_parse(&self.key).ok();
        let key = match by {
            SpendBy::Team => uuid.map(|id| TeamId::from(id).to_string()).unwrap_or_default(),
            SpendBy::Employee => uuid
                .map(|id| EmployeeId::from(id).to_string())
                .unwrap_or_default(),
            SpendBy::CostCentre | SpendBy::Plan | SpendBy::Country | SpendBy::Day => self.key,
        };
        let name = match by {
            _ if key.is_empty() => by.none_in_words().to_owned(),
            SpendBy::Team | SpendBy::Employee => self.name,
            SpendBy::Country => breakdown::country_name(&key),
            SpendBy::CostCentre | SpendBy::Plan => key.clone(),
            SpendBy::Day => breakdown::day_name(&key),
        };
        SpendRow {
            key,
            name,
            detail: self.detail,
            orders: self.orders,
            charged: Money::from_micros(self.charged, currency),
            refunded: Money::from_micros(self.refunded, currency),
            spent: Money::from_micros(self.charged - self.refunded, currency),
            unusual: String::new(),
        }
    }
}
