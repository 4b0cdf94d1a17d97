//! An owner's contacts.

use super::store::{self, Cursor};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Buys},
    shared::{contact::ContactRow, ids::ContactId, paging::Page},
};

/// Contacts of a page.
const SIZE: usize = 50;

/// Which contacts. What is looked for stands in the name, the number, a tag, a group or a field of the owner's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContactFilter {
    pub(super) wanted: String,
    pub(super) group: String,
}

impl ContactFilter {
    /// Of what stands in an address.
    pub fn parse(wanted: &str, group: &str) -> Self {
        let plain = |text: &str| -> String {
            text.trim()
                .chars()
                .filter(|c| !c.is_control())
                .take(100)
                .collect()
        };
        Self {
            wanted: plain(wanted),
            group: plain(group),
        }
    }
}

/// Those that fit, by name.
pub async fn list(
    backend: &Backend,
    buyer: &impl Buys,
    filter: &ContactFilter,
    after: Option<&str>,
) -> Result<Page<ContactRow>, Internal> {
    let after = after.and_then(Cursor::parse);
    let limit = i64::try_from(SIZE + 1).unwrap_or(i64::MAX);
    let mut tx = backend.begin_search(buyer).await?;
    let rows = store::list(&mut tx, buyer, filter, None, after.as_ref(), limit).await?;
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
    let all = ContactFilter::default();
    let found = store::list(&mut tx, buyer, &all, Some(id), None, 1).await?.pop();
    tx.commit().await?;
    Ok(found)
}

/// The groups there are, by name; the first hundred.
pub async fn groups(backend: &Backend, buyer: &impl Buys) -> Result<Vec<String>, Internal> {
    let mut tx = backend.begin(buyer).await?;
    let groups = store::groups(&mut tx, buyer).await?;
    tx.commit().await?;
    Ok(groups)
}
