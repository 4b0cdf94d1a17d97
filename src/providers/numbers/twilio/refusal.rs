//! Twilio's error envelope and its codes, as its pages of error codes explain them.

use serde::Deserialize;

use crate::providers::{
    ProviderError, Refusal,
    http::{Answer, shorten},
};

#[derive(Deserialize)]
struct Envelope {
    code: u32,
    message: String,
}

/// A success, or what the envelope says. A 4xx without an envelope is not Twilio's word, so its outcome is unknown.
pub fn check(answer: Answer) -> Result<Answer, ProviderError> {
    if answer.is_success() {
        return Ok(answer);
    }
    match answer.envelope::<Envelope>() {
        // 20429: too many requests, by the envelope where the status says otherwise.
        Some(Envelope { code: 20429, .. }) => Err(ProviderError::RateLimited {
            retry_after_seconds: 1,
        }),
        Some(envelope) => Err(ProviderError::Refused(read(envelope))),
        None => Err(ProviderError::unknown(format!(
            "HTTP {} without Twilio's envelope",
            answer.status.as_u16()
        ))),
    }
}

fn read(Envelope { code, message }: Envelope) -> Refusal {
    let detail = shorten(&message);
    match code {
        // PhoneNumber is not available. Assumed: 21452 (none in the area code) means the same for an exact number.
        21422 | 21452 => Refusal::OutOfStock,
        // 21613, 21631: requires an address. Assumed: 21615 (a local one), 21651 (the address does not satisfy).
        21613 | 21615 | 21631 | 21651 => Refusal::AddressRequired,
        // Assumed: a regulatory bundle.
        21649 | 21650 => Refusal::DocumentsRequired,
        // 21404: a trial account is allowed one number. Assumed: 20003 (not authenticated), 20005 (not active),
        // 20006 (access denied), 20008 (test credentials).
        20003 | 20005 | 20006 | 20008 | 21404 => Refusal::OurAccount {
            detail: format!("{code} {detail}"),
        },
        _ => Refusal::Other {
            code: code.to_string(),
            detail,
        },
    }
}

/// A no to an address: its owner can mend it, unless it is about our account or none of the address's business.
pub fn of_address(error: ProviderError) -> ProviderError {
    match error {
        // Assumed: every other code is about what was given.
        ProviderError::Refused(Refusal::Other { code, detail }) => {
            let detail = format!("{code} {detail}");
            ProviderError::Refused(Refusal::AddressRefused { detail })
        }
        other => other,
    }
}
