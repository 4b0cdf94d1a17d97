//! `/esim/plans`: data plans on sale.

use axum::{Extension, Json, http::Uri, response::IntoResponse};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    caller::{Answer, Caller},
    input,
    wire::{Amount, Common, Page},
};
use crate::{
    domain::{
        api::KeyScope,
        esims::catalogue::{Plan as Stored, catalogue},
    },
    shared::{esim::Coverage, ids::PlanId, money::Money, place::CountryCode},
};

/// Which plans.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PlansQuery {
    /// ISO 3166-1 alpha-2: only plans that work there.
    #[param(example = "FR", pattern = "^[A-Za-z]{2}$")]
    country: Option<String>,
    /// Items of a page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// How much of the world a plan covers.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlanCoverage {
    Local,
    Regional,
    Global,
}

/// A data plan on sale.
#[derive(Debug, Serialize, ToSchema)]
pub struct Plan {
    #[schema(example = "pln_0192d5e8a0007000800000000000000a")]
    id: String,
    name: String,
    coverage: PlanCoverage,
    /// Country or region it is sold under.
    place: String,
    /// ISO 3166-1 alpha-2 of every country it works in.
    countries: Vec<String>,
    /// Megabytes (10^6 bytes); null is unlimited.
    data_mb: Option<i64>,
    validity_days: i32,
    speed: String,
    /// What happens to an unlimited plan after heavy use; empty where there is no such rule.
    fair_use: String,
    can_top_up: bool,
    /// At retail.
    price: Amount,
    provider: String,
}

fn plan((plan, price): (Stored, Money)) -> Plan {
    Plan {
        id: plan.id.to_string(),
        coverage: match plan.coverage {
            Coverage::Local => PlanCoverage::Local,
            Coverage::Regional => PlanCoverage::Regional,
            Coverage::Global => PlanCoverage::Global,
        },
        name: plan.name,
        place: plan.place,
        countries: plan.countries.iter().map(ToString::to_string).collect(),
        data_mb: plan.data_mb,
        validity_days: plan.validity_days,
        speed: plan.speed,
        fair_use: plan.fair_use,
        can_top_up: plan.can_top_up,
        price: price.into(),
        provider: plan.provider,
    }
}

/// Data plans on sale at this shop's retail price, cheapest first.
#[utoipa::path(
    get, path = "/api/v1/esim/plans", tag = "Catalogue", operation_id = "list_plans", params(PlansQuery),
    responses((status = 200, description = "A page of plans", body = Page<Plan>), Common),
    security(("key" = [])),
)]
pub async fn list(Extension(caller): Extension<Caller>, uri: Uri) -> Answer {
    let key = caller.may(KeyScope::Catalogue)?;
    let query: PlansQuery = input::query(&uri)?;
    let limit = input::limit(query.limit)?;
    let country: Option<CountryCode> = query
        .country
        .map(|code| code.parse())
        .transpose()
        .map_err(|_| input::invalid_parameter("country", "It is not a two-letter country code."))?;
    let after = input::after("plans", query.cursor.as_deref())?
        .map(|text| position(&text).ok_or_else(input::bad_cursor))
        .transpose()?;
    let catalogue = catalogue(&caller.asked.backend, &key.visitor)
        .await
        .map_err(|error| caller.internal(&error))?;
    let wanted = usize::try_from(limit + 1).unwrap_or_default();
    let (rows, next_cursor) = input::page(catalogue.page(country, after, wanted), limit, |(plan, price)| {
        input::cursor("plans", &format!("{}:{}", price.micros(), plan.id))
    });
    let data = rows.into_iter().map(plan).collect();
    Ok(Json(Page { data, next_cursor }).into_response())
}

fn position(text: &str) -> Option<(i64, PlanId)> {
    let (price, plan) = text.split_once(':')?;
    Some((price.parse().ok()?, plan.parse().ok()?))
}
