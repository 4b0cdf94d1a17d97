//! `/numbers`: what is on offer, what customers hold, and giving it back.

use axum::{
    Extension, Json,
    extract::Path,
    http::{StatusCode, Uri},
    response::IntoResponse,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    caller::{Answer, Caller, not_found},
    input,
    offer_id::OfferId,
    order_view::{Abilities, NumberKind},
    orders::customer_filter,
    problem::{Code, Problem},
    refusals::supplier_unavailable,
    wire::{Amount, Common, Page, ProblemSchema},
};
use crate::{
    domain::{
        api::KeyScope,
        numbers::{
            records::{NumberRecord, records},
            release::{ReleaseError, release},
            search::{Found, SearchError, search},
        },
    },
    shared::{
        ids::NumberId,
        number::{NumberSearch, NumberState, NumberType, Requirement},
    },
};

/// What to look for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct AvailableQuery {
    /// ISO 3166-1 alpha-2.
    #[param(example = "US", pattern = "^[A-Za-z]{2}$")]
    country: String,
    #[param(inline, default = "local")]
    r#type: Option<NumberKind>,
    /// 2 to 15 digits, keypad letters or `*` for any digit.
    #[param(pattern = "^([0-9A-Za-z*]{2,15})?$")]
    contains: Option<String>,
    /// Only numbers that take text messages.
    sms: Option<bool>,
    /// Only numbers that take calls.
    voice: Option<bool>,
}

/// A number on offer.
#[derive(Debug, Serialize, ToSchema)]
pub struct AvailableNumber {
    /// Goes into the order. Names the number, not its price: an order is priced anew, and `max_price` guards it.
    offer_id: String,
    /// E.164.
    phone_number: String,
    country: String,
    r#type: NumberKind,
    /// Town or region, where our supplier says.
    locality: Option<String>,
    capabilities: Abilities,
    requirements: Requirements,
    /// The first month at retail.
    price: Amount,
    /// Each further month at retail.
    monthly_price: Amount,
    provider: String,
}

/// What the law of the country wants first.
#[derive(Debug, Serialize, ToSchema)]
pub struct Requirements {
    /// An address on file.
    address: bool,
    /// `a2p_10dlc`: US networks block texts of senders who are not registered.
    registration: Option<&'static str>,
    /// Documents it wants besides: with any of these it cannot be ordered.
    documents: Vec<String>,
    /// What a buyer is told before paying, in words.
    notes: Vec<String>,
}

fn offer(Found { offer, provider }: Found) -> AvailableNumber {
    let id = OfferId {
        country: offer.country.code,
        kind: offer.kind,
        e164: offer.e164,
    };
    let wanted = Requirement::of(
        offer.country.code,
        offer.kind,
        offer.capabilities,
        offer.needs_address,
        &offer.documents,
    );
    AvailableNumber {
        offer_id: id.encode(),
        phone_number: id.e164,
        country: id.country.to_string(),
        r#type: offer.kind.into(),
        locality: offer.locality,
        capabilities: offer.capabilities.into(),
        requirements: Requirements {
            address: offer.needs_address,
            registration: wanted
                .contains(&Requirement::UsRegistration)
                .then_some("a2p_10dlc"),
            notes: wanted.iter().map(|one| one.words().into_owned()).collect(),
            documents: offer.documents,
        },
        price: offer.price.into(),
        monthly_price: offer.monthly.into(),
        provider: provider.to_owned(),
    }
}

/// Numbers on offer right now, at this shop's retail price. One page: look for something narrower to see others.
#[utoipa::path(
    get, path = "/api/v1/numbers/available", tag = "Catalogue", operation_id = "list_available_numbers",
    params(AvailableQuery),
    responses((status = 200, description = "Numbers on offer", body = Page<AvailableNumber>), Common),
    security(("key" = [])),
)]
pub async fn available(Extension(caller): Extension<Caller>, uri: Uri) -> Answer {
    let key = caller.may(KeyScope::Catalogue)?;
    let query: AvailableQuery = input::query(&uri)?;
    let kind = query.r#type.map_or(NumberType::Local, Into::into);
    let wanted = NumberSearch {
        country: query.country,
        kind: kind.as_str().to_owned(),
        contains: query.contains.unwrap_or_default(),
        sms: query.sms.unwrap_or_default(),
        voice: query.voice.unwrap_or_default(),
    };
    let backend = &caller.asked.backend;
    let found = search(backend, &key.visitor, &wanted)
        .await
        .map_err(|error| match error {
            SearchError::Country => {
                input::invalid_parameter("country", "It is not a two-letter country code.")
            }
            SearchError::Kind => input::invalid_parameter("type", "It is not a kind of number."),
            SearchError::Pattern => {
                input::invalid_parameter("contains", "A pattern is 2 to 15 digits, letters or *.")
            }
            SearchError::Unavailable(_) => supplier_unavailable(),
            SearchError::Internal(error) => caller.internal(&error),
        })?;
    let data = found.found.into_iter().map(offer).collect();
    let next_cursor = None;
    Ok(Json(Page { data, next_cursor }).into_response())
}

