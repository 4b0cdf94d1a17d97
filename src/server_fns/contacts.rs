//! A customer's own contacts.
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
    domain::{
        contacts::{self, AddFieldError, ContactError, ContactFilter, Details, SaveContactError},
        scope::Buys,
    },
    server_fns::guard,
};

/// Contacts by name. Scope: customer.
#[server(prefix = "/do", endpoint = "messages/contact_list")]
pub async fn list_contacts(q: String, group: String, after: Option<String>) -> Result<ContactList, AppError> {
    let (asked, customer) = guard::customer()?;
    list_of(&asked, &customer, &q, &group, after.as_deref(), true).await
}

/// One contact. Scope: customer.
#[server(prefix = "/do", endpoint = "messages/contact")]
pub async fn contact(contact: ContactId) -> Result<ContactView, AppError> {
    let (asked, customer) = guard::customer()?;
    one_of(&asked, &customer, contact).await
}

/// Writes a contact down, or changes one. Scope: customer.
#[server(prefix = "/do", endpoint = "messages/save_contact")]
pub async fn save_contact(
    contact: Option<ContactId>,
    contact_name: String,
    contact_number: String,
    contact_groups: Option<String>,
    contact_tags: String,
    contact_note: String,
    field_ids: Option<Vec<String>>,
    field_texts: Option<Vec<String>>,
) -> Result<(), AppError> {
    let (asked, customer) = guard::customer()?;
    let details = Details {
        name: contact_name,
        number: contact_number,
        groups: contact_groups.unwrap_or_default(),
        tags: contact_tags,
        note: contact_note,
        said: said(field_ids, field_texts)?,
    };
    save(&asked, &customer, contact, details).await?;
    leptos_axum::redirect("/account/messages/contacts?saved=contact");
    Ok(())
}

/// Forgets a contact. Scope: customer.
#[server(prefix = "/do", endpoint = "messages/remove_contact")]
pub async fn remove_contact(contact: ContactId) -> Result<(), AppError> {
    let (asked, customer) = guard::customer()?;
    let is_gone = contacts::remove(&asked.backend, &customer, contact)
        .await
        .map_err(|error| asked.internal(&error))?;
    if !is_gone {
        return Err(AppError::NotFound);
    }
    leptos_axum::redirect("/account/messages/contacts?saved=removed");
    Ok(())
}

/// Makes a field of one's contacts. Scope: customer.
#[server(prefix = "/do", endpoint = "messages/add_contact_field")]
pub async fn add_contact_field(field_name: String) -> Result<(), AppError> {
    let (asked, customer) = guard::customer()?;
    contacts::add_field(&asked.backend, &customer, &field_name, &asked.origin())
        .await
        .map_err(|error| field_refused(&asked, error))?;
    leptos_axum::redirect("/account/messages/contacts?saved=field");
    Ok(())
}

/// Removes a field, and what contacts say in it. Scope: customer.
#[server(prefix = "/do", endpoint = "messages/remove_contact_field")]
pub async fn remove_contact_field(contact_field: ContactFieldId) -> Result<(), AppError> {
    let (asked, customer) = guard::customer()?;
    let is_gone = contacts::remove_field(&asked.backend, &customer, contact_field, &asked.origin())
        .await
        .map_err(|error| asked.internal(&error))?;
    if !is_gone {
        return Err(AppError::NotFound);
    }
    leptos_axum::redirect("/account/messages/contacts?saved=no_field");
    Ok(())
}

#[cfg(feature = "ssr")]
pub(super) async fn list_of(
    asked: &guard::Asked,
    buyer: &impl Buys,
    wanted: &str,
    group: &str,
    after: Option<&str>,
    may_edit_fields: bool,
) -> Result<ContactList, AppError> {
    let filter = ContactFilter::parse(wanted, group);
    let found = async {
        Ok(ContactList {
            page: contacts::list(&asked.backend, buyer, &filter, after).await?,
            groups: contacts::groups(&asked.backend, buyer).await?,
            fields: contacts::fields(&asked.backend, buyer).await?,
            may_edit_fields,
        })
    };
    found.await.map_err(|error| asked.internal(&error))
}

