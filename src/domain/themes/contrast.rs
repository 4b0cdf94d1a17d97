//! Colours derived from a brand's so that text is readable whatever the reseller chose.
//!
//! Contrast is WCAG 2.2's, success criterion 1.4.3, level AA: 4.5 to 1 for text. A colour that is too close to its
//! background keeps its hue and moves in OKLCH lightness, a scale in which equal steps look equal.

use super::tokens::Color;

/// What level AA asks of text: <https://www.w3.org/TR/WCAG22/#contrast-minimum>.
pub const AA: f64 = 4.5;

/// What we derive to: a little more, so that a browser's rounding between two colours of a gradient stays above
/// [`AA`]. Black or white always reaches it: the worse background for both is at luminance 0.179, 4.58 from each.
const TARGET: f64 = 4.55;

/// Halvings of a range of lightness; 2^-16 is finer than an 8-bit colour can show.
const HALVINGS: u32 = 16;

/// Points looked at between the ends of a gradient.
const STEPS: u8 = 64;

/// Relative luminance, 0 (black) to 1 (white): <https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>.
pub fn luminance(color: Color) -> f64 {
    let [red, green, blue] = linear(color);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// Contrast ratio, 1 to 21, the same in both directions: <https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>.
pub fn ratio(one: Color, other: Color) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Text on a surface of this colour: white where it is readable, otherwise black.
pub fn text_on(background: Color) -> Color {
    if ratio(Color::WHITE, background) >= TARGET {
        Color::WHITE
    } else {
        Color::BLACK
    }
}

/// `color` as text on `background`: itself if that is readable, otherwise the nearest lightness of its hue that is.
pub fn readable_on(color: Color, background: Color) -> Color {
    nearest(color, text_on(background), |candidate| {
        ratio(candidate, background) >= TARGET
    })
}

/// A light surface with a breath of `color`, at least as bright as `panel`: dark text that is readable on the panel
/// is readable on the tint, because contrast depends on luminance alone.
pub fn light_tint(color: Color, panel: Color) -> Color {
    let tint = Oklch {
        lightness: 0.968,
        ..Oklch::from(color).at_most_chroma(0.03)
    };
    nearest(tint.into(), Color::WHITE, |candidate| {
        luminance(candidate) >= luminance(panel)
    })
}

/// A dark surface with a breath of `color`, at most as bright as `panel`; see [`light_tint`].
pub fn dark_tint(color: Color, panel: Color) -> Color {
    let tint = Oklch {
        lightness: 0.27,
        ..Oklch::from(color).at_most_chroma(0.05)
    };
    nearest(tint.into(), Color::BLACK, |candidate| {
        luminance(candidate) <= luminance(panel)
    })
}

/// The second end of a gradient that begins at `from`: `to`, moved until the text of the first end is readable on
/// it and on everything between.
pub fn gradient_end(from: Color, to: Color) -> Color {
    let text = text_on(from);
    // Away from the text. That pole itself passes: each channel then only moves away from the text's.
    let pole = if text == Color::WHITE {
        Color::BLACK
    } else {
        Color::WHITE
    };
    nearest(to, pole, |end| worst_ratio(text, from, end) >= TARGET)
}

/// The lowest contrast of a text anywhere on a gradient.
pub fn worst_ratio(text: Color, from: Color, to: Color) -> f64 {
    (0..=STEPS)
        .map(|step| ratio(text, between(from, to, step)))
        .fold(f64::INFINITY, f64::min)
}

/// The colour `step`/[`STEPS`] of the way, mixed as CSS mixes the stops of a gradient of `#rrggbb` colours: gamma
/// encoded sRGB (<https://www.w3.org/TR/css-images-4/#interpolation-default>).
fn between(from: Color, to: Color, step: u8) -> Color {
    let mix = |a: u8, b: u8| {
        let share = f64::from(step) / f64::from(STEPS);
        byte((f64::from(a) * (1.0 - share) + f64::from(b) * share) / 255.0)
    };
    Color::rgb(
        mix(from.red, to.red),
        mix(from.green, to.green),
        mix(from.blue, to.blue),
    )
}

/// `color` itself if accepted, otherwise the accepted colour of its hue nearest to it on the way to `pole` (black or
/// white), which must be accepted itself. Only colours that were looked at are returned.
fn nearest(color: Color, pole: Color, accepted: impl Fn(Color) -> bool) -> Color {
    if accepted(color) {
        return color;
    }
    let origin = Oklch::from(color);
    let (mut refused, mut good) = (origin.lightness, Oklch::from(pole).lightness);
    let mut best = pole;
    for _ in 0..HALVINGS {
        let lightness = f64::midpoint(refused, good);
        let candidate = Color::from(Oklch { lightness, ..origin });
        if accepted(candidate) {
            (good, best) = (lightness, candidate);
        } else {
            refused = lightness;
        }
    }
    best
}

/// Lightness 0–1, chroma from 0, hue in radians: <https://www.w3.org/TR/css-color-4/#ok-lab>. The matrices are Björn
/// Ottosson's, <https://bottosson.github.io/posts/oklab/>.
#[derive(Clone, Copy)]
struct Oklch {
    lightness: f64,
    chroma: f64,
    hue: f64,
}

impl Oklch {
    fn at_most_chroma(self, chroma: f64) -> Self {
        Self {
            chroma: self.chroma.min(chroma),
            ..self
        }
    }

    /// The same lightness and hue with as much chroma as sRGB has there. Cutting off a channel instead would turn a
    /// blue into a violet.
    fn in_gamut(self) -> Self {
        let fits = |color: Self| {
            color
                .to_linear()
                .iter()
                .all(|part| (-0.0001..=1.0001).contains(part))
        };
        if fits(self) {
            return self;
        }
        let (mut inside, mut outside) = (0.0, self.chroma);
        for _ in 0..HALVINGS {
            let chroma = f64::midpoint(inside, outside);
            if fits(Self { chroma, ..self }) {
                inside = chroma
            } else {
                outside = chroma
            }
        }
        Self {
            chroma: inside,
            ..self
        }
    }

    /// Linear sRGB, outside 0–1 where no screen has the colour.
    fn to_linear(self) -> [f64; 3] {
        let (a, b) = (self.chroma * self.hue.cos(), self.chroma * self.hue.sin());
        let l = (self.lightness + 0.3963377774 * a + 0.2158037573 * b).powi(3);
        let m = (self.lightness - 0.1055613458 * a - 0.0638541728 * b).powi(3);
        let s = (self.lightness - 0.0894841775 * a - 1.2914855480 * b).powi(3);
        [
            4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
            -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
            -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s,
        ]
    }
}

impl From<Color> for Oklch {
    fn from(color: Color) -> Self {
        let [red, green, blue] = linear(color);
        let l = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue).cbrt();
        let m = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue).cbrt();
        let s = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue).cbrt();
        let a = 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s;
        let b = 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s;
        let lightness = 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
        Self {
            lightness,
            chroma: a.hypot(b),
            hue: b.atan2(a),
        }
    }
}

impl From<Oklch> for Color {
    fn from(color: Oklch) -> Self {
        let [red, green, blue] = color.in_gamut().to_linear().map(|part| byte(encoded(part)));
        Self { red, green, blue }
    }
}

/// Linear light of each channel. The sRGB curve of IEC 61966-2-1, as WCAG 2.2 has it.
fn linear(color: Color) -> [f64; 3] {
    [color.red, color.green, color.blue].map(|channel| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    })
}

/// The other way round.
fn encoded(light: f64) -> f64 {
    if light <= 0.0031308 {
        light * 12.92
    } else {
        1.055 * light.powf(1.0 / 2.4) - 0.055
    }
}

/// 0–1 as a byte. `as` saturates, so a value a hair outside becomes 0 or 255.
fn byte(value: f64) -> u8 {
    (value * 255.0).round() as u8
}
