//! What one number and one peer wrote to each other.

use super::{
    destination::sender,
    draft::unit_price,
    store::{self, Wanted},
};
use crate::{
    backend::Backend,
    domain::{error::Internal, numbers::format::display, scope::Buys, time_cursor::TimeCursor},
    shared::{
        ids::NumberId,
        message::{Conversation, SendingNumber},
        paging::Page,
    },
};

/// Messages of a page.
const SIZE: usize = 50;

/// The conversation, newest first, and marks what came in as read; `None` when the number is somebody else's.
pub async fn conversation(
    backend: &Backend,
    buyer: &impl Buys,
    number: NumberId,
    peer: &str,
    after: Option<&str>,
) -> Result<Option<Conversation>, Internal> {
    read(backend, buyer, number, peer, after, true).await
}

/// The same for somebody who only looks: what came in stays unread.
pub async fn look_in(
    backend: &Backend,
    buyer: &impl Buys,
    number: NumberId,
    peer: &str,
    after: Option<&str>,
) -> Result<Option<Conversation>, Internal> {
    read(backend, buyer, number, peer, after, false).await
}

async fn read(
    backend: &Backend,
    buyer: &impl Buys,
    number: NumberId,
    peer: &str,
    after: Option<&str>,
    is_reader: bool,
) -> Result<Option<Conversation>, Internal> {
    let peer = sender(peer);
    let after: Option<TimeCursor> = after.and_then(|text| text.parse().ok());
    let (reseller, now) = (buyer.reseller(), backend.now());
    let mut tx = backend.begin_search(buyer).await?;
    let Some(from) = store::sender(&mut tx, buyer, number, now).await? else {
        return Ok(None);
    };
    let wanted = Wanted {
        owner: Some(buyer.owner_id()),
        reach: buyer.reach(),
        id: None,
        with: Some((number, &peer)),
        after,
        limit: i64::try_from(SIZE + 1).unwrap_or(i64::MAX),
    };
    let found = store::messages(&mut tx, reseller, wanted).await?;
    let rules = store::rules(&mut tx, reseller, number, &peer, from.country).await?;
    let contact = store::contact(&mut tx, buyer, &peer).await?;
    // Of a shared number only what one sees is read.
    if is_reader && !found.is_empty() {
        store::set_read(&mut tx, buyer, number, &peer, now).await?;
    }
    tx.commit().await?;
    let is_carried = backend.providers.message(&from.provider).is_some();
    let is_active = from.state.works() && from.has_sms && is_carried;
    let unit = if is_active {
        unit_price(backend, buyer, &from, &peer).await?
    } else {
        None
    };
    let page = Page::of(found, SIZE, |last| last.cursor().to_string()).map(|found| found.row);
    let (contact, contact_name) = contact.unzip();
    Ok(Some(Conversation {
        number: SendingNumber {
            id: number,
            display: display(&from.e164),
            label: from.label,
            is_active,
            quiet: from.quiet,
        },
        peer_display: display(&peer),
        peer,
        contact,
        contact_name,
        messages: page.rows,
        next: page.next,
        unit,
        is_opted_out: rules.is_opted_out,
    }))
}
