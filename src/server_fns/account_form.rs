//! Fields of the account forms, read with words for whoever filled them in.

use super::guard::Asked;
use crate::{
    domain::accounts::{Browser, Email, ParsePasswordError, Password, PersonName},
    shared::error::AppError,
};

/// An e-mail address.
pub fn email(text: &str) -> Result<Email, AppError> {
    Email::parse(text).map_err(|_| {
        AppError::invalid(
            "email",
            "Please check the e-mail address; it should look like name@example.com.",
        )
    })
}

/// A new password.
pub fn password(field: &str, text: &str) -> Result<Password, AppError> {
    Password::parse(text).map_err(|error| {
        let message = match error {
            ParsePasswordError::TooShort => "Please use at least 10 characters.",
            ParsePasswordError::TooLong => "Please use at most 128 characters.",
            ParsePasswordError::TooCommon => {
                "This password is one of the first that are tried. Please choose another."
            }
        };
        AppError::invalid(field, message)
    })
}

/// A first or last name.
pub fn name(field: &str, text: &str) -> Result<PersonName, AppError> {
    PersonName::parse(text).map_err(|_| {
        AppError::invalid(
            field,
            "Please use up to 80 letters, without links or special signs.",
        )
    })
}

/// The password must not be the address.
pub fn password_is_email(field: &str) -> AppError {
    AppError::invalid(field, "Your password must not be your e-mail address.")
}

/// What joins with a new account: the browser, and the session it had.
pub fn browser(asked: &Asked) -> Browser {
    Browser {
        device: asked.device(),
        origin: asked.origin(),
        replaces: asked.session_token(),
    }
}

/// Who reads a mailed link; nobody while an operator is in.
pub fn reader(asked: &Asked) -> Option<String> {
    asked
        .user
        .as_ref()
        .filter(|user| user.entry.is_none())
        .map(|user| user.email.clone())
}

/// An invited address that has an account signs in with it.
pub fn has_account() -> AppError {
    AppError::Refused(
        "There is an account with this address already. Sign in with it, then open the link of the mail again."
            .into(),
    )
}

/// An invitation is accepted by whom it is for.
pub fn is_for(invited: &str) -> AppError {
    AppError::Refused(format!(
        "This invitation is for {invited}. You are signed in with another address. Sign out, sign in as {invited} and \
         open the link again."
    ))
}
