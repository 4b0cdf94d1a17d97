//! Says what a text takes and costs while it is written, and puts plain characters in the place of dear ones.

use leptos::{prelude::*, wasm_bindgen::JsCast as _, web_sys};

use crate::shared::{
    money::Money,
    sms::{self, OddCharacter},
};

/// The text field's id; `components::TextArea` makes it of its name.
const FIELD: &str = "field-message_text";

/// Around the field of a message. Without scripts the preview says the same; with them it is said at each letter.
/// `unit` is the price of a segment, where the number it goes to is known.
#[island]
pub fn Composer(unit: Option<Money>, children: Children) -> impl IntoView {
    #[cfg(feature = "ssr")]
    super::NeedsScripts::mark();
    let typed = RwSignal::new(None::<String>);
    view! {
        <div class="composer" on:input=move |event| typed.set(Some(event_target_value(&event)))>
            {children()}
            <p class="composer-count" role="status">
                {move || typed.get().map(|text| summary(&text, unit))}
            </p>
            <ul class="composer-odd">
                {move || {
                    typed
                        .get()
                        .map(|text| sms::odd_characters(&text))
                        .unwrap_or_default()
                        .into_iter()
                        .map(|odd| suggestion(odd, typed))
                        .collect_view()
                }}
            </ul>
        </div>
    }
}

fn summary(text: &str, unit: Option<Money>) -> String {
    let measure = sms::measure(text);
    let segments = if measure.segments == 1 {
        "segment"
    } else {
        "segments"
    };
    let price = unit
        .and_then(|unit| {
            let micros = unit.micros().checked_mul(i64::from(measure.segments))?;
            Some(format!(", {}", Money::from_micros(micros, unit.currency())))
        })
        .unwrap_or_default();
    format!(
        "{} {segments} ({}){price}. {} more before the next one.",
        measure.segments,
        measure.encoding.as_str(),
        measure.left
    )
}

fn suggestion(odd: OddCharacter, typed: RwSignal<Option<String>>) -> impl IntoView {
    let name = odd.name();
    let button = odd.instead.map(|instead| {
        let label = match instead.as_str() {
            "" => "Remove it".to_owned(),
            " " => "Use a space".to_owned(),
            "\n" => "Use a new line".to_owned(),
            plain => format!("Use {plain}"),
        };
        let found = odd.found;
        let replace = move |_| {
            let text = typed.get_untracked().unwrap_or_default().replace(found, &instead);
            put(&text);
            typed.set(Some(text));
        };
        view! { <button type="button" class="button button-secondary button-small" on:click=replace>{label}</button> }
    });
    view! { <li>{format!("{name} needs more room than plain letters. ")} {button}</li> }
}

fn put(text: &str) {
    if let Some(field) = document().get_element_by_id(FIELD) {
        field
            .unchecked_into::<web_sys::HtmlTextAreaElement>()
            .set_value(text);
    }
}
