//! Telnyx's answers, the fields we use.

use serde::Deserialize;

use crate::{
    providers::{
        Refusal,
        exact::Exact,
        numbers::{AvailableNumber, NumberCost, OwnedNumber, Regulation},
    },
    shared::{
        money::Money,
        number::{Capabilities, NumberType},
        place::CountryCode,
    },
};

#[derive(Deserialize)]
pub struct Data<T> {
    pub data: T,
}

#[derive(Deserialize)]
pub struct List<T> {
    pub data: Vec<T>,
}

#[derive(Deserialize)]
pub struct Available {
    pub phone_number: String,
    cost_information: CostInformation,
    #[serde(default)]
    region_information: Vec<Region>,
    #[serde(default)]
    features: Vec<Feature>,
}

/// Decimal numbers in strings.
#[derive(Deserialize)]
struct CostInformation {
    currency: String,
    upfront_cost: Exact,
    monthly_cost: Exact,
}

#[derive(Deserialize)]
struct Region {
    region_type: String,
    region_name: String,
}

#[derive(Deserialize)]
struct Feature {
    name: String,
}

impl Available {
    /// `None` without a price: it cannot be sold.
    ///
    /// A search says nothing of what a country's law wants first; the list of requirements does.
    pub fn into_offer(self, country: CountryCode, kind: NumberType) -> Option<AvailableNumber> {
        let currency = self.cost_information.currency.to_ascii_uppercase().parse().ok()?;
        let money = |text: &Exact| Money::parse(text.as_str(), currency).ok();
        let cost = NumberCost {
            kind,
            upfront: money(&self.cost_information.upfront_cost)?,
            monthly: money(&self.cost_information.monthly_cost)?,
        };
        let can = |name: &str| self.features.iter().any(|feature| feature.name == name);
        // Town before region.
        let place = |wanted: &str| {
            let mut regions = self.region_information.iter();
            regions
                .find(|region| region.region_type == wanted)
                .map(|region| region.region_name.clone())
        };
        let locality = ["location", "rate_center", "state"].into_iter().find_map(place);
        Some(AvailableNumber {
            country,
            kind,
            locality: locality.filter(|place| !place.is_empty()),
            capabilities: Capabilities {
                voice: can("voice"),
                sms: can("sms"),
                mms: can("mms"),
            },
            needs_address: false,
            documents: vec![],
            cost: Some(cost),
            e164: self.phone_number,
        })
    }
}

#[derive(Deserialize)]
pub struct NumberOrder {
    pub id: String,
    /// `pending`, `success` or `failure`.
    status: String,
    customer_reference: Option<String>,
    #[serde(default)]
    phone_numbers: Vec<OrderedNumber>,
    requirements_met: Option<bool>,
    #[serde(default)]
    pub sub_number_orders_ids: Vec<String>,
}

#[derive(Deserialize)]
struct OrderedNumber {
    phone_number: String,
    #[serde(default)]
    regulatory_requirements: Vec<Requirement>,
}

/// What the law wants for the number.
#[derive(Deserialize)]
struct Requirement {
    requirement_id: String,
    #[serde(default)]
    field_type: Option<String>,
    #[serde(default)]
    field_value: Option<String>,
}

impl Requirement {
    fn is_given(&self) -> bool {
        self.field_value.as_deref().is_some_and(|value| !value.is_empty())
    }
}

/// What the law of a country wants, of one type of number or of all.
#[derive(Deserialize)]
pub struct CountryRequirement {
    country_code: Option<String>,
    action: Option<String>,
    phone_number_type: Option<String>,
    #[serde(default)]
    requirements_types: Vec<RequirementType>,
}

#[derive(Deserialize)]
struct RequirementType {
    #[serde(default)]
    name: String,
    /// `address`, `document` or `textual`.
    r#type: Option<String>,
}

