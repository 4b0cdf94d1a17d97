//! Says that a limit comes near or is passed, by the company's own rule for alerts.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::store::{self, Counter, Whose};
use crate::{
    backend::Backend,
    domain::{
        alerts::{self, Alert},
        error::Internal,
        scope::Scope,
    },
    shared::{alerts::AlertKind, ids::OrganizationId},
};

/// The page of the quotas.
const PAGE: &str = "/business/messages/quotas";

/// Tells it once a month for each limit and threshold, in the caller's transaction.
pub(super) async fn warn(
    conn: &mut PgConnection,
    backend: &Backend,
    scope: &impl Scope,
    organization: OrganizationId,
    month: NaiveDate,
    counter: &Counter,
    is_overage_allowed: bool,
) -> Result<(), Internal> {
    let Some(limit) = counter.limit.filter(|limit| *limit > 0) else {
        return Ok(());
    };
    let percent = i64::try_from(i128::from(counter.used) * 100 / i128::from(limit)).unwrap_or(i64::MAX);
    let rule = alerts::rule(conn, scope, organization, AlertKind::Quota).await?;
    let Some(threshold) = rule.passed(percent) else {
        return Ok(());
    };
    let name = store::name(conn, scope.reseller(), organization, counter.whose).await?;
    let (whose, team) = match counter.whose {
        Whose::Company(_) => ("The whole company".to_owned(), None),
        Whose::Team(team) => (format!("The team {name}"), Some(team)),
        Whose::Member(_) => (name, None),
    };
    let next = match (percent >= 100, is_overage_allowed) {
        (_, true) => "Messages above the limit are sent all the same, and charged.",
        (false, false) => "At the limit messages are refused until the month is over.",
        (true, false) => "Further messages are refused until the month is over or the limit is raised.",
    };
    let alert = Alert {
        organization,
        kind: AlertKind::Quota,
        subject: counter.whose.id(),
        period: month.format("%Y-%m").to_string(),
        threshold,
        team,
        title: format!("{whose} has used {threshold} % of the month's messages"),
        detail: format!("{} of {limit} segments are used. {next}", counter.used),
        path: PAGE.to_owned(),
    };
    alerts::raise(conn, backend, scope, &alert).await?;
    Ok(())
}
