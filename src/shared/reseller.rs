//! What a reseller's dashboard shows.

use serde::{Deserialize, Serialize};

/// The dashboard's first page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResellerOverview {
    /// Name of the shop.
    pub shop: String,
}
