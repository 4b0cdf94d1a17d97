//! Files of contacts, and the fields contacts have.

use leptos::prelude::*;

use super::{Posted, Side};
use crate::{
    components::{Field, Notice, PostForm, SubmitButton, form::failure},
    shared::{contact::ContactField, error::AppError},
};

/// Takes a file in.
#[component]
pub fn TakeIn(side: Side, fields: Vec<ContactField>) -> impl IntoView {
    let action = format!("{}/messages/contacts/upload", side.base());
    let own: Vec<String> = fields.into_iter().map(|field| field.name).collect();
    let own = if own.is_empty() {
        String::new()
    } else {
        format!(", {}", own.join(", "))
    };
    view! {
        <section class="panel" aria-labelledby="take-in-title">
            <h2 id="take-in-title">"Take contacts in from a file"</h2>
            <form class="message-form" method="post" action=action enctype="multipart/form-data">
                <div class="field">
                    <label class="field-label" for="contacts-file">"File"</label>
                    <input class="field-input" id="contacts-file" type="file" name="file" accept=".csv,text/csv" required=true aria-describedby="contacts-hint"/>
                    <p class="field-hint" id="contacts-hint">
                        "CSV, up to 10,000 contacts and 5 MB. The first line names the columns: name and number are needed; groups, tags, note"
                        {own} " may be there. A number that is known is changed. With one wrong line nothing is taken in."
                    </p>
                </div>
                <SubmitButton kind="secondary">"Take them in"</SubmitButton>
            </form>
        </section>
    }
}

/// The fields; made by the server function `Add`, removed by `Remove`.
pub fn own_fields<Add: Posted, Remove: Posted>(side: Side, fields: Vec<ContactField>) -> impl IntoView {
    let wrong = failure::<Add>().map(|error| error.message());
    let refused = failure::<Remove>().as_ref().map(AppError::message);
    let rows = fields
        .into_iter()
        .map(|field| {
            let label = format!("Remove {}", field.name);
            view! {
                <li class="row">
                    <span class="row-main">{field.name}</span>
                    <span class="row-side">
                        <PostForm<Remove>>
                            <input type="hidden" name="contact_field" value=field.id.to_string()/>
                            <SubmitButton kind="secondary">{label}</SubmitButton>
                        </PostForm<Remove>>
                    </span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="panel" aria-labelledby="fields-title">
            <h2 id="fields-title">"Fields of your own"</h2>
            <p class="panel-note">
                {side.say("What you want to know of each contact.", "What the company wants to know of each contact.")}
                " A field that is removed goes with all it says."
            </p>
            {refused.map(|message| view! { <Notice kind="error">{message}</Notice> })}
            <ul class="rows">{rows}</ul>
            <PostForm<Add> class="message-form">
                <Field label="New field" name="field_name" maxlength=40 hint="Up to 20, such as Department." error=wrong/>
                <SubmitButton kind="secondary">"Add"</SubmitButton>
            </PostForm<Add>>
        </section>
    }
}
