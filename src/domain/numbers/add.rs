//! A bought number enters its customer's account.

use chrono::{DateTime, Datelike, Months, Utc};
use sqlx::PgConnection;

use super::store;
use crate::{
    domain::{
        error::{Internal, with_internal},
        scope::Scope,
    },
    shared::{
        ids::{AddressId, NumberId, OrderId, OrganizationId, TeamId, UserId},
        money::Money,
        number::{Capabilities, NumberType},
        place::CountryCode,
    },
};

/// A number the provider sold us for an order.
#[derive(Debug, Clone)]
pub struct NewNumber {
    pub owner: UserId,
    /// The company it belongs to; `None` for the owner's own.
    pub organization: Option<OrganizationId>,
    /// The company's team it was bought for.
    pub team: Option<TeamId>,
    pub cost_centre: String,
    pub order: OrderId,
    pub e164: String,
    pub country: CountryCode,
    pub kind: NumberType,
    pub capabilities: Capabilities,
    pub provider: String,
    pub provider_number_id: String,
    pub monthly_cost: Money,
    pub monthly: Money,
    /// What the law wanted for it.
    pub address: Option<AddressId>,
}

/// Why it could not be entered.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// Somebody in this installation holds it already.
    #[error("the number has another holder")]
    AlreadyHeld,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(AddError);

/// Enters the number, paid for one month. It renews on the day of the month it was bought, at the latest the 28th,
/// which every month has.
pub async fn add(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    new: &NewNumber,
) -> Result<NumberId, AddError> {
    let renewal_day = i16::try_from(now.day().min(28)).unwrap_or(28);
    let expires_at = now.checked_add_months(Months::new(1)).unwrap_or(now);
    match store::insert(conn, scope.reseller(), new, renewal_day, now, expires_at).await {
        Ok(id) => Ok(id),
        Err(sqlx::Error::Database(error)) if error.constraint() == Some("number_held_once") => {
            Err(AddError::AlreadyHeld)
        }
        Err(error) => Err(error.into()),
    }
}
