//! Who asks: the key becomes a scope, or the reason why not. Each handler begins with `may`.

use std::sync::Arc;

use axum::{
    extract::Request,
    http::header,
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::problem::{Code, Problem};
use crate::{
    domain::{
        api::{self, IdentifyError, KeyScope, KnownKey},
        error::Internal,
        scope::Scope,
    },
    server_fns::guard::Asked,
};

/// What a handler of the interface answers.
pub type Answer = Result<Response, Problem>;

/// A request of a reseller's system.
#[derive(Clone)]
pub struct Caller {
    pub asked: Asked,
    key: Result<Arc<KnownKey>, Problem>,
}

impl Caller {
    /// The key, if it has this right.
    pub fn may(&self, scope: KeyScope) -> Result<&KnownKey, Problem> {
        let key = self.key.as_ref().map_err(Clone::clone)?;
        if key.scopes.contains(&scope) {
            return Ok(key);
        }
        let detail = format!(
            "This needs the scope `{}`, which the key has not.",
            scope.as_str()
        );
        Err(Problem::new(Code::ScopeMissing, detail)
            .hint("Make a key with this scope in the reseller's dashboard."))
    }

    /// The key, if it is valid.
    pub(super) fn key(&self) -> Option<&KnownKey> {
        self.key.as_ref().ok().map(AsRef::as_ref)
    }

    /// Logs our failure once.
    pub fn internal(&self, error: &Internal) -> Problem {
        self.asked.internal(error);
        Problem::new(
            Code::Internal,
            "It was our fault and has been noted. A request with an Idempotency-Key can be repeated safely.",
        )
    }
}

/// The refusal of an id that is not the reseller's, or nobody's.
pub fn not_found(what: &str) -> Problem {
    Problem::new(Code::NotFound, format!("This shop has no such {what}."))
}

/// Finds out whose key it is, for the limits and the handlers behind.
pub async fn identify(mut request: Request, next: Next) -> Response {
    let Some(asked) = request.extensions().get::<Asked>().cloned() else {
        return Problem::new(Code::Internal, "The shop is not known.").into_response();
    };
    let presented = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, key)| key.trim().to_owned());
    let unauthorized = |detail: &str| Problem::new(Code::Unauthorized, detail);
    let key = match presented {
        None => Err(unauthorized(
            "Send `Authorization: Bearer` with an API key of this shop.",
        )),
        Some(key) => match api::identify(&asked.backend, &asked.shop, &key, asked.address).await {
            Ok(key) => {
                let span = tracing::Span::current();
                span.record("reseller_id", tracing::field::display(key.client.reseller()));
                Ok(Arc::new(key))
            }
            Err(IdentifyError::Unknown) => Err(unauthorized(
                "This key is not valid here. It may be revoked or expired, or belong to another shop.",
            )),
            Err(IdentifyError::AddressNotAllowed) => Err(Problem::new(
                Code::AddressNotAllowed,
                format!("The key may not be used from {}.", asked.address),
            )
            .hint("Add the address to the key's networks in the reseller's dashboard.")),
            Err(IdentifyError::SwitchedOff) => Err(unauthorized(
                "This interface is switched off for this shop. Nothing was done. Write to whoever runs the shop.",
            )),
            Err(IdentifyError::Internal(error)) => {
                asked.internal(&error);
                Err(Problem::new(Code::Internal, "The key could not be looked up."))
            }
        },
    };
    request.extensions_mut().insert(Caller { asked, key });
    next.run(request).await
}
