//! `telnyx-signature-ed25519`: base64 of a signature over `<telnyx-timestamp>|<raw body>`, not older or newer than five
//! minutes. From Telnyx's own `webhooks.ts`.

use std::str::FromStr;

use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use ed25519_dalek::{Signature, VerifyingKey};

/// How far its clock and ours may differ, and how late a webhook may come.
const WINDOW_SECONDS: i64 = 300;

/// The key Mission Control shows.
#[derive(Debug, Clone)]
pub struct PublicKey(VerifyingKey);

/// The text is no such key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a public key: 32 bytes in base64")]
pub struct ParsePublicKeyError;

impl FromStr for PublicKey {
    type Err = ParsePublicKeyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bytes = STANDARD.decode(text.trim()).map_err(|_| ParsePublicKeyError)?;
        let bytes: [u8; 32] = bytes.try_into().map_err(|_| ParsePublicKeyError)?;
        VerifyingKey::from_bytes(&bytes)
            .map(Self)
            .map_err(|_| ParsePublicKeyError)
    }
}

impl PublicKey {
    /// True when the signature is the key's, over this body, of now.
    pub fn is_of(&self, timestamp: &str, body: &[u8], signature: &str, now: DateTime<Utc>) -> bool {
        let Ok(at) = timestamp.parse::<i64>() else {
            return false;
        };
        if now.timestamp().abs_diff(at) > WINDOW_SECONDS.unsigned_abs() {
            return false;
        }
        let Some(signature) = STANDARD
            .decode(signature.trim())
            .ok()
            .and_then(|bytes| Signature::from_slice(&bytes).ok())
        else {
            return false;
        };
        let signed = [timestamp.as_bytes(), b"|", body].concat();
        self.0.verify_strict(&signed, &signature).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::{Signer, SigningKey};

    use super::*;

    /// Telnyx publishes no vector; its own tests make a pair of keys, and so does this one.
    #[test]
    fn a_signature_is_of_its_key_its_body_and_its_time() {
        let pair = SigningKey::from_bytes(&[9; 32]);
        let text = STANDARD.encode(pair.verifying_key().to_bytes());
        let key: PublicKey = text.parse().unwrap();
        let sign = |signed: &str| STANDARD.encode(pair.sign(signed.as_bytes()).to_bytes());
        let at = |seconds: i64| DateTime::from_timestamp(1_700_000_000 + seconds, 0).unwrap();
        let signature = sign("1700000000|{\"a\":1}");
        let is_of = |timestamp: &str, body: &str, seconds| {
            key.is_of(timestamp, body.as_bytes(), &signature, at(seconds))
        };
        for seconds in [-300, 0, 300] {
            assert!(is_of("1700000000", "{\"a\":1}", seconds), "{seconds}");
        }
        for seconds in [-301, 301] {
            assert!(!is_of("1700000000", "{\"a\":1}", seconds), "{seconds}");
        }
        assert!(!is_of("1700000001", "{\"a\":1}", 0));
        assert!(!is_of("1700000000", "{\"a\":2}", 0));
        assert!(!is_of("soon", "{\"a\":1}", 0));
        assert!(!key.is_of("1700000000", b"{\"a\":1}", "nonsense", at(0)));
        let other: PublicKey = STANDARD
            .encode(SigningKey::from_bytes(&[8; 32]).verifying_key().to_bytes())
            .parse()
            .unwrap();
        assert!(!other.is_of("1700000000", b"{\"a\":1}", &signature, at(0)));
        assert!("short".parse::<PublicKey>().is_err());
    }
}
