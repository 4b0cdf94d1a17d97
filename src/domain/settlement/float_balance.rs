//! How the float went over the last days.

use chrono::{Days, NaiveDate};

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Manages},
    shared::money::Money,
};

/// Days of one look, today among them.
const DAYS: u64 = 30;

/// What was in the float at the end of a day of the shop; of today, until now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BalanceDay {
    pub day: NaiveDate,
    pub balance: Money,
}

/// The float's balance of the last thirty days, oldest first; empty where there is none.
///
/// Reckoned back from what is there now by what each day moved: closed days are summed up already, so that a shop of a
/// million sales costs no more than a small one.
pub async fn float_balance(backend: &Backend, scope: &impl Manages) -> Result<Vec<BalanceDay>, Internal> {
    let now = backend.now();
    let mut tx = backend.begin_search(scope).await?;
    let Some((today, mut balance)) = store::float_now(&mut tx, scope.reseller(), now).await? else {
        return Ok(vec![]);
    };
    let first = today - Days::new(DAYS - 1);
    let moved = store::float_moved(&mut tx, scope.reseller(), first, today).await?;
    tx.commit().await?;
    let mut days = vec![];
    for back in 0..DAYS {
        let day = today - Days::new(back);
        days.push(BalanceDay { day, balance });
        let of_day = moved.iter().find(|(moved_on, _)| *moved_on == day);
        let micros = of_day.map_or(0, |(_, micros)| *micros);
        balance = balance.minus(Money::from_micros(micros, balance.currency()))?;
    }
    days.reverse();
    Ok(days)
}
