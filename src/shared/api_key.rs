//! Keys of the REST interface, as a shop's staff see them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{currency::Currency, ids::ApiKeyId, money::Money};

/// A right a key can have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeChoice {
    /// `orders:write`.
    pub word: String,
    pub text: String,
}

/// A key. The secret itself is kept nowhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeyRow {
    pub id: ApiKeyId,
    pub name: String,
    /// Its first characters.
    pub prefix: String,
    /// What it may do, in words.
    pub scopes: Vec<String>,
    /// Networks it works from; empty: any.
    pub networks: Vec<String>,
    /// What orders with it may take in a day (UTC).
    pub daily_cap: Option<Money>,
    pub created_at: DateTime<Utc>,
    pub last_used_at: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
    pub is_expired: bool,
}

/// The page of keys.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeysView {
    pub keys: Vec<KeyRow>,
    /// The secret of a key made just now: shown here and never again.
    pub fresh: Option<String>,
    pub scopes: Vec<ScopeChoice>,
    pub currency: Currency,
    /// Keys that work at most.
    pub keys_max: i64,
}
