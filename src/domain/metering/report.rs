//! What was used in a span and what it cost: of one customer, or of the whole shop.

use std::collections::HashMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        breakdown,
        error::{Internal, with_internal},
        numbers::format::display,
        scope::{Buys, Desk, Reach, Scope},
    },
    shared::{
        figures::{Period, Span},
        ids::{OrganizationId, UserId},
        paging::Page,
        use_report::{UseAsk, UseBy, UseReport, UseRow, UseSums, service_words},
    },
};

/// Rows of a page.
pub const PAGE_ROWS: i64 = 50;
/// Days of the longest span, and as many to be safe from clocks that change.
const DAYS_MAX: i64 = 400;

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum UseReportError {
    #[error("a period is 1 to 366 days, the first before the last")]
    Period,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(UseReportError);

/// Whose use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// What a customer's own wallet paid.
    Customer(UserId),
    /// What a company's paid; of some numbers alone for who sees no others.
    Company(OrganizationId, Option<Vec<Uuid>>),
    Shop,
}

impl Whose {
    /// What a member sees of the company's.
    pub fn of_desk(desk: &Desk) -> Self {
        let numbers = desk.reach().and_then(Reach::whole).map(<[Uuid]>::to_vec);
        Self::Company(desk.organization(), numbers)
    }
}

/// What the address asks for, `limit` rows of it; days are the shop's.
pub async fn report(
    backend: &Backend,
    scope: &impl Scope,
    whose: &Whose,
    ask: &UseAsk,
    limit: i64,
) -> Result<UseReport, UseReportError> {
    let (choices, owner, numbers): (&[UseBy], _, _) = match whose {
        Whose::Customer(user) => (&UseBy::OWN, Some(("customer", user.uuid())), None),
        Whose::Company(company, numbers) => (
            &UseBy::OWN,
            Some(("organization", company.uuid())),
            numbers.as_deref(),
        ),
        Whose::Shop => (&UseBy::SHOP, None, None),
    };
    let by = UseBy::read(ask.by.as_deref(), choices);
    let mut tx = backend.begin_search(scope).await?;
    let calendar = store::calendar(&mut tx, scope.reseller(), backend.now()).await?;
    let span = Span {
        days: ask.days.clone(),
        from: ask.from.clone(),
        until: ask.until.clone(),
    };
    let period = Period::read(&span, calendar.today).ok_or(UseReportError::Period)?;
    let wanted = store::Wanted {
        reseller: scope.reseller(),
        owner,
        numbers,
        period,
        zone: &calendar.zone,
        currency: calendar.currency,
    };
    let days = store::sums(&mut tx, &wanted, UseBy::Day, None, DAYS_MAX).await?;
    let after = breakdown::after(ask.after.as_ref());
    let rows = store::sums(&mut tx, &wanted, by, after, limit + 1).await?;
    let names = match by {
        UseBy::Number => store::numbers(&mut tx, &wanted, &rows).await?,
        UseBy::Contact => store::contacts(&mut tx, &wanted, &rows).await?,
        _ => HashMap::new(),
    };
    tx.commit().await?;
    let mut sums = UseSums::zero(calendar.currency);
    for day in &days {
        add(&mut sums, &day.sums)?;
    }
    let spent: HashMap<NaiveDate, _> = days
        .iter()
        .filter_map(|day| Some((day.key.parse().ok()?, day.sums.spent)))
        .collect();
    let zero = UseSums::zero(calendar.currency).spent;
    let named = rows
        .into_iter()
        .map(|row| UseRow {
            name: name(by, &row.key, names.get(&row.key)),
            ..row
        })
        .collect();
    let size = usize::try_from(limit).unwrap_or_default();
    Ok(UseReport {
        period,
        zone: calendar.zone,
        currency: calendar.currency,
        by,
        sums,
        days: period
            .each_day()
            .map(|day| (day, spent.get(&day).copied().unwrap_or(zero)))
            .collect(),
        page: Page::of(named, size, move |last: &UseRow| {
            let rank = if by == UseBy::Day {
                0
            } else {
                last.sums.spent.micros()
            };
            breakdown::end_of(rank, &last.key)
        }),
        may_export: true,
    })
}

fn add(sums: &mut UseSums, more: &UseSums) -> Result<(), Internal> {
    sums.messages += more.messages;
    sums.segments += more.segments;
    sums.calls += more.calls;
    sums.seconds += more.seconds;
    sums.reached += more.reached;
    sums.spent = sums.spent.plus(more.spent)?;
    sums.share = sums.share.plus(more.share)?;
    Ok(())
}

fn name(by: UseBy, key: &str, known: Option<&String>) -> String {
    match (by, known) {
        (_, Some(name)) => name.clone(),
        (UseBy::Day, None) => breakdown::day_name(key),
        (UseBy::Country, None) if key.is_empty() => "No country".into(),
        (UseBy::Country, None) => breakdown::country_name(key),
        (UseBy::Service, None) => service_words(key).into(),
        (UseBy::Number, None) => "Without a number".into(),
        (UseBy::Contact, None) if key.is_empty() => "Nobody: numbers and plans".into(),
        (UseBy::Contact, None) => display(key),
    }
}
