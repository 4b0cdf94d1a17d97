//! People somebody writes to and calls, and files of them.

use serde::{Deserialize, Serialize};

use super::{
    ids::{ContactFieldId, ContactId},
    paging::Page,
};

/// Somebody a customer or a company writes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactRow {
    pub id: ContactId,
    pub name: String,
    pub e164: String,
    pub display: String,
    pub groups: Vec<String>,
    pub tags: Vec<String>,
    pub note: String,
    /// What the owner's fields say, in their order; those that say something.
    pub said: Vec<Said>,
}

impl ContactRow {
    /// What a field says; nothing when it says nothing.
    pub fn says(&self, field: ContactFieldId) -> &str {
        self.said
            .iter()
            .find(|said| said.field == field)
            .map_or("", |said| said.text.as_str())
    }
}

/// What one field says of a contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    pub field: ContactFieldId,
    pub name: String,
    pub text: String,
}

/// What a customer or a company wants to know of each contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactField {
    pub id: ContactFieldId,
    pub name: String,
}

/// A page of contacts, with the groups and the fields there are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ContactList {
    pub page: Page<ContactRow>,
    pub groups: Vec<String>,
    pub fields: Vec<ContactField>,
    /// Whether the reader makes and removes fields.
    pub may_edit_fields: bool,
}

/// One contact, and the fields it can say something in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactView {
    pub contact: ContactRow,
    pub fields: Vec<ContactField>,
}

/// What is wrong with a line of a file of contacts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ContactFault {
    Name,
    Number,
    Groups,
    Tags,
    Note,
    Text,
    /// The number stands in an earlier line.
    Twice,
    /// Not written as CSV.
    Unreadable,
}

impl ContactFault {
    const ALL: [Self; 8] = [
        Self::Name,
        Self::Number,
        Self::Groups,
        Self::Tags,
        Self::Note,
        Self::Text,
        Self::Twice,
        Self::Unreadable,
    ];

    /// A word for an address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Number => "number",
            Self::Groups => "groups",
            Self::Tags => "tags",
            Self::Note => "note",
            Self::Text => "text",
            Self::Twice => "twice",
            Self::Unreadable => "unreadable",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.as_str() == word)
    }

    /// As a person reads it.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Name => "A name has 1 to 80 characters.",
            Self::Number => "That is no international number, such as +33 6 12 34 56 78.",
            Self::Groups => "Up to ten groups of up to 40 characters, commas between.",
            Self::Tags => "Up to ten tags of up to 30 characters, commas between.",
            Self::Note => "A note has at most 500 characters.",
            Self::Text => "What your own fields say has at most 200 characters each.",
            Self::Twice => "The number stands in an earlier line.",
            Self::Unreadable => "The line cannot be read as a row of a table.",
        }
    }
}
