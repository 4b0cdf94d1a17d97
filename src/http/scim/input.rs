//! What a directory writes: whole users, patches in the spellings of Entra and Okta, and filters.

use axum::http::{HeaderMap, header};
use serde_json::{Map, Value};

use super::answer::ScimError;

/// Changes of one patch.
const OPERATIONS_MAX: usize = 50;
/// Characters of a directory's own id.
const EXTERNAL_ID_MAX: usize = 200;

/// What is said of a user; `None` where nothing is.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct UserIn {
    pub user_name: Option<String>,
    pub given_name: Option<String>,
    pub family_name: Option<String>,
    pub external_id: Option<String>,
    pub is_active: Option<bool>,
}

/// The JSON object of a request.
pub fn object(headers: &HeaderMap, bytes: &[u8]) -> Result<Map<String, Value>, ScimError> {
    let is_json = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .and_then(|kind| kind.split(';').next())
        .is_some_and(|kind| ["application/scim+json", "application/json"].contains(&kind.trim()));
    if !is_json {
        return Err(ScimError::new(
            415,
            "Send the body as `Content-Type: application/scim+json`. Nothing was changed.",
        ));
    }
    match serde_json::from_slice(bytes) {
        Ok(Value::Object(object)) => Ok(object),
        _ => {
            Err(ScimError::new(400, "The body is no JSON object. Nothing was changed.").kind("invalidSyntax"))
        }
    }
}

/// A whole user.
pub fn user(object: &Map<String, Value>) -> Result<UserIn, ScimError> {
    let mut user = UserIn::default();
    for (name, value) in object {
        set(&mut user, name, value)?;
    }
    Ok(user)
}

/// The changes of a patch, one after another. What this service does not keep is passed over: directories send all they
/// know.
pub fn patch(object: &Map<String, Value>) -> Result<UserIn, ScimError> {
    let operations = get(object, "operations")
        .and_then(Value::as_array)
        .filter(|operations| (1..=OPERATIONS_MAX).contains(&operations.len()))
        .ok_or_else(|| {
            ScimError::new(400, "Send 1 to 50 Operations. Nothing was changed.").kind("invalidSyntax")
        })?;
    let mut user = UserIn::default();
    for operation in operations {
        let operation = operation.as_object().ok_or_else(|| {
            ScimError::new(400, "An operation is an object. Nothing was changed.").kind("invalidSyntax")
        })?;
        let verb = get(operation, "op").and_then(Value::as_str).unwrap_or_default();
        let value = get(operation, "value").unwrap_or(&Value::Null);
        match (
            verb.to_ascii_lowercase().as_str(),
            get(operation, "path").and_then(Value::as_str),
        ) {
            ("add" | "replace", Some(path)) => set(&mut user, path, value)?,
            ("add" | "replace", None) => {
                let values = value
                    .as_object()
                    .ok_or_else(|| ScimError::value("An operation without a path needs an object."))?;
                for (name, value) in values {
                    set(&mut user, name, value)?;
                }
            }
            ("remove", Some(path)) => remove(&mut user, path)?,
            _ => {
                return Err(ScimError::new(
                    400,
                    "An operation is add, replace or remove with a path. Nothing was changed.",
                )
                .kind("invalidSyntax"));
            }
        }
    }
    Ok(user)
}

/// Names of attributes are the same in small and capital letters (RFC 7643, 2.1).
fn get<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    object
        .iter()
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}

fn set(user: &mut UserIn, path: &str, value: &Value) -> Result<(), ScimError> {
    let path = path.to_ascii_lowercase();
    let path = path
        .strip_prefix("urn:ietf:params:scim:schemas:core:2.0:user:")
        .unwrap_or(&path);
    match path {
        "username" => user.user_name = Some(text(value)?),
        "externalid" if !value.is_null() => {
            let id = text(value)?;
            if !(1..=EXTERNAL_ID_MAX).contains(&id.chars().count()) {
                return Err(ScimError::value("An externalId has 1 to 200 characters."));
            }
            user.external_id = Some(id);
        }
        "active" => user.is_active = Some(flag(value)?),
        "name.givenname" => user.given_name = Some(text(value)?),
        "name.familyname" => user.family_name = Some(text(value)?),
        "name" => {
            for (name, value) in value.as_object().into_iter().flatten() {
                set(user, &format!("name.{name}"), value)?;
            }
        }
        // The address is the userName; who sends only the address means the same.
        "emails" if user.user_name.is_none() => user.user_name = address(value),
        _ if path.starts_with("emails[") && path.ends_with(".value") && user.user_name.is_none() => {
            user.user_name = Some(text(value)?);
        }
        _ => {}
    }
    Ok(())
}

