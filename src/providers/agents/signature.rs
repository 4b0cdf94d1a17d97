//! How Vapi proves who it is: by a credential of the dashboard, which sends our secret as a bearer token or in
//! `X-Vapi-Secret`, or signs `{timestamp}.{body}` with it (HMAC-SHA256, hexadecimal). From Vapi's server-authentication page.

use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::providers::payments::WebhookError;

/// Older signatures are replays. Assumed: Vapi names none.
const TOLERANCE_SECONDS: u64 = 300;
/// Later than any time in seconds.
const MILLIS_FROM: i64 = 100_000_000_000;

type Header<'a> = &'a (dyn for<'b> Fn(&'b str) -> Option<String> + Sync);

/// Without a secret of ours nothing is believed.
pub fn check(secret: &str, header: Header<'_>, body: &[u8], now: DateTime<Utc>) -> Result<(), WebhookError> {
    if secret.is_empty() {
        return Err(WebhookError::Forged);
    }
    if let Some(signature) = header("x-signature") {
        return signed(secret, &signature, header("x-timestamp").as_deref(), body, now);
    }
    let bearer = header("authorization").and_then(|text| {
        let (scheme, token) = text.split_once(' ')?;
        scheme
            .eq_ignore_ascii_case("bearer")
            .then(|| token.trim().to_owned())
    });
    let given = header("x-vapi-secret").or(bearer).ok_or(WebhookError::Forged)?;
    match bool::from(given.as_bytes().ct_eq(secret.as_bytes())) {
        true => Ok(()),
        false => Err(WebhookError::Forged),
    }
}

fn signed(
    secret: &str,
    signature: &str,
    timestamp: Option<&str>,
    body: &[u8],
    now: DateTime<Utc>,
) -> Result<(), WebhookError> {
    let timestamp = timestamp.ok_or(WebhookError::Forged)?;
    let at: i64 = timestamp.parse().map_err(|_| WebhookError::Forged)?;
    // Vapi does not say whether it counts seconds or thousandths.
    let at = if at >= MILLIS_FROM { at / 1_000 } else { at };
    if now.timestamp().abs_diff(at) > TOLERANCE_SECONDS {
        return Err(WebhookError::Forged);
    }
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map_err(|_| WebhookError::Forged)?;
    mac.update(timestamp.as_bytes());
    mac.update(b".");
    mac.update(body);
    let given = bytes(signature.trim_start_matches("sha256=")).ok_or(WebhookError::Forged)?;
    mac.verify_slice(&given).map_err(|_| WebhookError::Forged)
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = hex
        .trim()
        .chars()
        .map(|digit| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect::<Option<_>>()?;
    digits
        .len()
        .is_multiple_of(2)
        .then(|| digits.chunks(2).map(|pair| pair[0] * 16 + pair[1]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "a secret";
    const BODY: &[u8] = br#"{"message":{}}"#;

    fn with(pairs: &[(&str, &str)], now: i64) -> bool {
        let pairs: Vec<(String, String)> = pairs.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect();
        let header = move |name: &str| {
            pairs
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, v)| v.clone())
        };
        check(SECRET, &header, BODY, DateTime::from_timestamp(now, 0).unwrap()).is_ok()
    }

    fn sign(timestamp: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
        mac.update(format!("{timestamp}.").as_bytes());
        mac.update(BODY);
        mac.finalize()
            .into_bytes()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    #[test]
    fn a_secret_opens_and_nothing_else_does() {
        assert!(with(&[("x-vapi-secret", SECRET)], 0));
        assert!(with(&[("authorization", "Bearer a secret")], 0));
        for wrong in [
            ("x-vapi-secret", ""),
            ("x-vapi-secret", "a secreu"),
            ("authorization", "Basic a secret"),
            ("x-other", SECRET),
        ] {
            assert!(!with(&[wrong], 0), "{wrong:?}");
        }
    }

    #[test]
    fn a_signature_is_of_this_body_and_of_this_hour() {
        for timestamp in ["1700000000", "1700000000000"] {
            let signature = sign(timestamp);
            let pairs = [("x-signature", signature.as_str()), ("x-timestamp", timestamp)];
            assert!(with(&pairs, 1_700_000_299));
            assert!(!with(&pairs, 1_700_000_301), "a replay");
            assert!(!with(&pairs, 1_699_999_699));
            assert!(!with(&pairs[..1], 1_700_000_000));
        }
        let signature = sign("1700000000");
        let odd = [("x-signature", signature.as_str()), ("x-timestamp", "1700000001")];
        assert!(!with(&odd, 1_700_000_000));
        // A wrong signature is not made good by the secret beside it.
        let both = [
            ("x-signature", "ab"),
            ("x-timestamp", "1700000000"),
            ("x-vapi-secret", SECRET),
        ];
        assert!(!with(&both, 1_700_000_000));
        assert!(!with(
            &[("x-signature", "é"), ("x-timestamp", "1700000000")],
            1_700_000_000
        ));
    }
}
