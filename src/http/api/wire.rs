//! Words every resource uses: money, pages, problems.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::shared::money::Money;

/// An amount of money.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Money)]
pub struct Amount {
    /// A decimal number of units, with at least the currency's usual digits.
    #[schema(example = "12.50", pattern = r"^-?[0-9]+(\.[0-9]+)?$")]
    pub amount: String,
    /// ISO 4217.
    #[schema(example = "USD", pattern = "^[A-Z]{3}$")]
    pub currency: String,
}

impl From<Money> for Amount {
    fn from(money: Money) -> Self {
        Self {
            amount: money.amount(),
            currency: money.currency().code().to_owned(),
        }
    }
}

/// An amount as a request gives it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[schema(as = MoneyLimit)]
#[serde(deny_unknown_fields)]
pub struct AmountLimit {
    /// A decimal number of units with at most six digits after the point.
    #[schema(example = "12.50", pattern = r"^[0-9]{1,9}(\.[0-9]{1,6})?$")]
    pub amount: String,
    /// ISO 4217; the shop's own currency.
    #[schema(example = "USD", pattern = "^[A-Z]{3}$")]
    pub currency: String,
}

/// A page of a list, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    pub data: Vec<T>,
    /// Goes into `cursor` for the next page; null on the last one.
    pub next_cursor: Option<String>,
}

/// Why a request was refused (RFC 9457).
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemSchema {
    /// Where the code is explained.
    #[schema(example = "/api/docs#insufficient_balance")]
    pub r#type: String,
    /// The same for every problem with this code.
    pub title: String,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// For machines; never changes.
    #[schema(example = "insufficient_balance")]
    pub code: String,
    /// What happened, and what was (not) done.
    pub detail: String,
    /// Tell us this when you ask about it.
    pub request_id: String,
    /// What to do next, where there is something.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// The field or parameter it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What the payer's balance lacks (`insufficient_balance`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Amount>,
    /// The price now (`price_moved`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<Amount>,
    /// What the key may still take today (`spend_cap_reached`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left: Option<Amount>,
    /// The order that was refused (`supplier_refused`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<String>,
}

/// Refusals every operation can answer with.
pub struct Common;

impl utoipa::IntoResponses for Common {
    fn responses() -> std::collections::BTreeMap<String, utoipa::openapi::RefOr<utoipa::openapi::Response>> {
        use utoipa::openapi::{ContentBuilder, Ref, ResponseBuilder, ResponsesBuilder};
        let common = [
            (
                "400",
                "`invalid_request`, `invalid_parameter`, `invalid_cursor`, `invalid_body`",
            ),
            ("401", "`unauthorized`: no valid key"),
            ("403", "`scope_missing`, `address_not_allowed`"),
            ("429", "`too_many_requests`: wait as long as Retry-After says"),
            ("500", "`internal`: our fault"),
            ("503", "`unavailable`, `supplier_unavailable`: try again"),
        ];
        common
            .into_iter()
            .fold(ResponsesBuilder::new(), |responses, (status, description)| {
                let content = ContentBuilder::new()
                    .schema(Some(Ref::from_schema_name("Problem")))
                    .build();
                let response = ResponseBuilder::new()
                    .description(description)
                    .content(super::problem::MEDIA_TYPE, content);
                responses.response(status, response.build())
            })
            .build()
            .into()
    }
}
