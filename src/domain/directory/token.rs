//! The secret a company's directory shows with each request.

use std::fmt;

use sha2::{Digest, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// `scim_` and 64 digits. Prints `[redacted]`.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct DirectoryToken(String);

const PREFIX: &str = "scim_";
/// Digits of the random part.
const DIGITS: usize = 64;
/// Characters people recognise a token by.
const SHOWN: usize = 11;

impl DirectoryToken {
    /// A fresh one with 256 random bits.
    pub(super) fn new() -> Self {
        let random: [u8; 32] = rand::random();
        let digits: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        Self(format!("{PREFIX}{digits}"))
    }

    /// Reads what was shown; `None` for what cannot be a token.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix(PREFIX)?;
        let fits = digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        fits.then(|| Self(text.to_owned()))
    }

    /// The text, for the one time its owner sees it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Its first characters.
    pub(super) fn prefix(&self) -> &str {
        &self.0[..SHOWN]
    }

    /// What the database keeps. Unsalted is right: there is nothing to guess in that many random bits.
    pub(super) fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0.as_bytes()).to_vec()
    }
}

impl fmt::Debug for DirectoryToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DirectoryToken([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_reads_back_and_never_prints() {
        let token = DirectoryToken::new();
        assert_eq!(DirectoryToken::parse(token.reveal()), Some(token.clone()));
        assert!(token.reveal().starts_with(token.prefix()));
        assert_eq!(format!("{token:?}"), "DirectoryToken([redacted])");
        for text in ["", "scim_", "scim_short", &format!("{}0", token.reveal())] {
            assert_eq!(DirectoryToken::parse(text), None, "{text}");
        }
    }
}