/// Where a number stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NumberState)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Active,
    Suspended,
    /// Not paid for; kept until a deadline.
    Grace,
    /// Given back.
    Released,
    Quarantined,
}

impl From<NumberState> for State {
    fn from(state: NumberState) -> Self {
        match state {
            NumberState::Active => Self::Active,
            NumberState::Suspended => Self::Suspended,
            NumberState::Grace => Self::Grace,
            NumberState::Released => Self::Released,
            NumberState::Quarantined => Self::Quarantined,
        }
    }
}

/// A customer's number.
#[derive(Debug, Serialize, ToSchema)]
pub struct Number {
    #[schema(example = "num_0192d5e8a0007000800000000000000a")]
    id: String,
    customer_id: String,
    order_id: String,
    /// E.164.
    phone_number: String,
    country: String,
    r#type: NumberKind,
    capabilities: Abilities,
    state: State,
    /// Each further month.
    monthly_price: Amount,
    purchased_at: DateTime<Utc>,
    /// Paid until then.
    expires_at: DateTime<Utc>,
}

impl From<NumberRecord> for Number {
    fn from(record: NumberRecord) -> Self {
        let number = record.number;
        Self {
            id: number.id.to_string(),
            customer_id: record.customer.to_string(),
            order_id: number.order_id.to_string(),
            phone_number: number.e164,
            country: number.country.code.to_string(),
            r#type: number.kind.into(),
            capabilities: number.capabilities.into(),
            state: number.state.into(),
            monthly_price: number.monthly.into(),
            purchased_at: number.purchased_at,
            expires_at: number.expires_at,
        }
    }
}

/// Which numbers.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct NumbersQuery {
    /// Only this customer's.
    #[param(example = "usr_0192d5e8a0007000800000000000000a")]
    customer_id: Option<String>,
    /// Items of a page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Numbers the shop's customers hold or held, newest first.
#[utoipa::path(
    get, path = "/api/v1/numbers", tag = "Numbers", operation_id = "list_numbers", params(NumbersQuery),
    responses((status = 200, description = "A page of numbers", body = Page<Number>), Common),
    security(("key" = [])),
)]
pub async fn list(Extension(caller): Extension<Caller>, uri: Uri) -> Answer {
    let key = caller.may(KeyScope::NumbersRead)?;
    let query: NumbersQuery = input::query(&uri)?;
    let limit = input::limit(query.limit)?;
    let customer = customer_filter(query.customer_id.as_deref())?;
    let before: Option<NumberId> = input::after_id("numbers", query.cursor.as_deref())?;
    let rows = records(&caller.asked.backend, &key.client, customer, before, limit + 1)
        .await
        .map_err(|error| caller.internal(&error))?;
    let (rows, next_cursor) = input::page(rows, limit, |row| {
        input::cursor("numbers", &row.number.id.uuid().simple().to_string())
    });
    let data = rows.into_iter().map(Number::from).collect();
    Ok(Json(Page { data, next_cursor }).into_response())
}

/// Gives the number back. It is gone at once and costs nothing from then on; what was paid is not refunded. A number
/// that was given back before is 204 too.
#[utoipa::path(
    delete, path = "/api/v1/numbers/{id}", tag = "Numbers", operation_id = "release_number",
    params(("id" = String, Path, description = "`num_…`", example = "num_0192d5e8a0007000800000000000000a")),
    responses(
        (status = 204, description = "Released"),
        (status = 404, description = "`not_found`", body = ProblemSchema, content_type = "application/problem+json"),
        Common,
    ),
    security(("key" = [])),
)]
pub async fn delete(Extension(caller): Extension<Caller>, Path(id): Path<String>) -> Answer {
    let key = caller.may(KeyScope::NumbersWrite)?;
    let id: NumberId = id.parse().map_err(|_| not_found("number"))?;
    match release(&caller.asked.backend, &key.client, id).await {
        Ok(()) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(ReleaseError::NotFound) => Err(not_found("number")),
        Err(ReleaseError::Unavailable(_)) => Err(Problem::new(
            Code::SupplierUnavailable,
            "Our supplier has not confirmed the release yet. It is asked again until it does.",
        )
        .hint("Send the same request again to learn whether it is done.")
        .retry_after(30)),
        Err(ReleaseError::Internal(error)) => Err(caller.internal(&error)),
    }
}
