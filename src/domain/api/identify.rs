//! The key a request shows becomes a scope.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use ipnet::IpNet;

use super::{ApiKey, KeyScope, store};
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        scope::{ApiClient, Visitor},
        tenancy::Shop,
    },
    shared::{
        currency::Currency,
        ids::{ApiKeyId, ResellerId},
        money::{Money, PositiveMoney},
    },
};

/// How often the last use is written down at most.
const USE_NOTED_EVERY: TimeDelta = TimeDelta::minutes(1);

/// A valid key and what it may do.
#[derive(Debug, Clone)]
pub struct KnownKey {
    pub client: ApiClient,
    /// The reseller's catalogue and prices.
    pub visitor: Visitor,
    pub scopes: Vec<KeyScope>,
    /// The shop's currency.
    pub currency: Currency,
    /// What orders with it may take in a calendar day (UTC).
    pub daily_cap: Option<PositiveMoney>,
}

/// Why a request is nobody's.
#[derive(Debug, thiserror::Error)]
pub enum IdentifyError {
    /// Never made, revoked, expired, or another reseller's: the caller is not told which.
    #[error("no such key")]
    Unknown,
    #[error("the key is not allowed from this address")]
    AddressNotAllowed,
    /// The platform switched the interface off for this shop.
    #[error("the interface is switched off for this shop")]
    SwitchedOff,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(IdentifyError);

/// What the database knows of a key.
pub(super) struct Found {
    pub id: ApiKeyId,
    pub reseller: ResellerId,
    pub currency: Currency,
    pub scopes: Vec<KeyScope>,
    pub allowed_networks: Vec<IpNet>,
    pub daily_cap: Option<Money>,
    pub last_used_at: Option<DateTime<Utc>>,
    pub is_switched_on: bool,
}

/// Finds the key on a shop's host. On another reseller's host it is unknown; on the platform's it works.
pub async fn identify(
    backend: &Backend,
    shop: &Shop,
    presented: &str,
    address: IpAddr,
) -> Result<KnownKey, IdentifyError> {
    let key = ApiKey::parse(presented).ok_or(IdentifyError::Unknown)?;
    let now = backend.now();
    // The key itself says whose it is, so the look is across resellers.
    let mut tx = backend.begin_system().await?;
    let found = store::keys::find_valid(&mut tx, &key.hash(), now)
        .await?
        .filter(|found| shop.brand.is_platform || found.reseller == shop.id)
        .ok_or(IdentifyError::Unknown)?;
    if !found.is_switched_on {
        return Err(IdentifyError::SwitchedOff);
    }
    let is_allowed = found.allowed_networks.is_empty()
        || found
            .allowed_networks
            .iter()
            .any(|network| network.contains(&address.to_canonical()));
    if !is_allowed {
        return Err(IdentifyError::AddressNotAllowed);
    }
    if found.last_used_at.is_none_or(|at| now - at >= USE_NOTED_EVERY) {
        store::keys::note_use(&mut tx, found.reseller, found.id, now).await?;
    }
    tx.commit().await?;
    Ok(KnownKey {
        client: ApiClient::of(found.reseller, found.id),
        visitor: Visitor::of(found.reseller),
        scopes: found.scopes,
        currency: found.currency,
        daily_cap: found.daily_cap.and_then(PositiveMoney::new),
    })
}
