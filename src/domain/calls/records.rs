//! Calls as the reseller's own system sees them, across its customers.

use super::store::{self, Found, Wanted};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Manages, time_cursor::TimeCursor},
    shared::{call::CallRow, ids::UserId},
};

/// A call with whose it is.
#[derive(Debug, Clone, PartialEq)]
pub struct CallRecord {
    pub row: CallRow,
    pub customer: UserId,
    /// Ours, E.164.
    pub number: String,
    pub billed_seconds: Option<i32>,
}

impl From<Found> for CallRecord {
    fn from(found: Found) -> Self {
        Self {
            row: found.row,
            customer: found.user,
            number: found.number_e164,
            billed_seconds: found.billed_seconds,
        }
    }
}

impl CallRecord {
    /// Behind this one the next page begins.
    pub fn cursor(&self) -> TimeCursor {
        TimeCursor {
            at: self.row.at,
            id: self.row.id.uuid(),
        }
    }
}

/// The shop's calls, of one customer or of all, newest first, at most `limit`.
pub async fn records(
    backend: &Backend,
    scope: &impl Manages,
    customer: Option<UserId>,
    after: Option<TimeCursor>,
    limit: i64,
) -> Result<Vec<CallRecord>, Internal> {
    let mut tx = backend.begin_search(scope).await?;
    let wanted = Wanted {
        owner: customer.map(UserId::uuid),
        reach: None,
        id: None,
        number: None,
        direction: None,
        after,
        limit,
    };
    let rows = store::calls(&mut tx, scope.reseller(), wanted).await?;
    tx.commit().await?;
    Ok(rows.into_iter().map(CallRecord::from).collect())
}