fn remove(user: &mut UserIn, path: &str) -> Result<(), ScimError> {
    match path.to_ascii_lowercase().as_str() {
        "username" | "active" => Err(ScimError::new(
            400,
            format!("{path} cannot be removed. Nothing was changed."),
        )
        .kind("mutability")),
        "name.givenname" => {
            user.given_name = Some(String::new());
            Ok(())
        }
        "name.familyname" => {
            user.family_name = Some(String::new());
            Ok(())
        }
        _ => Ok(()),
    }
}

/// The primary address of a list, or the first.
fn address(value: &Value) -> Option<String> {
    let all = value.as_array()?;
    let is_primary = |one: &&Value| one.get("primary") == Some(&Value::Bool(true));
    let one = all.iter().find(is_primary).or_else(|| all.first())?;
    one.get("value").and_then(Value::as_str).map(str::to_owned)
}

fn text(value: &Value) -> Result<String, ScimError> {
    match value {
        Value::String(text) => Ok(text.trim().to_owned()),
        Value::Null => Ok(String::new()),
        _ => Err(ScimError::value("A text was expected.")),
    }
}

/// Entra writes `"False"` where the standard has `false`.
fn flag(value: &Value) -> Result<bool, ScimError> {
    match value {
        Value::Bool(flag) => Ok(*flag),
        Value::String(text) if text.eq_ignore_ascii_case("true") => Ok(true),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Ok(false),
        _ => Err(ScimError::value("`active` is true or false.")),
    }
}

/// The address of `userName eq "…"`; any other filter is refused.
pub fn filter(text: &str) -> Result<String, ScimError> {
    let refused =
        || ScimError::new(400, "Only the filter `userName eq \"…\"` is supported.").kind("invalidFilter");
    let mut parts = text.trim().splitn(3, ' ');
    let (Some(name), Some(verb), Some(value)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(refused());
    };
    let is_known = name.eq_ignore_ascii_case("userName") && verb.eq_ignore_ascii_case("eq");
    // A JSON string, quotes and escapes included.
    match serde_json::from_str::<Value>(value.trim()) {
        Ok(Value::String(address)) if is_known => Ok(address),
        _ => Err(refused()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(body: Value) -> Result<UserIn, ScimError> {
        patch(body.as_object().unwrap())
    }

    #[test]
    fn patches_of_entra_and_okta_say_the_same() {
        let off = UserIn {
            is_active: Some(false),
            ..UserIn::default()
        };
        for operation in [
            json!({ "op": "Replace", "path": "active", "value": "False" }),
            json!({ "op": "replace", "value": { "active": false } }),
            json!({ "op": "replace", "path": "active", "value": false }),
            json!({ "op": "Add", "path": "urn:ietf:params:scim:schemas:core:2.0:User:active", "value": "false" }),
        ] {
            assert_eq!(read(json!({ "Operations": [operation] })).unwrap(), off);
        }
        let changed = read(json!({ "Operations": [
            { "op": "replace", "value": { "name.givenName": "Ann", "title": "Boss" } },
            { "op": "replace", "path": "name.familyName", "value": "Lee" },
            { "op": "replace", "path": "emails[type eq \"work\"].value", "value": "ann@b.test" },
        ] }))
        .unwrap();
        assert_eq!(changed.given_name.as_deref(), Some("Ann"));
        assert_eq!(changed.family_name.as_deref(), Some("Lee"));
        assert_eq!(changed.user_name.as_deref(), Some("ann@b.test"));
        for wrong in [
            json!({}),
            json!({ "Operations": [] }),
            json!({ "Operations": [{ "op": "replace", "path": "active", "value": "maybe" }] }),
            json!({ "Operations": [{ "op": "remove", "path": "active" }] }),
            json!({ "Operations": [{ "op": "explode", "path": "active" }] }),
        ] {
            assert!(read(wrong.clone()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn one_filter_is_read_and_no_other() {
        assert_eq!(filter("userName eq \"a@b.test\"").unwrap(), "a@b.test");
        assert_eq!(filter("username EQ \"a\\\"b\"").unwrap(), "a\"b");
        for text in [
            "",
            "userName",
            "userName co \"a\"",
            "userName eq a",
            "id eq \"a\"",
        ] {
            assert!(filter(text).is_err(), "{text}");
        }
    }
}
