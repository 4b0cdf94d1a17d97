//! One call with what happened to it.

use super::store::{self, Wanted};
use crate::{
    backend::Backend,
    domain::{error::Internal, numbers::format::display, scope::Buys},
    shared::{call::CallView, ids::CallId},
};

/// The call and its timeline; `None` when it is somebody else's.
pub async fn view(backend: &Backend, buyer: &impl Buys, id: CallId) -> Result<Option<CallView>, Internal> {
    let mut tx = backend.begin_search(buyer).await?;
    let wanted = Wanted {
        owner: Some(buyer.owner_id()),
        reach: buyer.reach(),
        id: Some(id),
        number: None,
        direction: None,
        after: None,
        limit: 1,
    };
    let Some(found) = store::calls(&mut tx, buyer.reseller(), wanted).await?.pop() else {
        return Ok(None);
    };
    let timeline = store::timeline(&mut tx, buyer.reseller(), id, found.row.charged).await?;
    tx.commit().await?;
    Ok(Some(CallView {
        phone_display: found.phone.as_deref().map(display),
        billed_seconds: found.billed_seconds,
        minute: found.rates.minute()?,
        refusal: found.refusal,
        voicemail_seconds: found.voicemail_seconds,
        timeline,
        row: found.row,
    }))
}
