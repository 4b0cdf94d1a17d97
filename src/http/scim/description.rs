//! What this service can do, for directories that ask before they begin.

use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use super::answer::{LIST, ScimError, USER, json_of};

/// What is supported.
pub async fn config() -> Response {
    let no = json!({ "supported": false });
    let config = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
        "patch": { "supported": true },
        "bulk": { "supported": false, "maxOperations": 0, "maxPayloadSize": 0 },
        "filter": { "supported": true, "maxResults": super::users::COUNT_MAX },
        "changePassword": no,
        "sort": no,
        "etag": no,
        "authenticationSchemes": [{
            "type": "oauthbearertoken",
            "name": "Bearer token",
            "description": "A token of the company's sign-in page",
            "primary": true,
        }],
        "meta": { "resourceType": "ServiceProviderConfig" },
    });
    json_of(StatusCode::OK, &config)
}

fn one_user_type() -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
        "id": "User",
        "name": "User",
        "endpoint": "/Users",
        "description": "A member of the company",
        "schema": USER,
        "meta": { "resourceType": "ResourceType" },
    })
}

/// The types there are: one.
pub async fn resource_types() -> Response {
    json_of(StatusCode::OK, &list(one_user_type()))
}

/// That one.
pub async fn user_type() -> Response {
    json_of(StatusCode::OK, &one_user_type())
}

/// The schemas there are: one.
pub async fn schemas() -> Response {
    json_of(StatusCode::OK, &list(user_schema()))
}

/// That one by its name.
pub async fn schema(Path(id): Path<String>) -> Response {
    if id == USER {
        json_of(StatusCode::OK, &user_schema())
    } else {
        ScimError::new(404, "There is no such schema.").into_response()
    }
}

fn list(one: Value) -> Value {
    json!({ "schemas": [LIST], "totalResults": 1, "startIndex": 1, "itemsPerPage": 1, "Resources": [one] })
}

fn attribute(name: &str, kind: &str, mutability: &str, uniqueness: &str, is_required: bool) -> Value {
    json!({
        "name": name, "type": kind, "multiValued": false, "required": is_required, "caseExact": false,
        "mutability": mutability, "returned": "default", "uniqueness": uniqueness,
    })
}

fn user_schema() -> Value {
    let text = |name: &str| attribute(name, "string", "readWrite", "none", false);
    let mut name = attribute("name", "complex", "readWrite", "none", false);
    name["subAttributes"] = json!([text("givenName"), text("familyName"), text("formatted")]);
    let mut emails = attribute("emails", "complex", "readWrite", "none", false);
    emails["multiValued"] = true.into();
    emails["subAttributes"] = json!([
        text("value"),
        text("type"),
        attribute("primary", "boolean", "readWrite", "none", false)
    ]);
    let mut roles = attribute("roles", "complex", "readOnly", "none", false);
    roles["multiValued"] = true.into();
    roles["subAttributes"] = json!([text("value"), text("display")]);
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
        "id": USER,
        "name": "User",
        "description": "A member of the company; userName is the e-mail address",
        "attributes": [
            attribute("userName", "string", "readWrite", "server", true),
            name,
            emails,
            attribute("active", "boolean", "readWrite", "none", false),
            attribute("externalId", "string", "readWrite", "none", false),
            roles,
        ],
        "meta": { "resourceType": "Schema" },
    })
}
