//! `/account/messages/contacts/{id}`: one contact.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    components::{
        Field, Notice, PostForm, SubmitButton, TextArea,
        form::{failure, of_field},
    },
    pages::answer::{answer, id_in_path},
    server_fns::{
        self,
        messages::{RemoveContact, SaveContact},
    },
    shared::{error::AppError, ids::ContactId, message::ContactRow},
};

/// A contact.
#[component]
pub fn ContactPage() -> impl IntoView {
    let id = id_in_path::<ContactId>();
    view! {
        {Suspend::new(async move {
                let read = match id {
                    Some(id) => server_fns::messages::contact(id).await,
                    None => Err(AppError::NotFound),
                };
                answer(read, show)
            })}
    }
}

fn show(contact: ContactRow) -> impl IntoView {
    view! {
        <Title text=contact.name.clone()/>
        <p class="back"><a href="/account/messages/contacts">"Contacts"</a></p>
        <header class="account-head"><h1>{contact.name.clone()}</h1></header>
        <section class="panel" aria-label="Contact"><ContactForm number=contact.e164.clone() contact=Some(contact.clone())/></section>
        <section class="panel" aria-labelledby="remove-title">
            <h2 id="remove-title">"Forget this contact"</h2>
            <p class="panel-note">"Its messages stay; they show the number instead of the name."</p>
            <PostForm<RemoveContact>>
                <input type="hidden" name="contact" value=contact.id.to_string()/>
                <SubmitButton kind="secondary">"Forget"</SubmitButton>
            </PostForm<RemoveContact>>
        </section>
    }
}

/// The form of a contact, new or known. `number` is what stands in its field at first.
#[component]
pub fn ContactForm(contact: Option<ContactRow>, number: String) -> impl IntoView {
    let failed = failure::<SaveContact>();
    let wrong = |field: &str| of_field(failed.as_ref(), field);
    let (name_wrong, number_wrong) = (wrong("contact_name"), wrong("contact_number"));
    let (tags_wrong, note_wrong) = (wrong("contact_tags"), wrong("contact_note"));
    let notice = failed
        .as_ref()
        .filter(|error| error.field().is_none())
        .map(AppError::message);
    let id = contact.as_ref().map(|contact| contact.id.to_string());
    let (name, tags, note) = contact
        .map(|contact| (contact.name, contact.tags.join(", "), contact.note))
        .unwrap_or_default();
    view! {
        {notice.map(|message| view! { <Notice kind="error">{message}</Notice> })}
        <PostForm<SaveContact> class="message-form">
            {id.map(|id| view! { <input type="hidden" name="contact" value=id/> })}
            <Field label="Name" name="contact_name" value=name maxlength=80 required=true error=name_wrong/>
            <Field
                label="Number"
                name="contact_number"
                kind="tel"
                value=number
                maxlength=40
                required=true
                hint="With the country code, such as +33 6 12 34 56 78."
                error=number_wrong
            />
            <Field label="Tags" name="contact_tags" value=tags maxlength=330 hint="With commas between." error=tags_wrong/>
            <TextArea label="Note" name="contact_note" value=note rows=3 maxlength=500 error=note_wrong/>
            <SubmitButton>"Save"</SubmitButton>
        </PostForm<SaveContact>>
    }
}
