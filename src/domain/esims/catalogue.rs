//! What a shop sells: every plan with this shop's price, grouped by destination.
//!
//! Computed once per shop and remembered for half a minute; an order is priced anew, so a stale list can show an old
//! price but never charge one the customer did not see.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use moka::future::Cache;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        place,
        pricing::{self, Basis, Rulebook, Subject},
        scope::{Scope, Visitor},
        tenancy::terms,
    },
    shared::{
        esim::{Coverage, Destination, DestinationView, Destinations, PlanRow, PlanView},
        ids::{PlanId, ResellerId},
        money::Money,
        place::CountryCode,
        price::{PriceStack, Service},
    },
};

const REMEMBERED: Duration = Duration::from_secs(30);

/// Priced catalogues by shop.
pub struct CatalogueCache(Cache<ResellerId, Arc<Catalogue>>);

impl Default for CatalogueCache {
    fn default() -> Self {
        Self(
            Cache::builder()
                .max_capacity(1_000)
                .time_to_live(REMEMBERED)
                .build(),
        )
    }
}

impl CatalogueCache {
    /// Forgets all: after a sync or a changed rule.
    pub fn clear(&self) {
        self.0.invalidate_all();
    }
}

/// A plan of the provider as we keep it.
#[derive(Debug, Clone)]
pub struct Plan {
    pub id: PlanId,
    pub provider: String,
    pub provider_product_id: String,
    pub name: String,
    pub coverage: Coverage,
    pub place: String,
    pub place_slug: String,
    pub countries: Vec<CountryCode>,
    pub data_mb: Option<i64>,
    pub fair_use: String,
    pub speed: String,
    pub validity_days: i32,
    pub can_top_up: bool,
    pub cost: Money,
    /// The least the supplier lets a shop sell it for.
    pub minimum_price: Option<Money>,
}

impl Plan {
    /// The country of a local plan.
    pub fn country(&self) -> Option<CountryCode> {
        if self.coverage == Coverage::Local {
            self.countries.first().copied()
        } else {
            None
        }
    }

    /// This plan's price in the book's shop; `None` when it cannot be priced there.
    pub fn price(&self, book: &Rulebook) -> Option<PriceStack> {
        pricing::price(book, &self.subject(), &self.basis()).ok()
    }

    /// What rules match on.
    pub fn subject(&self) -> Subject<'_> {
        Subject {
            service: Service::DataPlan,
            country: self.country(),
            provider: &self.provider,
            plan: Some(self.id),
        }
    }

    /// What its price begins from.
    pub const fn basis(&self) -> Basis {
        Basis {
            cost: self.cost,
            minimum_price: self.minimum_price,
        }
    }

    fn row(&self, price: Money) -> PlanRow {
        PlanRow {
            id: self.id,
            name: self.name.clone(),
            coverage: self.coverage,
            place: self.place.clone(),
            data_mb: self.data_mb,
            validity_days: self.validity_days,
            price,
            countries: i64::try_from(self.countries.len()).unwrap_or(i64::MAX),
        }
    }
}

/// A shop's priced plans, cheapest first, and its destinations.
pub struct Catalogue {
    plans: Vec<(Plan, Money)>,
    destinations: Destinations,
}

/// This shop's catalogue.
pub async fn catalogue(backend: &Backend, visitor: &Visitor) -> Result<Arc<Catalogue>, Internal> {
    if let Some(known) = backend.caches.catalogues.0.get(&visitor.reseller()).await {
        return Ok(known);
    }
    let mut tx = backend.begin(visitor).await?;
    let book = pricing::rulebook(&mut tx, visitor, backend.now()).await?;
    let plans = if terms::features(&mut tx, visitor.reseller()).await?.esims {
        store::active_plans(&mut tx, visitor.reseller()).await?
    } else {
        vec![]
    };
    tx.commit().await?;
    let mut plans: Vec<_> = plans
        .into_iter()
        .filter_map(|plan| plan.price(&book).map(|stack| (plan, stack.charged)))
        .collect();
    plans.sort_by_key(|(plan, price)| (price.micros(), plan.id));
    let destinations = destinations(&plans);
    let catalogue = Arc::new(Catalogue { plans, destinations });
    backend
        .caches
        .catalogues
        .0
        .insert(visitor.reseller(), catalogue.clone())
        .await;
    Ok(catalogue)
}

