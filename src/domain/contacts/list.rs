//! A customer's contacts.

use super::store::{self, Cursor};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Buys},
    shared::{ids::ContactId, message::ContactRow, paging::Page},
};

/// Contacts of a page.
const SIZE: usize = 50;

/// Those that fit, by name. What is looked for stands in the name, the number or a tag.
pub async fn list(
    backend: &Backend,
    buyer: &impl Buys,
    wanted: &str,
    after: Option<&str>,
) -> Result<Page<ContactRow>, Internal> {
    let wanted: String = wanted
        .trim()
        .chars()
        .filter(|c| !c.is_control())
        .take(100)
        .collect();
    let after = after.and_then(Cursor::parse);
    let limit = i64::try_from(SIZE + 1).unwrap_or(i64::MAX);
    let mut tx = backend.begin_search(buyer).await?;
    let rows = store::list(&mut tx, buyer, &wanted, None, after.as_ref(), limit).await?;
    tx.commit().await?;
    Ok(Page::of(rows, SIZE, |row| Cursor::of(row).to_string()))
}

/// One of them; `None` when it is somebody else's.
pub async fn find(
    backend: &Backend,
    buyer: &impl Buys,
    id: ContactId,
) -> Result<Option<ContactRow>, Internal> {
    let mut tx = backend.begin_search(buyer).await?;
    let found = store::list(&mut tx, buyer, "", Some(id), None, 1).await?.pop();
    tx.commit().await?;
    Ok(found)
}
