//! Where a page ends: the moment and the id of its last row.

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// A moment to the microsecond, as the database keeps it, and an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    pub at: DateTime<Utc>,
    pub id: Uuid,
}

impl Cursor {
    /// The text in the address.
    pub fn write(at: DateTime<Utc>, id: Uuid) -> String {
        format!("{}-{}", at.timestamp_micros(), id.simple())
    }

    /// Reads it back; anything else is the first page.
    pub fn read(text: &str) -> Option<Self> {
        let (at, id) = text.split_once('-')?;
        Some(Self {
            at: DateTime::from_timestamp_micros(at.parse().ok()?)?,
            id: Uuid::try_parse(id).ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_and_rubbish_is_none() {
        let at = DateTime::from_timestamp_micros(1_794_492_300_123_456).unwrap();
        let id = Uuid::from_u128(7);
        assert_eq!(Cursor::read(&Cursor::write(at, id)), Some(Cursor { at, id }));
        for text in ["", "-", "1-2", "9999999999999999999-0", "' or 1=1", "5"] {
            assert_eq!(Cursor::read(text), None, "{text}");
        }
    }
}
