//! `/account/messages/contacts`: people a customer writes to; and one of them.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    pages::{
        answer::{answer, id_in_path},
        telephone::{self, Side},
    },
    server_fns::contacts::{self, AddContactField, RemoveContact, RemoveContactField, SaveContact},
    shared::{error::AppError, ids::ContactId},
};

/// The contacts.
#[component]
pub fn ContactsPage() -> impl IntoView {
    let asked = telephone::query();
    view! {
        <Title text="Contacts"/>
        {Suspend::new(async move {
                let (wanted, group) = (asked.wanted.clone(), asked.group.clone());
                let read = contacts::list_contacts(wanted, group, asked.after.clone()).await;
                answer(read, move |list| {
                    telephone::contacts::<SaveContact, AddContactField, RemoveContactField>(Side::Person, list, asked)
                })
            })}
    }
}

/// A contact.
#[component]
pub fn ContactPage() -> impl IntoView {
    let id = id_in_path::<ContactId>();
    view! {
        {Suspend::new(async move {
                let read = match id {
                    Some(id) => contacts::contact(id).await,
                    None => Err(AppError::NotFound),
                };
                answer(read, |view| telephone::contact::<SaveContact, RemoveContact>(Side::Person, view))
            })}
    }
}
