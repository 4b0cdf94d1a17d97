//! Where a withdrawal stands, and what it is for.

use uuid::Uuid;

use crate::shared::ids::{ClosingId, RefundId};

/// See the picture in the room's sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Held,
    Submitted,
    Unknown,
    Done,
    Released,
}

impl State {
    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Submitted => "submitted",
            Self::Unknown => "unknown",
            Self::Done => "done",
            Self::Released => "released",
        }
    }

    /// Reads the database's word.
    pub fn parse(word: &str) -> Option<Self> {
        [
            Self::Held,
            Self::Submitted,
            Self::Unknown,
            Self::Done,
            Self::Released,
        ]
        .into_iter()
        .find(|state| state.as_str() == word)
    }
}

/// Why cash goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// An order was refunded to where its money came from.
    Refund(RefundId),
    /// The account was closed.
    Closing(ClosingId),
}

impl Cause {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Refund(_) => "refund",
            Self::Closing(_) => "closing",
        }
    }

    pub(super) const fn id(self) -> Uuid {
        match self {
            Self::Refund(id) => id.uuid(),
            Self::Closing(id) => id.uuid(),
        }
    }
}
