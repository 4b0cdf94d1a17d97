//! 1GLOBAL's answers, the fields we use.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::providers::{ProviderError, esims::ActivationCode, lines::IssuedLine};

/// A page of a list: its items, and the address of the next page.
pub trait Page {
    type Item;
    fn split(self) -> (Vec<Self::Item>, Option<String>);
}

macro_rules! page {
    ($name:ident, $items:ident, $field:ident, $item:ty) => {
        #[derive(Deserialize)]
        pub struct $name {
            #[serde(rename = "_embedded")]
            embedded: $items,
            #[serde(rename = "_links", default)]
            links: Links,
        }

        #[derive(Deserialize)]
        struct $items {
            $field: Vec<$item>,
        }

        impl Page for $name {
            type Item = $item;

            fn split(self) -> (Vec<$item>, Option<String>) {
                (self.embedded.$field, self.links.next.map(|link| link.href))
            }
        }
    };
}

page!(OrderPage, Orders, orders, Order);
page!(SubscriptionPage, Subscriptions, subscriptions, Subscription);
page!(SubscriberPage, Subscribers, subscribers, Subscriber);
page!(ProductPage, Products, products, Product);
page!(OfferingPage, Offerings, product_offerings, Offering);

#[derive(Deserialize, Default)]
pub struct Links {
    next: Option<Link>,
    subscriber: Option<Link>,
    subscription: Option<Link>,
}

#[derive(Deserialize)]
struct Link {
    href: String,
}

#[derive(Deserialize)]
pub struct Subscriber {
    pub id: String,
    /// Our key.
    #[serde(default)]
    pub last_name: String,
}

#[derive(Deserialize)]
pub struct Order {
    pub id: String,
    pub status: String,
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(rename = "_embedded", default)]
    pub embedded: OrderParts,
    #[serde(rename = "_links", default)]
    links: Links,
}

#[derive(Deserialize, Default)]
pub struct OrderParts {
    pub subscription: Option<Subscription>,
}

#[derive(Deserialize)]
pub struct Subscription {
    pub id: String,
    pub status: String,
    #[serde(rename = "_embedded", default)]
    embedded: SubscriptionParts,
    #[serde(rename = "_links", default)]
    links: Links,
}

#[derive(Deserialize, Default)]
struct SubscriptionParts {
    sim_profile: Option<SimProfile>,
}

#[derive(Deserialize)]
pub struct SimProfile {
    pub iccid: Option<String>,
    pub profile_status: Option<String>,
    matching_id: Option<String>,
    smdp_address: Option<String>,
}

#[derive(Deserialize)]
pub struct Product {
    pub id: String,
    pub status: String,
    pub started_at: Option<DateTime<Utc>>,
    pub end_at: Option<DateTime<Utc>>,
    #[serde(rename = "_embedded", default)]
    pub embedded: ProductParts,
    #[serde(rename = "_links", default)]
    links: Links,
}

#[derive(Deserialize, Default)]
pub struct ProductParts {
    pub product_offering: Option<Offering>,
    #[serde(default)]
    pub balances: Vec<Balance>,
}

/// What is left of an allowance. Unlimited ones have no numbers.
#[derive(Deserialize)]
pub struct Balance {
    pub allowance_type: String,
    /// `bytes` for data.
    pub unit: Option<String>,
    pub initial: Option<i64>,
    pub spent: Option<i64>,
}

#[derive(Deserialize)]
pub struct Offering {
    pub id: String,
    pub name: String,
    pub status: String,
    pub validity: Option<Validity>,
    #[serde(rename = "_embedded", default)]
    pub embedded: OfferingParts,
}

#[derive(Deserialize)]
pub struct Validity {
    #[serde(rename = "type")]
    pub kind: String,
    /// `day`, `week`, `month` or `year`.
    pub unit: Option<String>,
    pub unit_count: Option<i32>,
}

#[derive(Deserialize, Default)]
pub struct OfferingParts {
    #[serde(default)]
    pub allowances: Vec<Allowance>,
    #[serde(default)]
    pub prices: Vec<Price>,
}

#[derive(Deserialize)]
pub struct Allowance {
    #[serde(rename = "type")]
    pub kind: String,
    pub is_unlimited: bool,
    pub unit: Option<String>,
    pub unit_count: Option<i64>,
    #[serde(rename = "_embedded", default)]
    pub embedded: AllowanceParts,
}

#[derive(Deserialize, Default)]
pub struct AllowanceParts {
    pub coverage_area: Option<CoverageArea>,
}

#[derive(Deserialize)]
pub struct CoverageArea {
    pub name: String,
    /// `local`, `regional` or `global`.
    #[serde(rename = "type")]
    pub kind: String,
    /// ISO 3166-1 alpha-2.
    #[serde(default)]
    pub countries: Vec<String>,
}

#[derive(Deserialize)]
pub struct Price {
    /// `one_time`, `recurring` or `prorate`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Minor units.
    pub unit_amount: i64,
    pub currency: String,
}

#[derive(Deserialize)]
pub struct Event {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub created_at: DateTime<Utc>,
    pub data: EventData,
}

#[derive(Deserialize)]
pub struct EventData {
    pub order: Option<Order>,
    pub subscription: Option<Subscription>,
    pub product: Option<Product>,
    pub threshold: Option<Threshold>,
    /// Assumed: where `subscription.sim_profile.country_changed` tells the country; its data were not transcribed.
    pub country: Option<String>,
}

#[derive(Deserialize)]
pub struct Threshold {
    pub percentage: Option<u8>,
}

impl Order {
    /// Whose it is, where the answer says.
    pub fn subscriber(&self) -> Option<&str> {
        tail(self.links.subscriber.as_ref())
    }
}

impl Product {
    /// The line it is on, where the answer says.
    pub fn subscription(&self) -> Option<&str> {
        tail(self.links.subscription.as_ref())
    }
}

impl Subscription {
    pub fn subscriber(&self) -> Option<&str> {
        tail(self.links.subscriber.as_ref())
    }

    pub fn sim_profile(&self) -> Option<&SimProfile> {
        self.embedded.sim_profile.as_ref()
    }

    /// A subscription without a profile will have one: until then its outcome is unknown.
    pub fn into_line(self) -> Result<IssuedLine, ProviderError> {
        let state = super::state::of(&self, &[]);
        let Some(profile) = self.embedded.sim_profile else {
            return Err(ProviderError::unknown("a subscription, no profile yet"));
        };
        let (Some(iccid), Some(address), Some(matching_id)) =
            (profile.iccid, profile.smdp_address, profile.matching_id)
        else {
            return Err(ProviderError::unknown("a profile, nothing to install yet"));
        };
        let activation_code = ActivationCode::parse(&format!("1${address}${matching_id}"))
            .map_err(|_| ProviderError::unknown("a profile, but its activation code cannot be read"))?;
        Ok(IssuedLine {
            line: self.id,
            iccid,
            activation_code,
            state,
        })
    }
}

/// The id at the end of an address.
fn tail(link: Option<&Link>) -> Option<&str> {
    link?.href.rsplit('/').next().filter(|id| !id.is_empty())
}
