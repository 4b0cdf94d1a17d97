//! A theme as the custom properties every style file builds on. Emits only colours, lengths and names out of this
//! file, so nothing anybody typed can reach the page.
//!
//! | property | is | text on it |
//! |---|---|---|
//! | `--brand`, `--accent` | the two colours as chosen, for surfaces | `--brand-text`, `--accent-text` |
//! | `--brand-strong`, `--accent-strong` | the same hues as text on page, panel or `--brand-soft` | |
//! | `--brand-soft` | a tinted panel | all text that is readable on a panel |
//! | `--hero-from`, `--hero-to` | the ends of the hero's gradient | `--hero-text`, at every point between |
//! | `--font-brand`, `--radius-base` | the typeface with its stand-ins; a length | |

use std::fmt::Write;

use super::{
    contrast::{dark_tint, gradient_end, light_tint, readable_on, text_on},
    tokens::{Color, Font, HeroStyle, ThemeTokens},
};

/// The darkest light surface of `style/tokens.css`; pages are between it and white.
pub const LIGHT_PANEL: Color = Color::rgb(0xf3, 0xf5, 0xf7);

/// The brightest dark surface of `style/tokens.css`; pages are between it and `#0d1117`.
pub const DARK_PANEL: Color = Color::rgb(0x1b, 0x22, 0x2c);

/// The stylesheet of a theme: the typeface and the custom properties of `:root`.
pub fn stylesheet(tokens: &ThemeTokens) -> String {
    let face = Face::of(tokens.font);
    let mut css = face.map(|face| face.rules()).unwrap_or_default();
    css.push_str(":root {\n");
    for (name, value) in properties(tokens, face) {
        // Writing to a String cannot fail.
        let _ = writeln!(css, "  --{name}: {value};");
    }
    css.push_str("}\n");
    css
}

/// Colour of the browser's frame on phones.
pub const fn theme_color(tokens: &ThemeTokens) -> Color {
    tokens.primary
}

/// The font file to preload; empty for the system's own font.
pub fn font_url(tokens: &ThemeTokens) -> String {
    Face::of(tokens.font)
        .map(|face| face.url("latin"))
        .unwrap_or_default()
}

fn properties(tokens: &ThemeTokens, face: Option<&Face>) -> [(&'static str, String); 12] {
    let ThemeTokens {
        primary, secondary, ..
    } = *tokens;
    let hero_to = match tokens.hero {
        HeroStyle::Gradient => gradient_end(primary, secondary),
        HeroStyle::Solid => primary,
    };
    let soft = light_dark(light_tint(primary, LIGHT_PANEL), dark_tint(primary, DARK_PANEL));
    [
        ("brand", primary.to_string()),
        ("brand-text", text_on(primary).to_string()),
        ("brand-strong", strong(primary)),
        ("brand-soft", soft),
        ("accent", secondary.to_string()),
        ("accent-text", text_on(secondary).to_string()),
        ("accent-strong", strong(secondary)),
        (
            "font-brand",
            face.map_or_else(|| "system-ui, sans-serif".into(), Face::stack),
        ),
        ("radius-base", format!("{}px", tokens.radius.pixels())),
        ("hero-from", primary.to_string()),
        ("hero-to", hero_to.to_string()),
        ("hero-text", text_on(primary).to_string()),
    ]
}

/// Readable on the panel of each scheme, and so on everything brighter (light) or darker (dark).
fn strong(color: Color) -> String {
    light_dark(readable_on(color, LIGHT_PANEL), readable_on(color, DARK_PANEL))
}

fn light_dark(light: Color, dark: Color) -> String {
    format!("light-dark({light}, {dark})")
}

/// What is written between a typeface's letters and its stand-in's so that the swap moves nothing: per em, from the
/// fonts' own tables (`hhea`, `OS/2`), average width weighted by how often a letter is used, as published by
/// `@capsizecss/metrics` 4.3. The formula is capsize's too: <https://github.com/seek-oss/capsize>.
struct Metrics {
    ascent: f64,
    descent: f64,
    line_gap: f64,
    width: f64,
}

/// A typeface we serve, and the fonts of the visitor's device that stand in while it loads.
struct Face {
    name: &'static str,
    /// Begins the file names in `public/fonts`.
    file: &'static str,
    weights: &'static str,
    metrics: Metrics,
    /// Average width of the stand-ins' letters, per em.
    stand_in_width: f64,
    stand_ins: &'static [&'static str],
    generic: &'static str,
}

