//! Answers in SCIM's own format.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use crate::{
    domain::{directory::Person, error::Internal},
    server_fns::guard::Asked,
};

const MEDIA_TYPE: HeaderValue = HeaderValue::from_static("application/scim+json");
const ERROR: &str = "urn:ietf:params:scim:api:messages:2.0:Error";
/// The one schema of this service.
pub const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
pub const LIST: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

/// A JSON answer.
pub fn json_of(status: StatusCode, body: &Value) -> Response {
    (status, [(header::CONTENT_TYPE, MEDIA_TYPE)], body.to_string()).into_response()
}

/// A refusal (RFC 7644, 3.12).
#[derive(Debug)]
pub struct ScimError {
    status: u16,
    kind: Option<&'static str>,
    detail: String,
}

impl ScimError {
    pub fn new(status: u16, detail: impl Into<String>) -> Self {
        Self {
            status,
            kind: None,
            detail: detail.into(),
        }
    }

    /// With the standard's word for what is wrong.
    pub fn kind(self, kind: &'static str) -> Self {
        Self {
            kind: Some(kind),
            ..self
        }
    }

    /// A value that cannot be used.
    pub fn value(detail: &str) -> Self {
        Self::new(400, format!("{detail} Nothing was changed.")).kind("invalidValue")
    }

    /// Somebody who is not in the company.
    pub fn not_found() -> Self {
        Self::new(404, "This company has no such user.")
    }

    /// Logs our failure once.
    pub fn internal(asked: &Asked, error: &Internal) -> Self {
        asked.internal(error);
        Self::new(
            500,
            format!(
                "It was our fault and has been noted as {}. Nothing was changed.",
                asked.request_id
            ),
        )
    }
}

impl IntoResponse for ScimError {
    fn into_response(self) -> Response {
        let mut body =
            json!({ "schemas": [ERROR], "status": self.status.to_string(), "detail": self.detail });
        if let Some(kind) = self.kind {
            body["scimType"] = kind.into();
        }
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = json_of(status, &body);
        if status == StatusCode::UNAUTHORIZED {
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// Where a user is.
pub fn location(asked: &Asked, person: &Person) -> String {
    let path = format!("/scim/v2/Users/{}", person.id);
    asked.backend.address.url(&asked.shop.host, &path)
}

/// A user as the directory reads it.
pub fn user(asked: &Asked, person: &Person) -> Value {
    let formatted = format!("{} {}", person.first_name, person.last_name);
    let mut user = json!({
        "schemas": [USER],
        "id": person.id,
        "userName": person.email,
        "name": {
            "givenName": person.first_name,
            "familyName": person.last_name,
            "formatted": formatted.trim(),
        },
        "displayName": formatted.trim(),
        "emails": [{ "value": person.email, "type": "work", "primary": true }],
        "active": person.is_active,
        "roles": [{ "value": person.role.as_str(), "display": person.role.in_words(), "primary": true }],
        "meta": {
            "resourceType": "User",
            "created": person.created_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
            "location": location(asked, person),
        },
    });
    if let Some(external_id) = &person.external_id {
        user["externalId"] = external_id.as_str().into();
    }
    user
}
