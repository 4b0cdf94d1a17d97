//! `/business/messages/contacts`: people the company writes to and calls, shared by its members; and one of them.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    pages::{
        answer::{answer, id_in_path},
        telephone::{self, Side},
    },
    server_fns::company_contacts::{
        self, AddCompanyField, RemoveCompanyContact, RemoveCompanyField, SaveCompanyContact,
    },
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
                let read = company_contacts::list(wanted, group, asked.after.clone()).await;
                answer(read, move |list| {
                    telephone::contacts::<SaveCompanyContact, AddCompanyField, RemoveCompanyField>(Side::Company, list, asked)
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
                    Some(id) => company_contacts::contact(id).await,
                    None => Err(AppError::NotFound),
                };
                answer(read, |view| telephone::contact::<SaveCompanyContact, RemoveCompanyContact>(Side::Company, view))
            })}
    }
}
