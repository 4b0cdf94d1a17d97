//! What a person is told when something did not work: what happened, what was (not) charged, what to do next.
//!
//! Each server function turns its verb's error into one of these by an exhaustive match, so the wording is decided
//! at the door and nothing of the database or of a vendor reaches a browser.

use leptos::{
    prelude::{FromServerFnError, ServerFnErrorErr},
    server_fn::codec::JsonEncoding,
};
use serde::{Deserialize, Serialize};

use super::money::Money;

/// The answer of a server function that did not do what was asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum AppError {
    /// No such thing, or another reseller's: the two are not told apart.
    NotFound,
    /// The page needs a signed-in customer.
    SignInRequired,
    /// Signed in, but this is for somebody with more rights.
    Forbidden,
    /// A field is not acceptable; `message` says why and how to mend it.
    Invalid { field: String, message: String },
    /// The wallet lacks `missing`; nothing was charged.
    InsufficientBalance { missing: Money },
    /// The price went up since it was shown; nothing was charged.
    PriceMoved { now: Money },
    /// The request cannot be done; the sentence says why, what was (not) charged, and what to do.
    Refused(String),
    /// Too many tries; try again after this many seconds.
    TooMany { retry_after_seconds: u32 },
    /// Our fault. The id finds the log line.
    Internal { request_id: String },
}

impl AppError {
    /// Sentence for the person, complete in itself.
    pub fn message(&self) -> String {
        match self {
            Self::NotFound => "We could not find that.".into(),
            Self::SignInRequired => "Please sign in first.".into(),
            Self::Forbidden => "Your account is not allowed to do that.".into(),
            Self::Invalid { message, .. } | Self::Refused(message) => message.clone(),
            Self::InsufficientBalance { missing } => {
                format!(
                    "Your balance is {missing} short. Nothing was charged. Add the missing amount and continue."
                )
            }
            Self::PriceMoved { now } => {
                format!(
                    "The price has changed to {now}. Nothing was charged. Please check it and confirm again."
                )
            }
            Self::TooMany { retry_after_seconds } => {
                let minutes = retry_after_seconds.div_ceil(60);
                format!("Too many attempts. Please try again in {minutes} min.")
            }
            Self::Internal { request_id } => format!(
                "Something went wrong on our side. Your money is safe. Please try again, or tell support this code: \
                 {request_id}"
            ),
        }
    }

    /// The form field the error belongs to, if it is about one.
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Invalid { field, .. } => Some(field),
            _ => None,
        }
    }

    /// A field that is not acceptable.
    pub fn invalid(field: &str, message: impl Into<String>) -> Self {
        Self::Invalid {
            field: field.into(),
            message: message.into(),
        }
    }
}

impl std::fmt::Display for AppError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message())
    }
}

impl std::error::Error for AppError {}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            // The text names a missing or unreadable argument: it is about the request, not about our insides.
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => Self::Refused(
                "The form was incomplete. Nothing was charged. Please go back and try again.".into(),
            ),
            _ => Self::Refused(
                "We could not reach the server. Please check your connection and try again.".into(),
            ),
        }
    }
}
