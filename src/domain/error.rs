//! What a verb's caller cannot act on: the database is away, stored data cannot be read, a seal does not open.

/// An opaque failure of ours. Logged once where it is handled; a person sees a request id.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Internal(Box<dyn std::error::Error + Send + Sync>);

impl Internal {
    /// Stored data that breaks a promise the schema cannot express.
    pub fn broken(what: impl Into<String>) -> Self {
        Self(what.into().into())
    }
}

macro_rules! internal_from {
    ($($error:ty),+) => {
        $(impl From<$error> for Internal {
            fn from(error: $error) -> Self {
                Self(Box::new(error))
            }
        })+
    };
}

internal_from!(
    sqlx::Error,
    serde_json::Error,
    csv::Error,
    crate::backend::SealError,
    crate::shared::money::MoneyError,
    crate::shared::currency::UnknownCurrency,
    crate::shared::place::ParseCountryError,
    crate::shared::number::ParseNumberTypeError,
    crate::providers::ProviderError,
    tokio::task::JoinError
);

/// Lets `?` turn an internal failure into a verb's own error, which has an `Internal(Internal)` variant.
macro_rules! with_internal {
    ($($error:ident),+) => {
        $(impl<E: Into<$crate::domain::error::Internal>> From<E> for $error {
            fn from(error: E) -> Self {
                Self::Internal(error.into())
            }
        })+
    };
}
pub(crate) use with_internal;
