//! Messages as the reseller's own system sees them, across its customers.

use super::store::{self, Found, Wanted};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Buys, Manages},
        time_cursor::TimeCursor,
    },
    shared::{
        ids::{MessageId, NumberId, UserId},
        message::MessageRow,
    },
};

/// A message with whose it is.
#[derive(Debug, Clone, PartialEq)]
pub struct MessageRecord {
    pub row: MessageRow,
    pub customer: UserId,
    /// Ours, E.164.
    pub number: String,
    pub peer: String,
    pub encoding: String,
}

impl From<Found> for MessageRecord {
    fn from(found: Found) -> Self {
        Self {
            row: found.row,
            customer: found.user,
            number: found.number_e164,
            peer: found.peer,
            encoding: found.encoding,
        }
    }
}

impl MessageRecord {
    /// Behind this one the next page begins.
    pub fn cursor(&self) -> TimeCursor {
        TimeCursor {
            at: self.row.at,
            id: self.row.id.uuid(),
        }
    }
}

/// The shop's messages, of one customer or of all, newest first, at most `limit`.
pub async fn records(
    backend: &Backend,
    scope: &impl Manages,
    customer: Option<UserId>,
    after: Option<TimeCursor>,
    limit: i64,
) -> Result<Vec<MessageRecord>, Internal> {
    let mut tx = backend.begin_search(scope).await?;
    let wanted = Wanted {
        owner: customer.map(UserId::uuid),
        reach: None,
        id: None,
        with: None,
        after,
        limit,
    };
    let rows = store::messages(&mut tx, scope.reseller(), wanted).await?;
    tx.commit().await?;
    Ok(rows.into_iter().map(MessageRecord::from).collect())
}

/// One message of whoever it is sent for; `None` when it is somebody else's.
pub async fn record(
    backend: &Backend,
    buyer: &impl Buys,
    id: MessageId,
) -> Result<Option<MessageRecord>, Internal> {
    let mut tx = backend.begin_search(buyer).await?;
    let wanted = Wanted {
        owner: Some(buyer.owner_id()),
        reach: buyer.reach(),
        id: Some(id),
        with: None,
        after: None,
        limit: 1,
    };
    let found = store::messages(&mut tx, buyer.reseller(), wanted).await?.pop();
    tx.commit().await?;
    Ok(found.map(MessageRecord::from))
}

/// A number that somebody of the shop holds, and who; `None` for another shop's.
pub async fn find_number(
    backend: &Backend,
    scope: &impl Manages,
    e164: &str,
) -> Result<Option<(NumberId, UserId)>, Internal> {
    let mut tx = backend.begin(scope).await?;
    let found = store::number_by_e164(&mut tx, scope.reseller(), e164).await?;
    tx.commit().await?;
    Ok(found)
}
