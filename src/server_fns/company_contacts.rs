//! Contacts that a company's people share.
#![allow(
    clippy::too_many_arguments,
    reason = "a form's fields are a server function's arguments"
)]

use leptos::prelude::*;

use crate::shared::{
    contact::{ContactList, ContactView},
    error::AppError,
    ids::{ContactFieldId, ContactId},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::contacts::{self, Details},
    server_fns::{
        company_numbers::desk,
        contacts::{field_refused, list_of, one_of, said, save},
        guard,
    },
    shared::permissions::OrganizationMay,
};

/// The company's contacts by name. Scope: member(SendMessages).
#[server(prefix = "/do", endpoint = "company_contacts/list")]
pub async fn list(q: String, group: String, after: Option<String>) -> Result<ContactList, AppError> {
    let (asked, member) = guard::member(OrganizationMay::SendMessages)?;
    let desk = desk(&asked, &member).await?;
    let may_edit = member.may(OrganizationMay::EditSettings);
    list_of(&asked, &desk, &q, &group, after.as_deref(), may_edit).await
}

/// One of them. Scope: member(SendMessages).
#[server(prefix = "/do", endpoint = "company_contacts/contact")]
pub async fn contact(contact: ContactId) -> Result<ContactView, AppError> {
    let (asked, member) = guard::member(OrganizationMay::SendMessages)?;
    let desk = desk(&asked, &member).await?;
    one_of(&asked, &desk, contact).await
}

/// Writes a contact down for everybody in the company, or changes one. Scope: member(SendMessages).
#[server(prefix = "/do", endpoint = "company_contacts/save_company_contact")]
pub async fn save_company_contact(
    contact: Option<ContactId>,
    contact_name: String,
    contact_number: String,
    contact_groups: Option<String>,
    contact_tags: String,
    contact_note: String,
    field_ids: Option<Vec<String>>,
    field_texts: Option<Vec<String>>,
) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::SendMessages)?;
    let desk = desk(&asked, &member).await?;
    let details = Details {
        name: contact_name,
        number: contact_number,
        groups: contact_groups.unwrap_or_default(),
        tags: contact_tags,
        note: contact_note,
        said: said(field_ids, field_texts)?,
    };
    save(&asked, &desk, contact, details).await?;
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

/// Makes a field of the company's contacts. Scope: member(EditSettings).
#[server(prefix = "/do", endpoint = "company_contacts/add_company_field")]
pub async fn add_company_field(field_name: String) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::EditSettings)?;
    let desk = desk(&asked, &member).await?;
    contacts::add_field(&asked.backend, &desk, &field_name, &asked.origin())
        .await
        .map_err(|error| field_refused(&asked, error))?;
    leptos_axum::redirect("/business/messages/contacts?saved=field");
    Ok(())
}

/// Removes a field, and what contacts say in it. Scope: member(EditSettings).
#[server(prefix = "/do", endpoint = "company_contacts/remove_company_field")]
pub async fn remove_company_field(contact_field: ContactFieldId) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::EditSettings)?;
    let desk = desk(&asked, &member).await?;
    let is_gone = contacts::remove_field(&asked.backend, &desk, contact_field, &asked.origin())
        .await
        .map_err(|error| asked.internal(&error))?;
    if !is_gone {
        return Err(AppError::NotFound);
    }
    leptos_axum::redirect("/business/messages/contacts?saved=no_field");
    Ok(())
}
