//! The stylesheet behind `/theme/{slug}/{version}.css`.

use super::{store, stylesheet::stylesheet, tokens::ThemeTokens};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Scope, Visitor},
    },
};

/// The stylesheet of a version of this shop's theme; `None` when the slug is another shop's or the version is not
/// published and never was.
pub async fn css(
    backend: &Backend,
    visitor: &Visitor,
    slug: &str,
    version: i32,
) -> Result<Option<String>, Internal> {
    let mut tx = backend.begin(visitor).await?;
    let tokens = store::tokens(&mut tx, visitor.reseller(), slug, version).await?;
    tx.commit().await?;
    let Some(tokens) = tokens else { return Ok(None) };
    let tokens: ThemeTokens = serde_json::from_value(tokens)?;
    Ok(Some(stylesheet(&tokens)))
}
