//! A contact as it may be: what was typed or stands in a file, checked.

use serde_json::{Map, Value};

use crate::shared::{contact::ContactFault, contact::ContactField, ids::ContactFieldId};

/// Groups or tags of one contact, and letters of one.
const LABELS: usize = 10;
const GROUP_LENGTH: usize = 40;
const TAG_LENGTH: usize = 30;
/// Letters of what a field says.
const TEXT_LENGTH: usize = 200;

/// A contact as somebody wrote it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Details {
    pub name: String,
    pub number: String,
    /// With commas between.
    pub groups: String,
    /// With commas between.
    pub tags: String,
    pub note: String,
    /// What the owner's fields say.
    pub said: Vec<(ContactFieldId, String)>,
}

/// Why it cannot be one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ContactError {
    #[error("a name has 1 to 80 characters")]
    Name,
    #[error("not an international phone number")]
    Number,
    #[error("up to ten groups of up to forty characters")]
    Groups,
    #[error("up to ten tags of up to thirty characters")]
    Tags,
    #[error("a note has at most 500 characters")]
    Note,
    /// Another owner's, or removed.
    #[error("no such field")]
    NoSuchField,
    /// More than 200 characters in the field of this name.
    #[error("too much in {0}")]
    Text(String),
}

impl ContactError {
    pub(super) const fn fault(&self) -> ContactFault {
        match self {
            Self::Name => ContactFault::Name,
            Self::Number => ContactFault::Number,
            Self::Groups => ContactFault::Groups,
            Self::Tags => ContactFault::Tags,
            Self::Note => ContactFault::Note,
            Self::NoSuchField | Self::Text(_) => ContactFault::Text,
        }
    }
}

/// A contact that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Checked {
    pub name: String,
    pub e164: String,
    pub groups: Vec<String>,
    pub tags: Vec<String>,
    pub note: String,
    /// By the id of the field.
    pub custom: Value,
}

pub(super) fn check(written: &Details, fields: &[ContactField]) -> Result<Checked, ContactError> {
    let name = line(&written.name);
    if name.is_empty() || name.chars().count() > 80 {
        return Err(ContactError::Name);
    }
    let note: String = written
        .note
        .replace("\r\n", "\n")
        .chars()
        .filter(|c| !c.is_control() || *c == '\n')
        .collect();
    if note.chars().count() > 500 {
        return Err(ContactError::Note);
    }
    let tags = written.tags.to_lowercase();
    Ok(Checked {
        name,
        e164: e164(&written.number).ok_or(ContactError::Number)?,
        groups: labels(&written.groups, GROUP_LENGTH).ok_or(ContactError::Groups)?,
        tags: labels(&tags, TAG_LENGTH).ok_or(ContactError::Tags)?,
        note: note.trim().to_owned(),
        custom: custom(&written.said, fields)?,
    })
}

/// Without control characters and without space around.
pub(super) fn line(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Each once, whatever letters it is written in.
fn labels(text: &str, length: usize) -> Option<Vec<String>> {
    let mut labels: Vec<String> = vec![];
    for label in text.split(',').map(line).filter(|label| !label.is_empty()) {
        if label.chars().count() > length {
            return None;
        }
        if !labels
            .iter()
            .any(|known| known.to_lowercase() == label.to_lowercase())
        {
            labels.push(label);
        }
    }
    (labels.len() <= LABELS).then_some(labels)
}

fn custom(said: &[(ContactFieldId, String)], fields: &[ContactField]) -> Result<Value, ContactError> {
    let mut found = Map::new();
    for (id, text) in said {
        let text = line(text);
        if text.is_empty() {
            continue;
        }
        let field = fields
            .iter()
            .find(|field| field.id == *id)
            .ok_or(ContactError::NoSuchField)?;
        if text.chars().count() > TEXT_LENGTH {
            return Err(ContactError::Text(field.name.clone()));
        }
        found.insert(id.uuid().to_string(), text.into());
    }
    Ok(Value::Object(found))
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
