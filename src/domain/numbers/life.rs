//! How far a number is paid, and what is due next.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use super::store;
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::{
        ids::{NumberId, OrderId, ResellerId, TeamId, UserId},
        money::Money,
        number::{NumberState, NumberType, Pause},
        place::CountryCode,
    },
};

/// Before a month ends its owner hears of the next one.
pub const FIRST_NOTICE: TimeDelta = TimeDelta::days(7);

/// What [`Stands::told`] is once the number is on its way back to the vendor: nothing stops that any more.
pub const ENDED: i16 = 6;

/// A number with all that its next month takes; its row is locked.
#[derive(Debug, Clone)]
pub struct Life {
    pub id: NumberId,
    pub owner: UserId,
    /// It was bought by.
    pub order: OrderId,
    pub e164: String,
    pub country: CountryCode,
    pub kind: NumberType,
    pub provider: String,
    /// The company's team and cost centre it is for.
    pub team: Option<TeamId>,
    pub cost_centre: String,
    pub cost: Money,
    /// What a month costs, as it was agreed.
    pub monthly: Money,
    pub expires_at: DateTime<Utc>,
    pub auto_renew: bool,
    pub next_at: Option<DateTime<Utc>>,
    pub stands: Stands,
}

/// Where a number stands, and what its owner was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stands {
    pub state: NumberState,
    pub suspended_for: Option<Pause>,
    pub grace_until: Option<DateTime<Utc>>,
    pub release_at: Option<DateTime<Utc>>,
    /// 1 it renews in a week, 2 tomorrow, 3 it is not paid, 4 last day, 5 suspended, 6 it ends.
    pub told: i16,
}

/// A month that an order paid.
#[derive(Debug, Clone, Copy)]
pub struct PaidMonth {
    pub number: NumberId,
    pub order: OrderId,
    pub from: DateTime<Utc>,
    pub until: DateTime<Utc>,
}

/// The number as it stands, locked; `None` when nobody holds it, or not at this reseller.
pub async fn lock(
    conn: &mut PgConnection,
    scope: &impl Scope,
    id: NumberId,
) -> Result<Option<Life>, Internal> {
    store::life::lock(conn, scope.reseller(), id).await
}

/// Writes where it stands and when it is looked at next.
pub async fn put(
    conn: &mut PgConnection,
    scope: &impl Scope,
    id: NumberId,
    stands: &Stands,
    next_at: DateTime<Utc>,
) -> Result<(), Internal> {
    store::life::put(conn, scope.reseller(), id, stands, next_at).await?;
    Ok(())
}

/// Switches the renewal of each further month.
pub async fn set_auto_renew(
    conn: &mut PgConnection,
    scope: &impl Scope,
    id: NumberId,
    is_on: bool,
) -> Result<(), Internal> {
    store::life::set_auto_renew(conn, scope.reseller(), id, is_on).await?;
    Ok(())
}

/// Writes the paid month and gives the number back its strength; one its owner paused stays paused. The month is paid
/// once: the database refuses a second order for it.
pub async fn put_month(
    conn: &mut PgConnection,
    scope: &impl Scope,
    month: &PaidMonth,
) -> Result<(), Internal> {
    store::life::insert_month(conn, scope.reseller(), month).await?;
    if !store::life::set_paid(conn, scope.reseller(), month, month.until - FIRST_NOTICE).await? {
        return Err(Internal::broken("a month of a number nobody holds"));
    }
    Ok(())
}

/// Numbers to look at now, of all resellers.
pub async fn due(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    most: i64,
) -> Result<Vec<(ResellerId, NumberId)>, Internal> {
    Ok(store::life::due(conn, now, most).await?)
}

/// Days the shop's customers have to pay for a number that could not be renewed.
pub async fn grace_days(conn: &mut PgConnection, scope: &impl Scope) -> Result<i64, Internal> {
    Ok(store::life::grace_days(conn, scope.reseller()).await?.into())
}

/// Who gave one of these numbers back so lately that nobody else gets it. Looks across resellers.
pub async fn in_quarantine(
    conn: &mut PgConnection,
    numbers: &[String],
    now: DateTime<Utc>,
) -> Result<Vec<(String, ResellerId, UserId)>, Internal> {
    Ok(store::life::in_quarantine(conn, numbers, now).await?)
}

/// Switches the mails about messages that come in.
pub async fn set_mails(
    conn: &mut PgConnection,
    scope: &impl Scope,
    id: NumberId,
    is_on: bool,
) -> Result<(), Internal> {
    store::life::set_mails(conn, scope.reseller(), id, is_on).await?;
    Ok(())
}