/// By kind of number, what ordering one takes.
pub fn regulations(found: Vec<CountryRequirement>, country: CountryCode) -> Vec<Regulation> {
    let is_there = |one: &CountryRequirement| {
        one.country_code.as_deref() == Some(country.as_str())
            && matches!(one.action.as_deref(), None | Some("ordering" | "both"))
    };
    let found: Vec<_> = found.into_iter().filter(is_there).collect();
    let of = |kind: NumberType| {
        let fits = |one: &&CountryRequirement| match one.phone_number_type.as_deref() {
            None | Some("") => true,
            Some("local") => kind == NumberType::Local,
            Some("toll_free") => kind == NumberType::TollFree,
            Some(_) => false,
        };
        let mut regulation = Regulation::none(kind);
        for wanted in found.iter().filter(fits).flat_map(|one| &one.requirements_types) {
            match wanted.r#type.as_deref() {
                Some("address") => regulation.needs_address = true,
                _ => regulation.want(&wanted.name),
            }
        }
        regulation
    };
    let all = NumberType::ALL.into_iter().map(of);
    all.filter(|one| one.needs_address || !one.documents.is_empty())
        .collect()
}

#[derive(Deserialize)]
pub struct Address {
    pub id: String,
}

/// How far an order is; the one that says most comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OrderState {
    Done,
    Pending,
    WaitsForDocuments,
    Failed,
}

impl NumberOrder {
    pub fn is_of(&self, e164: &str, reference: &str) -> bool {
        self.customer_reference.as_deref() == Some(reference)
            && self
                .phone_numbers
                .iter()
                .any(|number| number.phone_number == e164)
    }

    fn requirements(&self) -> impl Iterator<Item = &Requirement> {
        self.phone_numbers
            .iter()
            .flat_map(|number| &number.regulatory_requirements)
    }

    /// All that was asked for has been given, and somebody there looks at it.
    fn is_looked_at(&self) -> bool {
        self.requirements().next().is_some() && self.requirements().all(Requirement::is_given)
    }

    /// What it waits for, and was not given. Assumed: where nothing is named, an address.
    pub fn missing(&self) -> Refusal {
        let is_other = |one: &Requirement| !one.is_given() && one.field_type.as_deref() != Some("address");
        match self.requirements().any(is_other) {
            true => Refusal::DocumentsRequired,
            false => Refusal::AddressRequired,
        }
    }

    /// The requirements an address satisfies; `None` when something else is asked for too, or nothing is named.
    pub fn wanted_addresses(&self) -> Option<Vec<&str>> {
        let missing: Vec<&Requirement> = self.requirements().filter(|one| !one.is_given()).collect();
        let is_address = |one: &&Requirement| one.field_type.as_deref() == Some("address");
        let only_addresses = !missing.is_empty() && missing.iter().all(is_address);
        only_addresses.then(|| missing.iter().map(|one| one.requirement_id.as_str()).collect())
    }

    /// Assumed: a word the document does not have is one for "not yet".
    pub fn state(&self) -> OrderState {
        match self.status.as_str() {
            "success" => OrderState::Done,
            "failure" => OrderState::Failed,
            _ if self.requirements_met == Some(false) && !self.is_looked_at() => {
                OrderState::WaitsForDocuments
            }
            _ => OrderState::Pending,
        }
    }
}

#[derive(Deserialize)]
pub struct PhoneNumber {
    id: Exact,
    pub phone_number: String,
    status: String,
    customer_reference: Option<String>,
}

impl PhoneNumber {
    /// False for one that never came, or went.
    pub fn is_ours(&self) -> bool {
        !matches!(
            self.status.as_str(),
            "purchase-failed" | "port-failed" | "ported-out" | "deleted"
        )
    }

    /// Bought, and not ready yet.
    pub fn is_pending(&self) -> bool {
        matches!(self.status.as_str(), "purchase-pending" | "provision-pending")
    }

    /// Assumed: a number keeps the reference of its order.
    pub fn reference(&self) -> &str {
        self.customer_reference.as_deref().unwrap_or_default()
    }

    pub fn into_owned_number(self) -> OwnedNumber {
        OwnedNumber {
            provider_id: self.id.as_str().to_owned(),
            reference: self.customer_reference.unwrap_or_default(),
            e164: self.phone_number,
            capabilities: None,
        }
    }
}

/// What is left of our money.
#[derive(Deserialize)]
pub struct Balance {
    pub balance: String,
    pub currency: String,
}
