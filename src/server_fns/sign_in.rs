//! A company's own sign-in and its directory: the way in, and the owner's settings.
#![allow(
    clippy::too_many_arguments,
    reason = "a form of settings is one argument per field"
)]

use leptos::prelude::*;

use crate::shared::{error::AppError, ids::DirectoryTokenId, sign_in::SignInView};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        accounts::{LinkToken, LocalPath},
        directory::{self, AddDomainError, CheckDomainError, IssueTokenError},
        sign_in::{self, ChangeSettingsError, EnforceError, SetGroupError, StartError, Started, StartedBy},
    },
    server_fns::{
        cookie,
        guard::{self, Asked},
        shown_once,
    },
    shared::{
        permissions::{OrganizationMay, OrganizationRole},
        sign_in::LeaversLines,
    },
};

/// What kind of secret the page shows once.
#[cfg(feature = "ssr")]
const SECRET: &str = "directory token";

/// Leads to a company's own sign-in, by an address or the company's short name. Scope: visitor.
#[server(prefix = "/do", endpoint = "sign_in/start")]
pub async fn start(company: String, next: Option<String>) -> Result<(), AppError> {
    let asked = guard::visitor()?;
    let request = sign_in::Start {
        company,
        next: next.as_deref().and_then(LocalPath::parse),
        browser: started_by(&asked),
    };
    let begun = sign_in::start(&asked.backend, &asked.shop.visitor, request).await;
    lead(&asked, begun, "company")
}

/// Tries the settings out: the owner signs in at the company's provider once. Scope: member(ManageSignIn).
#[server(prefix = "/do", endpoint = "sign_in/test")]
pub async fn test() -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageSignIn)?;
    let begun = sign_in::start_test(&asked.backend, &member, started_by(&asked)).await;
    lead(&asked, begun, "test")
}

/// Everything on the page of the settings. Scope: member(ManageSignIn).
#[server(prefix = "/do", endpoint = "sign_in/settings")]
pub async fn settings() -> Result<SignInView, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageSignIn)?;
    let found = sign_in::settings(&asked.backend, &member, &asked.shop.host)
        .await
        .map_err(|error| asked.internal(&error))?;
    Ok(SignInView {
        fresh_token: shown_once::take(&asked, &member, SECRET),
        ..found
    })
}

/// Says who the company's provider is. Scope: member(ManageSignIn).
#[server(prefix = "/do", endpoint = "sign_in/change_settings")]
pub async fn change_settings(
    short_name: String,
    issuer: String,
    client_id: String,
    client_secret: String,
    groups_claim: String,
    default_role: String,
    sign_in_on: Option<bool>,
) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageSignIn)?;
    let change = sign_in::ChangeSettings {
        short_name,
        issuer,
        client_id,
        client_secret: client_secret.into(),
        groups_claim,
        default_role: match default_role.as_str() {
            "" => None,
            word => Some(role("default_role", word)?),
        },
        is_on: sign_in_on == Some(true),
        origin: asked.origin(),
    };
    sign_in::change_settings(&asked.backend, &member, change)
        .await
        .map_err(|error| match error {
            ChangeSettingsError::ShortName => AppError::invalid(
                "short_name",
                "Please use 1 to 40 small letters, digits and hyphens, with a letter or digit at both ends.",
            ),
            ChangeSettingsError::ShortNameTaken => {
                AppError::invalid("short_name", "Another company has this name. Please choose another.")
            }
            ChangeSettingsError::Issuer => AppError::invalid(
                "issuer",
                "Please give the issuer exactly as your provider names it, such as https://login.example.com.",
            ),
            ChangeSettingsError::ClientId => {
                AppError::invalid("client_id", "Please give the client id your provider shows.")
            }
            ChangeSettingsError::ClientSecret => AppError::invalid(
                "client_secret",
                "Please give the client secret your provider shows, at most 500 characters.",
            ),
            ChangeSettingsError::GroupsClaim => AppError::invalid(
                "groups_claim",
                "Please give the name of the claim, such as groups, at most 60 characters.",
            ),
            ChangeSettingsError::DefaultRole => no_owner("default_role"),
            ChangeSettingsError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/business/sign-in?saved=settings");
    Ok(())
}

/// Says which role a group of the provider is. Scope: member(ManageSignIn).
#[server(prefix = "/do", endpoint = "sign_in/set_group")]
pub async fn set_group(idp_group: String, company_role: String, team: String) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageSignIn)?;
    let no_team = || AppError::invalid("team", "Please choose a team from the list.");
    let set = sign_in::SetGroup {
        value: idp_group,
        role: role("company_role", &company_role)?,
        team: match team.as_str() {
            "" => None,
            text => Some(text.parse().map_err(|_| no_team())?),
        },
        origin: asked.origin(),
    };
    sign_in::set_group(&asked.backend, &member, set)
        .await
        .map_err(|error| match error {
            SetGroupError::NoSettings => AppError::Refused(
                "No group was added: say first who your provider is, in the form above.".into(),
            ),
            SetGroupError::Value => AppError::invalid(
                "idp_group",
                "Please give the group as your provider sends it, at most 200 characters.",
            ),
            SetGroupError::Role => no_owner("company_role"),
            SetGroupError::NoSuchTeam => no_team(),
            SetGroupError::TooMany => AppError::Refused("No group was added: 100 are the most.".into()),
            SetGroupError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/business/sign-in?saved=group");
    Ok(())
}

/// Takes a group out of the list. Scope: member(ManageSignIn).
#[server(prefix = "/do", endpoint = "sign_in/remove_group")]
pub async fn remove_group(idp_group: String) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageSignIn)?;
    let was_there = sign_in::remove_group(&asked.backend, &member, &idp_group, &asked.origin())
        .await
        .map_err(|error| asked.internal(&error))?;
    done(was_there, "group_removed")
}

