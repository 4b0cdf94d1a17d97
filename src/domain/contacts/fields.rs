//! What a customer or a company wants to know of each contact, beside name, number, groups, tags and note.

use serde_json::json;

use super::{details::line, import::FIXED, store};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::Buys,
    },
    shared::{contact::ContactField, ids::ContactFieldId},
};

/// Fields of one owner.
const MOST: usize = 20;

/// Why there is no such field.
#[derive(Debug, thiserror::Error)]
pub enum AddFieldError {
    #[error("a name has 1 to 40 characters")]
    Name,
    /// Another field, or a column that every contact has.
    #[error("there is a field of this name")]
    Taken,
    #[error("there are 20 fields")]
    Full,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(AddFieldError);

/// The owner's fields in the order they were made.
pub async fn fields(backend: &Backend, buyer: &impl Buys) -> Result<Vec<ContactField>, Internal> {
    let mut tx = backend.begin(buyer).await?;
    let found = store::fields(&mut tx, buyer).await?;
    tx.commit().await?;
    Ok(found)
}

/// Makes a field.
pub async fn add_field(
    backend: &Backend,
    buyer: &impl Buys,
    name: &str,
    origin: &Origin,
) -> Result<ContactFieldId, AddFieldError> {
    let name = line(name);
    if !(1..=40).contains(&name.chars().count()) {
        return Err(AddFieldError::Name);
    }
    if FIXED.contains(&name.to_lowercase().as_str()) {
        return Err(AddFieldError::Taken);
    }
    let now = backend.now();
    let mut tx = backend.begin(buyer).await?;
    // Two at once do not make the twenty-first.
    store::hold_owner(&mut tx, buyer).await?;
    if store::fields(&mut tx, buyer).await?.len() >= MOST {
        return Err(AddFieldError::Full);
    }
    let id = ContactFieldId::new();
    if !store::insert_field(&mut tx, buyer, id, &name, now).await? {
        return Err(AddFieldError::Taken);
    }
    let audit = Audit {
        after: Some(json!({ "name": name })),
        ..Audit::of("contact_field.added", id, origin)
    };
    audit::record(&mut tx, buyer, now, audit).await?;
    tx.commit().await?;
    Ok(id)
}

/// Removes a field, and what contacts say in it; false when it is gone already or somebody else's.
pub async fn remove_field(
    backend: &Backend,
    buyer: &impl Buys,
    id: ContactFieldId,
    origin: &Origin,
) -> Result<bool, Internal> {
    let mut tx = backend.begin(buyer).await?;
    let Some(name) = store::delete_field(&mut tx, buyer, id).await? else {
        return Ok(false);
    };
    store::forget_said(&mut tx, buyer, id).await?;
    let audit = Audit {
        before: Some(json!({ "name": name })),
        ..Audit::of("contact_field.removed", id, origin)
    };
    audit::record(&mut tx, buyer, backend.now(), audit).await?;
    tx.commit().await?;
    Ok(true)
}
