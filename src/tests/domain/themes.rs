//! Brand themes: whatever colours a reseller picks, every text on the page is readable.
//!
//! The stylesheet is read back as a browser would, and contrast is computed here a second time, from the text of
//! WCAG 2.2, so that a mistake in the room's own formula shows.

use clouddail::{
    boot::demo_brands::DEMO_BRANDS,
    domain::themes::{
        contrast::{luminance, ratio},
        explain::explain,
        stylesheet::{font_url, stylesheet, theme_color},
        tokens::{Color, Font, HeroStyle, Radius, ThemeTokens},
    },
};
use proptest::prelude::*;

/// The surfaces of `style/tokens.css`.
const LIGHT_SURFACES: [&str; 2] = ["#ffffff", "#f3f5f7"];
const DARK_SURFACES: [&str; 2] = ["#0d1117", "#1b222c"];

fn tokens(primary: Color, secondary: Color) -> ThemeTokens {
    ThemeTokens {
        primary,
        secondary,
        font: Font::Nunito,
        radius: Radius::Large,
        hero: HeroStyle::Gradient,
    }
}

fn channels(color: &str) -> [f64; 3] {
    let digits = color.strip_prefix('#').expect("a #rrggbb colour");
    assert_eq!(digits.len(), 6, "{color}");
    [0, 2, 4].map(|at| f64::from(u8::from_str_radix(&digits[at..at + 2], 16).expect("hexadecimal digits")))
}

