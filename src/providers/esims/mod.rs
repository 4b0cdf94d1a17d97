//! Vendors of eSIM data plans.

pub mod activation_code;
pub mod telna;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::ProviderError;
use crate::shared::{
    esim::{Coverage, EsimState},
    money::Money,
    place::CountryCode,
};
pub use activation_code::ActivationCode;

/// A data product the vendor sells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// The vendor's id.
    pub provider_id: String,
    pub name: String,
    pub coverage: Coverage,
    /// Country or region it is sold under, in English.
    pub place: String,
    pub countries: Vec<CountryCode>,
    /// Megabytes (10^6 bytes); `None` is unlimited.
    pub data_mb: Option<i64>,
    pub fair_use: String,
    pub speed: String,
    pub validity_days: i32,
    pub can_top_up: bool,
    pub cost: Money,
    /// The least the vendor lets anybody sell it for; `None` where it does not say.
    pub minimum_price: Option<Money>,
    pub is_active: bool,
}

/// A profile the vendor made for us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedEsim {
    /// The vendor's id of the order.
    pub provider_order_id: String,
    /// Our reference.
    pub reference: String,
    pub iccid: String,
    pub activation_code: ActivationCode,
    pub state: EsimState,
}

/// Where a profile stands, and what was used of its data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EsimStatus {
    pub state: EsimState,
    /// Megabytes used so far; `None` where the vendor does not tell.
    pub used_mb: Option<i64>,
    pub activated_at: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
}

/// Where eSIMs come from.
#[async_trait]
pub trait EsimProvider: Send + Sync {
    /// The vendor's word in our tables: `telna`.
    fn name(&self) -> &'static str;

    /// The whole catalogue.
    async fn products(&self) -> Result<Vec<Product>, ProviderError>;

    /// Orders one profile with this product under our reference. Never repeats itself after an unknown outcome.
    async fn issue(&self, product: &str, reference: &str) -> Result<IssuedEsim, ProviderError>;

    /// What became of our reference: the profile, or `None` when the vendor certainly has no such order.
    async fn find(&self, reference: &str) -> Result<Option<IssuedEsim>, ProviderError>;

    /// State and usage of a profile.
    async fn status(&self, iccid: &str) -> Result<EsimStatus, ProviderError>;

    /// Every order we ever placed there, for the comparison with our inventory.
    async fn inventory(&self) -> Result<Vec<IssuedEsim>, ProviderError>;
}
