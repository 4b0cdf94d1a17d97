//! Why somebody was not let in, out of what the provider's adapter found.

use crate::{
    providers::sign_in::{Cause, SignInFault},
    shared::sign_in::SignInRefusal,
};

/// The refusal, and what stands behind it for whoever mends it.
#[derive(Debug, Clone)]
pub(super) struct Refused {
    pub why: SignInRefusal,
    pub detail: String,
}

impl From<SignInRefusal> for Refused {
    fn from(why: SignInRefusal) -> Self {
        Self {
            why,
            detail: String::new(),
        }
    }
}

impl From<SignInFault> for Refused {
    fn from(fault: SignInFault) -> Self {
        let why = match fault.cause {
            Cause::Address => SignInRefusal::Address,
            Cause::Unreachable => SignInRefusal::Unreachable,
            Cause::Discovery => SignInRefusal::Discovery,
            Cause::Client => SignInRefusal::Client,
            Cause::Token => SignInRefusal::Token,
            Cause::Signature => SignInRefusal::Signature,
            Cause::Issuer => SignInRefusal::Issuer,
            Cause::Audience => SignInRefusal::Audience,
            Cause::Nonce => SignInRefusal::Nonce,
            Cause::Expired => SignInRefusal::Expired,
        };
        Self {
            why,
            detail: fault.detail,
        }
    }
}