fn wcag_luminance(channels: [f64; 3]) -> f64 {
    let [r, g, b] = channels.map(|byte| {
        let c = byte / 255.0;
        if c <= 0.04045 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn wcag_ratio(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (wcag_luminance(one), wcag_luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The value of a custom property.
fn property<'a>(css: &'a str, name: &str) -> &'a str {
    let (_, rest) = css
        .split_once(&format!("--{name}: "))
        .unwrap_or_else(|| panic!("no --{name} in {css}"));
    rest.split_once(';').expect("an end of the declaration").0
}

/// Both halves of `light-dark(…)`; the same colour twice where there is one.
fn schemes<'a>(css: &'a str, name: &str) -> [&'a str; 2] {
    let value = property(css, name);
    match value
        .strip_prefix("light-dark(")
        .and_then(|inner| inner.strip_suffix(')'))
    {
        Some(inner) => inner
            .split_once(", ")
            .map(|(light, dark)| [light, dark])
            .expect("two colours"),
        None => [value, value],
    }
}

fn assert_readable(text: &str, surface: &str, what: &str) -> Result<(), TestCaseError> {
    let found = wcag_ratio(channels(text), channels(surface));
    prop_assert!(found >= 4.5, "{what}: {text} on {surface} is only {found:.3}");
    Ok(())
}

/// Every text that can stand on a surface of the page, by the names of `style/tokens.css`: texts, then surfaces.
const NEUTRAL_PAIRS: [(&[&str], &[&str]); 5] = [
    (&["text", "muted"], &["page", "surface", "surface-2", "info-soft"]),
    (&["text"], &["good-soft", "warn-soft", "bad-soft"]),
    (&["good"], &["surface", "good-soft"]),
    (&["warn"], &["surface", "warn-soft"]),
    (&["bad"], &["surface", "bad-soft"]),
];

/// Everything the stylesheet of a theme may set; whoever adds a colour adds its pairs below.
const PROPERTIES: [&str; 12] = [
    "brand",
    "brand-text",
    "brand-strong",
    "brand-soft",
    "accent",
    "accent-text",
    "accent-strong",
    "font-brand",
    "radius-base",
    "hero-from",
    "hero-to",
    "hero-text",
];

fn base() -> String {
    std::fs::read_to_string("style/tokens.css").unwrap()
}

/// A colour of `style/tokens.css` in both schemes, `#rgb` written out.
fn neutral(base: &str, name: &str) -> [String; 2] {
    schemes(base, name).map(|color| match color.strip_prefix('#') {
        Some(short) if short.len() == 3 => {
            format!(
                "#{}",
                short.chars().flat_map(|digit| [digit, digit]).collect::<String>()
            )
        }
        _ => color.to_owned(),
    })
}

pub fn every_text_is_readable(css: &str) -> Result<(), TestCaseError> {
    let base = base();
    for declared in css.lines().filter_map(|line| line.trim().strip_prefix("--")) {
        let name = declared.split(':').next().unwrap_or_default();
        prop_assert!(PROPERTIES.contains(&name), "--{} is looked at by no test", name);
    }
    let soft = schemes(css, "brand-soft");
    for (at, scheme) in ["light", "dark"].into_iter().enumerate() {
        // On a brand's tinted panel: the page's own text and the brand's.
        for name in ["text", "muted"] {
            assert_readable(&neutral(&base, name)[at], soft[at], scheme)?;
        }
        for name in ["brand-strong", "accent-strong"] {
            for surface in ["page", "surface", "surface-2"] {
                assert_readable(schemes(css, name)[at], &neutral(&base, surface)[at], scheme)?;
            }
        }
    }
    every_brand_text_is_readable(css)
}

fn every_brand_text_is_readable(css: &str) -> Result<(), TestCaseError> {
    for name in ["brand", "accent"] {
        let text = property(css, &format!("{name}-text"));
        assert_readable(text, property(css, name), name)?;

        let [light, dark] = schemes(css, &format!("{name}-strong"));
        let [soft_light, soft_dark] = schemes(css, "brand-soft");
        for surface in LIGHT_SURFACES.into_iter().chain([soft_light]) {
            assert_readable(light, surface, "strong, light")?;
        }
        for surface in DARK_SURFACES.into_iter().chain([soft_dark]) {
            assert_readable(dark, surface, "strong, dark")?;
        }
    }
    every_point_of_the_hero_is_readable(css)
}

fn every_point_of_the_hero_is_readable(css: &str) -> Result<(), TestCaseError> {
    let text = channels(property(css, "hero-text"));
    let (from, to) = (
        channels(property(css, "hero-from")),
        channels(property(css, "hero-to")),
    );
    for step in 0..=500 {
        let share = f64::from(step) / 500.0;
        let point = [0, 1, 2].map(|i| from[i] + (to[i] - from[i]) * share);
        let found = wcag_ratio(text, point);
        prop_assert!(
            found >= 4.5,
            "hero at {share}: {text:?} on {point:?} is only {found:.3}"
        );
    }
    Ok(())
}

fn any_color() -> impl Strategy<Value = Color> {
    any::<(u8, u8, u8)>().prop_map(|(red, green, blue)| Color::rgb(red, green, blue))
}

#[test]
fn the_pages_own_texts_are_readable_on_its_surfaces() {
    let base = base();
    for (texts, surfaces) in NEUTRAL_PAIRS {
        for (text, surface) in texts
            .iter()
            .flat_map(|text| surfaces.iter().map(move |surface| (text, surface)))
        {
            for at in [0, 1] {
                let (text, surface) = (&neutral(&base, text)[at], &neutral(&base, surface)[at]);
                assert_readable(text, surface, "style/tokens.css").unwrap();
            }
        }
    }
}

#[test]
fn what_was_repaired_is_said_in_figures() {
    let orange = Color::parse("#f97316").unwrap();
    let notes = explain(&tokens(orange, Color::parse("#111111").unwrap()));
    let button = &notes[0];
    assert_eq!(
        (button.wished.text.as_str(), button.wished.ratio.as_str()),
        ("#ffffff", "2.80")
    );
    assert_eq!(
        (button.used.text.as_str(), button.used.ratio.as_str()),
        ("#000000", "7.49")
    );
    let css = stylesheet(&tokens(orange, Color::parse("#111111").unwrap()));
    assert_eq!(button.used.text, property(&css, "brand-text"));
    assert_eq!(notes[2].used.text, schemes(&css, "brand-strong")[0]);
    assert_eq!(notes[3].used.text, schemes(&css, "brand-strong")[1]);
    assert_eq!(notes[6].used.background, property(&css, "hero-to"));
    for note in &notes {
        assert!(note.used.ratio.parse::<f64>().unwrap() >= 4.5, "{note:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_two_colours_make_a_readable_shop(primary in any_color(), secondary in any_color()) {
        every_text_is_readable(&stylesheet(&tokens(primary, secondary)))?;
    }

    #[test]
    fn a_tinted_panel_is_no_harder_to_read_on_than_a_plain_one(primary in any_color()) {
        let css = stylesheet(&tokens(primary, Color::BLACK));
        let [light, dark] = schemes(&css, "brand-soft").map(|color| wcag_luminance(channels(color)));
        prop_assert!(light >= wcag_luminance(channels("#f3f5f7")));
        prop_assert!(dark <= wcag_luminance(channels("#1b222c")));
    }

    #[test]
    fn text_that_is_no_colour_is_refused(text in "\\PC{0,12}") {
        let is_color = text.len() == 7 && text.starts_with('#')
            && text[1..].bytes().all(|byte| byte.is_ascii_hexdigit());
        prop_assert_eq!(Color::parse(&text).is_ok(), is_color);
    }
}

#[test]
fn greys_and_the_corners_of_the_cube_make_a_readable_shop() {
    let greys = (0..=255).map(|level| Color::rgb(level, level, level));
    let corners = (0..8).map(|bits| Color::rgb(255 * (bits & 1), 255 * (bits >> 1 & 1), 255 * (bits >> 2)));
    let colors: Vec<Color> = corners.chain(greys.step_by(15)).collect();
    for &primary in &colors {
        for &secondary in &colors {
            every_text_is_readable(&stylesheet(&tokens(primary, secondary))).unwrap();
        }
    }
}

#[test]
fn a_readable_brand_colour_is_left_alone() {
    let teal = Color::parse("#0F766E").unwrap();
    let css = stylesheet(&tokens(teal, teal));
    assert_eq!(property(&css, "brand"), "#0f766e");
    assert_eq!(schemes(&css, "brand-strong")[0], "#0f766e");
    assert_eq!(property(&css, "hero-to"), "#0f766e");
}

#[test]
fn contrast_is_that_of_the_standard() {
    assert!((ratio(Color::BLACK, Color::WHITE) - 21.0).abs() < 1e-9);
    // The well-known edge: #767676 is the lightest grey that passes on white.
    assert!(ratio(Color::rgb(0x76, 0x76, 0x76), Color::WHITE) >= 4.5);
    assert!(ratio(Color::rgb(0x77, 0x77, 0x77), Color::WHITE) < 4.5);
    assert!((luminance(Color::rgb(0, 255, 0)) - 0.7152).abs() < 1e-9);
}

#[test]
fn css_in_place_of_a_colour_is_refused() {
    for text in [
        "red",
        "#fff",
        "#0f766eff",
        "#12345",
        "rgb(1,2,3)",
        "#0f766e;",
        "#+12345",
        "#0f766e} body{",
        "url(//evil)",
        "",
        "#",
        "＃0f766e",
    ] {
        assert!(Color::parse(text).is_err(), "{text}");
        let json = serde_json::json!({
            "primary": text, "secondary": "#000000", "font": "inter", "radius": "none", "hero": "solid"
        });
        assert!(serde_json::from_value::<ThemeTokens>(json).is_err(), "{text}");
    }
}

#[test]
fn a_font_or_radius_outside_the_list_is_refused() {
    let good = serde_json::to_value(tokens(Color::BLACK, Color::WHITE)).unwrap();
    assert_eq!(
        serde_json::from_value::<ThemeTokens>(good.clone()).unwrap(),
        tokens(Color::BLACK, Color::WHITE)
    );
    for field in ["font", "radius", "hero"] {
        let mut bad = good.clone();
        bad[field] = "x; } body { display: none".into();
        assert!(serde_json::from_value::<ThemeTokens>(bad).is_err(), "{field}");
    }
}

#[test]
fn every_font_file_named_is_there() {
    let public = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("public");
    for font in [Font::Inter, Font::Nunito, Font::SourceSerif] {
        let theme = ThemeTokens {
            font,
            ..tokens(Color::BLACK, Color::WHITE)
        };
        let css = stylesheet(&theme);
        let urls: Vec<&str> = css
            .split("url(")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
            .collect();
        assert_eq!(urls.len(), 2);
        assert!(urls.contains(&font_url(&theme).as_str()));
        for url in urls {
            assert!(public.join(url.trim_start_matches('/')).is_file(), "{url}");
        }
    }
}

#[test]
fn the_system_font_loads_nothing() {
    let theme = ThemeTokens {
        font: Font::System,
        ..tokens(Color::BLACK, Color::WHITE)
    };
    assert_eq!(font_url(&theme), "");
    assert!(!stylesheet(&theme).contains("@font-face"));
    assert_eq!(theme_color(&theme), Color::BLACK);
}

#[test]
fn the_demo_shops_are_readable_and_keep_the_platform_to_themselves() {
    for brand in &DEMO_BRANDS {
        every_text_is_readable(&stylesheet(&brand.tokens)).unwrap();
        let words = [
            brand.name,
            brand.tagline,
            brand.hero_title,
            brand.hero_text,
            brand.logo_svg,
            brand.favicon_svg,
        ];
        for text in words.into_iter().chain(brand.legal.iter().map(|page| page.body)) {
            assert!(!text.is_empty(), "{}", brand.slug);
            let names_us = text.to_lowercase().contains("clouddail");
            assert!(brand.is_platform || !names_us, "{}: {text}", brand.slug);
        }
        for page in &brand.legal {
            assert!(page.body.starts_with("# "), "{} {}", brand.slug, page.slug);
        }
    }
}
