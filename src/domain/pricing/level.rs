//! Whose rules: the platform's, which make the platform price, or a shop's, which make its retail price.

use crate::shared::ids::ResellerId;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Platform,
    Shop(ResellerId),
}

impl Level {
    /// The shop; `None` for the platform.
    pub(super) const fn reseller(self) -> Option<ResellerId> {
        match self {
            Self::Platform => None,
            Self::Shop(reseller) => Some(reseller),
        }
    }
}
