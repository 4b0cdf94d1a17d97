//! What was done to the colours so that every text can be read, in figures.

use leptos::prelude::*;

use crate::shared::brand::{Contrast, ContrastNote};

/// One row per place; first those that were repaired.
#[component]
pub fn ContrastPanel(notes: Vec<ContrastNote>) -> impl IntoView {
    let (repaired, fine): (Vec<_>, Vec<_>) = notes.into_iter().partition(|note| note.wished != note.used);
    let finding = match repaired.len() {
        0 => "Your colours can be read everywhere as they are.".to_owned(),
        1 => "One text would be hard to read with your colours, so another shade is used for it.".to_owned(),
        count => format!(
            "{count} texts would be hard to read with your colours, so other shades are used for them."
        ),
    };
    view! {
        <section class="panel" id="contrast" aria-labelledby="contrast-title">
            <h2 id="contrast-title">"Readable for everybody"</h2>
            <p class="panel-note">{finding} " Text needs a contrast of 4.5 to 1 (WCAG 2.2, AA). Surfaces keep the colour you chose."</p>
            <ul class="brand-notes">{repaired.into_iter().chain(fine).map(note).collect_view()}</ul>
        </section>
    }
}

fn note(note: ContrastNote) -> impl IntoView {
    let ContrastNote { place, wished, used } = note;
    let is_repaired = wished != used;
    let told = if is_repaired {
        format!(
            "{} would have {} to 1; {} is used instead, {} to 1.",
            in_words(&wished),
            wished.ratio,
            in_words(&used),
            used.ratio
        )
    } else {
        format!("{}, {} to 1.", in_words(&used), used.ratio)
    };
    view! {
        <li class="brand-note">
            {is_repaired.then(|| sample(wished, "before"))}
            {sample(used, "after")}
            <span><b>{place}</b> <small>{told}</small></span>
        </li>
    }
}

fn in_words(pair: &Contrast) -> String {
    format!("{} on {}", pair.text, pair.background)
}

/// The pair itself; the style puts the letters in. Both are parsed colours, `#rrggbb`. Decoration: the words beside it
/// say the same.
fn sample(pair: Contrast, when: &'static str) -> impl IntoView {
    let style = format!("color: {}; background: {}", pair.text, pair.background);
    view! { <span class=format!("brand-sample brand-sample-{when}") style=style aria-hidden="true"></span> }
}
