//! Users: members of the company the token belongs to.

use axum::{
    Extension,
    body::Bytes,
    extract::{Path, Query},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;

use super::{
    Caller,
    answer::{self, LIST, ScimError, json_of},
    input::{self, UserIn},
};
use crate::{
    domain::{
        accounts::{Email, PersonName},
        directory::{self, Create, CreateError, Person, Update, UpdateError},
    },
    shared::ids::UserId,
};

/// Users of one answer.
pub const COUNT_MAX: usize = 200;
const COUNT_DEFAULT: usize = 100;

/// Which users.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct ListQuery {
    filter: Option<String>,
    start_index: Option<i64>,
    count: Option<i64>,
}

/// Everybody in the company, or who has an address.
pub async fn list(
    Extension(caller): Extension<Caller>,
    Query(query): Query<ListQuery>,
) -> Result<Response, ScimError> {
    let email = query.filter.as_deref().map(input::filter).transpose()?;
    // Below 1 is the first; a negative count is none (RFC 7644, 3.4.2.4).
    let start = usize::try_from(query.start_index.unwrap_or(1))
        .unwrap_or(1)
        .max(1);
    let count = query.count.map_or(COUNT_DEFAULT, |count| {
        usize::try_from(count).unwrap_or(0).min(COUNT_MAX)
    });
    let Caller { asked, directory } = &caller;
    let found = directory::list(&asked.backend, directory, email.as_deref(), start, count)
        .await
        .map_err(|error| ScimError::internal(asked, &error))?;
    let users: Vec<_> = found
        .people
        .iter()
        .map(|person| answer::user(asked, person))
        .collect();
    let body = json!({
        "schemas": [LIST], "totalResults": found.total, "startIndex": start, "itemsPerPage": users.len(),
        "Resources": users,
    });
    Ok(json_of(StatusCode::OK, &body))
}

/// One user.
pub async fn find(
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Result<Response, ScimError> {
    let Caller { asked, directory } = &caller;
    let person = directory::find(&asked.backend, directory, id_of(&id)?)
        .await
        .map_err(|error| ScimError::internal(asked, &error))?
        .ok_or_else(ScimError::not_found)?;
    Ok(json_of(StatusCode::OK, &answer::user(asked, &person)))
}

/// Enters somebody new.
pub async fn create(
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, ScimError> {
    let Caller { asked, directory } = &caller;
    let user = input::user(&input::object(&headers, &body)?)?;
    let new = Create {
        email: email(user.user_name.as_deref().unwrap_or_default())?,
        first_name: name(user.given_name.as_deref())?.unwrap_or_default(),
        last_name: name(user.family_name.as_deref())?.unwrap_or_default(),
        external_id: user.external_id,
        is_active: user.is_active != Some(false),
        origin: asked.origin(),
    };
    let person = directory::create(&asked.backend, directory, &new)
        .await
        .map_err(|error| match error {
            CreateError::AlreadyMember => taken("A user of this company has this userName."),
            CreateError::HasAccount => taken(
                "An account of the shop has this address and does not belong to the company. Invite it on the \
                 company's members page; once the invitation is accepted, the user is here.",
            ),
            CreateError::OtherDomain => ScimError::value(
                "The domain of the address is not proven to be the company's; its sign-in page says how.",
            ),
            CreateError::TooMany => ScimError::new(
                403,
                "The company has 500 members, which is the most. Nobody was entered.",
            ),
            CreateError::Internal(error) => ScimError::internal(asked, &error),
        })?;
    let mut response = json_of(StatusCode::CREATED, &answer::user(asked, &person));
    if let Ok(location) = HeaderValue::from_str(&answer::location(asked, &person)) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

/// Writes somebody anew; what is not said stays.
pub async fn replace(
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, ScimError> {
    let user = input::user(&input::object(&headers, &body)?)?;
    let person = change(&caller, &id, user).await?;
    Ok(json_of(StatusCode::OK, &answer::user(&caller.asked, &person)))
}

/// Changes what the operations name.
pub async fn patch(
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, ScimError> {
    let user = input::patch(&input::object(&headers, &body)?)?;
    let person = change(&caller, &id, user).await?;
    Ok(json_of(StatusCode::OK, &answer::user(&caller.asked, &person)))
}

/// Deactivates somebody: what they did stays in the company's records.
pub async fn delete(
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Result<Response, ScimError> {
    let off = UserIn {
        is_active: Some(false),
        ..UserIn::default()
    };
    change(&caller, &id, off).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn change(caller: &Caller, id: &str, user: UserIn) -> Result<Person, ScimError> {
    let Caller { asked, directory } = caller;
    let update = Update {
        email: user.user_name.as_deref().map(email).transpose()?,
        first_name: name(user.given_name.as_deref())?,
        last_name: name(user.family_name.as_deref())?,
        external_id: user.external_id,
        is_active: user.is_active,
        origin: asked.origin(),
    };
    directory::update(&asked.backend, directory, id_of(id)?, &update)
        .await
        .map_err(|error| match error {
            UpdateError::NotFound => ScimError::not_found(),
            UpdateError::LastOwner => ScimError::new(
                409,
                "The last owner of the company cannot be deactivated by a directory. Nothing was changed. Hand the \
                 company over first.",
            ),
            UpdateError::EmailFixed => ScimError::new(
                400,
                "The address stays: the account was not made by this company, or the new address is in no domain that \
                 is proven to be the company's. Nothing was changed.",
            )
            .kind("mutability"),
            UpdateError::EmailTaken => taken("An account of the shop has this address."),
            UpdateError::Internal(error) => ScimError::internal(asked, &error),
        })
}

/// An id of another kind is answered like one that does not exist.
fn id_of(text: &str) -> Result<UserId, ScimError> {
    text.parse().map_err(|_| ScimError::not_found())
}

fn email(text: &str) -> Result<Email, ScimError> {
    Email::parse(text).map_err(|_| ScimError::value("`userName` has to be the person's e-mail address."))
}

fn name(text: Option<&str>) -> Result<Option<PersonName>, ScimError> {
    text.map(|text| {
        PersonName::parse(text)
            .map_err(|_| ScimError::value("A name has up to 80 letters, without links or special signs."))
    })
    .transpose()
}

fn taken(detail: &str) -> ScimError {
    ScimError::new(409, format!("{detail} Nothing was changed.")).kind("uniqueness")
}
