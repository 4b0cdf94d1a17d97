//! The page that puts a line onto an employee's phone, and the company's side of it.

use leptos::prelude::*;

use crate::shared::{
    error::AppError,
    ids::LineId,
    pickup::{PickupPanelView, PickupSettings, PickupSheet, PickupView},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        accounts::LinkToken,
        pickups::{
            self, MailCodeError, Renew as RenewLink, RenewError, ResendError, RevokeError, SaveSettingsError,
            UnlockError,
        },
    },
    server_fns::{cookie, guard, guard::Asked},
    shared::{permissions::OrganizationMay, pickup::PickupCheck},
};

/// What whoever opens a link sees. Scope: visitor.
#[server(prefix = "/do", endpoint = "pickup/show")]
pub async fn show(token: String) -> Result<PickupView, AppError> {
    let asked = guard::visitor()?;
    let parts = use_context::<axum::http::request::Parts>();
    let proof = parts
        .as_ref()
        .and_then(|parts| cookie::read(&parts.headers, cookie::PICKUP));
    let token = LinkToken::parse(&token);
    pickups::show(&asked.backend, &asked.shop.visitor, token.as_ref(), proof)
        .await
        .map_err(|error| asked.internal(&error))
}

/// Opens the page by its PIN or code. The page says what became of it, in the reader's language. Scope: visitor.
#[server(prefix = "/do", endpoint = "pickup/unlock")]
pub async fn unlock(token: String, pin_code: String, lang: Option<String>) -> Result<(), AppError> {
    let asked = guard::visitor()?;
    let parsed = LinkToken::parse(&token);
    let unlocked = pickups::unlock(&asked.backend, &asked.shop.visitor, parsed.as_ref(), &pin_code).await;
    let said = match unlocked {
        Ok(proof) => {
            asked.set_pickup(&proof);
            String::new()
        }
        Err(UnlockError::Wrong { left }) => format!("wrong-{left}"),
        Err(UnlockError::NoCode) => "no-code".to_owned(),
        // The page says so by itself.
        Err(UnlockError::Gone | UnlockError::Locked) => String::new(),
        Err(UnlockError::Internal(error)) => return Err(asked.internal(&error)),
    };
    back(&token, lang.as_deref(), &said);
    Ok(())
}

/// Mails the employee the code that their page asks for. Scope: visitor.
#[server(prefix = "/do", endpoint = "pickup/mail_code")]
pub async fn mail_code(token: String, lang: Option<String>) -> Result<(), AppError> {
    let asked = guard::visitor()?;
    let parsed = LinkToken::parse(&token);
    let said = match pickups::mail_code(&asked.backend, &asked.shop.visitor, parsed.as_ref()).await {
        Ok(()) => "mailed",
        Err(MailCodeError::TooSoon) => "too-soon",
        // The page says so by itself.
        Err(MailCodeError::Gone | MailCodeError::Locked) => "",
        Err(MailCodeError::Internal(error)) => return Err(asked.internal(&error)),
    };
    back(&token, lang.as_deref(), said);
    Ok(())
}

/// Where the link of a line stands. Scope: member(ViewEmployees).
#[server(prefix = "/do", endpoint = "pickup/panel")]
pub async fn panel(line: LineId) -> Result<PickupPanelView, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewEmployees)?;
    pickups::panel(&asked.backend, &member, line)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// Gives a line a new link. Scope: member(ManageLines).
#[server(prefix = "/do", endpoint = "pickup/renew")]
pub async fn renew(line: LineId, is_mailed: Option<bool>) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageLines)?;
    let is_mailed = is_mailed.unwrap_or_default();
    let request = RenewLink {
        line,
        is_mailed,
        origin: asked.origin(),
    };
    pickups::renew(&asked.backend, &member, request)
        .await
        .map_err(|error| match error {
            RenewError::NotFound => AppError::NotFound,
            RenewError::Over => AppError::Refused(
                "No link was made: this line has ended, so there is nothing to install. Assign a new line instead."
                    .into(),
            ),
            RenewError::Internal(error) => asked.internal(&error),
        })?;
    done(line, if is_mailed { "mailed" } else { "made" });
    Ok(())
}

