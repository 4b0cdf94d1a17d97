//! Secrets at rest: XChaCha20-Poly1305 with the key's id in front, bound to where the secret stands.
//!
//! Format: one byte key-id length, key id, 24 bytes nonce, ciphertext with tag. The associated data is
//! `reseller/column/row`, so a sealed value copied to another row or another reseller does not open.

use base64::{Engine, engine::general_purpose::STANDARD};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use rand::Rng;

use crate::shared::ids::ResellerId;

/// Keys by id; the first one seals, all of them open.
pub struct SealKeys(Vec<(String, [u8; 32])>);

/// Why a secret could not be sealed or opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The setting is not `id:base64[,id:base64…]` with 32-byte keys.
    #[error("not `id:base64 of 32 bytes`, or several of these with commas between")]
    BadKeys,
    /// Sealed with a key that is not configured any more.
    #[error("the sealing key is not configured")]
    UnknownKey,
    /// Damaged, or from another row.
    #[error("the sealed value does not belong here or is damaged")]
    Broken,
}

impl SealKeys {
    /// Reads `id:base64[,id:base64…]`; the first key seals new secrets.
    pub fn parse(text: &str) -> Result<Self, SealError> {
        let keys = text
            .split(',')
            .map(|part| {
                let (id, key) = part.trim().split_once(':').ok_or(SealError::BadKeys)?;
                let key = STANDARD.decode(key).ok().and_then(|bytes| bytes.try_into().ok());
                let id_fits = !id.is_empty() && id.len() <= 32;
                key.filter(|_| id_fits)
                    .map(|key| (id.to_owned(), key))
                    .ok_or(SealError::BadKeys)
            })
            .collect::<Result<Vec<_>, _>>()?;
        if keys.is_empty() {
            Err(SealError::BadKeys)
        } else {
            Ok(Self(keys))
        }
    }
}

/// Seals and opens secrets.
pub struct Seal(SealKeys);

impl Seal {
    /// With these keys.
    pub const fn new(keys: SealKeys) -> Self {
        Self(keys)
    }

    /// Seals `secret` for one place.
    pub fn close(
        &self,
        reseller: ResellerId,
        column: &str,
        row: &str,
        secret: &[u8],
    ) -> Result<Vec<u8>, SealError> {
        let (id, key) = self.0.0.first().ok_or(SealError::BadKeys)?;
        let mut nonce = [0_u8; 24];
        rand::rng().fill_bytes(&mut nonce);
        let aad = place(reseller, column, row);
        let sealed = XChaCha20Poly1305::new(&(*key).into())
            .encrypt(
                &XNonce::from(nonce),
                Payload {
                    msg: secret,
                    aad: aad.as_bytes(),
                },
            )
            .map_err(|_| SealError::Broken)?;
        let length = u8::try_from(id.len()).map_err(|_| SealError::BadKeys)?;
        Ok([&[length], id.as_bytes(), &nonce, &sealed[..]].concat())
    }

    /// What everything begins with that the first key sealed.
    pub fn prefix(&self) -> Result<Vec<u8>, SealError> {
        let (id, _) = self.0.0.first().ok_or(SealError::BadKeys)?;
        let length = u8::try_from(id.len()).map_err(|_| SealError::BadKeys)?;
        Ok([&[length], id.as_bytes()].concat())
    }

    /// Opens what `close` made for the same place.
    pub fn open(
        &self,
        reseller: ResellerId,
        column: &str,
        row: &str,
        sealed: &[u8],
    ) -> Result<Vec<u8>, SealError> {
        let (length, rest) = sealed.split_first().ok_or(SealError::Broken)?;
        let (id, rest) = rest
            .split_at_checked(usize::from(*length))
            .ok_or(SealError::Broken)?;
        let (nonce, sealed) = rest.split_at_checked(24).ok_or(SealError::Broken)?;
        let (_, key) = self
            .0
            .0
            .iter()
            .find(|(known, _)| known.as_bytes() == id)
            .ok_or(SealError::UnknownKey)?;
        let nonce: [u8; 24] = nonce.try_into().map_err(|_| SealError::Broken)?;
        let aad = place(reseller, column, row);
        XChaCha20Poly1305::new(&(*key).into())
            .decrypt(
                &XNonce::from(nonce),
                Payload {
                    msg: sealed,
                    aad: aad.as_bytes(),
                },
            )
            .map_err(|_| SealError::Broken)
    }
}

fn place(reseller: ResellerId, column: &str, row: &str) -> String {
    format!("{reseller}/{column}/{row}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_opens_only_where_it_was_sealed() {
        let seal = Seal::new(SealKeys::parse(&format!("k1:{}", STANDARD.encode([7_u8; 32]))).unwrap());
        let (here, elsewhere) = (ResellerId::new(), ResellerId::new());
        let sealed = seal.close(here, "code", "row", b"LPA:1$a$b").unwrap();
        assert_eq!(seal.open(here, "code", "row", &sealed).unwrap(), b"LPA:1$a$b");
        assert_eq!(
            seal.open(elsewhere, "code", "row", &sealed),
            Err(SealError::Broken)
        );
        assert_eq!(seal.open(here, "code", "other", &sealed), Err(SealError::Broken));
        assert!(SealKeys::parse("k1:short").is_err());
    }
}
