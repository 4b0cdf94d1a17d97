//! Messages of the platform to resellers.

use leptos::prelude::*;

use crate::shared::{
    announcement::{Announcement, AnnouncementRow},
    error::AppError,
    ids::AnnouncementId,
    paging::Page,
};
#[cfg(feature = "ssr")]
use crate::{
    domain::announcements::{self, AnnounceError, WithdrawError},
    server_fns::guard,
    shared::permissions::{OperatorMay, StaffMay},
};

/// A page of every message. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "announcements/list")]
pub async fn list_announcements(after: Option<String>) -> Result<Page<AnnouncementRow>, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    let after = after
        .filter(|text| !text.is_empty())
        .map(|text| text.parse())
        .transpose()
        .map_err(|_| AppError::NotFound)?;
    announcements::list(&asked.backend, &admin, after)
        .await
        .map_err(|error| asked.internal(&error))
}

/// Writes a message, shown now or from a day on. Scope: operator(Announce).
#[server(prefix = "/do", endpoint = "announcements/announce")]
pub async fn announce(
    title: String,
    body: String,
    shops: Option<String>,
    from: Option<String>,
    until: String,
) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::Announce)?;
    let from = match from.as_deref().map(str::trim).unwrap_or_default() {
        "" => asked.backend.now(),
        text => day("from", text)?,
    };
    let shops = shops
        .unwrap_or_default()
        .split([',', ' ', '\n', '\r'])
        .filter(|slug| !slug.is_empty())
        .map(str::to_ascii_lowercase)
        .collect::<std::collections::BTreeSet<_>>();
    if shops.len() > 200 {
        return Err(AppError::invalid(
            "shops",
            "Please name at most 200 shops, or leave it empty for all.",
        ));
    }
    let new = announcements::Announce {
        title: text("title", &title, 120)?,
        body: text("body", &body, 2_000)?,
        shops: shops.into_iter().collect(),
        from,
        until: day("until", until.trim())? + chrono::TimeDelta::days(1),
        origin: asked.origin(),
    };
    announcements::announce(&asked.backend, &admin, &new)
        .await
        .map_err(|error| match error {
            AnnounceError::NeverShown => {
                AppError::invalid("until", "It would never be shown. Please choose a later day.")
            }
            AnnounceError::NoSuchShop(slug) => AppError::invalid(
                "shops",
                format!("There is no shop {slug}. Nothing was announced."),
            ),
            AnnounceError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/admin/announcements?saved=announced");
    Ok(())
}

/// Takes a message back. Scope: operator(Announce).
#[server(prefix = "/do", endpoint = "announcements/withdraw")]
pub async fn withdraw_announcement(id: AnnouncementId) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::Announce)?;
    announcements::withdraw(&asked.backend, &admin, id, &asked.origin())
        .await
        .map_err(|error| match error {
            WithdrawError::NotFound => AppError::NotFound,
            WithdrawError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/admin/announcements?saved=withdrawn");
    Ok(())
}

/// What this dashboard shows now. Scope: staff(ViewShop).
#[server(prefix = "/do", endpoint = "announcements/current")]
pub async fn current_announcements() -> Result<Vec<Announcement>, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewShop)?;
    announcements::current(&asked.backend, &staff)
        .await
        .map_err(|error| asked.internal(&error))
}

/// Hides a message from whoever read it. Scope: staff(ViewShop).
#[server(prefix = "/do", endpoint = "announcements/dismiss")]
pub async fn dismiss_announcement(id: AnnouncementId) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewShop)?;
    let is_ours = announcements::dismiss(&asked.backend, &staff, id)
        .await
        .map_err(|error| asked.internal(&error))?;
    if !is_ours {
        return Err(AppError::NotFound);
    }
    leptos_axum::redirect("/reseller");
    Ok(())
}

#[cfg(feature = "ssr")]
fn text(field: &str, typed: &str, most: usize) -> Result<String, AppError> {
    let text = typed.trim();
    (1..=most)
        .contains(&text.chars().count())
        .then(|| text.to_owned())
        .ok_or_else(|| AppError::invalid(field, format!("Please write 1 to {most} characters.")))
}

/// The beginning (UTC) of a day of a date field.
#[cfg(feature = "ssr")]
fn day(field: &str, text: &str) -> Result<chrono::DateTime<chrono::Utc>, AppError> {
    text.parse::<chrono::NaiveDate>()
        .map(|day| day.and_time(chrono::NaiveTime::MIN).and_utc())
        .map_err(|_| AppError::invalid(field, "Please use a day such as 2026-12-01."))
}
