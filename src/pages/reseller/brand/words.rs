//! What the shop says of itself.

use leptos::prelude::*;

use super::meanwhile::{above, hint, is_stale};
use crate::{
    components::{
        Field, PostForm, SubmitButton,
        form::{failure, of_field},
    },
    server_fns::brand::SaveWords,
    shared::brand::{BrandWords, Studio},
};

/// The form of the words.
#[component]
pub fn WordsPanel(studio: Studio) -> impl IntoView {
    let failed = failure::<SaveWords>();
    let stale = is_stale(failed.as_ref());
    let BrandWords {
        name,
        tagline,
        hero_title,
        hero_text,
        sender_name,
        support_url,
        ..
    } = studio.words;
    let line = |label: &'static str, name: &'static str, saved: String, most: i32, usual: &'static str| {
        let hint = hint(stale, name, &saved, &saved, usual);
        let error = of_field(failed.as_ref(), name);
        let required = name != "support_url";
        view! { <Field label name value=saved hint error required maxlength=most/> }
    };
    let lines = (
        line("Name of the shop", "shop_name", name, 80, ""),
        line(
            "Tagline",
            "tagline",
            tagline,
            120,
            "One line: in search results and at the foot of each page.",
        ),
        line("Headline", "hero_title", hero_title, 100, ""),
        line("Text under the headline", "hero_text", hero_text, 300, ""),
        line(
            "Sender of mails",
            "sender_name",
            sender_name,
            60,
            "The name customers see in their inbox.",
        ),
        line(
            "Your own help pages",
            "support_url",
            support_url,
            200,
            "Optional. An address that begins with https://, linked at the foot of each page.",
        ),
    );
    view! {
        <section class="panel" id="words" aria-labelledby="words-title">
            <h2 id="words-title">"Words"</h2>
            {above(failed.as_ref())}
            <PostForm<SaveWords> class="form">
                <fieldset class="brand-fields" disabled=!studio.may_edit>
                    <input type="hidden" name="revision" value=studio.revision.clone()/>
                    {lines}
                    <SubmitButton>"Save words"</SubmitButton>
                </fieldset>
            </PostForm<SaveWords>>
        </section>
    }
}
