//! One message with what happened to it.

use super::store::{self, Wanted};
use crate::{
    backend::Backend,
    domain::{error::Internal, numbers::format::display, scope::Buys},
    shared::{ids::MessageId, message::MessageView},
};

/// The message and its timeline; `None` when it is somebody else's.
pub async fn view(
    backend: &Backend,
    buyer: &impl Buys,
    id: MessageId,
) -> Result<Option<MessageView>, Internal> {
    let mut tx = backend.begin_search(buyer).await?;
    let wanted = Wanted {
        owner: Some(buyer.owner_id()),
        reach: buyer.reach(),
        id: Some(id),
        with: None,
        after: None,
        limit: 1,
    };
    let Some(found) = store::messages(&mut tx, buyer.reseller(), wanted).await?.pop() else {
        return Ok(None);
    };
    let timeline = store::timeline(&mut tx, buyer.reseller(), id, found.row.charged).await?;
    tx.commit().await?;
    Ok(Some(MessageView {
        number: found.number,
        number_display: display(&found.number_e164),
        peer_display: display(&found.peer),
        peer: found.peer,
        contact: found.contact.map(|(_, name)| name),
        encoding: found.encoding,
        timeline,
        row: found.row,
    }))
}
