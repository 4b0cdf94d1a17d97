//! Secrets of ours: the session cookie and the secret in a mailed link. 256 random bits; the database keeps a hash.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop};

macro_rules! token_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
        pub struct $name([u8; 32]);

        impl $name {
            /// A fresh one from the system's randomness.
            pub(in crate::domain) fn new() -> Self {
                Self(rand::random())
            }

            /// Reads the text form; `None` for anything else.
            pub fn parse(text: &str) -> Option<Self> {
                URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Self)
            }

            /// The text form, for the one place it has to go to.
            pub fn reveal(&self) -> String {
                URL_SAFE_NO_PAD.encode(self.0)
            }

            /// What the database keeps. Unsalted is right: there is nothing to guess in 256 random bits.
            pub(in crate::domain) fn hash(&self) -> Vec<u8> {
                Sha256::digest(self.0).to_vec()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "([redacted])"))
            }
        }
    };
}

token_type!(
    /// The value of the session cookie.
    SessionToken
);
token_type!(
    /// The secret in a mailed link.
    LinkToken
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_reads_back_and_never_prints() {
        let token = SessionToken::new();
        assert_eq!(SessionToken::parse(&token.reveal()), Some(token.clone()));
        assert_eq!(format!("{token:?}"), "SessionToken([redacted])");
        assert_ne!(token, SessionToken::new());
        assert!(token.hash() != token.0);
        for text in ["", "short", &format!("{}A", token.reveal())] {
            assert_eq!(SessionToken::parse(text), None);
        }
    }
}