/// Mails the link of a line again. Scope: member(ManageLines).
#[server(prefix = "/do", endpoint = "pickup/resend")]
pub async fn resend(line: LineId) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageLines)?;
    pickups::resend(&asked.backend, &member, line, &asked.origin())
        .await
        .map_err(|error| match error {
            ResendError::NotFound => AppError::NotFound,
            ResendError::NoLink => AppError::Refused(
                "Nothing was mailed: the line has no link that works. Make a new one.".into(),
            ),
            ResendError::TooSoon { retry_after_seconds } => AppError::TooMany { retry_after_seconds },
            ResendError::Internal(error) => asked.internal(&error),
        })?;
    done(line, "resent");
    Ok(())
}

/// Takes the link of a line back. Scope: member(ManageLines).
#[server(prefix = "/do", endpoint = "pickup/revoke")]
pub async fn revoke(line: LineId) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageLines)?;
    pickups::revoke(&asked.backend, &member, line, &asked.origin())
        .await
        .map_err(|error| match error {
            RevokeError::NotFound => AppError::NotFound,
            RevokeError::NoLink => {
                AppError::Refused("Nothing was changed: the line has no link to take back.".into())
            }
            RevokeError::Internal(error) => asked.internal(&error),
        })?;
    done(line, "revoked");
    Ok(())
}

/// Sheets of lines, their ids with commas between. Scope: member(ManageLines).
#[server(prefix = "/do", endpoint = "pickup/sheets")]
pub async fn sheets(lines: String) -> Result<Vec<PickupSheet>, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageLines)?;
    let ids: Vec<LineId> = lines
        .split(',')
        .take(pickups::SHEETS_MAX + 1)
        .filter_map(|id| id.trim().parse().ok())
        .collect();
    if ids.len() > pickups::SHEETS_MAX {
        return Err(AppError::Refused(format!(
            "At most {} sheets are printed at once. Choose fewer lines.",
            pickups::SHEETS_MAX
        )));
    }
    let found = pickups::sheets(&asked.backend, &member, &ids)
        .await
        .map_err(|error| asked.internal(&error))?;
    if found.is_empty() {
        return Err(AppError::NotFound);
    }
    Ok(found)
}

/// How the company hands lines over. Scope: member(ViewCompany).
#[server(prefix = "/do", endpoint = "pickup/settings")]
pub async fn settings() -> Result<PickupSettings, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewCompany)?;
    pickups::settings(&asked.backend, &member)
        .await
        .map_err(|error| asked.internal(&error))
}

/// Changes it. Scope: member(EditSettings).
#[server(prefix = "/do", endpoint = "pickup/save_settings")]
pub async fn save_settings(
    pickup_days: String,
    pickup_check: String,
    pickup_contact: String,
) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::EditSettings)?;
    let days = || AppError::invalid("pickup_days", "Please enter a number of days from 1 to 90.");
    let request = pickups::SaveSettings {
        days: pickup_days.trim().parse().map_err(|_| days())?,
        check: PickupCheck::parse(&pickup_check)
            .ok_or_else(|| AppError::invalid("pickup_check", "Please choose one of the list."))?,
        contact: pickup_contact,
        origin: asked.origin(),
    };
    pickups::save_settings(&asked.backend, &member, request)
        .await
        .map_err(|error| match error {
            SaveSettingsError::Days => days(),
            SaveSettingsError::Contact => AppError::invalid(
                "pickup_contact",
                "Please enter one line of at most 120 characters.",
            ),
            SaveSettingsError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/business/settings/pickup?saved=pickup");
    Ok(())
}

/// Back to the page of the link. A page without a referrer tells nobody where it was, so the way back is said here.
#[cfg(feature = "ssr")]
fn back(token: &str, lang: Option<&str>, said: &str) {
    // What is no token at all must not become an address.
    let token = LinkToken::parse(token).map_or_else(|| "none".to_owned(), |token| token.reveal());
    let known = lang.filter(|lang| lang.len() == 2 && lang.bytes().all(|byte| byte.is_ascii_lowercase()));
    let query = [("lang", known.unwrap_or_default()), ("said", said)]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={value}"))
        .collect::<Vec<_>>()
        .join("&");
    let mark = if query.is_empty() { "" } else { "?" };
    leptos_axum::redirect(&format!("/pickup/{token}{mark}{query}"));
}

#[cfg(feature = "ssr")]
fn done(line: LineId, saved: &str) {
    leptos_axum::redirect(&format!("/business/lines/{line}?saved={saved}"));
}

#[cfg(feature = "ssr")]
impl Asked {
    /// Gives the browser the proof that the PIN or code was right.
    fn set_pickup(&self, proof: &str) {
        self.give_cookie(cookie::PICKUP, proof, 3600);
    }
}
