//! Says in figures what was done so that every text can be read.

use super::{
    contrast::{gradient_end, ratio, readable_on, text_on, worst_ratio},
    stylesheet::{DARK_PANEL, LIGHT_PANEL},
    tokens::{Color, HeroStyle, ThemeTokens},
};
use crate::shared::brand::{Contrast, ContrastNote};

/// One note for each place where a brand's colours meet text.
pub fn explain(tokens: &ThemeTokens) -> Vec<ContrastNote> {
    let ThemeTokens {
        primary, secondary, ..
    } = *tokens;
    let mut notes = vec![
        surface("Buttons and headline area, on the primary colour", primary),
        surface("Highlights, on the secondary colour", secondary),
        text(
            "Links in the primary colour, on light pages",
            primary,
            LIGHT_PANEL,
        ),
        text("Links in the primary colour, on dark pages", primary, DARK_PANEL),
        text(
            "Highlighted words in the secondary colour, on light pages",
            secondary,
            LIGHT_PANEL,
        ),
        text(
            "Highlighted words in the secondary colour, on dark pages",
            secondary,
            DARK_PANEL,
        ),
    ];
    if tokens.hero == HeroStyle::Gradient {
        let (words, end) = (text_on(primary), gradient_end(primary, secondary));
        notes.push(ContrastNote {
            place: "Headline, at its hardest point between the two colours".into(),
            wished: pair(words, secondary, worst_ratio(words, primary, secondary)),
            used: pair(words, end, worst_ratio(words, primary, end)),
        });
    }
    notes
}

/// White is what one expects on a coloured button; where it cannot be read, black is used.
fn surface(place: &str, background: Color) -> ContrastNote {
    let used = text_on(background);
    ContrastNote {
        place: place.into(),
        wished: pair(Color::WHITE, background, ratio(Color::WHITE, background)),
        used: pair(used, background, ratio(used, background)),
    }
}

fn text(place: &str, color: Color, background: Color) -> ContrastNote {
    let used = readable_on(color, background);
    ContrastNote {
        place: place.into(),
        wished: pair(color, background, ratio(color, background)),
        used: pair(used, background, ratio(used, background)),
    }
}

fn pair(text: Color, background: Color, ratio: f64) -> Contrast {
    Contrast {
        text: text.to_string(),
        background: background.to_string(),
        // Rounded down, so that nothing looks better than it is.
        ratio: format!("{:.2}", (ratio * 100.0).floor() / 100.0),
    }
}
