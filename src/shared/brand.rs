//! A reseller's look and words, as every page of its shop needs them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{currency::Currency, features::Features, ids::AssetId};

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
    /// The reseller's own help, an `https` address; empty for none.
    pub support_url: String,
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
    /// What the shop may do at all: the rest is in no menu.
    pub features: Features,
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

/// The words of a brand: what a version holds beside its colours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrandWords {
    pub name: String,
    pub tagline: String,
    pub hero_title: String,
    pub hero_text: String,
    /// Who mails come from, beside the address.
    pub sender_name: String,
    /// An `https` address of the reseller's own help; empty for none.
    pub support_url: String,
    /// In order of their address.
    pub legal: Vec<LegalPage>,
}

/// A brand as its staff edit it: the draft, or what is published while there is none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Studio {
    /// What forms carry, so that nobody overwrites what they have not seen.
    pub revision: String,
    pub is_draft: bool,
    /// The published version.
    pub published: i32,
    pub changed_at: Option<DateTime<Utc>>,
    /// Empty when it came with the shop or was an operator.
    pub changed_by: String,
    /// `#rrggbb`.
    pub primary: String,
    pub secondary: String,
    /// Words of the lists: `nunito`, `large`, `gradient`.
    pub font: String,
    pub radius: String,
    pub hero: String,
    pub words: BrandWords,
    pub logo: Option<AssetId>,
    pub favicon: Option<AssetId>,
    /// Newest first.
    pub pictures: Vec<KeptPicture>,
    pub contrast: Vec<ContrastNote>,
    pub may_edit: bool,
}

/// A logo or favicon that was uploaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptPicture {
    pub id: AssetId,
    /// `logo` or `favicon`.
    pub kind: String,
    pub uploaded_at: DateTime<Utc>,
}

/// How the text of one place stays readable. Colours are `#rrggbb`, ratios like `4.55`, rounded down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContrastNote {
    /// Where, in words.
    pub place: String,
    /// The pair as chosen, without repair.
    pub wished: Contrast,
    /// The pair as the shop shows it.
    pub used: Contrast,
}

/// A text on a background.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contrast {
    pub text: String,
    pub background: String,
    pub ratio: String,
}

/// A version that is or was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrandVersion {
    pub version: i32,
    pub is_published: bool,
    pub shop_name: String,
    pub primary: String,
    pub secondary: String,
    pub published_at: Option<DateTime<Utc>>,
    /// Empty when it came with the shop or was an operator.
    pub published_by: String,
    /// The version it is a copy of.
    pub restored_from: Option<i32>,
}

/// A legal page as staff edit it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalDraft {
    pub revision: String,
    pub page: LegalPage,
    pub may_edit: bool,
}
