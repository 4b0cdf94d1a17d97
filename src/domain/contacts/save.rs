//! A contact is written down or changed.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        scope::Buys,
    },
    shared::ids::ContactId,
};

/// Contacts of one customer.
const MOST: i64 = 10_000;
/// Tags of one contact, and letters of a tag.
const TAGS: usize = 10;
const TAG_LENGTH: usize = 30;

/// A contact as somebody typed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveContact {
    /// `None` for a new one.
    pub id: Option<ContactId>,
    pub name: String,
    pub number: String,
    /// With commas between.
    pub tags: String,
    pub note: String,
}

/// Why nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveContactError {
    #[error("no such contact")]
    NotFound,
    #[error("a name has 1 to 80 characters")]
    Name,
    #[error("not an international phone number")]
    Number,
    #[error("up to ten tags of up to thirty characters")]
    Tags,
    #[error("a note has at most 500 characters")]
    Note,
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
    let name = line(&contact.name);
    if name.is_empty() || name.chars().count() > 80 {
        return Err(SaveContactError::Name);
    }
    let e164 = e164(&contact.number).ok_or(SaveContactError::Number)?;
    let tags = tags(&contact.tags).ok_or(SaveContactError::Tags)?;
    let note: String = contact
        .note
        .replace("\r\n", "\n")
        .chars()
        .filter(|c| !c.is_control() || *c == '\n')
        .collect();
    if note.chars().count() > 500 {
        return Err(SaveContactError::Note);
    }
    let now = backend.now();
    let new = store::Contact {
        id: contact.id.unwrap_or_default(),
        name: &name,
        e164: &e164,
        tags: &tags,
        note: note.trim(),
    };
    let mut tx = backend.begin(buyer).await?;
    let saved = if contact.id.is_some() {
        store::update(&mut tx, buyer, &new, now).await
    } else {
        if store::count(&mut tx, buyer).await? >= MOST {
            return Err(SaveContactError::Full);
        }
        store::insert(&mut tx, buyer, &new, now).await.map(|()| true)
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
    Ok(new.id)
}

fn line(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Each tag once, in small letters.
fn tags(text: &str) -> Option<Vec<String>> {
    let mut tags: Vec<String> = vec![];
    for tag in text.split(',').map(|tag| line(tag).to_lowercase()) {
        if tag.chars().count() > TAG_LENGTH {
            return None;
        }
        if !tag.is_empty() && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    (tags.len() <= TAGS).then_some(tags)
}

fn e164(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() > 40 {
        return None;
    }
    let international = text.strip_prefix("00").map(|rest| format!("+{rest}"));
    let number = phonenumber::parse(None, international.as_deref().unwrap_or(text)).ok()?;
    number
        .is_valid()
        .then(|| number.format().mode(phonenumber::Mode::E164).to_string())
}