impl Catalogue {
    /// Countries and regions with their cheapest prices.
    pub fn destinations(&self) -> Destinations {
        self.destinations.clone()
    }

    /// Plans that cover the country, or all, cheapest first: those after `after` (the price in micro-units and id of an
    /// earlier page's last), at most `limit`.
    pub fn page(
        &self,
        country: Option<CountryCode>,
        after: Option<(i64, PlanId)>,
        limit: usize,
    ) -> Vec<(Plan, Money)> {
        self.plans
            .iter()
            .filter(|(plan, price)| after.is_none_or(|after| (price.micros(), plan.id) > after))
            .filter(|(plan, _)| country.is_none_or(|country| plan.countries.contains(&country)))
            .take(limit)
            .cloned()
            .collect()
    }

    /// One destination: its plans, and wider ones that cover it.
    pub fn destination(&self, slug: &str) -> Option<DestinationView> {
        let all = self
            .destinations
            .countries
            .iter()
            .chain(&self.destinations.regions);
        let destination = all
            .into_iter()
            .find(|destination| destination.slug == slug)?
            .clone();
        let rows = |keep: &dyn Fn(&Plan) -> bool| -> Vec<PlanRow> {
            self.plans
                .iter()
                .filter(|(plan, _)| keep(plan))
                .map(|(plan, price)| plan.row(*price))
                .collect()
        };
        let plans = rows(&|plan| plan.place_slug == slug);
        let related = match &destination.country {
            None => vec![],
            Some(country) => {
                rows(&|plan| plan.coverage != Coverage::Local && plan.countries.contains(&country.code))
            }
        };
        Some(DestinationView {
            destination,
            plans,
            related,
        })
    }

    /// The page of a plan on sale.
    pub fn plan(&self, id: PlanId) -> Option<PlanView> {
        let (plan, price) = self.plans.iter().find(|(plan, _)| plan.id == id)?;
        Some(PlanView {
            row: plan.row(*price),
            countries: plan.countries.iter().map(|code| place::country(*code)).collect(),
            speed: plan.speed.clone(),
            fair_use: plan.fair_use.clone(),
            starts: "The days start counting when the eSIM first connects to a network it covers.".into(),
            can_top_up: plan.can_top_up,
            networks: String::new(),
        })
    }
}

fn destinations(plans: &[(Plan, Money)]) -> Destinations {
    let mut by_slug: BTreeMap<&str, Destination> = BTreeMap::new();
    // Cheapest first, so the first plan of a place gives its "from" price.
    for (plan, price) in plans {
        let destination = by_slug.entry(&plan.place_slug).or_insert_with(|| Destination {
            slug: plan.place_slug.clone(),
            name: plan.place.clone(),
            country: plan.country().map(place::country),
            from: *price,
            plans: 0,
        });
        destination.plans += 1;
    }
    let (mut countries, mut regions): (Vec<_>, Vec<_>) = by_slug
        .into_values()
        .partition(|destination| destination.country.is_some());
    countries.sort_by(|a, b| a.name.cmp(&b.name));
    regions.sort_by(|a, b| a.name.cmp(&b.name));
    Destinations { countries, regions }
}

/// A plan on sale in the scope's shop, for pricing an order.
pub async fn plan_on_sale(
    conn: &mut sqlx::PgConnection,
    scope: &impl Scope,
    id: PlanId,
) -> Result<Option<Plan>, Internal> {
    store::active_plan(conn, scope.reseller(), id, false).await
}

/// A plan on sale for the lines of companies, which some vendors sell alone.
pub async fn line_plan_on_sale(
    conn: &mut sqlx::PgConnection,
    scope: &impl Scope,
    id: PlanId,
) -> Result<Option<Plan>, Internal> {
    store::active_plan(conn, scope.reseller(), id, true).await
}
