//! Colours and shapes.

use leptos::prelude::*;

use super::meanwhile::{above, hint, is_stale};
use crate::{
    components::{
        Choice, Field, PostForm, Select, SubmitButton,
        form::{failure, of_field},
    },
    server_fns::brand::SaveLook,
    shared::brand::Studio,
};

const FONTS: [(&str, &str); 4] = [
    ("inter", "Inter: plain and clear"),
    ("nunito", "Nunito: round and friendly"),
    ("source_serif", "Source Serif: bookish"),
    ("system", "The visitor's own: nothing to load"),
];
const RADII: [(&str, &str); 4] = [
    ("none", "Square"),
    ("small", "Slightly round"),
    ("medium", "Round"),
    ("large", "Very round"),
];
const HEROES: [(&str, &str); 2] = [
    ("gradient", "From the primary to the secondary colour"),
    ("solid", "The primary colour alone"),
];

/// The form of the look.
#[component]
pub fn LookPanel(studio: Studio) -> impl IntoView {
    let failed = failure::<SaveLook>();
    let stale = is_stale(failed.as_ref());
    let color = |label: &'static str, name: &'static str, saved: &str| {
        let hint = hint(stale, name, saved, saved, "");
        let error = of_field(failed.as_ref(), name);
        view! { <Field label name kind="color" value=saved.to_owned() hint error required=true/> }
    };
    let list = |label: &'static str, name: &'static str, saved: &str, all: &'static [(&str, &str)]| {
        let choices = all.iter().map(|(word, text)| Choice::new(*word, *text)).collect();
        let in_words = all
            .iter()
            .find(|(word, _)| *word == saved)
            .map_or("", |(_, text)| text);
        let hint = hint(stale, name, saved, in_words, "");
        let error = of_field(failed.as_ref(), name);
        view! { <Select label name choices value=saved.to_owned() hint error/> }
    };
    let colors = (
        color("Primary colour", "primary", &studio.primary),
        color("Secondary colour", "secondary", &studio.secondary),
    );
    let lists = (
        list("Typeface", "font", &studio.font, &FONTS),
        list("Corners", "radius", &studio.radius, &RADII),
        list("Behind the headline", "hero", &studio.hero, &HEROES),
    );
    view! {
        <section class="panel" id="look" aria-labelledby="look-title">
            <h2 id="look-title">"Colours and shapes"</h2>
            {above(failed.as_ref())}
            <PostForm<SaveLook> class="form">
                <fieldset class="brand-fields" disabled=!studio.may_edit>
                    <input type="hidden" name="revision" value=studio.revision.clone()/>
                    <div class="form-pair">{colors}</div>
                    {lists}
                    <SubmitButton>"Save colours and shapes"</SubmitButton>
                </fieldset>
            </PostForm<SaveLook>>
        </section>
    }
}
