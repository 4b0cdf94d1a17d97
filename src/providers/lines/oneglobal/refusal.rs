//! 1GLOBAL's problem documents (RFC 9457) as our refusals.

use reqwest::StatusCode;
use serde::Deserialize;

use crate::providers::{
    ProviderError, Refusal,
    http::{Answer, shorten},
};

#[derive(Deserialize)]
struct Problem {
    title: String,
    #[serde(default)]
    detail: String,
    #[serde(default)]
    errors: Vec<Fault>,
}

#[derive(Deserialize)]
struct Fault {
    code: String,
    #[serde(default)]
    detail: String,
    /// Where in the request: `$.products`.
    #[serde(default)]
    pointer: String,
}

/// A success, or what the problem says. A 4xx without one is not 1GLOBAL's word, so its outcome is unknown.
pub fn check(answer: Answer) -> Result<Answer, ProviderError> {
    if answer.is_success() {
        return Ok(answer);
    }
    if matches!(
        answer.status,
        StatusCode::UNAUTHORIZED | StatusCode::PAYMENT_REQUIRED | StatusCode::FORBIDDEN
    ) {
        return Err(ProviderError::Refused(answer.refusal_by_status(None)));
    }
    let status = answer.status;
    let Some(problem) = answer.envelope::<Problem>() else {
        let status = status.as_u16();
        return Err(ProviderError::unknown(format!("HTTP {status} without a problem")));
    };
    Err(read(status, &problem))
}

/// Assumed: the pointer names the field that is wrong, and the code of a key that was used for another request speaks
/// of idempotency. Such a key says nothing of what became of the first request.
fn read(status: StatusCode, problem: &Problem) -> ProviderError {
    let any = |is: &dyn Fn(&Fault) -> bool| problem.errors.iter().any(is);
    if any(&|fault| fault.code == "rate_limit_exceeded") {
        return ProviderError::RateLimited {
            retry_after_seconds: 1,
        };
    }
    // 409: the request with this key is still being worked on.
    if status == StatusCode::CONFLICT || any(&|fault| fault.code.contains("idempoten")) {
        return ProviderError::unknown(format!("HTTP {} {}", status.as_u16(), shorten(&problem.title)));
    }
    if any(&|fault| fault.pointer.contains("address")) {
        return ProviderError::Refused(Refusal::AddressRequired);
    }
    if any(&|fault| fault.pointer.contains("product_offering_id")) {
        return ProviderError::Refused(Refusal::OutOfStock);
    }
    let (code, detail) = match problem.errors.first() {
        Some(fault) => (fault.code.clone(), &fault.detail),
        None => (format!("http_{}", status.as_u16()), &problem.detail),
    };
    let detail = if detail.is_empty() { &problem.title } else { detail };
    ProviderError::Refused(Refusal::Other {
        code: shorten(&code),
        detail: shorten(detail),
    })
}
