//! Which account at the gateway collects, and how to talk to it.
//!
//! Where the platform collects, payments are made at the platform's account; where a reseller collects, at its own. A
//! payment remembers the account and the version of its keys, and is asked about there whatever changes later. A
//! version that was replaced is kept for `KEPT_AFTER_RETIRING`, longer than any payment stays open; after that, and
//! when the gateway refuses it because its owner rolled the key, the reseller's keys in use are asked: the same account
//! knows its old payments under its new key, and another account knows nothing of them.

use std::sync::Arc;

use chrono::TimeDelta;
use moka::future::Cache;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use super::store::{self, gateways};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Scope, tenancy::shop::SettlementMode, wallet::credit::Collector},
    providers::{
        ProviderError, Refusal,
        payments::{AccountKeys, PaymentOutcome, PaymentProvider},
    },
    shared::{
        currency::Currency,
        ids::{PaymentId, ResellerId},
    },
};

/// Where keys are sealed: this column, the row of this version.
pub(super) const SEALED_COLUMN: &str = "gateway_credentials.sealed";

/// How long replaced keys are kept for payments made with them.
pub const KEPT_AFTER_RETIRING: TimeDelta = TimeDelta::days(30);

/// Accounts remembered.
const ACCOUNTS_MAX: u64 = 1_000;

/// Adapters by reseller and version of its keys. A version never changes, so nothing has to be cleared.
pub struct GatewayCache(Cache<(ResellerId, i32), Arc<dyn PaymentProvider>>);

impl Default for GatewayCache {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(ACCOUNTS_MAX).build())
    }
}

/// An account at the gateway, as a payment remembers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Account {
    Platform,
    /// The reseller's own, with this version of its keys.
    Reseller {
        version: i32,
    },
}

impl Account {
    pub(super) const fn of_version(version: Option<i32>) -> Self {
        match version {
            None => Self::Platform,
            Some(version) => Self::Reseller { version },
        }
    }

    pub(super) const fn version(self) -> Option<i32> {
        match self {
            Self::Platform => None,
            Self::Reseller { version } => Some(version),
        }
    }

    /// Whose books its money is in.
    pub const fn collector(self) -> Collector {
        match self {
            Self::Platform => Collector::Platform,
            Self::Reseller { .. } => Collector::Reseller,
        }
    }
}

/// The account of a payment.
pub struct Gateway {
    /// Whose books its money is in.
    pub collector: Collector,
    /// Ways to reach it: the keys the payment was made with, then the ones in use. The next is for when the gateway
    /// refuses the key of the one before (`Refusal::OurAccount`), and for nothing else. Empty: the keys are gone.
    pub accounts: Vec<Arc<dyn PaymentProvider>>,
}

impl Gateway {
    /// What became of a reference at this account. Another key's "never heard of it" proves nothing about an account
    /// whose key is refused, so then the refusal stands.
    pub async fn outcome(&self, reference: &str) -> Result<PaymentOutcome, ProviderError> {
        let mut refusal = ProviderError::Refused(Refusal::OurAccount {
            detail: "the keys of the gateway account are gone".into(),
        });
        for (position, account) in self.accounts.iter().enumerate() {
            match account.outcome(reference).await {
                Err(error @ ProviderError::Refused(Refusal::OurAccount { .. })) => {
                    if position == 0 {
                        refusal = error;
                    }
                }
                Ok(PaymentOutcome::Pending) if position > 0 => {}
                answer => return answer,
            }
        }
        Err(refusal)
    }
}

/// The account a payment was made at; `None` when the payment is not of this reseller.
pub async fn of_payment(
    backend: &Backend,
    scope: &impl Scope,
    payment: PaymentId,
) -> Result<Option<Gateway>, Internal> {
    let reseller = scope.reseller();
    let mut tx = backend.begin(scope).await?;
    let found = store::payment(&mut tx, reseller, payment).await?;
    let gateway = match found {
        Some(payment) => Some(open(&mut tx, backend, reseller, payment.account).await?),
        None => None,
    };
    tx.commit().await?;
    Ok(gateway)
}

