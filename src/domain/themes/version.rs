//! A version of a brand, read from its row.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{store::versions::VersionRow, tokens::ThemeTokens};
use crate::{
    domain::error::Internal,
    shared::{brand::BrandWords, ids::AssetId},
};

/// The draft, or the published version while there is none.
#[derive(Debug, Clone)]
pub struct Version {
    pub version: i32,
    pub is_draft: bool,
    /// Changes with every change of the draft; what forms carry.
    pub revision: String,
    pub tokens: ThemeTokens,
    pub words: BrandWords,
    pub logo: Option<AssetId>,
    pub favicon: Option<AssetId>,
    pub changed_at: Option<DateTime<Utc>>,
    /// `None` when it came with the shop or was an operator.
    pub changed_by: Option<String>,
}

/// What is written of a version.
pub(super) struct Look {
    pub tokens: Value,
    pub words: Value,
    pub logo: Option<AssetId>,
    pub favicon: Option<AssetId>,
}

impl Version {
    pub(super) fn of(row: VersionRow) -> Result<Self, Internal> {
        Ok(Self {
            version: row.version,
            is_draft: row.is_draft,
            revision: format!("{}.{}", row.id, row.revision),
            tokens: serde_json::from_value(row.tokens)?,
            words: serde_json::from_value(row.words)?,
            logo: row.logo,
            favicon: row.favicon,
            changed_at: row.changed_at,
            changed_by: row.changed_by,
        })
    }

    pub(super) fn look(&self) -> Result<Look, Internal> {
        Ok(Look {
            tokens: serde_json::to_value(self.tokens)?,
            words: serde_json::to_value(&self.words)?,
            logo: self.logo,
            favicon: self.favicon,
        })
    }
}
