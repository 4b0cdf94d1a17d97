//! Days that are over become rows, so that charts and statements read a few of them and not every sale.

use chrono::TimeDelta;

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::System},
};

/// A sale carries the moment its transaction began; an hour after midnight the last of the day has committed.
const SETTLED: TimeDelta = TimeDelta::hours(1);
/// Closed days that are written anew with each new one: what committed later than that hour, or by a clock that stood
/// back, is in them by the next night. What is later still, `verify` names.
const AGAIN_DAYS: i32 = 7;

/// Closes every day that is over, shop by shop, each in its own time zone; a shop that moved to another zone is reckoned
/// anew. Days of the accounts are UTC. Returns how many shops had a day to close.
pub async fn close_days(backend: &Backend) -> Result<usize, Internal> {
    let now = backend.now();
    let mut tx = backend.begin_system().await?;
    let shops = store::shops(&mut tx).await?;
    tx.commit().await?;
    let mut closed = 0;
    for reseller in shops {
        let system = System::of(reseller, "figures");
        let mut tx = backend.begin_search(&system).await?;
        let found = store::lock_closed(&mut tx, reseller, now - SETTLED, now).await?;
        if found.is_moved {
            store::forget(&mut tx, reseller, &found.zone).await?;
        }
        if found.open_from < found.today {
            store::close(&mut tx, reseller, &found, AGAIN_DAYS, now).await?;
        }
        if found.are_accounts_open {
            let today = (now - SETTLED).date_naive();
            store::accounts::close_accounts(&mut tx, reseller, AGAIN_DAYS, today).await?;
        }
        closed += usize::from(found.open_from < found.today || found.are_accounts_open);
        tx.commit().await?;
    }
    Ok(closed)
}
