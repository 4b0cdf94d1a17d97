//! Twilio's answers, the fields we use.

use serde::Deserialize;

use crate::{
    providers::numbers::{AvailableNumber, OwnedNumber},
    shared::{
        number::{self, NumberType},
        place::CountryCode,
    },
};

#[derive(Deserialize)]
pub struct AvailablePage {
    pub available_phone_numbers: Vec<Available>,
}

#[derive(Deserialize)]
pub struct Available {
    phone_number: String,
    iso_country: CountryCode,
    locality: Option<String>,
    region: Option<String>,
    /// `none`, `any`, `local` or `foreign`.
    address_requirements: String,
    capabilities: Capabilities,
}

/// Assumed: capitals too, as Twilio's older samples have them.
#[derive(Deserialize)]
struct Capabilities {
    #[serde(default)]
    voice: bool,
    #[serde(default, alias = "SMS")]
    sms: bool,
    #[serde(default, alias = "MMS")]
    mms: bool,
}

impl From<Capabilities> for number::Capabilities {
    fn from(Capabilities { voice, sms, mms }: Capabilities) -> Self {
        Self { voice, sms, mms }
    }
}

impl Available {
    pub fn into_offer(self, kind: NumberType) -> AvailableNumber {
        AvailableNumber {
            e164: self.phone_number,
            country: self.iso_country,
            kind,
            locality: self.locality.or(self.region).filter(|place| !place.is_empty()),
            capabilities: self.capabilities.into(),
            needs_address: self.address_requirements != "none",
            documents: vec![],
            cost: None,
        }
    }
}

#[derive(Deserialize)]
pub struct Address {
    pub sid: String,
}

#[derive(Deserialize)]
pub struct IncomingPage {
    pub incoming_phone_numbers: Vec<BoughtNumber>,
    /// Path and query of the next page; null at the end.
    pub next_page_uri: Option<String>,
}

#[derive(Deserialize)]
pub struct BoughtNumber {
    sid: String,
    pub phone_number: String,
    pub friendly_name: String,
    capabilities: Capabilities,
}

impl BoughtNumber {
    pub fn into_owned_number(self) -> OwnedNumber {
        OwnedNumber {
            provider_id: self.sid,
            e164: self.phone_number,
            reference: self.friendly_name,
            capabilities: Some(self.capabilities.into()),
        }
    }
}

#[derive(Deserialize)]
pub struct Prices {
    pub price_unit: String,
    pub phone_number_prices: Vec<Price>,
}

#[derive(Deserialize)]
pub struct Price {
    number_type: Option<String>,
    /// After discounts of our account; units of `price_unit` a month.
    pub current_price: Option<String>,
}

impl Price {
    /// Kinds we do not sell (national, voip) are `None`.
    pub fn kind(&self) -> Option<NumberType> {
        match self.number_type.as_deref()? {
            "local" => Some(NumberType::Local),
            "mobile" => Some(NumberType::Mobile),
            // Assumed: the spellings besides "toll free".
            "toll free" | "toll_free" | "tollfree" => Some(NumberType::TollFree),
            _ => None,
        }
    }
}

/// What is left of our money.
#[derive(Deserialize)]
pub struct Balance {
    pub balance: String,
    pub currency: String,
}
