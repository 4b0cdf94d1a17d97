//! Tells a company that a budget passed a threshold.

use sqlx::PgConnection;

use super::{check::Counted, store};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        notices::{self, Notice},
        scope::Scope,
    },
    shared::{
        ids::OrganizationId,
        money::Money,
        permissions::{OrganizationMay, OrganizationRole},
    },
};

/// In the transaction that places the order: once per budget, period, amount and threshold, to everybody who may change
/// budgets.
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
        let readers: Vec<&str> = OrganizationRole::ALL
            .iter()
            .filter(|role| role.may(OrganizationMay::EditBudgets))
            .map(|role| role.as_str())
            .collect();
        let users = store::members_of(conn, reseller, organization, &readers).await?;
        let notice = |link| Notice::BudgetPassed {
            budget: budget.in_words(),
            percent: i64::from(percent),
            used,
            amount: budget.amount,
            link,
        };
        notices::to_users::to_users(conn, backend, reseller, &users, "/business/budgets", notice).await?;
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
