//! What an order is for, with everything the provider and the later account entry need.

use serde::{Deserialize, Serialize};

use crate::{
    domain::{esims::catalogue::Plan, numbers::format::display},
    providers::numbers::AvailableNumber,
    shared::{
        ids::PlanId,
        money::Money,
        number::{Capabilities, NumberType},
        order::ItemView,
        place::CountryCode,
    },
};

/// A number or a data plan, as it stood when it was quoted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Item {
    Number {
        provider: String,
        e164: String,
        country: CountryCode,
        number_type: NumberType,
        capabilities: Capabilities,
        needs_address: bool,
        monthly_cost: Money,
        /// Each further month for the customer.
        monthly: Money,
    },
    Esim {
        provider: String,
        plan: PlanId,
        /// The provider's id of the product.
        product: String,
        name: String,
        place: String,
        country: Option<CountryCode>,
        data_mb: Option<i64>,
        validity_days: i32,
    },
}

impl Item {
    pub(super) fn number(
        provider: &str,
        found: &AvailableNumber,
        monthly_cost: Money,
        monthly: Money,
    ) -> Self {
        Self::Number {
            provider: provider.to_owned(),
            e164: found.e164.clone(),
            country: found.country,
            number_type: found.kind,
            capabilities: found.capabilities,
            needs_address: found.needs_address,
            monthly_cost,
            monthly,
        }
    }

    pub(super) fn esim(plan: &Plan) -> Self {
        Self::Esim {
            provider: plan.provider.clone(),
            plan: plan.id,
            product: plan.provider_product_id.clone(),
            name: plan.name.clone(),
            place: plan.place.clone(),
            country: plan.country(),
            data_mb: plan.data_mb,
            validity_days: plan.validity_days,
        }
    }

    /// The word of the `kind` column.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Number { .. } => "number",
            Self::Esim { .. } => "esim",
        }
    }

    /// Who sells it to us.
    pub fn provider(&self) -> &str {
        match self {
            Self::Number { provider, .. } | Self::Esim { provider, .. } => provider,
        }
    }

    /// The words of the statement and of mails.
    pub fn title(&self) -> String {
        match self {
            Self::Number { e164, .. } => format!("Number {}", display(e164)),
            Self::Esim { name, .. } => format!("eSIM {name}"),
        }
    }

    /// True when the country's law wants an address first, which cannot be given here yet.
    pub const fn needs_address(&self) -> bool {
        matches!(
            self,
            Self::Number {
                needs_address: true,
                ..
            }
        )
    }

    /// As pages show it.
    pub fn view(&self) -> ItemView {
        match self {
            Self::Number {
                e164,
                country,
                number_type,
                needs_address,
                ..
            } => ItemView::Number {
                e164: e164.clone(),
                display: display(e164),
                kind: *number_type,
                country: crate::domain::place::country(*country),
                needs_address: *needs_address,
            },
            Self::Esim {
                name,
                place,
                country,
                data_mb,
                validity_days,
                ..
            } => ItemView::Esim {
                plan_name: name.clone(),
                place: place.clone(),
                country: country.map(crate::domain::place::country),
                data_mb: *data_mb,
                validity_days: *validity_days,
            },
        }
    }
}
