//! A reseller's look and words, as every page of its shop needs them.

use serde::{Deserialize, Serialize};

use super::currency::Currency;

/// What the shell of each page shows of the reseller. Never names the platform.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Brand {
    /// Short name in addresses (`/theme/{slug}/{version}.css`).
    pub slug: String,
    /// Display name.
    pub name: String,
    /// One line under the name in search results and mails.
    pub tagline: String,
    /// Headline of the shop home.
    pub hero_title: String,
    /// Sentence under the headline.
    pub hero_text: String,
    /// Address of the stylesheet with the brand's tokens; a new version has a new address.
    pub theme_url: String,
    /// Address of the logo.
    pub logo_url: String,
    /// Address of the favicon.
    pub favicon_url: String,
    /// Colour of the browser's frame on phones, `#rrggbb`.
    pub theme_color: String,
    /// Where customers write to.
    pub support_email: String,
    /// Currency of wallets and prices.
    pub currency: Currency,
    /// BCP 47 language of the shop.
    pub locale: String,
    /// True on the platform's own host, where `/admin` lives.
    pub is_platform: bool,
    /// Font file to preload; empty for the system's own font.
    pub font_url: String,
    /// Pages of the footer, in order.
    pub legal_links: Vec<LegalLink>,
}

/// A link of the footer to `/legal/{slug}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalLink {
    pub slug: String,
    pub title: String,
}

/// A legal or help page of a shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalPage {
    /// Last part of its address: `terms`, `privacy`, `imprint`.
    pub slug: String,
    /// Heading.
    pub title: String,
    /// Plain text; an empty line begins a paragraph and a line beginning with `# ` is a heading.
    pub body: String,
}