/// Arial and the fonts drawn to its widths.
const LIKE_ARIAL: &[&str] = &["Arial", "Liberation Sans", "Arimo"];
const ARIAL_WIDTH: f64 = 913.0 / 2048.0;

/// Times New Roman and the fonts drawn to its widths.
const LIKE_TIMES: &[&str] = &["Times New Roman", "Liberation Serif", "Tinos"];
const TIMES_WIDTH: f64 = 832.0 / 2048.0;

static INTER: Face = Face {
    name: "Inter",
    file: "inter",
    weights: "100 900",
    metrics: Metrics {
        ascent: 1984.0 / 2048.0,
        descent: 494.0 / 2048.0,
        line_gap: 0.0,
        width: 978.0 / 2048.0,
    },
    stand_in_width: ARIAL_WIDTH,
    stand_ins: LIKE_ARIAL,
    generic: "sans-serif",
};

static NUNITO: Face = Face {
    name: "Nunito",
    file: "nunito",
    weights: "200 1000",
    metrics: Metrics {
        ascent: 1.011,
        descent: 0.353,
        line_gap: 0.0,
        width: 0.452,
    },
    stand_in_width: ARIAL_WIDTH,
    stand_ins: LIKE_ARIAL,
    generic: "sans-serif",
};

static SOURCE_SERIF: Face = Face {
    name: "Source Serif 4",
    file: "source-serif-4",
    weights: "200 900",
    metrics: Metrics {
        ascent: 1.036,
        descent: 0.335,
        line_gap: 0.0,
        width: 0.479,
    },
    stand_in_width: TIMES_WIDTH,
    stand_ins: LIKE_TIMES,
    generic: "serif",
};

/// The files' alphabets, as Google Fonts and Fontsource cut them; a browser loads a file when a page needs it.
const SUBSETS: [(&str, &str); 2] = [
    (
        "latin-ext",
        "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,\
         U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF",
    ),
    (
        "latin",
        "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,\
         U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
    ),
];

impl Face {
    const fn of(font: Font) -> Option<&'static Self> {
        match font {
            Font::Inter => Some(&INTER),
            Font::Nunito => Some(&NUNITO),
            Font::SourceSerif => Some(&SOURCE_SERIF),
            Font::System => None,
        }
    }

    fn url(&self, subset: &str) -> String {
        format!("/fonts/{}-{subset}.woff2", self.file)
    }

    fn stack(&self) -> String {
        format!("\"{0}\", \"{0} Fallback\", {1}", self.name, self.generic)
    }

    /// The `@font-face` rules: one per file, and the stand-in stretched to the same line height and average width
    /// (the overrides are relative to the adjusted size: <https://www.w3.org/TR/css-fonts-5/#size-adjust-desc>).
    fn rules(&self) -> String {
        let Self {
            name,
            weights,
            metrics,
            ..
        } = self;
        let mut css = String::new();
        for (subset, range) in SUBSETS {
            let url = self.url(subset);
            let _ = writeln!(
                css,
                "@font-face {{ font-family: \"{name}\"; font-style: normal; font-weight: {weights}; \
                 font-display: swap; src: url({url}) format(\"woff2\"); unicode-range: {range}; }}"
            );
        }
        let local: Vec<String> = self
            .stand_ins
            .iter()
            .map(|font| format!("local(\"{font}\")"))
            .collect();
        let size = metrics.width / self.stand_in_width;
        let _ = writeln!(
            css,
            "@font-face {{ font-family: \"{name} Fallback\"; src: {}; size-adjust: {:.2}%; ascent-override: {:.2}%; \
             descent-override: {:.2}%; line-gap-override: {:.2}%; }}",
            local.join(", "),
            100.0 * size,
            100.0 * metrics.ascent / size,
            100.0 * metrics.descent / size,
            100.0 * metrics.line_gap / size,
        );
        css
    }
}
