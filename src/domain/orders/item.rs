//! What an order is for, with everything the provider and the later account entry need.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        esims::catalogue::Plan,
        numbers::{format::display, market::Offer},
        orders::losing::LosingOffer,
    },
    shared::{
        ids::{AddressId, EmployeeId, LineId, NumberId, PlanId, TeamId},
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
        /// The company's team it is for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        team: Option<TeamId>,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        cost_centre: String,
        /// A further month of a number somebody has; `None` for a purchase.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        month: Option<FurtherMonth>,
        /// What else the law wants, and we cannot give: it is not bought.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        documents: Vec<String>,
        /// What the law wants, as the buyer chose it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        address: Option<AddressId>,
    },
    Esim(OrderedPlan),
    /// A plan for an employee of a company: with an eSIM of its own, or for the one there is.
    Line {
        #[serde(flatten)]
        plan: OrderedPlan,
        step: LineStep,
        employee: EmployeeId,
        employee_name: String,
        team: Option<TeamId>,
        cost_centre: String,
    },
}

/// The month of a number that an order pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FurtherMonth {
    pub number: NumberId,
    pub from: DateTime<Utc>,
    pub until: DateTime<Utc>,
}

/// A data plan as it stood when it was quoted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrderedPlan {
    pub provider: String,
    pub plan: PlanId,
    /// The provider's id of the product.
    pub product: String,
    pub name: String,
    pub place: String,
    pub country: Option<CountryCode>,
    pub data_mb: Option<i64>,
    pub validity_days: i32,
}

impl OrderedPlan {
    pub(super) fn of(plan: &Plan) -> Self {
        Self {
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

    fn view(&self) -> ItemView {
        ItemView::Esim {
            plan_name: self.name.clone(),
            place: self.place.clone(),
            country: self.country.map(crate::domain::place::country),
            data_mb: self.data_mb,
            validity_days: self.validity_days,
        }
    }
}

/// What a plan does at its line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum LineStep {
    /// A new eSIM comes with it.
    Issue {
        /// The line it takes the place of.
        replaces: Option<LineId>,
    },
    /// Beside what the line has.
    Add {
        line: LineId,
        /// The vendor's id of the line.
        provider_line: String,
    },
    /// In the place of what the line has.
    Change { line: LineId, provider_line: String },
}

impl LineStep {
    /// The line that was there before.
    pub const fn line(&self) -> Option<LineId> {
        match self {
            Self::Issue { .. } => None,
            Self::Add { line, .. } | Self::Change { line, .. } => Some(*line),
        }
    }

    /// The word in the plan history.
    pub const fn how(&self) -> &'static str {
        match self {
            Self::Issue { .. } => "issued",
            Self::Add { .. } => "added",
            Self::Change { .. } => "changed",
        }
    }
}

impl Item {
    pub(super) fn number(offer: &Offer, monthly: Money) -> Self {
        let found = &offer.number;
        Self::Number {
            provider: offer.provider.to_owned(),
            e164: found.e164.clone(),
            country: found.country,
            number_type: found.kind,
            capabilities: found.capabilities,
            needs_address: found.needs_address,
            monthly_cost: offer.cost.monthly,
            monthly,
            team: None,
            cost_centre: String::new(),
            month: None,
            documents: found.documents.clone(),
            address: None,
        }
    }

    /// A number counts for this team and cost centre of the company that pays.
    pub(super) fn charge_to(&mut self, (of_team, of_centre): (Option<TeamId>, &str)) {
        if let Self::Number {
            team, cost_centre, ..
        } = self
        {
            *team = of_team;
            of_centre.clone_into(cost_centre);
        }
    }

    /// A number's address, of its buyer's own.
    pub(super) const fn live_at(&mut self, chosen: AddressId) {
        if let Self::Number { address, .. } = self {
            *address = Some(chosen);
        }
    }

    /// The same number from another vendor. What each further month costs the buyer stays as it was agreed.
    pub(super) fn sold_by(&self, offer: &LosingOffer) -> Self {
        let mut item = self.clone();
        if let Self::Number {
            provider,
            capabilities,
            needs_address,
            monthly_cost,
            ..
        } = &mut item
        {
            provider.clone_from(&offer.provider);
            *capabilities = offer.capabilities;
            *needs_address = offer.needs_address;
            *monthly_cost = offer.cost.monthly;
        }
        item
    }

    pub(super) fn esim(plan: &Plan) -> Self {
        Self::Esim(OrderedPlan::of(plan))
    }

    /// The word of the `kind` column.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Number { .. } => "number",
            Self::Esim(_) | Self::Line { .. } => "esim",
        }
    }

    /// Who sells it to us.
    pub fn provider(&self) -> &str {
        match self {
            Self::Number { provider, .. } => provider,
            Self::Esim(plan) | Self::Line { plan, .. } => &plan.provider,
        }
    }

    /// The words of the statement and of mails.
    pub fn title(&self) -> String {
        match self {
            Self::Number {
                e164,
                month: Some(month),
                ..
            } => format!(
                "Number {}, paid until {}",
                display(e164),
                month.until.format("%-d %B %Y")
            ),
            Self::Number { e164, .. } => format!("Number {}", display(e164)),
            Self::Esim(plan) => format!("eSIM {}", plan.name),
            Self::Line {
                plan, employee_name, ..
            } => format!("Line of {employee_name}: {}", plan.name),
        }
    }

    /// True when the country's law wants an address that was not given.
    pub const fn needs_address(&self) -> bool {
        matches!(
            self,
            Self::Number {
                needs_address: true,
                address: None,
                ..
            }
        )
    }

    /// True when the country's law wants what cannot be given here.
    pub const fn needs_documents(&self) -> bool {
        matches!(self, Self::Number { documents, .. } if !documents.is_empty())
    }

    /// True for what a company buys for an employee.
    pub const fn is_line(&self) -> bool {
        matches!(self, Self::Line { .. })
    }

    /// The data plan with its name; numbers have none.
    pub(super) fn plan(&self) -> Option<(PlanId, &str)> {
        match self {
            Self::Number { .. } => None,
            Self::Esim(plan) | Self::Line { plan, .. } => Some((plan.plan, &plan.name)),
        }
    }

    /// On whom a company spends it.
    pub(super) fn spent_on(&self) -> SpentOn<'_> {
        match self {
            Self::Line {
                step,
                employee,
                team,
                cost_centre,
                ..
            } => SpentOn {
                employee: Some(*employee),
                team: *team,
                cost_centre,
                line: step.line(),
            },
            Self::Number {
                team, cost_centre, ..
            } => SpentOn {
                team: *team,
                cost_centre,
                ..SpentOn::default()
            },
            Self::Esim(_) => SpentOn::default(),
        }
    }

    /// As pages show it.
    pub fn view(&self) -> ItemView {
        match self {
            Self::Number {
                e164,
                country,
                number_type,
                capabilities,
                needs_address,
                documents,
                month,
                ..
            } => ItemView::Number {
                e164: e164.clone(),
                display: display(e164),
                kind: *number_type,
                country: crate::domain::place::country(*country),
                capabilities: *capabilities,
                needs_address: *needs_address,
                documents: documents.clone(),
                paid_until: month.map(|month| month.until),
            },
            Self::Esim(plan) | Self::Line { plan, .. } => plan.view(),
        }
    }
}

/// The person, team and cost centre an order counts for, and the line that was there before.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct SpentOn<'a> {
    pub employee: Option<EmployeeId>,
    pub team: Option<TeamId>,
    pub cost_centre: &'a str,
    pub line: Option<LineId>,
}
