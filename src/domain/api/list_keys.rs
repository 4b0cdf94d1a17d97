//! A reseller's keys.

use chrono::{DateTime, Utc};
use ipnet::IpNet;
use sqlx::PgConnection;

use super::{KeyScope, store};
use crate::{
    domain::{error::Internal, scope::Manages},
    shared::{ids::ApiKeyId, money::Money},
};

/// A key as its reseller's staff see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKeyRow {
    pub id: ApiKeyId,
    pub name: String,
    /// Its first characters.
    pub prefix: String,
    pub scopes: Vec<KeyScope>,
    /// Empty: any address.
    pub allowed_networks: Vec<IpNet>,
    /// What orders with it may take in a calendar day (UTC).
    pub daily_cap: Option<Money>,
    pub created_at: DateTime<Utc>,
    pub last_used_at: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
}

/// Keys shown; a reseller has few.
const KEYS_MAX: i64 = 200;

/// All of them, newest first, revoked ones too.
pub async fn list_keys(conn: &mut PgConnection, scope: &impl Manages) -> Result<Vec<ApiKeyRow>, Internal> {
    store::keys::list(conn, scope.reseller(), KEYS_MAX).await
}
