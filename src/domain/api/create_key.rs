//! Makes a key.

use chrono::{DateTime, Utc};
use ipnet::IpNet;
use sqlx::PgConnection;

use super::{ApiKey, KeyKind, KeyScope, store};
use crate::{
    domain::{error::Internal, scope::Manages},
    shared::{
        ids::ApiKeyId,
        money::{Money, PositiveMoney},
    },
};

/// What a key begins with.
#[derive(Debug)]
pub struct CreateKey {
    pub name: String,
    pub kind: KeyKind,
    /// At least one.
    pub scopes: Vec<KeyScope>,
    /// Empty: any address.
    pub allowed_networks: Vec<IpNet>,
    /// What orders with it may take in a calendar day (UTC), in the shop's currency.
    pub daily_cap: Option<PositiveMoney>,
    pub expires_at: Option<DateTime<Utc>>,
    /// A key the owner knows already, for the demo; `None` makes a fresh one.
    pub secret: Option<ApiKey>,
}

/// Makes the key in the caller's transaction. The secret is returned here and never again.
pub async fn create_key(
    conn: &mut PgConnection,
    scope: &impl Manages,
    now: DateTime<Utc>,
    new: CreateKey,
) -> Result<(ApiKeyId, ApiKey), Internal> {
    let secret = new.secret.clone().unwrap_or_else(|| ApiKey::new(new.kind));
    let id = ApiKeyId::new();
    let cap = new.daily_cap.map(PositiveMoney::get).map(Money::micros);
    store::keys::insert(conn, scope, id, &secret, &new, cap, now).await?;
    Ok((id, secret))
}