/// Makes the company's sign-in the only way in for everybody but owners, or ends that. Scope: member(ManageSignIn).
#[server(prefix = "/do", endpoint = "sign_in/enforce")]
pub async fn enforce(enforced: bool) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageSignIn)?;
    sign_in::enforce(&asked.backend, &member, enforced, &asked.origin())
        .await
        .map_err(|error| match error {
            EnforceError::NotProven => AppError::Refused(
                "Nothing was changed: everybody would be shut out. Switch the company's sign-in on and test it first."
                    .into(),
            ),
            EnforceError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect(if enforced {
        "/business/sign-in?saved=enforced"
    } else {
        "/business/sign-in?saved=not_enforced"
    });
    Ok(())
}

/// Adds a domain of the company's addresses. Scope: member(ManageSignIn).
#[server(prefix = "/do", endpoint = "sign_in/add_domain")]
pub async fn add_domain(email_domain: String) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageSignIn)?;
    directory::add_domain(&asked.backend, &member, &email_domain, &asked.origin())
        .await
        .map_err(|error| match error {
            AddDomainError::Domain => AppError::invalid(
                "email_domain",
                "Please give what stands behind the @, such as example.com.",
            ),
            AddDomainError::TooMany => AppError::Refused("No domain was added: 20 are the most.".into()),
            AddDomainError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/business/sign-in?saved=domain");
    Ok(())
}

/// Looks whether the DNS proves a domain. Scope: member(ManageSignIn).
#[server(prefix = "/do", endpoint = "sign_in/check_domain")]
pub async fn check_domain(email_domain: String) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageSignIn)?;
    directory::check_domain(&asked.backend, &member, &email_domain, &asked.origin())
        .await
        .map_err(|error| match error {
            CheckDomainError::NotFound => AppError::NotFound,
            CheckDomainError::TooSoon => AppError::TooMany {
                retry_after_seconds: 15,
            },
            CheckDomainError::NoProof => AppError::Refused(format!(
                "The text is not in the DNS of {email_domain} yet. New records take up to an hour to be seen. Nothing \
                 was changed."
            )),
            CheckDomainError::NoAnswer => AppError::Refused(
                "The DNS did not answer. Nothing was changed. Please try again in some minutes.".into(),
            ),
            CheckDomainError::Taken => AppError::Refused(
                "Another company of this shop has proven this domain. Nothing was changed. Please write to support."
                    .into(),
            ),
            CheckDomainError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/business/sign-in?saved=proven");
    Ok(())
}

/// Takes a domain out. Scope: member(ManageSignIn).
#[server(prefix = "/do", endpoint = "sign_in/remove_domain")]
pub async fn remove_domain(email_domain: String) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageSignIn)?;
    let was_there = directory::remove_domain(&asked.backend, &member, &email_domain, &asked.origin())
        .await
        .map_err(|error| asked.internal(&error))?;
    done(was_there, "domain_removed")
}

