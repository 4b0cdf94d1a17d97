//! What a text would cost, and what makes it dear.

use leptos::prelude::*;
use leptos_router::location::Url;

use super::{Side, To};
use crate::{
    components::{MoneyText, Notice},
    shared::{error::AppError, message::MessagePreview, sms::OddCharacter},
};

/// The preview, or why there is none. Nothing was sent.
#[component]
pub fn Preview(side: Side, preview: Result<MessagePreview, AppError>, page: String, to: To) -> impl IntoView {
    match preview {
        Ok(preview) => show(side, preview, &page, &to).into_any(),
        Err(error) => view! { <Notice kind="warning">{error.message()}</Notice> }.into_any(),
    }
}

fn show(side: Side, preview: MessagePreview, page: &str, to: &To) -> impl IntoView {
    let measure = preview.measure;
    let segments = if measure.segments == 1 {
        "segment"
    } else {
        "segments"
    };
    let plain = preview
        .plain
        .clone()
        .zip(preview.plain_measure)
        .map(|(plain, measure)| {
            let who = match to {
                To::Peer { from, peer } => format!("sender={from}&with={}", Url::escape(peer)),
                To::Anybody { from, .. } => {
                    let from = from.map(|id| id.to_string()).unwrap_or_default();
                    format!("sender={from}&to={}", Url::escape(&preview.to))
                }
            };
            let href = format!("{page}?{who}&message_text={}", Url::escape(&plain));
            let gain = format!("{} in {}", measure.segments, measure.encoding.as_str());
            view! { <p><a href=href>"Replace them with plain characters"</a> {format!(" ({gain})")}</p> }
        });
    let short = preview.price.micros() > preview.available.micros();
    view! {
        <section class="panel message-preview" aria-labelledby="preview-title">
            <h2 id="preview-title">"This message"</h2>
            <dl class="facts">
                <dt>"To"</dt>
                <dd><span class="number-text">{preview.to_display}</span> ", " {preview.country}</dd>
                <dt>"Size"</dt>
                <dd>{format!("{} {segments}, {}, {} characters", measure.segments, measure.encoding.as_str(), measure.units)}</dd>
                <dt>"Price"</dt>
                <dd><b><MoneyText amount=preview.price/></b> " (" <MoneyText amount=preview.unit/> " a segment)"</dd>
                <dt>{side.say("Your balance", "The company's wallet")}</dt>
                <dd><MoneyText amount=preview.available/></dd>
            </dl>
            {(!preview.odd.is_empty()).then(|| view! {
                <p>"These characters need more room than plain letters:"</p>
                <ul class="message-odd">{preview.odd.into_iter().map(odd).collect_view()}</ul>
            })}
            {plain}
            {short.then(|| view! {
                <Notice kind="warning">
                    {side.say("Your balance does not cover it. ", "The company's wallet does not cover it. Finance can add money.")}
                    {(side == Side::Person).then(|| view! { <a href="/account/wallet">"Add money"</a> })}
                </Notice>
            })}
        </section>
    }
}

fn odd(odd: OddCharacter) -> impl IntoView {
    let instead = match odd.instead.as_deref() {
        None => String::new(),
        Some("") => ": can be left out".to_owned(),
        Some(" ") => ": a space would do".to_owned(),
        Some("\n") => ": a new line would do".to_owned(),
        Some(plain) => format!(": {plain} would do"),
    };
    view! { <li>{odd.name()}{instead}</li> }
}
