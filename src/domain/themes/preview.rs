//! The draft on real pages, for the shop's staff alone.

use super::{draft, stylesheet, stylesheet::stylesheet as style, tokens::ThemeTokens};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Staff},
    shared::brand::{Brand, LegalLink, LegalPage},
};

/// Light or dark, whatever the browser prefers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    Light,
    Dark,
}

impl Scheme {
    /// The word in addresses and in CSS.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Reads the word; anything else is light.
    pub fn parse(text: &str) -> Self {
        if text == "dark" { Self::Dark } else { Self::Light }
    }
}

/// The shop's brand with the draft's look and words in place of the published ones.
pub async fn brand(
    backend: &Backend,
    staff: &Staff,
    published: &Brand,
    scheme: Scheme,
) -> Result<Brand, Internal> {
    let draft = draft::draft(backend, staff).await?.version;
    let picture = |id: Option<_>| id.map(|id| format!("/brand/{id}")).unwrap_or_default();
    Ok(Brand {
        name: draft.words.name,
        tagline: draft.words.tagline,
        hero_title: draft.words.hero_title,
        hero_text: draft.words.hero_text,
        support_url: draft.words.support_url,
        legal_links: draft
            .words
            .legal
            .into_iter()
            .map(|page| LegalLink {
                slug: page.slug,
                title: page.title,
            })
            .collect(),
        logo_url: picture(draft.logo),
        favicon_url: picture(draft.favicon),
        theme_url: format!("/reseller/brand/draft.css?scheme={}", scheme.as_str()),
        theme_color: stylesheet::theme_color(&draft.tokens).to_string(),
        font_url: stylesheet::font_url(&draft.tokens),
        ..published.clone()
    })
}

/// A legal page as the draft has it.
pub async fn legal_page(backend: &Backend, staff: &Staff, slug: &str) -> Result<Option<LegalPage>, Internal> {
    let pages = draft::draft(backend, staff).await?.version.words.legal;
    Ok(pages.into_iter().find(|page| page.slug == slug))
}

/// The draft's stylesheet; `choose` may put in what is being chosen and not saved yet.
pub async fn css(
    backend: &Backend,
    staff: &Staff,
    scheme: Scheme,
    choose: impl FnOnce(&mut ThemeTokens) + Send,
) -> Result<String, Internal> {
    let mut tokens = draft::draft(backend, staff).await?.version.tokens;
    choose(&mut tokens);
    let scheme = scheme.as_str();
    Ok(format!("{}:root {{ color-scheme: {scheme}; }}\n", style(&tokens)))
}
