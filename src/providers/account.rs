//! Our account at a vendor: its keys, which an operator may put over those of the environment, and its balance.

use std::sync::{PoisonError, RwLock};

use async_trait::async_trait;
use secrecy::SecretString;

use super::ProviderError;
use crate::shared::money::Money;

/// The keys of an account, in the order of their names.
pub type KeySet = Vec<SecretString>;

/// Keys that can be replaced while the adapter works.
#[derive(Debug)]
pub struct Keys {
    given: KeySet,
    entered: RwLock<Option<KeySet>>,
}

impl Keys {
    /// With those of the environment.
    pub const fn new(given: KeySet) -> Self {
        Self {
            given,
            entered: RwLock::new(None),
        }
    }

    /// The key in use at this place.
    pub fn get(&self, at: usize) -> SecretString {
        let entered = self.entered.read().unwrap_or_else(PoisonError::into_inner);
        entered.as_ref().unwrap_or(&self.given)[at].clone()
    }

    /// Puts keys over those of the environment, or takes them away.
    pub fn put(&self, keys: Option<KeySet>) {
        let keys = keys.filter(|keys| keys.len() == self.given.len());
        *self.entered.write().unwrap_or_else(PoisonError::into_inner) = keys;
    }
}

/// The platform's account at a vendor.
#[async_trait]
pub trait Account: Send + Sync {
    /// The vendor's word in our tables.
    fn name(&self) -> &'static str;

    /// The keys in use.
    fn keys(&self) -> &Keys;

    /// What the keys are called, in their order.
    fn key_names(&self) -> &'static [&'static str];

    /// Whether they look like this vendor's. Asks nobody.
    fn look_right(&self, keys: &[SecretString]) -> bool;

    /// Proves that the vendor takes these keys, by a question that changes nothing.
    async fn check(&self, keys: &[SecretString]) -> Result<(), ProviderError>;

    /// What is left of our money there; `None` where the vendor does not tell.
    async fn balance(&self) -> Result<Option<Money>, ProviderError> {
        Ok(None)
    }
}

/// Printable, without spaces, and of a length keys have.
pub(super) fn is_plain(text: &str) -> bool {
    (4..=300).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}
