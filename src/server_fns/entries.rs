//! An operator's look into a shop.

use leptos::prelude::*;

use crate::shared::{console::EntryRow, error::AppError, ids::ResellerId};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        accounts::LinkToken,
        entries::{self, AskEntryError, LeaveError, OpenEntryError},
    },
    server_fns::{guard, reseller_status::reason_of},
    shared::permissions::{OperatorMay, StaffMay},
};

/// Asks to enter a shop and says why. Scope: operator(EnterShops).
#[server(prefix = "/do", endpoint = "entries/ask")]
pub async fn ask_entry(id: ResellerId, reason: String) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::EnterShops)?;
    let entry = entries::AskEntry {
        reseller: id,
        reason: reason_of(&reason)?,
        operator_name: asked
            .user
            .as_ref()
            .map(|user| user.name.clone())
            .unwrap_or_default(),
        origin: asked.origin(),
    };
    let token = entries::ask(&asked.backend, &admin, &entry)
        .await
        .map_err(|error| match error {
            AskEntryError::NotFound => AppError::NotFound,
            AskEntryError::Platform => {
                AppError::Refused("This is the platform's own shop: sign in there as yourself.".into())
            }
            AskEntryError::NoOwner => AppError::Refused(
                "The shop has no active owner or no working host, so there is nobody whose place could be taken.".into(),
            ),
            AskEntryError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect(&format!("/admin/resellers/{id}/enter?token={}", token.reveal()));
    Ok(())
}

/// Where the link just asked for leads. Scope: operator(EnterShops).
#[server(prefix = "/do", endpoint = "entries/link")]
pub async fn entry_link(id: ResellerId, token: String) -> Result<String, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::EnterShops)?;
    let token = LinkToken::parse(&token).ok_or(AppError::NotFound)?;
    entries::link(&asked.backend, &admin, id, &token)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// Enters the shop by the link. Scope: visitor.
#[server(prefix = "/do", endpoint = "entries/open")]
pub async fn open_entry(token: String) -> Result<(), AppError> {
    let asked = guard::visitor()?;
    let invalid = || {
        AppError::Refused(
            "This link does not work: it was used, is older than a minute, or is for another shop. Ask for a new one."
                .into(),
        )
    };
    let open = entries::OpenEntry {
        token: LinkToken::parse(&token).ok_or_else(invalid)?,
        origin: asked.origin(),
        device: asked.device(),
        replaces: asked.session_token(),
    };
    let session = entries::open(&asked.backend, &asked.shop.visitor, &open)
        .await
        .map_err(|error| match error {
            OpenEntryError::LinkInvalid => invalid(),
            OpenEntryError::Internal(error) => asked.internal(&error),
        })?;
    asked.set_session(&session);
    leptos_axum::redirect("/reseller");
    Ok(())
}

/// Leaves the shop. Scope: staff(ViewShop).
#[server(prefix = "/do", endpoint = "entries/leave")]
pub async fn leave_entry() -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewShop)?;
    let not_inside = || AppError::Refused("You are signed in as yourself. Sign out in your settings.".into());
    let session = asked
        .user
        .as_ref()
        .map(|user| user.customer.session())
        .ok_or_else(not_inside)?;
    entries::leave(&asked.backend, &staff, session, &asked.origin())
        .await
        .map_err(|error| match error {
            LeaveError::NotInside => not_inside(),
            LeaveError::Internal(error) => asked.internal(&error),
        })?;
    asked.forget_session();
    leptos_axum::redirect("/");
    Ok(())
}

/// Who of the platform looked into the shop. Scope: staff(ManageStaff).
#[server(prefix = "/do", endpoint = "entries/visits")]
pub async fn visits() -> Result<Vec<EntryRow>, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ManageStaff)?;
    entries::list(&asked.backend, &staff)
        .await
        .map_err(|error| asked.internal(&error))
}
