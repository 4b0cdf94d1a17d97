//! Tells a company that a budget passed a threshold: by mail and at Alerts.

use sqlx::PgConnection;

use super::{check::Counted, store};
use crate::{
    backend::Backend,
    domain::{
        alerts::{self, Alert},
        error::Internal,
        scope::Scope,
    },
    shared::{alerts::AlertKind, budget::AtLimit, ids::OrganizationId, money::Money},
};

/// In the transaction that places the order: once per budget, period, amount and threshold, to those the company wants
/// told of budgets.
pub async fn warn(
    conn: &mut PgConnection,
    backend: &Backend,
    scope: &impl Scope,
    organization: OrganizationId,
    counted: &Counted,
    charged: Money,
) -> Result<(), Internal> {
    let (reseller, now) = (scope.reseller(), backend.now());
    for budget in &counted.0 {
        let used = budget.spent.plus(budget.held)?.plus(charged)?;
        let passed: Vec<i16> = budget
            .thresholds
            .iter()
            .copied()
            .filter(|percent| is_passed(used, budget.amount, *percent))
            .collect();
        if passed.is_empty() {
            continue;
        }
        let new = store::insert_alerts(conn, reseller, organization, budget, &passed, now).await?;
        let Some(percent) = new.into_iter().max() else {
            continue;
        };
        let next = match budget.at_limit {
            AtLimit::Alert => "Orders above the budget go on.",
            AtLimit::Refuse => "Orders that do not fit into the rest are refused.",
            AtLimit::Ask => "Orders that do not fit into the rest need an approval.",
        };
        let alert = Alert {
            organization,
            kind: AlertKind::Budget,
            subject: budget.id.uuid(),
            // Another amount begins anew.
            period: format!(
                "{} {}",
                budget.from.timestamp(),
                budget.limit_set_at.timestamp_micros()
            ),
            threshold: percent,
            team: budget.team,
            title: format!("The budget of {} has reached {percent} %", budget.in_words()),
            detail: format!("{used} of {} are used. {next}", budget.amount),
            path: "/business/budgets".into(),
        };
        alerts::raise(conn, backend, scope, &alert).await?;
    }
    Ok(())
}

fn is_passed(used: Money, amount: Money, percent: i16) -> bool {
    i128::from(used.micros()) * 100 >= i128::from(amount.micros()) * i128::from(percent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::currency::Currency;

    #[test]
    fn a_threshold_is_passed_when_it_is_reached() {
        let usd = |micros| Money::from_micros(micros, Currency::USD);
        assert!(!is_passed(usd(799), usd(1_000), 80));
        assert!(is_passed(usd(800), usd(1_000), 80));
        assert!(is_passed(usd(i64::MAX), usd(i64::MAX), 100));
    }
}
