//! What a reseller chooses about its look: parsed values from short lists, never CSS.
//!
//! Keeps true: whatever sits in a token can be written into a stylesheet as it is, because a colour is three bytes
//! and the rest are enums. JSON: `{"primary":"#0f766e","secondary":"#6d28d9","font":"nunito","radius":"large",
//! "hero":"gradient"}`.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};

/// An opaque sRGB colour. Text form: `#rrggbb` in small letters.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Color {
    /// 0–255, gamma-encoded as in CSS.
    pub red: u8,
    /// 0–255.
    pub green: u8,
    /// 0–255.
    pub blue: u8,
}

/// The text is not `#` and six hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a colour: write # and six hexadecimal digits, such as #0f766e")]
pub struct ParseColorError;

impl Color {
    /// `#000000`.
    pub const BLACK: Self = Self::rgb(0, 0, 0);
    /// `#ffffff`.
    pub const WHITE: Self = Self::rgb(255, 255, 255);

    /// A colour of its three parts.
    pub const fn rgb(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }

    /// Reads `#rrggbb`, in capitals or small letters. Names, `rgb()`, `#rgb` and anything else of CSS are refused.
    pub fn parse(text: &str) -> Result<Self, ParseColorError> {
        let digits = text.strip_prefix('#').ok_or(ParseColorError)?;
        // `from_str_radix` would take a sign, so the digits are looked at first.
        if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(ParseColorError);
        }
        let value = u32::from_str_radix(digits, 16).map_err(|_| ParseColorError)?;
        let [_, red, green, blue] = value.to_be_bytes();
        Ok(Self { red, green, blue })
    }
}

impl FromStr for Color {
    type Err = ParseColorError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

impl fmt::Debug for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Serialize for Color {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Color {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(from)?).map_err(serde::de::Error::custom)
    }
}

/// The typefaces a shop can have; all but `System` are served by us from `public/fonts`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Font {
    /// Plain and clear.
    Inter,
    /// Round and friendly.
    Nunito,
    /// Bookish, for an editorial look.
    SourceSerif,
    /// What the visitor's device uses; nothing is loaded.
    System,
}

/// How round corners are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Radius {
    None,
    Small,
    Medium,
    Large,
}

impl Radius {
    /// CSS pixels of the base radius; components multiply it.
    pub const fn pixels(self) -> u8 {
        match self {
            Self::None => 0,
            Self::Small => 4,
            Self::Medium => 8,
            Self::Large => 16,
        }
    }
}

/// What lies behind the headline of the shop's home.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeroStyle {
    /// From the primary to the secondary colour.
    Gradient,
    /// The primary colour alone.
    Solid,
}

/// Reads the word of a font, radius or hero style, as JSON has it.
pub fn word<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_value(text.into()).ok()
}

/// The word that [`word`] reads.
pub fn text_of(value: impl Serialize) -> String {
    let json = serde_json::to_value(value).unwrap_or_default();
    json.as_str().unwrap_or_default().to_owned()
}

/// A whole theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ThemeTokens {
    /// Buttons, links, the hero.
    pub primary: Color,
    /// Highlights, badges, the other end of the hero.
    pub secondary: Color,
    pub font: Font,
    pub radius: Radius,
    pub hero: HeroStyle,
}
