//! A company as its own people see it: making one, its first page, settings and log.

use leptos::prelude::*;

use crate::shared::{
    company::{HistoryRow, HomeView, OverviewView, SettingsView},
    error::AppError,
    ids::OrganizationId,
    paging::Page,
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        accounts::Email,
        audit,
        organizations::{self, ChooseError, CompanyName, CreateError, SaveSettingsError},
        time_cursor::TimeCursor,
    },
    server_fns::guard,
    shared::{line::LeaverLines, permissions::OrganizationMay},
};

/// The companies the reader belongs to. Scope: customer.
#[server(prefix = "/do", endpoint = "business/home")]
pub async fn home() -> Result<HomeView, AppError> {
    let (asked, customer) = guard::customer()?;
    let member = asked.user.as_ref().and_then(|user| user.member.as_ref());
    organizations::home(&asked.backend, &customer, member, asked.shop.brand.currency)
        .await
        .map_err(|error| asked.internal(&error))
}

/// Makes a company with the reader as its owner. Scope: customer.
#[server(prefix = "/do", endpoint = "business/create")]
pub async fn create(company_name: String, billing_email: String) -> Result<(), AppError> {
    let (asked, customer) = guard::customer()?;
    let request = organizations::Create {
        name: company(&company_name)?,
        billing_email: billing(&billing_email)?,
        is_verified: asked.user.as_ref().is_some_and(|user| user.is_verified),
        origin: asked.origin(),
    };
    organizations::create(&asked.backend, &customer, request)
        .await
        .map_err(|error| match error {
            CreateError::NotVerified => AppError::Refused(
                "No company was made: your e-mail address is not verified yet. Follow the link we mailed you, then \
                 try again. Your account's overview can mail it once more."
                    .into(),
            ),
            CreateError::TooMany => AppError::Refused(
                "No company was made: you own 5, which is the most. Hand one over first.".into(),
            ),
            CreateError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/business?saved=made");
    Ok(())
}

/// Works in another of the reader's companies. Scope: customer.
#[server(prefix = "/do", endpoint = "business/choose")]
pub async fn choose(organization: OrganizationId) -> Result<(), AppError> {
    let (asked, customer) = guard::customer()?;
    organizations::choose(&asked.backend, &customer, organization)
        .await
        .map_err(|error| match error {
            ChooseError::NotFound => AppError::NotFound,
            ChooseError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/business");
    Ok(())
}

/// The company's first page. Scope: member(ViewOwn).
#[server(prefix = "/do", endpoint = "business/overview")]
pub async fn overview() -> Result<OverviewView, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewOwn)?;
    organizations::overview(&asked.backend, &member)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// Name, billing address and time zone. Scope: member(ViewCompany).
#[server(prefix = "/do", endpoint = "business/settings")]
pub async fn settings() -> Result<SettingsView, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewCompany)?;
    organizations::settings(&asked.backend, &member)
        .await
        .map_err(|error| asked.internal(&error))
}

/// Changes them. Scope: member(EditSettings).
#[server(prefix = "/do", endpoint = "business/save_settings")]
pub async fn save_settings(
    company_name: String,
    billing_email: String,
    timezone: String,
    leaver_lines: Option<String>,
) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::EditSettings)?;
    let request = organizations::SaveSettings {
        name: company(&company_name)?,
        billing_email: billing(&billing_email)?,
        timezone,
        leaver_lines: leaver_lines.as_deref().and_then(LeaverLines::parse),
        origin: asked.origin(),
    };
    organizations::save_settings(&asked.backend, &member, request)
        .await
        .map_err(|error| match error {
            SaveSettingsError::Timezone => {
                AppError::invalid("timezone", "Please choose a time zone from the list.")
            }
            SaveSettingsError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/business/settings?saved=settings");
    Ok(())
}

/// Who did what in the company. Scope: member(ViewAudit).
#[server(prefix = "/do", endpoint = "business/history")]
pub async fn history(after: Option<String>) -> Result<Page<HistoryRow>, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewAudit)?;
    let after: Option<TimeCursor> = after.and_then(|text| text.parse().ok());
    audit::of_company(&asked.backend, &member, after)
        .await
        .map_err(|error| asked.internal(&error))
}

#[cfg(feature = "ssr")]
pub(super) fn company(text: &str) -> Result<CompanyName, AppError> {
    CompanyName::parse(text).map_err(|_| {
        AppError::invalid(
            "company_name",
            "Please enter 1 to 120 characters, without links or special signs such as / @ : < >.",
        )
    })
}

#[cfg(feature = "ssr")]
pub(super) fn billing(text: &str) -> Result<Email, AppError> {
    Email::parse(text).map_err(|_| {
        AppError::invalid(
            "billing_email",
            "Please check the e-mail address; it should look like name@example.com.",
        )
    })
}
