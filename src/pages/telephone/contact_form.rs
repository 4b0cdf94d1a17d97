//! The form of a contact.

use leptos::prelude::*;

use super::Posted;
use crate::{
    components::{
        Field, Notice, PostForm, SubmitButton, TextArea,
        form::{failure, of_field},
    },
    shared::{
        contact::{ContactField, ContactRow},
        error::AppError,
    },
};

/// A contact, new or known; saved by the server function `F`. `number` is what stands in its field at first.
pub fn contact_form<F: Posted>(
    contact: Option<ContactRow>,
    number: String,
    fields: Vec<ContactField>,
) -> impl IntoView {
    let failed = failure::<F>();
    let wrong = |field: &str| of_field(failed.as_ref(), field);
    let (name_wrong, number_wrong) = (wrong("contact_name"), wrong("contact_number"));
    let (groups_wrong, tags_wrong) = (wrong("contact_groups"), wrong("contact_tags"));
    let note_wrong = wrong("contact_note");
    let notice = failed
        .as_ref()
        .filter(|error| error.field().is_none())
        .map(AppError::message);
    let id = contact.as_ref().map(|contact| contact.id.to_string());
    let own: Vec<_> = fields
        .into_iter()
        .enumerate()
        .map(|(at, field)| {
            let says = contact.as_ref().map(|contact| contact.says(field.id).to_owned());
            let name = format!("field_texts[{at}]");
            let error = wrong(&name);
            view! {
                <input type="hidden" name=format!("field_ids[{at}]") value=field.id.to_string()/>
                <Field label=field.name name value=says.unwrap_or_default() maxlength=200 error/>
            }
        })
        .collect();
    let (name, groups, tags, note) = contact
        .map(|contact| {
            let (groups, tags) = (contact.groups.join(", "), contact.tags.join(", "));
            (contact.name, groups, tags, contact.note)
        })
        .unwrap_or_default();
    view! {
        {notice.map(|message| view! { <Notice kind="error">{message}</Notice> })}
        <PostForm<F> class="message-form">
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
            <Field label="Groups" name="contact_groups" value=groups maxlength=430 hint="With commas between, such as Family, Office." error=groups_wrong/>
            <Field label="Tags" name="contact_tags" value=tags maxlength=330 hint="With commas between." error=tags_wrong/>
            {own}
            <TextArea label="Note" name="contact_note" value=note rows=3 maxlength=500 error=note_wrong/>
            <SubmitButton>"Save"</SubmitButton>
        </PostForm<F>>
    }
}
