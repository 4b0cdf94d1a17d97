//! This month, on the company's first page.

use super::{
    forecast::{LOOKS_BACK, forecast, month_start},
    store,
};
use crate::{
    backend::Backend,
    domain::{
        alerts,
        error::Internal,
        scope::{Member, Scope, WorksIn},
        usage,
    },
    shared::{money::Money, usage::MonthView},
};
use chrono::Days;

/// What was spent and used since the first, where it is heading, and how many alerts are new.
pub async fn month(backend: &Backend, member: &Member) -> Result<MonthView, Internal> {
    let (reseller, organization) = (member.reseller(), member.organization());
    let mut tx = backend.begin_search(member).await?;
    let calendar = store::calendar(&mut tx, reseller, organization, backend.now()).await?;
    let (today, currency) = (calendar.today, calendar.currency);
    let narrow = store::Narrow {
        teams: member.teams(),
        ..store::Narrow::default()
    };
    let first = month_start(today).min(today - Days::new(LOOKS_BACK));
    let days = store::days(
        &mut tx,
        reseller,
        organization,
        &calendar,
        &narrow,
        first,
        today + Days::new(1),
    )
    .await?;
    let began = store::began(&mut tx, reseller, organization, &calendar).await?;
    tx.commit().await?;
    let said = forecast(&days, began, today, currency)?;
    let (bytes, freshness) = usage::since(backend, member, month_start(today)).await?;
    Ok(MonthView {
        spent: Money::from_micros(said.so_far.micros(), currency),
        forecast: Some(said),
        bytes,
        freshness,
        unread_alerts: alerts::unread(backend, member).await?,
    })
}
