//! The demo's three shops: the platform's own, and two resellers that could not look less alike. Plain data; the seed
//! puts it into the rooms.
//!
//! Companies, addresses and numbers are made up, and every mail address ends in `.test`, which no mail server serves
//! (RFC 2606).

use rust_decimal::Decimal;

use crate::{
    domain::{
        tenancy::shop::SettlementMode,
        themes::tokens::{Color, Font, HeroStyle, Radius, ThemeTokens},
    },
    shared::currency::Currency,
};

/// What a shop of the demo begins with.
#[derive(Debug)]
pub struct DemoBrand {
    /// Short name in addresses.
    pub slug: &'static str,
    pub name: &'static str,
    pub tagline: &'static str,
    pub hero_title: &'static str,
    pub hero_text: &'static str,
    pub currency: Currency,
    pub settlement_mode: SettlementMode,
    /// Of each sale, kept by the platform.
    pub commission_percent: Decimal,
    pub support_email: &'static str,
    pub sender_name: &'static str,
    pub sender_email: &'static str,
    /// BCP 47.
    pub locale: &'static str,
    /// True for the platform's own shop alone.
    pub is_platform: bool,
    pub tokens: ThemeTokens,
    /// Drawn in mid-tones or on a label of its own, so that it stands out on light and dark pages.
    pub logo_svg: &'static str,
    pub favicon_svg: &'static str,
    /// Pages of the footer, in order.
    pub legal: [DemoLegalPage; 3],
}

/// A legal page in the form of [`crate::shared::brand::LegalPage`].
#[derive(Debug)]
pub struct DemoLegalPage {
    pub slug: &'static str,
    pub title: &'static str,
    pub body: &'static str,
}

/// The platform's shop first.
pub const DEMO_BRANDS: [DemoBrand; 3] = [HOUSE, AURORA, KITE];

macro_rules! legal {
    ($brand:literal) => {
        [
            DemoLegalPage {
                slug: "terms",
                title: "Terms of service",
                body: include_str!(concat!("demo/", $brand, "/terms.txt")),
            },
            DemoLegalPage {
                slug: "privacy",
                title: "Privacy",
                body: include_str!(concat!("demo/", $brand, "/privacy.txt")),
            },
            DemoLegalPage {
                slug: "imprint",
                title: "Imprint",
                body: include_str!(concat!("demo/", $brand, "/imprint.txt")),
            },
        ]
    };
}

const HOUSE: DemoBrand = DemoBrand {
    slug: "house",
    name: "CloudDail",
    tagline: "Phone numbers and mobile data for the whole world",
    hero_title: "Numbers and data, wherever you work",
    hero_text: "Rent a local number in minutes or put a data plan on your phone. Prepaid, with every cent accounted for.",
    currency: Currency::USD,
    settlement_mode: SettlementMode::PlatformCollects,
    commission_percent: Decimal::ZERO,
    support_email: "help@clouddail.test",
    sender_name: "CloudDail",
    sender_email: "hello@clouddail.test",
    locale: "en",
    is_platform: true,
    tokens: ThemeTokens {
        primary: Color::rgb(0x4f, 0x46, 0xe5),
        secondary: Color::rgb(0x0d, 0x94, 0x88),
        font: Font::Inter,
        radius: Radius::Medium,
        hero: HeroStyle::Solid,
    },
    logo_svg: include_str!("demo/house/logo.svg"),
    favicon_svg: include_str!("demo/house/favicon.svg"),
    legal: legal!("house"),
};

const AURORA: DemoBrand = DemoBrand {
    slug: "aurora",
    name: "Aurora Mobile",
    tagline: "Land, switch on, share the view",
    hero_title: "Your trip is online before you are",
    hero_text: "Pick where you are going, scan one code, and your phone works from the moment you land. No shops, no \
                plastic, no surprises when you are back home.",
    currency: Currency::USD,
    settlement_mode: SettlementMode::PlatformCollects,
    commission_percent: Decimal::TEN,
    support_email: "help@aurora.test",
    sender_name: "Aurora Mobile",
    sender_email: "hello@aurora.test",
    locale: "en",
    is_platform: false,
    tokens: ThemeTokens {
        primary: Color::rgb(0x0f, 0x76, 0x6e),
        secondary: Color::rgb(0x6d, 0x28, 0xd9),
        font: Font::Nunito,
        radius: Radius::Large,
        hero: HeroStyle::Gradient,
    },
    logo_svg: include_str!("demo/aurora/logo.svg"),
    favicon_svg: include_str!("demo/aurora/favicon.svg"),
    legal: legal!("aurora"),
};

const KITE: DemoBrand = DemoBrand {
    slug: "kite",
    name: "Kite Travel",
    tagline: "Connectivity for people who travel for work",
    hero_title: "Connected on arrival.",
    hero_text: "Data plans and numbers for business travel. Fixed prices in euros. One statement.",
    currency: Currency::EUR,
    settlement_mode: SettlementMode::ResellerCollects,
    commission_percent: Decimal::ZERO,
    support_email: "help@kite.test",
    sender_name: "Kite Travel",
    sender_email: "hello@kite.test",
    locale: "en",
    is_platform: false,
    tokens: ThemeTokens {
        primary: Color::rgb(0xf9, 0x73, 0x16),
        secondary: Color::rgb(0x11, 0x11, 0x11),
        font: Font::SourceSerif,
        radius: Radius::None,
        hero: HeroStyle::Solid,
    },
    logo_svg: include_str!("demo/kite/logo.svg"),
    favicon_svg: include_str!("demo/kite/favicon.svg"),
    legal: legal!("kite"),
};
