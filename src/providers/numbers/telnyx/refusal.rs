//! Telnyx's error envelope and its codes, as its list of API error codes explains them.

use serde::Deserialize;

use crate::providers::{
    ProviderError, Refusal,
    exact::Exact,
    http::{Answer, shorten},
};

#[derive(Deserialize)]
struct Envelope {
    errors: Vec<Error>,
}

#[derive(Deserialize)]
struct Error {
    code: Exact,
    #[serde(default)]
    title: String,
    #[serde(default)]
    detail: Option<String>,
}

/// A success, or what the envelope says. A 4xx without an envelope is not Telnyx's word, so its outcome is unknown.
pub fn check(answer: Answer) -> Result<Answer, ProviderError> {
    if answer.is_success() {
        return Ok(answer);
    }
    let Some(error) = answer
        .envelope::<Envelope>()
        .and_then(|envelope| envelope.errors.into_iter().next())
    else {
        return Err(ProviderError::unknown(format!(
            "HTTP {} without Telnyx's envelope",
            answer.status.as_u16()
        )));
    };
    let detail = shorten(&error.detail.unwrap_or(error.title));
    match error.code.as_str() {
        // Too many requests, by the envelope where the status says otherwise.
        "10011" => Err(ProviderError::RateLimited {
            retry_after_seconds: 1,
        }),
        // Unexpected error, request timeout: not a no.
        "10007" | "10008" => Err(ProviderError::unknown(detail)),
        code => Err(ProviderError::Refused(read(code, detail))),
    }
}

fn read(code: &str, detail: String) -> Refusal {
    match code {
        // 85000: not found by a search of ours, so not on offer to us. Assumed: 85001 (not available any more).
        "85000" | "85001" => Refusal::OutOfStock,
        // Not authenticated, not authorized. Assumed: 20100 (insufficient funds).
        "10009" | "10010" | "20100" => Refusal::OurAccount {
            detail: format!("{code} {detail}"),
        },
        _ => Refusal::Other {
            code: code.to_owned(),
            detail,
        },
    }
}

/// A no to an address: its owner can mend it.
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
