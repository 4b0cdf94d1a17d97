//! The secret an endpoint's events are signed with.

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use rand::Rng;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::{
    backend::{Seal, SealError},
    domain::error::Internal,
    shared::ids::{ResellerId, WebhookEndpointId},
};

const PREFIX: &str = "whsec_";
const COLUMN: &str = "webhook_endpoints.secret";
/// Bytes; the standard asks for 24 to 64.
const LENGTH: usize = 32;

/// A key. Shown as `whsec_` and base64.
pub(super) struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    pub fn new() -> Self {
        let mut key = Zeroizing::new(vec![0; LENGTH]);
        rand::rng().fill_bytes(&mut key);
        Self(key)
    }

    pub fn seal(
        &self,
        seal: &Seal,
        reseller: ResellerId,
        endpoint: WebhookEndpointId,
    ) -> Result<Vec<u8>, SealError> {
        seal.close(reseller, COLUMN, &endpoint.to_string(), &self.0)
    }

    pub fn open(
        seal: &Seal,
        reseller: ResellerId,
        endpoint: WebhookEndpointId,
        sealed: &[u8],
    ) -> Result<Self, SealError> {
        let key = seal.open(reseller, COLUMN, &endpoint.to_string(), sealed)?;
        Ok(Self(Zeroizing::new(key)))
    }

    pub fn reveal(&self) -> String {
        format!("{PREFIX}{}", STANDARD.encode(&*self.0))
    }

    /// `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`.
    pub fn sign(&self, id: &str, timestamp: i64, body: &str) -> Result<String, Internal> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0)
            .map_err(|_| Internal::broken("a signing key of no length"))?;
        mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
        Ok(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification.
    #[test]
    fn it_signs_as_the_standard_says() {
        let key = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let secret = Secret(Zeroizing::new(key));
        let signed = secret
            .sign(
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                1_614_265_330,
                "{\"test\": 2432232314}",
            )
            .unwrap();
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
