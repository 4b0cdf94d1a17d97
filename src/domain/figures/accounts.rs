//! What moved on the accounts between the platform and a shop.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::store;
use crate::{
    domain::scope::Scope,
    shared::{currency::Currency, money::Money},
};

/// What transfers of one kind moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// `None`: everything before the span, of whatever kind.
    pub kind: Option<String>,
    /// The float took part.
    pub is_float: bool,
    pub transfers: i64,
    /// Entries on the reseller's earnings, and their sum.
    pub earnings_entries: i64,
    pub earnings: Money,
    /// Entries on the reseller's float, and their sum.
    pub float_entries: i64,
    pub float: Money,
    /// Cost and margin.
    pub platform_price: Money,
    pub commission: Money,
}

/// What moved in `[from, until)`, UTC, and before, in one currency. Closed days are rows; the others are added up from
/// the ledger in the same look.
pub async fn accounts(
    conn: &mut PgConnection,
    scope: &impl Scope,
    currency: Currency,
    from: NaiveDate,
    until: NaiveDate,
) -> Result<Vec<Moved>, sqlx::Error> {
    store::accounts::moved(conn, scope.reseller(), currency, from, until).await
}
