//! Webhooks of Flutterwave: two ways to prove where they come from, two shapes of body.

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

use super::wire::{Event, EventData};
use crate::providers::payments::{PaymentEvent, WebhookError};

type Header<'h> = &'h (dyn for<'a> Fn(&'a str) -> Option<String> + Sync);

/// Needs at least one proof, and every proof that is there must hold:
///
/// - `verif-hash` is the secret itself (v3). It proves nothing about the body, so payments are always verified.
/// - `flutterwave-signature` is base64 of HMAC-SHA256 over the raw body. Assumed: v3 accounts may send it.
pub fn check(secret: &str, header: Header<'_>, body: &[u8]) -> Result<(), WebhookError> {
    let plain = header("verif-hash").map(|hash| bool::from(hash.as_bytes().ct_eq(secret.as_bytes())));
    let signed = header("flutterwave-signature").map(|signature| is_signature(secret, &signature, body));
    match (plain, signed) {
        _ if secret.is_empty() => Err(WebhookError::Forged),
        (Some(true), None | Some(true)) | (None, Some(true)) => Ok(()),
        _ => Err(WebhookError::Forged),
    }
}

fn is_signature(secret: &str, signature: &str, body: &[u8]) -> bool {
    let (Ok(signature), Ok(mut mac)) = (
        STANDARD.decode(signature.trim()),
        Hmac::<Sha256>::new_from_slice(secret.as_bytes()),
    ) else {
        return false;
    };
    mac.update(body);
    mac.verify_slice(&signature).is_ok()
}

/// The vendor advises to tell repeats by id and status. An event without them is not about a payment.
pub fn read(body: &[u8]) -> Result<PaymentEvent, WebhookError> {
    let unreadable = |what: &str| WebhookError::Unreadable(what.to_owned());
    let event: Event = serde_json::from_slice(body).map_err(|_| unreadable("not an event in JSON"))?;
    let kind = event.event.or(event.event_type);
    let data = match event.data {
        Some(data) => data,
        None => serde_json::from_slice::<EventData>(body).map_err(|_| unreadable("no transaction"))?,
    };
    let (Some(id), Some(status)) = (data.id, data.status) else {
        return Err(unreadable("no id or no status"));
    };
    Ok(PaymentEvent {
        event_id: format!("{}:{status}", id.as_str()),
        reference: data.tx_ref,
        // Assumed: a flat body without a word for what happened is a charge.
        kind: kind.unwrap_or_else(|| "charge.completed".to_owned()),
    })
}
