//! An order as the interface shows it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::wire::Amount;
use crate::{
    domain::orders::{self, item::Item as Bought, place::Payer, preview, records::OrderRecord},
    shared::{
        number::{Capabilities, NumberType},
        order::{OrderStatus, TimelineRow},
        price::PriceStack,
    },
};

/// Where an order stands.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[schema(as = OrderState)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// The money is set aside; our supplier has not been asked.
    Held,
    /// Our supplier is being asked.
    Submitted,
    /// Our supplier did not answer clearly and is asked again by our reference.
    Unknown,
    /// Bought and paid.
    Fulfilled,
    /// Not delivered; the money is free again.
    Released,
    /// Paid, and given back in part or whole.
    Refunded,
}

macro_rules! states {
    ($($name:ident),+) => {
        impl From<OrderStatus> for State {
            fn from(status: OrderStatus) -> Self {
                match status { $(OrderStatus::$name => Self::$name),+ }
            }
        }
        impl From<State> for OrderStatus {
            fn from(state: State) -> Self {
                match state { $(State::$name => Self::$name),+ }
            }
        }
    };
}
states!(Held, Submitted, Unknown, Fulfilled, Released, Refunded);

/// Who pays for an order.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaidBy {
    Customer,
    Float,
    Organization,
}

impl From<Payer> for PaidBy {
    fn from(payer: Payer) -> Self {
        match payer {
            Payer::Customer => Self::Customer,
            Payer::Float => Self::Float,
            Payer::Organization(_) => Self::Organization,
        }
    }
}

/// The kind of numbering range.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[schema(as = NumberType)]
#[serde(rename_all = "snake_case")]
pub enum NumberKind {
    Local,
    Mobile,
    TollFree,
}

impl From<NumberType> for NumberKind {
    fn from(kind: NumberType) -> Self {
        match kind {
            NumberType::Local => Self::Local,
            NumberType::Mobile => Self::Mobile,
            NumberType::TollFree => Self::TollFree,
        }
    }
}

impl From<NumberKind> for NumberType {
    fn from(kind: NumberKind) -> Self {
        match kind {
            NumberKind::Local => Self::Local,
            NumberKind::Mobile => Self::Mobile,
            NumberKind::TollFree => Self::TollFree,
        }
    }
}

/// What a number can do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Capabilities)]
pub struct Abilities {
    pub voice: bool,
    pub sms: bool,
    pub mms: bool,
}

impl From<Capabilities> for Abilities {
    fn from(capabilities: Capabilities) -> Self {
        let Capabilities { voice, sms, mms } = capabilities;
        Self { voice, sms, mms }
    }
}

/// What was bought.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OrderedItem)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Item {
    Number {
        /// E.164.
        phone_number: String,
        /// ISO 3166-1 alpha-2.
        country: String,
        r#type: NumberKind,
        capabilities: Abilities,
        /// Each further month.
        monthly_price: Amount,
    },
    Esim {
        plan_id: String,
        name: String,
        /// Country or region it is for.
        place: String,
        /// ISO 3166-1 alpha-2, for the plan of one country.
        country: Option<String>,
        /// Megabytes (10^6 bytes); null is unlimited.
        data_mb: Option<i64>,
        validity_days: i32,
    },
}

impl From<Bought> for Item {
    fn from(item: Bought) -> Self {
        match item {
            Bought::Number {
                e164,
                country,
                number_type,
                capabilities,
                monthly,
                ..
            } => Self::Number {
                phone_number: e164,
                country: country.to_string(),
                r#type: number_type.into(),
                capabilities: capabilities.into(),
                monthly_price: monthly.into(),
            },
            Bought::Esim(plan) | Bought::Line { plan, .. } => Self::Esim {
                plan_id: plan.plan.to_string(),
                name: plan.name,
                place: plan.place,
                country: plan.country.map(|country| country.to_string()),
                data_mb: plan.data_mb,
                validity_days: plan.validity_days,
            },
        }
    }
}

/// A step from cost to price.
#[derive(Debug, Serialize, ToSchema)]
pub struct PriceStep {
    /// In words.
    pub what: String,
    /// The amount after the step.
    pub result: Amount,
}

/// A price and how it came about.
#[derive(Debug, Serialize, ToSchema)]
pub struct Price {
    /// What the payer pays.
    pub charged: Amount,
    /// What the platform asks of the reseller.
    pub platform_price: Amount,
    /// What the supplier asks, in the shop's currency.
    pub cost: Amount,
    /// What the supplier asks, in its own.
    pub provider_cost: Amount,
    /// Units of the shop's currency per unit of the supplier's, when and by whom it was stated; null within one currency.
    pub fx: Option<FxRate>,
    /// The shop's price before a discount.
    pub retail: Amount,
    /// Taken off the shop's price.
    pub discount: Amount,
    /// The code it came by.
    #[schema(example = "WELCOME10")]
    pub promo_code: Option<String>,
    /// Percentage of the charged price that the platform keeps.
    #[schema(example = "10")]
    pub commission_percent: String,
    pub trace: Vec<PriceStep>,
    /// The trace in one line.
    #[schema(example = "cost 2.00 USD → +25 % platform rule 'US local' → 2.50 → +0.50 Aurora → 3.00")]
    pub explanation: String,
}