#[cfg(feature = "ssr")]
pub(super) async fn one_of(
    asked: &guard::Asked,
    buyer: &impl Buys,
    id: ContactId,
) -> Result<ContactView, AppError> {
    let contact = contacts::find(&asked.backend, buyer, id)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)?;
    let fields = contacts::fields(&asked.backend, buyer)
        .await
        .map_err(|error| asked.internal(&error))?;
    Ok(ContactView { contact, fields })
}

/// What the form says in each field: ids and texts in the same order.
#[cfg(feature = "ssr")]
pub(super) fn said(
    ids: Option<Vec<String>>,
    texts: Option<Vec<String>>,
) -> Result<Vec<(ContactFieldId, String)>, AppError> {
    ids.unwrap_or_default()
        .into_iter()
        .zip(texts.unwrap_or_default())
        .map(|(id, text)| id.parse().map(|id| (id, text)).map_err(|_| no_field()))
        .collect()
}

#[cfg(feature = "ssr")]
fn no_field() -> AppError {
    AppError::Refused(
        "One of the fields is no longer there. Nothing was saved. Please open the contact again.".into(),
    )
}

#[cfg(feature = "ssr")]
pub(super) async fn save(
    asked: &guard::Asked,
    buyer: &impl Buys,
    id: Option<ContactId>,
    details: Details,
) -> Result<ContactId, AppError> {
    let order: Vec<ContactFieldId> = details.said.iter().map(|(id, _)| *id).collect();
    let wanted = contacts::SaveContact { id, details };
    let saved = contacts::save(&asked.backend, buyer, &wanted).await;
    match saved {
        Ok(id) => Ok(id),
        Err(SaveContactError::NotFound) => Err(AppError::NotFound),
        Err(SaveContactError::Details(error)) => Err(wrong(asked, buyer, error, &order).await),
        Err(SaveContactError::Taken) => {
            Err(AppError::invalid("contact_number", "Another contact has this number."))
        }
        Err(SaveContactError::Full) => Err(AppError::Refused(
            "There are 10,000 contacts, which is the most there can be. Nothing was saved. Please remove some first."
                .into(),
        )),
        Err(SaveContactError::Internal(error)) => Err(asked.internal(&error)),
    }
}

/// What is wrong with the form, at its field.
#[cfg(feature = "ssr")]
async fn wrong(
    asked: &guard::Asked,
    buyer: &impl Buys,
    error: ContactError,
    order: &[ContactFieldId],
) -> AppError {
    match error {
        ContactError::Name => AppError::invalid("contact_name", "A name has 1 to 80 characters."),
        ContactError::Number => AppError::invalid(
            "contact_number",
            "Please give an international number, such as +33 6 12 34 56 78.",
        ),
        ContactError::Groups => AppError::invalid(
            "contact_groups",
            "Up to ten groups of up to 40 characters, commas between.",
        ),
        ContactError::Tags => AppError::invalid(
            "contact_tags",
            "Up to ten tags of up to 30 characters, commas between.",
        ),
        ContactError::Note => AppError::invalid("contact_note", "A note has at most 500 characters."),
        ContactError::NoSuchField => no_field(),
        ContactError::Text(name) => {
            let text = format!("\u{201c}{name}\u{201d} has at most 200 characters.");
            let fields = contacts::fields(&asked.backend, buyer).await.unwrap_or_default();
            let field = fields.iter().find(|field| field.name == name);
            let at = field.and_then(|field| order.iter().position(|id| *id == field.id));
            match at {
                Some(at) => AppError::invalid(&format!("field_texts[{at}]"), text),
                None => AppError::Refused(text),
            }
        }
    }
}

/// Why there is no such field, in words.
#[cfg(feature = "ssr")]
pub(super) fn field_refused(asked: &guard::Asked, error: AddFieldError) -> AppError {
    match error {
        AddFieldError::Name => AppError::invalid("field_name", "A name has 1 to 40 characters."),
        AddFieldError::Taken => AppError::invalid("field_name", "There is a field of this name already."),
        AddFieldError::Full => AppError::invalid(
            "field_name",
            "There are 20 fields, which is the most there can be. Please remove one first.",
        ),
        AddFieldError::Internal(error) => asked.internal(&error),
    }
}
