//! Sets less aside than before: a thing turned out cheaper, or pays with what it holds and no more.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    capture::OpenHold,
    hold::{NewHold, Purpose},
    store,
};
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::ids::HoldId,
};

/// Frees the open holds of the purpose and sets aside what `kept` leaves of each under the next purpose, in the caller's
/// transaction. Nothing is set aside that was not: this may be done to a wallet that is frozen.
pub async fn lessen(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    (purpose, next): (Purpose, Purpose),
    kept: impl FnOnce(&[OpenHold]) -> Result<Vec<OpenHold>, Internal>,
) -> Result<(), Internal> {
    let reseller = scope.reseller();
    let locked = store::lock_open_holds(conn, reseller, purpose).await?;
    let holds: Vec<_> = locked.into_iter().map(|(hold, _)| hold).collect();
    let mut left = vec![];
    for part in kept(&holds)? {
        let of = holds.iter().find(|hold| hold.id == part.id);
        let of = of.ok_or_else(|| Internal::broken(format!("{} is not held for {purpose}", part.id)))?;
        if of.amount.minus(part.amount)?.is_negative() {
            return Err(Internal::broken(format!(
                "more than before would be held for {purpose}"
            )));
        }
        left.push(NewHold {
            id: HoldId::new(),
            wallet: of.wallet,
            amount: part.amount,
        });
    }
    store::release_holds(conn, reseller, &holds, now).await?;
    store::insert_holds(conn, reseller, next, &left, now).await?;
    Ok(())
}
