//! The secret a reseller's system shows with each request.

use std::fmt;

use sha2::{Digest, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// What a key is for, readable in its first letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    Live,
    Test,
}

impl KeyKind {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Live => "cdk_live_",
            Self::Test => "cdk_test_",
        }
    }
}

/// `cdk_live_…` or `cdk_test_…`. Prints `[redacted]`.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct ApiKey(String);

/// Longest key that is looked up at all.
const LENGTH_MAX: usize = 100;
/// Characters people recognise a key by: its kind, and four of its own.
const PREFIX_LENGTH: usize = 13;

impl ApiKey {
    /// A fresh one with 256 random bits.
    pub(super) fn new(kind: KeyKind) -> Self {
        let random: [u8; 32] = rand::random();
        let digits: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        Self(format!("{}{digits}", kind.prefix()))
    }

    /// Reads what was shown; `None` for what cannot be a key.
    pub fn parse(text: &str) -> Option<Self> {
        let random = [KeyKind::Live, KeyKind::Test]
            .iter()
            .find_map(|kind| text.strip_prefix(kind.prefix()))?;
        let fits = random.len() >= 16
            && text.len() <= LENGTH_MAX
            && random
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        fits.then(|| Self(text.to_owned()))
    }

    /// The text, for the one time its owner sees it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Its first characters.
    pub fn prefix(&self) -> &str {
        &self.0[..PREFIX_LENGTH]
    }

    /// What the database keeps. Unsalted is right: there is nothing to guess in that many random bits.
    pub(super) fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0.as_bytes()).to_vec()
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_back_and_never_prints() {
        let key = ApiKey::new(KeyKind::Live);
        assert_eq!(ApiKey::parse(key.reveal()), Some(key.clone()));
        assert!(key.reveal().starts_with(key.prefix()));
        assert_eq!(format!("{key:?}"), "ApiKey([redacted])");
        assert_ne!(key, ApiKey::new(KeyKind::Live));
        for text in [
            "",
            "cdk_live_",
            "cdk_live_short",
            "sk_live_0123456789abcdef0123",
            "cdk_live_äääääääääääääääää",
        ] {
            assert_eq!(ApiKey::parse(text), None, "{text}");
        }
    }
}
