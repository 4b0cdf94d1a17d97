//! `/scim/v2`: a company's directory enters, changes and deactivates its people (RFC 7643, RFC 7644).
//!
//! A user here is a member of the company the token belongs to. `userName` is the person's e-mail address. Deleting is
//! deactivating: what a person did stays in the company's records.

mod answer;
mod description;
mod input;
mod users;

use std::net::IpAddr;

use axum::{
    Router,
    extract::Request,
    http::header,
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{any, get},
};
use tower::ServiceBuilder;
use tower_governor::{GovernorError, key_extractor::KeyExtractor};

use self::answer::ScimError;
use super::{api::limit, middleware, router::Edges};
use crate::{
    backend::Backend,
    domain::{directory, scope::Directory},
    server_fns::guard::Asked,
};

/// Whose directory asks.
#[derive(Debug, Clone)]
pub struct Caller {
    pub asked: Asked,
    pub directory: Directory,
}

/// Directories are counted by where they write from: a token is 256 random bits, and guessing is slow all the same.
#[derive(Debug, Clone)]
struct ByAddress;

impl KeyExtractor for ByAddress {
    type Key = IpAddr;

    fn name(&self) -> &'static str {
        "address"
    }

    fn extract<T>(&self, request: &axum::http::Request<T>) -> Result<IpAddr, GovernorError> {
        let asked = request.extensions().get::<Asked>();
        asked
            .map(|asked| asked.address)
            .ok_or(GovernorError::UnableToExtractKey)
    }
}

fn refuse(error: GovernorError) -> Response {
    match error {
        GovernorError::TooManyRequests { wait_time, .. } => ScimError::new(
            429,
            format!(
                "Too many requests at once. Nothing was done. Wait {} s.",
                wait_time.max(1)
            ),
        ),
        GovernorError::UnableToExtractKey | GovernorError::Other { .. } => {
            ScimError::new(500, "The request could not be counted.")
        }
    }
    .into_response()
}

/// Everything below `/scim/v2`.
pub fn routes(edges: &Edges) -> Router<Backend> {
    let routes = Router::new()
        .route("/scim/v2/Users", get(users::list).post(users::create))
        .route(
            "/scim/v2/Users/{id}",
            get(users::find)
                .put(users::replace)
                .patch(users::patch)
                .delete(users::delete),
        )
        .route("/scim/v2/ServiceProviderConfig", get(description::config))
        .route("/scim/v2/ResourceTypes", get(description::resource_types))
        .route("/scim/v2/ResourceTypes/User", get(description::user_type))
        .route("/scim/v2/Schemas", get(description::schemas))
        .route("/scim/v2/Schemas/{id}", get(description::schema))
        .route("/scim/v2", any(nothing))
        .route("/scim/v2/{*rest}", any(nothing))
        .layer(from_fn(identify));
    limit::apply_by(routes, edges.api_rate, ByAddress, refuse).layer(
        ServiceBuilder::new()
            .layer(from_fn_with_state(edges.clone(), middleware::shop::resolve))
            .layer(from_fn(middleware::security_headers::set)),
    )
}

async fn nothing() -> ScimError {
    ScimError::new(404, "There is nothing at this address.")
}

/// The token becomes a scope, or the request is refused whatever it asks for.
async fn identify(mut request: Request, next: Next) -> Response {
    let Some(asked) = request.extensions().get::<Asked>().cloned() else {
        return ScimError::new(500, "The shop is not known.").into_response();
    };
    let presented = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim())
        .unwrap_or_default();
    match directory::identify(&asked.backend, &asked.shop.visitor, presented).await {
        Ok(Some(directory)) => {
            request.extensions_mut().insert(Caller { asked, directory });
            next.run(request).await
        }
        Ok(None) => ScimError::new(
            401,
            "Send `Authorization: Bearer` with a token of your company's sign-in page. This one is not valid here.",
        )
        .into_response(),
        Err(error) => ScimError::internal(&asked, &error).into_response(),
    }
}
