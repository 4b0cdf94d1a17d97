//! Virtual numbers: what can be bought and what a customer holds.

use std::{borrow::Cow, str::FromStr};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    ids::{NumberId, OrderId},
    money::Money,
    place::{Country, CountryCode},
};

/// The kind of numbering range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberType {
    Local,
    TollFree,
    Mobile,
}

impl NumberType {
    /// All, in the order pages list them.
    pub const ALL: [Self; 3] = [Self::Local, Self::Mobile, Self::TollFree];

    /// The word in addresses and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::TollFree => "toll_free",
            Self::Mobile => "mobile",
        }
    }

    /// As a person reads it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Local => "Local",
            Self::TollFree => "Toll-free",
            Self::Mobile => "Mobile",
        }
    }
}

/// The text names no kind of number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a kind of number")]
pub struct ParseNumberTypeError;

impl FromStr for NumberType {
    type Err = ParseNumberTypeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or(ParseNumberTypeError)
    }
}

/// What a number can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Capabilities {
    pub voice: bool,
    pub sms: bool,
    pub mms: bool,
}

/// The search form, as it stands in the address of the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberSearch {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// `local`, `mobile` or `toll_free`.
    pub kind: String,
    /// Digits, letters of a keypad, or `*` for any digit; empty for any number.
    pub contains: String,
    pub sms: bool,
    pub voice: bool,
}

/// A number on offer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NumberOffer {
    /// E.164.
    pub e164: String,
    /// As written in its country, with the country code.
    pub display: String,
    pub kind: NumberType,
    pub country: Country,
    /// Town or region, where the provider says.
    pub locality: Option<String>,
    pub capabilities: Capabilities,
    /// First month, all included.
    pub price: Money,
    /// Each further month.
    pub monthly: Money,
    /// The law of the country wants an address before this number can be used.
    pub needs_address: bool,
    /// What else it wants, in the vendor's words: with any of these the number cannot be bought here.
    pub documents: Vec<String>,
}

/// What is to be known before a number is paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Requirement {
    /// The law of the country wants an address.
    Address,
    /// It wants these documents, or facts.
    Documents(Vec<String>),
    /// US networks block texts of senders who are not registered (A2P 10DLC).
    UsRegistration,
    /// Codes of banks may not come.
    BankCodes,
}

impl Requirement {
    /// Of a number: one list for the search, the checkout, companies and the interface.
    pub fn of(
        country: CountryCode,
        kind: NumberType,
        can: Capabilities,
        needs_address: bool,
        documents: &[String],
    ) -> Vec<Self> {
        let is_us_local = country.as_str() == "US" && kind == NumberType::Local && can.sms;
        let all = [
            (Self::Documents(documents.to_vec()), !documents.is_empty()),
            (Self::Address, needs_address),
            (Self::UsRegistration, is_us_local),
            (Self::BankCodes, can.sms),
        ];
        all.into_iter()
            .filter_map(|(one, is)| is.then_some(one))
            .collect()
    }

    /// As a list of numbers says it.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Address => "Needs an address",
            Self::Documents(_) => "Needs documents",
            Self::UsRegistration => "Texts in the US need registration",
            Self::BankCodes => "Bank codes not guaranteed",
        }
    }

    /// As a buyer reads it before paying.
    pub fn words(&self) -> Cow<'static, str> {
        match self {
            Self::Address => {
                "The law of its country wants an address. You choose one of yours before you pay; only the network of this \
                 number gets it. It usually accepts it at once; in some countries it takes some working days."
                    .into()
            }
            Self::Documents(names) => format!(
                "The law of its country wants documents: {}. Numbers that want documents cannot be bought here yet.",
                names.join(", ")
            )
            .into(),
            Self::UsRegistration => {
                "Texts to US phones: US networks want senders to be registered (A2P 10DLC) and may block texts of those who \
                 are not. Calls and texts that come in are not affected."
                    .into()
            }
            Self::BankCodes => "Codes from banks and apps are not guaranteed to arrive.".into(),
        }
    }
}

/// The answer to a search.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NumberResults {
    pub offers: Vec<NumberOffer>,
    /// Kinds of number this country has.
    pub kinds: Vec<NumberType>,
}

/// States of a number we hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberState {
    Active,
    Suspended,
    Grace,
    Released,
    Quarantined,
}

impl NumberState {
    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Grace => "grace",
            Self::Released => "released",
            Self::Quarantined => "quarantined",
        }
    }

    /// Rings, sends and receives. In grace it does, so that nobody misses anything for a late payment.
    pub const fn works(self) -> bool {
        matches!(self, Self::Active | Self::Grace)
    }
}

/// Why a number is suspended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pause {
    /// Its owner paused it.
    Owner,
    /// The month was not paid.
    Money,
    /// Its owner ended the renewal, and the paid time is over.
    End,
}

impl Pause {
    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Money => "money",
            Self::End => "end",
        }
    }

    /// Reads the database's word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Owner, Self::Money, Self::End]
            .into_iter()
            .find(|one| one.as_str() == text)
    }
}

/// A customer's number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NumberView {
    pub id: NumberId,
    pub order_id: OrderId,
    pub e164: String,
    pub display: String,
    pub label: String,
    pub country: Country,
    pub kind: NumberType,
    pub capabilities: Capabilities,
    pub state: NumberState,
    pub monthly: Money,
    pub purchased_at: DateTime<Utc>,
    /// Paid until then.
    pub expires_at: DateTime<Utc>,
    /// Each further month is paid by itself.
    pub auto_renew: bool,
    /// Not paid for, and works until then.
    pub grace_until: Option<DateTime<Utc>>,
    /// Suspended, and given back then.
    pub release_at: Option<DateTime<Utc>>,
    pub suspended_for: Option<Pause>,
    /// Nobody else gets it here before then.
    pub quarantined_until: Option<DateTime<Utc>>,
    /// Messages that come in are mailed to its owner too.
    pub mails_messages: bool,
}