/// An exchange rate as an order keeps it.
#[derive(Debug, Serialize, ToSchema)]
pub struct FxRate {
    /// A decimal number.
    #[schema(example = "0.92")]
    pub rate: String,
    pub as_of: DateTime<Utc>,
    pub source: String,
}

impl From<PriceStack> for Price {
    fn from(stack: PriceStack) -> Self {
        let explanation = stack.explain();
        Self {
            charged: stack.charged.into(),
            platform_price: stack.platform_price.into(),
            cost: stack.cost.into(),
            provider_cost: stack.provider_cost.into(),
            fx: stack.fx.map(|fx| FxRate {
                rate: fx.rate.normalize().to_string(),
                as_of: fx.as_of,
                source: fx.source,
            }),
            retail: stack.retail.into(),
            discount: stack.discount.into(),
            promo_code: stack.promotion.map(|promotion| promotion.code),
            explanation,
            commission_percent: stack.commission_percent.normalize().to_string(),
            trace: stack
                .trace
                .into_iter()
                .map(|step| PriceStep {
                    what: step.what,
                    result: step.result.into(),
                })
                .collect(),
        }
    }
}

/// Something that happened to an order or its money.
#[derive(Debug, Serialize, ToSchema)]
pub struct TimelineEvent {
    pub at: DateTime<Utc>,
    pub title: String,
    /// Empty where the title says it all.
    pub detail: String,
    pub amount: Option<Amount>,
}

/// An order.
#[derive(Debug, Serialize, ToSchema)]
pub struct Order {
    #[schema(example = "ord_0192d5e8a0007000800000000000000a")]
    pub id: String,
    pub customer_id: String,
    pub state: State,
    pub paid_by: PaidBy,
    /// Who pays, when it is an organization.
    pub organization_id: Option<String>,
    pub item: Item,
    pub price: Price,
    /// Given back so far.
    pub refunded: Amount,
    /// Why it was not delivered, in words for the customer.
    pub refusal: Option<String>,
    /// The number it brought.
    pub number_id: Option<String>,
    /// The eSIM it brought.
    pub esim_id: Option<String>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// What happened so far; left out of lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub timeline: Option<Vec<TimelineEvent>>,
}

impl Order {
    /// As the interface shows it.
    pub fn of(order: OrderRecord, timeline: Option<Vec<TimelineRow>>) -> Self {
        Self {
            id: order.id.to_string(),
            customer_id: order.customer.to_string(),
            state: order.state.into(),
            paid_by: order.payer.into(),
            organization_id: organization_of(order.payer),
            item: order.item.into(),
            price: order.stack.into(),
            refunded: order.refunded.into(),
            refusal: order.refusal,
            number_id: order.number.map(|id| id.to_string()),
            esim_id: order.esim.map(|id| id.to_string()),
            created_at: order.created_at,
            updated_at: order.updated_at,
            timeline: timeline.map(|rows| rows.into_iter().map(event).collect()),
        }
    }
}

fn event(row: TimelineRow) -> TimelineEvent {
    TimelineEvent {
        at: row.at,
        title: row.title,
        detail: row.detail,
        amount: row.amount.map(Into::into),
    }
}

fn organization_of(payer: Payer) -> Option<String> {
    match payer {
        Payer::Organization(id) => Some(id.to_string()),
        Payer::Customer | Payer::Float => None,
    }
}

/// What an order would cost. Nothing was written, held or reserved.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OrderPreview)]
pub struct Preview {
    /// Always true.
    pub dry_run: bool,
    pub item: Item,
    pub price: Price,
    pub paid_by: PaidBy,
    pub organization_id: Option<String>,
    /// Everybody who would pay has enough.
    pub is_covered: bool,
    /// What the payer can spend.
    pub available: Amount,
    /// What the payer lacks.
    pub missing: Option<Amount>,
    /// What the reseller's float would pay beside the payer.
    pub float_share: Option<Amount>,
    /// What the float lacks for that.
    pub float_missing: Option<Amount>,
}

/// As the interface shows it.
pub fn preview_of(found: preview::Preview, payer: Payer) -> Preview {
    let orders::preview::Preview {
        item,
        stack,
        available,
        missing,
        needs_approval: _,
        float_share,
        float_missing,
    } = found;
    Preview {
        dry_run: true,
        item: item.into(),
        price: stack.into(),
        paid_by: payer.into(),
        organization_id: organization_of(payer),
        is_covered: missing.is_none() && float_missing.is_none(),
        available: available.into(),
        missing: missing.map(Into::into),
        float_share: float_share.map(Into::into),
        float_missing: float_missing.map(Into::into),
    }
}