/// Makes a token for the company's directory; the next page shows it. Scope: member(ManageSignIn).
#[server(prefix = "/do", endpoint = "sign_in/make_token")]
pub async fn make_token() -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageSignIn)?;
    let token = directory::issue_token(&asked.backend, &member, &asked.origin())
        .await
        .map_err(|error| match error {
            IssueTokenError::TooMany => {
                AppError::Refused("No token was made: 4 work already. Revoke one that is not used.".into())
            }
            IssueTokenError::Internal(error) => asked.internal(&error),
        })?;
    shown_once::put(&asked, &member, SECRET, token.reveal())?;
    leptos_axum::redirect("/business/sign-in?saved=token");
    Ok(())
}

/// Ends a token at once. Scope: member(ManageSignIn).
#[server(prefix = "/do", endpoint = "sign_in/revoke_token")]
pub async fn revoke_token(directory_token: DirectoryTokenId) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageSignIn)?;
    let was_there = directory::revoke_token(&asked.backend, &member, directory_token, &asked.origin())
        .await
        .map_err(|error| asked.internal(&error))?;
    done(was_there, "revoked")
}

/// Says what becomes of leavers' lines. Scope: member(ManageSignIn).
#[server(prefix = "/do", endpoint = "sign_in/set_leavers_lines")]
pub async fn set_leavers_lines(leavers_lines: String) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageSignIn)?;
    let lines = LeaversLines::parse(&leavers_lines)
        .ok_or_else(|| AppError::invalid("leavers_lines", "Please choose from the list."))?;
    directory::set_leavers_lines(&asked.backend, &member, lines, &asked.origin())
        .await
        .map_err(|error| asked.internal(&error))?;
    done(true, "leavers")
}

#[cfg(feature = "ssr")]
fn done(was_there: bool, word: &str) -> Result<(), AppError> {
    if !was_there {
        return Err(AppError::NotFound);
    }
    leptos_axum::redirect(&format!("/business/sign-in?saved={word}"));
    Ok(())
}

#[cfg(feature = "ssr")]
fn started_by(asked: &Asked) -> StartedBy {
    StartedBy {
        host: asked.shop.host.clone(),
        secret: asked
            .cookie(cookie::COMPANY_SIGN_IN)
            .as_deref()
            .and_then(LinkToken::parse),
        origin: asked.origin(),
    }
}

/// Sends the browser to the company's provider.
#[cfg(feature = "ssr")]
fn lead(asked: &Asked, begun: Result<Started, StartError>, field: &str) -> Result<(), AppError> {
    let started = begun.map_err(|error| match error {
        StartError::NoCompany => AppError::invalid(
            field,
            "No company of this shop has a sign-in for that. Check the address or the short name, or sign in with a \
             password.",
        ),
        StartError::TooMany { retry_after_seconds } => AppError::TooMany { retry_after_seconds },
        StartError::Refused { why, detail } => {
            tracing::info!(why = why.as_str(), %detail, "a company's provider cannot be used");
            // What the provider said is for whoever tests the settings, not for everybody who knows an address.
            AppError::Refused(if field == "test" && !detail.is_empty() {
                format!("{} ({detail})", why.in_words())
            } else {
                why.in_words().to_owned()
            })
        }
        StartError::Internal(error) => asked.internal(&error),
    })?;
    asked.give_cookie(cookie::COMPANY_SIGN_IN, &started.secret.reveal(), started.seconds);
    leptos_axum::redirect(&started.url);
    Ok(())
}

#[cfg(feature = "ssr")]
fn role(field: &str, text: &str) -> Result<OrganizationRole, AppError> {
    OrganizationRole::parse(text)
        .ok_or_else(|| AppError::invalid(field, "Please choose a role from the list."))
}

#[cfg(feature = "ssr")]
fn no_owner(field: &str) -> AppError {
    AppError::invalid(
        field,
        "Owners are made by owners, not by a provider. Please choose another role.",
    )
}
