//! Tells the owners of balances that fell below what they set.

use super::store::{self, Low};
use crate::{
    backend::Backend,
    domain::{
        alerts::{self, Alert},
        error::Internal,
        notices::{self, Notice},
        scope::System,
        wallet::{self, open::Owner},
    },
    shared::{
        alerts::AlertKind,
        ids::{OrganizationId, UserId},
        money::Money,
    },
};

/// Told in one run; the rest is told a minute later.
const MOST: i64 = 500;

/// How many were told. A balance that is above again by now needs no mail; its crossing counts as told.
pub async fn tell(backend: &Backend) -> Result<usize, Internal> {
    let mut tx = backend.begin_system().await?;
    let waiting = store::waiting(&mut tx, MOST).await?;
    tx.commit().await?;
    let mut told = 0;
    for low in &waiting {
        told += usize::from(tell_one(backend, low).await?);
    }
    Ok(told)
}

async fn tell_one(backend: &Backend, low: &Low) -> Result<bool, Internal> {
    let system = System::of(low.reseller, "job");
    let mut tx = backend.begin(&system).await?;
    // Whoever comes second finds it told.
    let Some(crossing) = store::take(&mut tx, low).await? else {
        tx.commit().await?;
        return Ok(false);
    };
    let currency = crossing.threshold.currency();
    let purse = wallet::balance::purse(&mut tx, &system, low.owner, currency, backend.now()).await?;
    let balance = purse.map_or(Money::zero(currency), |purse| purse.balance);
    match low.owner {
        Owner::Customer(user) => {
            tell_customer(&mut tx, backend, low, user, (balance, crossing.threshold)).await?
        }
        Owner::Organization(company) => {
            let alert = company_alert(company, crossing.nth, (balance, crossing.threshold));
            alerts::raise(&mut tx, backend, &system, &alert).await?;
        }
        Owner::ResellerFloat => return Err(Internal::broken("a float has warnings of its own")),
    }
    tx.commit().await?;
    Ok(true)
}

async fn tell_customer(
    tx: &mut crate::backend::Tx,
    backend: &Backend,
    low: &Low,
    user: UserId,
    (balance, threshold): (Money, Money),
) -> Result<(), Internal> {
    let notice = |link| Notice::BalanceLow {
        balance,
        threshold,
        link,
    };
    notices::to_user::to_user(tx, backend, low.reseller, user, "/account/wallet", notice).await
}

fn company_alert(company: OrganizationId, nth: i64, (balance, threshold): (Money, Money)) -> Alert {
    Alert {
        organization: company,
        kind: AlertKind::Balance,
        subject: company.uuid(),
        period: nth.to_string(),
        threshold: 100,
        team: None,
        title: format!("The company's balance is below {threshold}"),
        detail: format!(
            "{balance} is there. What is in use goes on as long as there is money for it; add some at Wallet."
        ),
        path: "/business/wallet".into(),
    }
}
