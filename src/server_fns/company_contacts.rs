//! Contacts that a company's people share.

use leptos::prelude::*;

use crate::shared::{error::AppError, ids::ContactId, message::ContactRow, paging::Page};
#[cfg(feature = "ssr")]
use crate::{
    domain::contacts,
    server_fns::{company_numbers::desk, guard, messages::contact_refused},
    shared::permissions::OrganizationMay,
};

/// The company's contacts by name. Scope: member(SendMessages).
#[server(prefix = "/do", endpoint = "company_contacts/list")]
pub async fn list(q: String, after: Option<String>) -> Result<Page<ContactRow>, AppError> {
    let (asked, member) = guard::member(OrganizationMay::SendMessages)?;
    let desk = desk(&asked, &member).await?;
    contacts::list(&asked.backend, &desk, &q, after.as_deref())
        .await
        .map_err(|error| asked.internal(&error))
}

/// One of them. Scope: member(SendMessages).
#[server(prefix = "/do", endpoint = "company_contacts/contact")]
pub async fn contact(contact: ContactId) -> Result<ContactRow, AppError> {
    let (asked, member) = guard::member(OrganizationMay::SendMessages)?;
    let desk = desk(&asked, &member).await?;
    contacts::find(&asked.backend, &desk, contact)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// Writes a contact down for everybody in the company, or changes one. Scope: member(SendMessages).
#[server(prefix = "/do", endpoint = "company_contacts/save_company_contact")]
pub async fn save_company_contact(
    contact: Option<ContactId>,
    contact_name: String,
    contact_number: String,
    contact_tags: String,
    contact_note: String,
) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::SendMessages)?;
    let desk = desk(&asked, &member).await?;
    let wanted = contacts::SaveContact {
        id: contact,
        name: contact_name,
        number: contact_number,
        tags: contact_tags,
        note: contact_note,
    };
    contacts::save(&asked.backend, &desk, &wanted)
        .await
        .map_err(|error| contact_refused(&asked, error))?;
    leptos_axum::redirect("/business/messages/contacts?saved=contact");
    Ok(())
}

/// Forgets one of the company's contacts. Scope: member(SendMessages).
#[server(prefix = "/do", endpoint = "company_contacts/remove_company_contact")]
pub async fn remove_company_contact(contact: ContactId) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::SendMessages)?;
    let desk = desk(&asked, &member).await?;
    let is_gone = contacts::remove(&asked.backend, &desk, contact)
        .await
        .map_err(|error| asked.internal(&error))?;
    if !is_gone {
        return Err(AppError::NotFound);
    }
    leptos_axum::redirect("/business/messages/contacts?saved=removed");
    Ok(())
}
