//! Telna's answers, the fields we use.

use serde::Deserialize;

use crate::{
    providers::{
        ProviderError,
        esims::{ActivationCode, IssuedEsim},
        exact::Exact,
    },
    shared::esim::EsimState,
};

/// A page of a list: how many there are in all, and the items of this page.
pub trait Page {
    type Item;
    fn split(self) -> (usize, Vec<Self::Item>);
}

macro_rules! page {
    ($name:ident, $field:ident, $item:ty) => {
        #[derive(Deserialize)]
        pub struct $name {
            total: usize,
            $field: Vec<$item>,
        }

        impl Page for $name {
            type Item = $item;

            fn split(self) -> (usize, Vec<$item>) {
                (self.total, self.$field)
            }
        }
    };
}

page!(ProductPage, products, Product);
// Assumed: the names of these two lists.
page!(WorkOrderPage, work_orders, WorkOrder);
page!(UsagePage, usages, Usage);

#[derive(Deserialize)]
pub struct Product {
    pub id: u64,
    pub name: String,
    pub status: Option<String>,
    pub unit_cost: Option<Exact>,
    pub package_template: Option<Template>,
}

#[derive(Deserialize)]
pub struct Template {
    /// ISO 3166-1 alpha-3.
    #[serde(default)]
    pub supported_countries: Vec<String>,
    /// Bytes. Assumed: null is unlimited.
    pub data_usage_allowance: Option<u64>,
    pub time_allowance: Option<TimeAllowance>,
    pub notes: Option<String>,
}

#[derive(Deserialize)]
pub struct TimeAllowance {
    pub duration: u64,
    /// `SECOND` or `CALENDAR_MONTH`.
    pub unit: String,
}

#[derive(Deserialize)]
pub struct WorkOrder {
    id: Exact,
    pub customer_ref: String,
    sim_registry: Option<SimRegistry>,
    euicc_profile: Option<Profile>,
}

impl WorkOrder {
    /// The profile it is about, once there is one.
    pub fn iccid(&self) -> Option<&str> {
        self.sim_registry.as_ref().map(|sim| sim.iccid.as_str())
    }
}

#[derive(Deserialize)]
struct SimRegistry {
    iccid: String,
}

#[derive(Deserialize)]
pub struct Profile {
    pub state: Option<String>,
    /// With or without `LPA:`.
    activation_code: Option<String>,
}

/// A package on a profile. Assumed: `diagnostic/usages` has the fields that packages have in Connect v2.1. Times are
/// milliseconds since 1970, data is in bytes.
#[derive(Deserialize)]
pub struct Usage {
    /// The package's id.
    pub id: Option<Exact>,
    /// `NOT_ACTIVE`, `ACTIVE` or `TERMINATED`.
    pub status: Option<String>,
    pub activated_date: Option<i64>,
    pub expiry_date: Option<i64>,
    pub data_usage_allowance: Option<u64>,
    pub data_usage: Option<u64>,
    pub data_usage_remaining: Option<u64>,
}

#[derive(Deserialize)]
pub struct Message {
    pub error: Option<String>,
    pub message: Option<String>,
}

impl WorkOrder {
    /// There is a profile with a code.
    pub fn is_shipped(&self) -> bool {
        self.sim_registry.is_some()
            && self
                .euicc_profile
                .as_ref()
                .is_some_and(|profile| profile.activation_code.is_some())
    }

    /// An order that is there but has no profile yet is unknown: it will have one.
    pub fn into_esim(self) -> Result<IssuedEsim, ProviderError> {
        let (Some(SimRegistry { iccid }), Some(profile)) = (self.sim_registry, self.euicc_profile) else {
            return Err(ProviderError::unknown("ordered, no profile yet"));
        };
        let Some(code) = profile.activation_code else {
            return Err(ProviderError::unknown("ordered, no activation code yet"));
        };
        let activation_code = ActivationCode::parse(&code)
            .map_err(|_| ProviderError::unknown("ordered, but its activation code cannot be read"))?;
        Ok(IssuedEsim {
            provider_order_id: self.id.as_str().to_owned(),
            reference: self.customer_ref,
            iccid,
            activation_code,
            state: profile
                .state
                .as_deref()
                .map_or(EsimState::Ready, super::state::of_profile),
        })
    }
}
