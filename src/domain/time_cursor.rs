//! Where a log page ended: the time and id of its last row. Text form: micro-seconds since 1970 and the id.

use std::str::FromStr;

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// Behind this row the next page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeCursor {
    pub at: DateTime<Utc>,
    pub id: Uuid,
}

/// Not a cursor of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor")]
pub struct ParseCursorError;

impl FromStr for TimeCursor {
    type Err = ParseCursorError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (micros, id) = text.split_once('-').ok_or(ParseCursorError)?;
        let micros: i64 = micros.parse().map_err(|_| ParseCursorError)?;
        Ok(Self {
            at: DateTime::from_timestamp_micros(micros).ok_or(ParseCursorError)?,
            id: Uuid::try_parse(id).map_err(|_| ParseCursorError)?,
        })
    }
}

impl std::fmt::Display for TimeCursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.at.timestamp_micros(), self.id.simple())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back() {
        let cursor = TimeCursor {
            at: DateTime::from_timestamp_micros(1_794_492_300_000_001).unwrap(),
            id: Uuid::from_u128(7),
        };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        for odd in ["", "1", "x-1", "1-x"] {
            assert_eq!(odd.parse::<TimeCursor>(), Err(ParseCursorError), "{odd}");
        }
    }
}
