//! Says that a limit comes near or is passed: once a month for each limit and percentage.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::store::{self, Counter, Whose};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        notices::{Notice, to_user},
        scope::Scope,
    },
    shared::ids::OrganizationId,
};

/// The page of the quotas.
const PAGE: &str = "/business/messages/quotas";

/// Mails owners and finance when the counter passed 80 % or 100 % of its limit just now, in the caller's transaction. The
/// one place where a list of alerts is told, too.
pub(super) async fn warn(
    conn: &mut PgConnection,
    backend: &Backend,
    scope: &impl Scope,
    organization: OrganizationId,
    month: NaiveDate,
    counter: &Counter,
    is_overage_allowed: bool,
) -> Result<(), Internal> {
    let (reseller, now) = (scope.reseller(), backend.now());
    let Some(limit) = counter.limit.filter(|limit| *limit > 0) else {
        return Ok(());
    };
    let mut newest = None;
    for percent in [80, 100] {
        let is_passed = i128::from(counter.used) * 100 >= i128::from(limit) * i128::from(percent);
        if is_passed
            && store::insert_warning(conn, reseller, organization, month, counter.whose, percent, now).await?
        {
            newest = Some(percent);
        }
    }
    let Some(percent) = newest else { return Ok(()) };
    let (company, whose) = store::names(conn, reseller, organization, counter.whose).await?;
    let whose = match counter.whose {
        Whose::Company(_) => "the whole company".to_owned(),
        Whose::Team(_) => format!("the team {whose}"),
        Whose::Member(_) => whose,
    };
    for reader in store::readers(conn, reseller, organization).await? {
        let notice = |link| Notice::SmsQuota {
            company: company.clone(),
            whose: whose.clone(),
            percent,
            used: counter.used,
            limit,
            is_overage_allowed,
            link,
        };
        to_user::to_user(conn, backend, reseller, reader, PAGE, notice).await?;
    }
    Ok(())
}