/// Whose payment it is and in which currency, for an operator's command.
pub async fn shop_of_payment(
    backend: &Backend,
    payment: PaymentId,
) -> Result<Option<(ResellerId, Currency)>, Internal> {
    let mut tx = backend.begin_system().await?;
    let found = store::shop_of_payment(&mut tx, payment).await?;
    tx.commit().await?;
    Ok(found)
}

/// Every account payments are made at now: the platform's (`None`), and each collecting reseller's own. For comparing
/// the gateway's books with ours.
pub async fn all(backend: &Backend) -> Result<Vec<(Option<ResellerId>, Arc<dyn PaymentProvider>)>, Internal> {
    let platform = &backend.providers.payments;
    let mut accounts = vec![(None, Arc::clone(platform))];
    let mut tx = backend.begin_system().await?;
    for (reseller, version) in gateways::all_in_use(&mut tx, platform.name()).await? {
        if let Some(account) = adapter(&mut tx, backend, reseller, version).await? {
            accounts.push((Some(reseller), account));
        }
    }
    tx.commit().await?;
    Ok(accounts)
}

/// Where a new payment of this reseller's customers is made; `None` when the reseller collects and has no keys.
pub(super) async fn for_new(
    conn: &mut PgConnection,
    backend: &Backend,
    reseller: ResellerId,
) -> Result<Option<Account>, Internal> {
    let collecting = gateways::collecting(conn, reseller, backend.providers.payments.name()).await?;
    match SettlementMode::parse(&collecting.settlement_mode) {
        Some(SettlementMode::PlatformCollects) => Ok(Some(Account::Platform)),
        Some(SettlementMode::ResellerCollects) => {
            Ok(collecting.version.map(|version| Account::Reseller { version }))
        }
        None => Err(Internal::broken("unknown settlement mode")),
    }
}

/// An account, to be talked to.
pub(super) async fn open(
    conn: &mut PgConnection,
    backend: &Backend,
    reseller: ResellerId,
    account: Account,
) -> Result<Gateway, Internal> {
    let platform = &backend.providers.payments;
    let mut accounts = vec![];
    match account {
        Account::Platform => accounts.push(Arc::clone(platform)),
        Account::Reseller { version } => {
            for version in gateways::versions_for(conn, reseller, platform.name(), version).await? {
                accounts.extend(adapter(conn, backend, reseller, version).await?);
            }
        }
    }
    Ok(Gateway {
        collector: account.collector(),
        accounts,
    })
}

async fn adapter(
    conn: &mut PgConnection,
    backend: &Backend,
    reseller: ResellerId,
    version: i32,
) -> Result<Option<Arc<dyn PaymentProvider>>, Internal> {
    let cache = &backend.caches.gateways.0;
    if let Some(known) = cache.get(&(reseller, version)).await {
        return Ok(Some(known));
    }
    let platform = &backend.providers.payments;
    let Some(sealed) = gateways::sealed(conn, reseller, platform.name(), version).await? else {
        return Ok(None);
    };
    let row = row(platform.name(), version);
    let opened = backend.seal.open(reseller, SEALED_COLUMN, &row, &sealed)?;
    let secrets: Secrets = serde_json::from_slice(&opened)?;
    let account = platform
        .at_account(&AccountKeys {
            secret_key: SecretString::from(secrets.secret_key),
            webhook_hash: SecretString::from(secrets.webhook_hash),
        })
        .map_err(|error| Internal::broken(format!("stored gateway keys: {error}")))?;
    cache.insert((reseller, version), Arc::clone(&account)).await;
    Ok(Some(account))
}

/// What is sealed.
#[derive(Serialize, Deserialize)]
pub(super) struct Secrets {
    pub secret_key: String,
    pub webhook_hash: String,
}

pub(super) fn row(provider: &str, version: i32) -> String {
    format!("{provider}/{version}")
}
