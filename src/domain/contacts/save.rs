//! A contact is written down or changed.

use super::{
    details::{ContactError, Details, check},
    store,
};
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        scope::Buys,
    },
    shared::ids::ContactId,
};

/// Contacts of one owner.
pub(super) const MOST: i64 = 10_000;

/// A contact as somebody typed it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SaveContact {
    /// `None` for a new one.
    pub id: Option<ContactId>,
    pub details: Details,
}

/// Why nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveContactError {
    #[error("no such contact")]
    NotFound,
    #[error(transparent)]
    Details(ContactError),
    /// Another contact has the number.
    #[error("the number is somebody else's")]
    Taken,
    #[error("too many contacts")]
    Full,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SaveContactError);

/// Saves the contact and returns its id.
pub async fn save(
    backend: &Backend,
    buyer: &impl Buys,
    contact: &SaveContact,
) -> Result<ContactId, SaveContactError> {
    let now = backend.now();
    let mut tx = backend.begin(buyer).await?;
    let fields = store::fields(&mut tx, buyer).await?;
    let checked = check(&contact.details, &fields).map_err(SaveContactError::Details)?;
    let id = contact.id.unwrap_or_default();
    let saved = if contact.id.is_some() {
        store::update(&mut tx, buyer, id, &checked, now).await
    } else {
        if store::count(&mut tx, buyer).await? >= MOST {
            return Err(SaveContactError::Full);
        }
        store::insert(&mut tx, buyer, id, &checked, now)
            .await
            .map(|()| true)
    };
    match saved {
        Ok(true) => {}
        Ok(false) => return Err(SaveContactError::NotFound),
        Err(sqlx::Error::Database(error)) if error.constraint() == Some("contact_once") => {
            return Err(SaveContactError::Taken);
        }
        Err(error) => return Err(error.into()),
    }
    tx.commit().await?;
    Ok(id)
}
