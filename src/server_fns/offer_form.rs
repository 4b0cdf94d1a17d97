//! What can be chosen by name in forms about prices, and what a simulation asks.

use crate::{
    domain::{
        esims::{self, offer::FindPlanError},
        numbers::{self, simulate::SimulateNumberError},
        pricing::{
            self,
            simulate::{Hypothetical, Maker},
        },
        scope::Scope,
    },
    server_fns::{
        guard::Asked,
        price_form::{self, Product, RuleFields},
    },
    shared::{
        currency::Currency,
        error::AppError,
        ids::PlanId,
        number::NumberType,
        pricing::{Named, OfferView, SimulationView, SimulatorView},
    },
};

/// Countries with numbers or plans, and plans.
pub async fn offer(asked: &Asked, scope: &impl Scope) -> Result<OfferView, AppError> {
    let backend = &asked.backend;
    let mut countries = esims::offer::countries(backend, scope)
        .await
        .map_err(|error| asked.internal(&error))?;
    countries.extend(numbers::countries::countries());
    countries.sort_by(|a, b| (&a.name, a.code).cmp(&(&b.name, b.code)));
    countries.dedup_by_key(|country| country.code);
    Ok(OfferView {
        countries: countries
            .into_iter()
            .map(|country| Named {
                value: country.code.to_string(),
                name: country.name,
            })
            .collect(),
        plans: esims::offer::plans(backend, scope)
            .await
            .map_err(|error| asked.internal(&error))?,
    })
}

/// The id of the plan that was named or chosen; empty stays empty.
pub async fn plan(asked: &Asked, scope: &impl Scope, field: &str, text: &str) -> Result<String, AppError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(String::new());
    }
    // Plans that share a name are offered with their id behind it.
    let behind = text.rsplit_once('(').map(|(_, id)| id.trim_end_matches(')'));
    if let Some(id) = [Some(text), behind]
        .into_iter()
        .flatten()
        .find_map(|id| id.parse::<PlanId>().ok())
    {
        return Ok(id.to_string());
    }
    match esims::offer::find_plan(&asked.backend, scope, text).await {
        Ok(plan) => Ok(plan.to_string()),
        Err(FindPlanError::Unknown) => Err(AppError::invalid(
            field,
            "No plan on sale is called so. Please choose one of the list.",
        )),
        Err(FindPlanError::Several) => Err(AppError::invalid(
            field,
            "Several plans are called so. Please choose one of the list.",
        )),
        Err(FindPlanError::Internal(error)) => Err(asked.internal(&error)),
    }
}

/// What the simulator lets people choose after what they have chosen. A product alone says its kind and place.
pub async fn simulator(
    asked: &Asked,
    scope: &impl Scope,
    kind: &str,
    place: &str,
    product: &str,
) -> Result<SimulatorView, AppError> {
    let backend = &asked.backend;
    let failed = |error| asked.internal(&error);
    let chosen = price_form::product(product).ok().filter(|_| place.is_empty());
    let (is_number, place) = match chosen {
        Some(Product::Plan(plan)) => {
            let place = esims::offer::place_of(backend, scope, plan)
                .await
                .map_err(failed)?;
            (false, place.unwrap_or_default())
        }
        Some(Product::Number(country, _)) => (true, country.to_lower()),
        None => (kind == "number", place.to_owned()),
    };
    let (places, products) = if is_number {
        let countries = numbers::countries::countries();
        let products = countries
            .iter()
            .find(|country| country.code.to_lower() == place)
            .map(|country| {
                NumberType::ALL.map(|kind| Named {
                    value: format!("{}:{}", country.code, kind.as_str()),
                    name: kind.label().into(),
                })
            });
        let places = countries
            .into_iter()
            .map(|country| Named {
                value: country.code.to_lower(),
                name: country.name,
            })
            .collect();
        (places, products.map(Vec::from).unwrap_or_default())
    } else {
        let places = esims::offer::places(backend, scope).await.map_err(failed)?;
        let products = match place.as_str() {
            "" => vec![],
            slug => esims::offer::plans_of(backend, scope, slug)
                .await
                .map_err(failed)?,
        };
        (places, products)
    };
    let product = products
        .iter()
        .find(|one| one.value == product.trim())
        .map(|one| one.value.clone());
    Ok(SimulatorView {
        is_number,
        place,
        places,
        product: product.unwrap_or_default(),
        products,
    })
}

/// The markup that is tried.
pub struct Tried {
    pub kind: String,
    pub value: String,
    pub maker: Maker,
    /// Of a fixed amount: the shop's.
    pub currency: Currency,
}

/// What a rule for exactly this product would do in the scope's shop; saves nothing.
pub async fn simulate(
    asked: &Asked,
    scope: &impl Scope,
    product: &str,
    tried: Tried,
) -> Result<SimulationView, AppError> {
    let change = |service: &str, country: String, plan: String| {
        let fields = RuleFields {
            id: String::new(),
            name: "simulated".into(),
            service: service.into(),
            country,
            provider: String::new(),
            plan,
            markup_kind: tried.kind.clone(),
            markup_value: tried.value.clone(),
        };
        price_form::rule(&fields, tried.currency).map(|rule| Hypothetical {
            maker: tried.maker,
            rule,
        })
    };
    let (name, found) = match price_form::product(product)? {
        Product::Plan(plan) => {
            let change = change("data_plan", String::new(), plan.to_string())?;
            esims::simulate::simulate(&asked.backend, scope, plan, change)
                .await
                .map_err(|error| price_form::simulate_error(asked, error))?
                .ok_or(AppError::NotFound)?
        }
        Product::Number(country, kind) => {
            let change = change("number_purchase", country.to_string(), String::new())?;
            numbers::simulate::simulate(&asked.backend, scope, country, kind, change)
                .await
                .map_err(|error| match error {
                    SimulateNumberError::NotFound => AppError::invalid(
                        "product",
                        "The supplier has no such numbers in this country. Please choose another kind.",
                    ),
                    SimulateNumberError::Unavailable(_) => AppError::Refused(
                        "Our supplier does not answer right now. Nothing was saved. Please try again in a minute."
                            .into(),
                    ),
                    SimulateNumberError::Simulate(error) => price_form::simulate_error(asked, error),
                    SimulateNumberError::Internal(error) => asked.internal(&error),
                })?
        }
    };
    pricing::simulation_view::simulation_view(name, &found).map_err(|error| asked.internal(&error))
}
