//! The page that puts a line onto an employee's phone, and the link to it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{esim::EsimState, ids::LineId};

/// What the page asks for besides the link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PickupCheck {
    Nothing,
    /// Six digits the company hands over another way.
    Pin,
    /// Six digits mailed to the employee when they ask.
    Code,
}

impl PickupCheck {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Nothing, Self::Pin, Self::Code];

    /// The word in the database and in forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "none",
            Self::Pin => "pin",
            Self::Code => "code",
        }
    }

    /// The words for people.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Nothing => "Nothing: whoever has the link can install the eSIM",
            Self::Pin => "A PIN that you give to the employee yourselves",
            Self::Code => "A code that is mailed to the employee when they open the page",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == text)
    }
}

/// How a company hands lines over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickupSettings {
    /// How long a link works.
    pub days: i32,
    pub check: PickupCheck,
    /// Whom employees ask for a new link; may be empty.
    pub contact: String,
    pub may_edit: bool,
}

/// Where a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PickupStand {
    /// There is none, or it was taken back.
    None,
    Open,
    Expired,
    /// Closed by five wrong PINs or codes.
    Locked,
}

/// The link of a line, for those who manage lines.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickupPanelView {
    pub line: LineId,
    pub employee: String,
    pub email: String,
    pub stand: PickupStand,
    /// Empty unless it is open and the reader may hand it over.
    pub link: String,
    /// Empty unless the page asks for one and the reader may hand it over.
    pub pin: String,
    pub expires_at: Option<DateTime<Utc>>,
    pub mailed_at: Option<DateTime<Utc>>,
    pub opened_at: Option<DateTime<Utc>>,
    pub installed_at: Option<DateTime<Utc>>,
    /// The line is over: nothing is left to hand over.
    pub is_over: bool,
    pub may_manage: bool,
}

/// A sheet to hand over on paper.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickupSheet {
    pub line: LineId,
    pub company: String,
    pub employee: String,
    pub plan: String,
    /// `None` when the line has no link that works.
    pub link: Option<SheetLink>,
}

/// The link on a sheet.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetLink {
    pub url: String,
    /// The link as a QR code, drawn by us.
    pub qr_svg: String,
    pub expires_at: DateTime<Utc>,
    pub check: PickupCheck,
}

/// What whoever opens a link sees.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub enum PickupView {
    /// No such link here, or not any more: not told apart.
    Gone,
    /// Closed by five wrong PINs or codes.
    Locked {
        contact: String,
    },
    AskPin {
        company: String,
        contact: String,
    },
    /// `sent_to` is the address with most of it hidden, once a code is on its way.
    AskCode {
        company: String,
        contact: String,
        sent_to: Option<String>,
    },
    Open(Box<PickupLine>),
}

/// The line, for its employee.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct PickupLine {
    pub company: String,
    pub first_name: String,
    pub plan: String,
    pub place: String,
    pub state: EsimState,
    pub installed_at: Option<DateTime<Utc>>,
    /// Only while the line waits to be installed: an eSIM installs once.
    pub install: Option<PickupInstall>,
    pub contact: String,
}

/// Everything that installs it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct PickupInstall {
    pub activation_code: String,
    pub smdp_address: String,
    pub matching_id: String,
    pub needs_confirmation_code: bool,
    pub apple_url: String,
    pub android_url: String,
    pub qr_svg: String,
}
