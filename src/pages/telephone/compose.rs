//! The form a message is written with. "Preview" asks this page for what it would cost; "Send" sends it, and is there once
//! its writer has seen a price.

use leptos::prelude::*;

use super::{Posted, Side, preview::Preview};
use crate::{
    components::{
        Choice, Field, Notice, PostForm, Select, SubmitButton, TextArea,
        form::{failure, of_field},
    },
    islands::Composer,
    shared::{
        error::AppError,
        ids::{MessageId, NumberId},
        message::{MessagePreview, SendingNumber},
        money::Money,
    },
};

/// Whom it is written to.
#[derive(Debug, Clone)]
pub enum To {
    /// The peer of a conversation.
    Peer { from: NumberId, peer: String },
    /// Whoever is typed, from one of these.
    Anybody {
        numbers: Vec<SendingNumber>,
        from: Option<NumberId>,
        to: String,
    },
}

/// The form; sends by the server function `F`. `page` is where "Preview" leads; `text` what was written for it.
pub fn compose<F: Posted>(
    side: Side,
    to: To,
    page: String,
    text: String,
    preview: Option<Result<MessagePreview, AppError>>,
    unit: Option<Money>,
) -> impl IntoView {
    let failed = failure::<F>();
    let (to_wrong, text_wrong) = (
        of_field(failed.as_ref(), "to"),
        of_field(failed.as_ref(), "message_text"),
    );
    let is_field = to_wrong.is_some() || text_wrong.is_some();
    let notice = failed.filter(|_| !is_field).map(|error| error.message());
    let price = match &preview {
        Some(Ok(preview)) => Some(preview.price.amount()),
        _ => None,
    };
    let unit = match &preview {
        Some(Ok(preview)) => Some(preview.unit),
        _ => unit,
    };
    let is_priced = unit.is_some();
    let told = unit
        .filter(|_| preview.is_none())
        .map(|unit| format!("A segment costs {unit}."));
    let plain_page = page.clone();
    let fields = match to.clone() {
        To::Peer { from, peer } => view! {
            <input type="hidden" name="sender" value=from.to_string()/>
            <input type="hidden" name="to" value=peer.clone()/>
            <input type="hidden" name="with" value=peer/>
        }
        .into_any(),
        To::Anybody { numbers, from, to } => {
            let choices: Vec<Choice> = numbers
                .into_iter()
                .filter(|number| number.is_active)
                .map(|number| Choice::new(number.id.to_string(), named(&number)))
                .collect();
            view! {
                <Select label="From" name="sender" choices value=from.map(|id| id.to_string()).unwrap_or_default()/>
                <Field
                    label="To"
                    name="to"
                    kind="tel"
                    value=to
                    required=true
                    maxlength=40
                    hint="With the country code, such as +33 6 12 34 56 78."
                    error=to_wrong
                />
            }
            .into_any()
        }
    };
    view! {
        {notice.map(|message| view! { <Notice kind="error">{message}</Notice> })}
        {preview.map(|preview| view! { <Preview side preview page=plain_page to/> })}
        <PostForm<F> class="message-form">
            <input type="hidden" name="send_key" value=MessageId::new().to_string()/>
            {price.map(|price| view! { <input type="hidden" name="max_price" value=price/> })}
            {fields}
            <Composer unit>
                <TextArea label="Message" name="message_text" value=text rows=4 maxlength=1600 required=true error=text_wrong/>
            </Composer>
            {told.map(|told| view! { <p class="field-hint">{told}</p> })}
            <div class="message-buttons">
                {is_priced.then(|| view! { <SubmitButton>"Send"</SubmitButton> })}
                <button
                    class=if is_priced { "button button-secondary" } else { "button button-primary" }
                    type="submit"
                    formmethod="get"
                    formaction=page
                >
                    "Preview price"
                </button>
            </div>
        </PostForm<F>>
    }
}

fn named(number: &SendingNumber) -> String {
    if number.label.is_empty() {
        number.display.clone()
    } else {
        format!("{} ({})", number.display, number.label)
    }
}
