//! Registering, signing in and out, and one's own settings.

use leptos::prelude::*;

use crate::shared::{account, error::AppError, ids::SessionId};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        accounts::{
            self, ChangePasswordError, ConfirmPasswordError, EndSessionError, LinkToken, LocalPath,
            RegisterError, RequestPasswordResetError, ResendVerificationError, ResetPasswordError,
            SaveSettingsError, SignInError, VerifyError,
        },
        closing::{self, close::CloseError},
    },
    server_fns::{account_form as form, guard},
};

/// Makes an account and mails its link; says the same for an address that has one. Scope: visitor.
#[server(prefix = "/do", endpoint = "accounts/register")]
pub async fn register(
    email: String,
    password: String,
    first_name: String,
    last_name: String,
    next: Option<String>,
) -> Result<(), AppError> {
    let asked = guard::visitor()?;
    let request = accounts::Register {
        email: form::email(&email)?,
        password: form::password("password", &password)?,
        first_name: form::name("first_name", &first_name)?,
        last_name: form::name("last_name", &last_name)?,
        origin: asked.origin(),
        next: next.as_deref().and_then(LocalPath::parse),
        host: asked.shop.host.clone(),
    };
    accounts::register(&asked.backend, &asked.shop.visitor, request)
        .await
        .map_err(|error| match error {
            RegisterError::PasswordIsEmail => form::password_is_email("password"),
            RegisterError::Throttled { retry_after_seconds } => AppError::TooMany { retry_after_seconds },
            RegisterError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/check-your-mail");
    Ok(())
}

/// Follows the mailed link: the address is verified and its owner signed in. Scope: visitor.
#[server(prefix = "/do", endpoint = "accounts/verify_email")]
pub async fn verify_email(token: String, next: Option<String>) -> Result<(), AppError> {
    let asked = guard::visitor()?;
    let invalid = || {
        AppError::Refused("This link is not valid any more. Sign in, and we will mail you a new one.".into())
    };
    let request = accounts::VerifyEmail {
        token: LinkToken::parse(&token).ok_or_else(invalid)?,
        origin: asked.origin(),
        device: asked.device(),
        replaces: asked.session_token(),
    };
    let session = accounts::verify_email(&asked.backend, &asked.shop.visitor, request)
        .await
        .map_err(|error| match error {
            VerifyError::AlreadyVerified => {
                AppError::Refused("Your address is confirmed already. Please sign in.".into())
            }
            VerifyError::LinkInvalid => invalid(),
            VerifyError::Internal(error) => asked.internal(&error),
        })?;
    asked.set_session(&session);
    leptos_axum::redirect(
        next.as_deref()
            .and_then(LocalPath::parse)
            .as_ref()
            .map_or("/account", LocalPath::as_str),
    );
    Ok(())
}

/// Mails the link again. Scope: customer.
#[server(prefix = "/do", endpoint = "accounts/resend_verification")]
pub async fn resend_verification() -> Result<(), AppError> {
    let (asked, customer) = guard::customer()?;
    let done =
        accounts::resend_verification(&asked.backend, &customer, &asked.shop.host, &asked.origin()).await;
    match done {
        Ok(()) => leptos_axum::redirect("/check-your-mail"),
        Err(ResendVerificationError::AlreadyVerified) => leptos_axum::redirect("/account"),
        Err(ResendVerificationError::Throttled { retry_after_seconds }) => {
            return Err(AppError::TooMany { retry_after_seconds });
        }
        Err(ResendVerificationError::Internal(error)) => return Err(asked.internal(&error)),
    }
    Ok(())
}

/// Signs in. One sentence for every reason why not. Scope: visitor.
#[server(prefix = "/do", endpoint = "accounts/sign_in")]
pub async fn sign_in(email: String, password: String, next: Option<String>) -> Result<(), AppError> {
    let asked = guard::visitor()?;
    let wrong = || AppError::Refused("The e-mail address or the password is not right.".into());
    let request = accounts::SignIn {
        email: accounts::Email::parse(&email).map_err(|_| wrong())?,
        password: password.into(),
        origin: asked.origin(),
        device: asked.device(),
        replaces: asked.session_token(),
    };
    let session = accounts::sign_in(&asked.backend, &asked.shop.visitor, request)
        .await
        .map_err(|error| match error {
            SignInError::Wrong => wrong(),
            SignInError::CompanySignIn { short_name } => AppError::Refused(format!(
                "Your company lets its people in by its own sign-in alone, so you are not signed in. Use \"Sign in with \
                 your company\" below; the company's short name is {short_name}."
            )),
            SignInError::Throttled { retry_after_seconds } => AppError::TooMany { retry_after_seconds },
            SignInError::Internal(error) => asked.internal(&error),
        })?;
    asked.set_session(&session);
    leptos_axum::redirect(
        next.as_deref()
            .and_then(LocalPath::parse)
            .as_ref()
            .map_or("/account", LocalPath::as_str),
    );
    Ok(())
}

/// Ends this browser's session. Scope: customer.
#[server(prefix = "/do", endpoint = "accounts/sign_out")]
pub async fn sign_out() -> Result<(), AppError> {
    let (asked, customer) = guard::customer()?;
    accounts::sign_out(&asked.backend, &customer, &asked.origin())
        .await
        .map_err(|error| asked.internal(&error))?;
    asked.forget_session();
    leptos_axum::redirect("/");
    Ok(())
}

/// Ends every session, this one included. Scope: customer.
#[server(prefix = "/do", endpoint = "accounts/sign_out_everywhere")]
pub async fn sign_out_everywhere() -> Result<(), AppError> {
    let (asked, customer) = guard::customer()?;
    accounts::sign_out_everywhere(&asked.backend, &customer, &asked.origin())
        .await
        .map_err(|error| asked.internal(&error))?;
    asked.forget_session();
    leptos_axum::redirect("/sign-in");
    Ok(())
}

/// Mails a link for a new password; says the same whether there is an account. Scope: visitor.
#[server(prefix = "/do", endpoint = "accounts/request_password_reset")]
pub async fn request_password_reset(email: String) -> Result<(), AppError> {
    let asked = guard::visitor()?;
    let request = accounts::RequestPasswordReset {
        email: form::email(&email)?,
        origin: asked.origin(),
        host: asked.shop.host.clone(),
    };
    accounts::request_password_reset(&asked.backend, &asked.shop.visitor, request)
        .await
        .map_err(|error| match error {
            RequestPasswordResetError::Throttled { retry_after_seconds } => {
                AppError::TooMany { retry_after_seconds }
            }
            RequestPasswordResetError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/check-your-mail");
    Ok(())
}

/// Sets a new password by a mailed link and ends every session. Scope: visitor.
#[server(prefix = "/do", endpoint = "accounts/reset_password")]
pub async fn reset_password(token: String, password: String) -> Result<(), AppError> {
    let asked = guard::visitor()?;
    let invalid = || AppError::Refused("This link is not valid any more. Please ask for a new one.".into());
    let request = accounts::ResetPassword {
        token: LinkToken::parse(&token).ok_or_else(invalid)?,
        password: form::password("password", &password)?,
        origin: asked.origin(),
    };
    accounts::reset_password(&asked.backend, &asked.shop.visitor, request)
        .await
        .map_err(|error| match error {
            ResetPasswordError::LinkInvalid => invalid(),
            ResetPasswordError::PasswordIsEmail => form::password_is_email("password"),
            ResetPasswordError::Internal(error) => asked.internal(&error),
        })?;
    asked.forget_session();
    leptos_axum::redirect("/sign-in?reset=done");
    Ok(())
}

/// The account's first page. Scope: customer.
#[server(prefix = "/do", endpoint = "accounts/overview")]
pub async fn overview() -> Result<account::Overview, AppError> {
    let (asked, customer) = guard::customer()?;
    let name = asked
        .user
        .as_ref()
        .map(|user| user.name.clone())
        .unwrap_or_default();
    crate::domain::orders::overview::overview(&asked.backend, &customer, name, asked.shop.brand.currency)
        .await
        .map_err(|error| asked.internal(&error))
}

/// One's own data and sessions. Scope: customer.
#[server(prefix = "/do", endpoint = "accounts/settings")]
pub async fn settings() -> Result<account::Settings, AppError> {
    let (asked, customer) = guard::customer()?;
    accounts::settings(&asked.backend, &customer)
        .await
        .map_err(|error| asked.internal(&error))
}

/// Changes name, language and time zone. Scope: customer.
#[server(prefix = "/do", endpoint = "accounts/save_settings")]
pub async fn save_settings(
    first_name: String,
    last_name: String,
    locale: String,
    timezone: String,
) -> Result<(), AppError> {
    let (asked, customer) = guard::customer()?;
    let request = accounts::SaveSettings {
        first_name: form::name("first_name", &first_name)?,
        last_name: form::name("last_name", &last_name)?,
        locale,
        timezone,
    };
    accounts::save_settings(&asked.backend, &customer, request)
        .await
        .map_err(|error| match error {
            SaveSettingsError::UnknownLocale => {
                AppError::invalid("locale", "Please choose a language from the list.")
            }
            SaveSettingsError::UnknownTimezone => {
                AppError::invalid("timezone", "Please give a time zone such as Europe/Paris.")
            }
            SaveSettingsError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/account/settings?saved=profile");
    Ok(())
}

/// Changes the password and ends the other sessions. Scope: customer.
#[server(prefix = "/do", endpoint = "accounts/change_password")]
pub async fn change_password(current: String, new_password: String) -> Result<(), AppError> {
    let (asked, customer) = guard::customer()?;
    let request = accounts::ChangePassword {
        current: current.into(),
        new: form::password("new_password", &new_password)?,
        origin: asked.origin(),
    };
    accounts::change_password(&asked.backend, &customer, request)
        .await
        .map_err(|error| match error {
            ChangePasswordError::Wrong => AppError::invalid("current", "That is not your current password."),
            ChangePasswordError::PasswordIsEmail => form::password_is_email("new_password"),
            ChangePasswordError::Throttled { retry_after_seconds } => {
                AppError::TooMany { retry_after_seconds }
            }
            ChangePasswordError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/account/settings?saved=password");
    Ok(())
}

/// Closes the account for good, with the password once more. Scope: customer.
#[server(prefix = "/do", endpoint = "accounts/close_account")]
pub async fn close_account(closing_password: String) -> Result<(), AppError> {
    let (asked, customer) = guard::customer()?;
    accounts::confirm_password(
        &asked.backend,
        &customer,
        &closing_password.into(),
        &asked.origin(),
    )
    .await
    .map_err(|error| match error {
        ConfirmPasswordError::Wrong => AppError::invalid(
            "closing_password",
            "That is not your password. Your account is open.",
        ),
        ConfirmPasswordError::Throttled { retry_after_seconds } => AppError::TooMany { retry_after_seconds },
        ConfirmPasswordError::Internal(error) => asked.internal(&error),
    })?;
    closing::close(&asked.backend, &customer)
        .await
        .map_err(|error| match error {
            CloseError::NotFound => AppError::Refused(
                "Accounts of the shop's staff are not closed here. Nothing was changed.".into(),
            ),
            CloseError::InFlight => AppError::Refused(
                "Some of your money is set aside for an order or a refund that is not over yet. Nothing was changed. \
                 Please try again when it is done."
                    .into(),
            ),
            CloseError::Frozen => AppError::Refused(
                "A payment of yours is disputed at its bank. Nothing was changed. Please write to support.".into(),
            ),
            CloseError::OwnsCompany(company) => AppError::Refused(format!(
                "Your account is not closed: nobody else owns {company}. Hand it over at Company, Members, and try \
                 again."
            )),
            CloseError::Internal(error) => asked.internal(&error),
        })?;
    asked.forget_session();
    leptos_axum::redirect("/sign-in?closed=done");
    Ok(())
}

/// Signs another browser out. Scope: customer.
#[server(prefix = "/do", endpoint = "accounts/end_session")]
pub async fn end_session(session: SessionId) -> Result<(), AppError> {
    let (asked, customer) = guard::customer()?;
    accounts::end_session(&asked.backend, &customer, session, &asked.origin())
        .await
        .map_err(|error| match error {
            EndSessionError::NotFound => AppError::NotFound,
            EndSessionError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/account/settings?saved=session");
    Ok(())
}
